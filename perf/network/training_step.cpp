#include "training_step.hpp"

#include <Kokkos_Core.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <numeric>
#include <smnn/discovery/encoder.hpp>
#include <smnn/kernels/random.hpp>
#include <smnn/network/optimiser/adam.hpp>
#include <vector>

#include "../statistics.hpp"

namespace smnn::perf {
namespace {

using Space = Kokkos::DefaultExecutionSpace;

// The work does not depend on the numbers.
discovery::Trajectories some_data(std::int64_t points) {
  discovery::Trajectories data;
  data.variables = {"x", "y", "z"};
  data.points = points;
  for (std::int64_t t = 0; t < points; ++t) {
    data.times.push_back(1e-2 * static_cast<double>(t));
    for (std::uint64_t d = 0; d < 3; ++d)
      data.values.push_back(kernels::random_normal(1, d, static_cast<std::uint64_t>(t)));
  }
  return data;
}

}  // namespace

double lorenz_step_seconds(int steps) {
  constexpr std::int64_t batch = 512;
  Space const space;
  discovery::Trajectories const data = some_data(batch + 49);
  discovery::Model const candidates(data.variables, discovery::make_terms(data.variables, {}),
                                    discovery::Link::identity);
  network::ParameterLayout layout;
  discovery::EncoderObjective<Space> objective(space, layout, data, candidates, {});
  network::Parameters<double, Space> const parameters(space, layout, 1);
  network::Adam<double, Space> adam(space, layout.size(), {.learning_rate = 5e-4});
  objective.reserve(batch);
  std::vector<std::int64_t> samples(batch);
  std::iota(samples.begin(), samples.end(), 0);
  std::vector<double> losses(3);

  std::vector<double> seconds;
  constexpr int warm_up = 3;
  for (int i = 0; i < warm_up + steps; ++i) {
    Kokkos::Timer const timer;
    parameters.clear_gradients(space);
    objective.evaluate(space, parameters, {samples, true, 1.0 / batch}, losses);
    adam.step(space, parameters, 5e-4);
    space.fence("smnn::perf: training step");
    if (i >= warm_up) seconds.push_back(timer.seconds());
  }
  return median(seconds);
}

double torch_step_seconds(std::string const& command) {
  double const unknown = std::numeric_limits<double>::quiet_NaN();
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return unknown;
  char line[400] = {};
  bool const got = std::fgets(line, sizeof line, pipe) != nullptr;
  bool const ended_well = pclose(pipe) == 0;
  char const* const colon = std::strrchr(line, ':');
  if (!got || !ended_well || colon == nullptr) return unknown;
  return std::atof(colon + 1) * 1e-3;
}

}  // namespace smnn::perf
