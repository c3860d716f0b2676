#include "discover/study.hpp"

#include <smnn/solver/error.hpp>

#include "support/table.hpp"

namespace smnn::drivers::discovering {
namespace {

constexpr double noise_levels[] = {0, 0.01, 0.05, 0.1, 0.2};
constexpr int shares_of_points[] = {1, 2, 4};  // one over

/// "exact, 1.2e-05, 1.3 s", "1 missed, 2 spurious, ...", or why there is nothing.
std::string cell(System const& system, DataChoice const& choice, discovery::Options options) {
  options.link = system.truth.link;
  try {
    Outcome const outcome = run(simulate_system(system, choice), system.truth.terms, options);
    discovery::ModelDifference const& difference = *outcome.difference;
    std::string text = "exact";
    if (!difference.same_structure()) {
      text = std::to_string(difference.missed) + " missed, " + std::to_string(difference.spurious) +
             " spurious";
    }
    return text + ", " + scientific(difference.largest_relative) + ", " + duration(outcome.seconds);
  } catch (Error const& error) {
    return "failed";
  }
}

}  // namespace

void run_study(Console& console, std::vector<System> const& systems,
               discovery::Options const& options, std::uint64_t seed) {
  console.print("| system | points | noise 0 | 1 %% | 5 %% | 10 %% | 20 %% |\n");
  console.print("| --- | --- | --- | --- | --- | --- | --- |\n");
  for (auto const& system : systems) {
    if (options.method == discovery::Method::variable_projection &&
        system.truth.link != discovery::Link::identity) {
      continue;
    }
    for (int const share : shares_of_points) {
      DataChoice choice;
      choice.points = system.points / share;
      choice.seed = seed;
      console.print("| %s | %zu x %lld |", system.name.c_str(), system.starts.size(),
                    static_cast<long long>(*choice.points));
      for (double const noise : noise_levels) {
        choice.noise = noise;
        console.print(" %s |", cell(system, choice, options).c_str());
      }
      console.print("\n");
    }
  }
}

}  // namespace smnn::drivers::discovering
