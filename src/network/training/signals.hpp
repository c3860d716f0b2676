/// @file
/// Signals that ask the program to end, noticed at a moment of our choice.
#pragma once

#include <signal.h>

#include <array>

namespace smnn::network {

/// While it lives, the first SIGINT, SIGTERM or SIGUSR1 is only noted; a second one of the same
/// kind has its usual effect. One at a time.
class SignalWatch {
 public:
  explicit SignalWatch(bool enabled);
  ~SignalWatch();
  SignalWatch(SignalWatch const&) = delete;
  SignalWatch& operator=(SignalWatch const&) = delete;

  /// Whether one has come.
  bool requested() const;

 private:
  static constexpr std::array signals_{SIGINT, SIGTERM, SIGUSR1};

  bool enabled_;
  std::array<struct sigaction, signals_.size()> before_{};
};

}  // namespace smnn::network
