#include "smnn/profiling/phase_timer.hpp"

#include <Kokkos_Core.hpp>
#include <chrono>
#include <map>
#include <optional>

#include "smnn/solver/error.hpp"

namespace smnn {
namespace {

using Clock = std::chrono::steady_clock;
namespace tools = Kokkos::Tools::Experimental;

struct Open {
  std::size_t phase;
  Clock::time_point since;
};

struct Recorder {
  std::vector<Phase> phases;
  std::map<std::string, std::size_t> number;  // of a path
  std::vector<Open> open;
  decltype(tools::get_callbacks()) others;  // a profiler's

  void enter(std::string const& name) {
    std::string const path = open.empty() ? name : phases[open.back().phase].path + '/' + name;
    auto const [place, is_new] = number.try_emplace(path, phases.size());
    if (is_new) phases.push_back({path, 0, 0});
    open.push_back({place->second, Clock::now()});
  }

  void leave() {
    if (open.empty()) return;  // it was entered before we came
    Phase& phase = phases[open.back().phase];
    ++phase.calls;
    phase.seconds += std::chrono::duration<double>(Clock::now() - open.back().since).count();
    open.pop_back();
  }
};

// Kokkos' callbacks are plain functions.
std::optional<Recorder> recorder;  // NOLINT(cert-err58-cpp): its constructor does nothing

void push_region(char const* name) {
  if (recorder->others.push_region != nullptr) recorder->others.push_region(name);
  recorder->enter(name);
}

void pop_region() {
  try {
    Kokkos::fence("smnn::phase_timer: a phase ends");
  } catch (...) {
    // Regions end in destructors, which must not throw; who uses the device next hears of it.
  }
  recorder->leave();
  if (recorder->others.pop_region != nullptr) recorder->others.pop_region();
}

}  // namespace

PhaseTimer::PhaseTimer() {
  if (recorder) throw InvalidArgument("PhaseTimer: there is another one, expected one at a time");
  recorder.emplace();
  recorder->others = tools::get_callbacks();
  tools::set_push_region_callback(push_region);
  tools::set_pop_region_callback(pop_region);
}

PhaseTimer::~PhaseTimer() {
  tools::set_push_region_callback(recorder->others.push_region);
  tools::set_pop_region_callback(recorder->others.pop_region);
  recorder.reset();
}

std::vector<Phase> PhaseTimer::phases() const {
  std::vector<Phase> ended;
  for (auto const& phase : recorder->phases)
    if (phase.calls > 0) ended.push_back(phase);
  return ended;
}

void PhaseTimer::reset() {
  for (auto& phase : recorder->phases) phase.calls = 0, phase.seconds = 0;
}

}  // namespace smnn
