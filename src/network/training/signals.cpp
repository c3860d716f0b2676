#include "smnn/network/training/signals.hpp"

#include <csignal>

namespace smnn::network {

namespace {

volatile std::sig_atomic_t noted = 0;

extern "C" void smnn_note_signal(int signal) { noted = signal; }

}  // namespace

SignalWatch::SignalWatch(bool enabled) : enabled_(enabled) {
  noted = 0;
  if (!enabled_) return;
  struct sigaction action {};
  action.sa_handler = smnn_note_signal;
  sigemptyset(&action.sa_mask);
  // Reads and writes that it interrupts go on; a second signal ends the program at once.
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < signals_.size(); ++i) sigaction(signals_[i], &action, &before_[i]);
}

SignalWatch::~SignalWatch() {
  if (!enabled_) return;
  for (std::size_t i = 0; i < signals_.size(); ++i) sigaction(signals_[i], &before_[i], nullptr);
}

bool SignalWatch::requested() const { return enabled_ && noted != 0; }

}  // namespace smnn::network
