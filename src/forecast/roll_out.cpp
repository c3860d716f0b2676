#include "smnn/forecast/roll_out.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <string>

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::forecast {
namespace {

// So many levels of a forecast (samples, T, points) behind its first, into trajectories from a
// level on.
template <class Real>
struct Append {
  std::int64_t kept, levels, points, all_levels, at;
  Real const* forecast;
  Real* fields;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const sample = row / kept;
    std::int64_t const level = row - sample * kept;
    Real const* const source = forecast + (sample * levels + level + 1) * points;
    Real* const target = fields + (sample * all_levels + at + level) * points;
    for (std::int64_t x = begin; x < end; ++x) target[x] = source[x];
  }
};

// A team per trajectory and level.
template <class Real, class ExecutionSpace, class Sums>
struct SumSquares {
  using Member = typename Kokkos::TeamPolicy<ExecutionSpace>::member_type;
  std::int64_t levels, points, first;
  Real const* prediction;
  std::int64_t prediction_levels;
  Real const* truth;
  std::int64_t truth_levels;
  Sums sums;
  KOKKOS_FUNCTION void operator()(Member const& member) const {
    std::int64_t const row = member.league_rank();
    std::int64_t const trajectory = row / levels;
    std::int64_t const level = first + row - trajectory * levels;
    Real const* const p = prediction + (trajectory * prediction_levels + level) * points;
    Real const* const u = truth + (trajectory * truth_levels + level) * points;
    double errors = 0;
    double predictions = 0;
    double truths = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(member, points),
        [&](std::int64_t x, double& e, double& pp, double& uu) {
          auto const a = static_cast<double>(p[x]);
          auto const b = static_cast<double>(u[x]);
          e += (a - b) * (a - b);
          pp += a * a;
          uu += b * b;
        },
        errors, predictions, truths);
    Kokkos::single(Kokkos::PerTeam(member), [&] {
      sums(row, 0) = errors;
      sums(row, 1) = predictions;
      sums(row, 2) = truths;
    });
  }
};

std::string extents_of(std::int64_t trajectories, std::int64_t levels, std::int64_t points) {
  return "(" + std::to_string(trajectories) + ", " + std::to_string(levels) + ", " +
         std::to_string(points) + ")";
}

}  // namespace

template <class Real, class ExecutionSpace>
Trajectories<Real, ExecutionSpace> roll_out(
    ExecutionSpace const& space, network::Parameters<Real, ExecutionSpace> const& parameters,
    network::Layer<Real, ExecutionSpace>& model, Trajectories<Real, ExecutionSpace> const& given,
    std::int64_t levels, std::int64_t times, std::int64_t batch, std::int64_t advance) {
  using Fields = typename Trajectories<Real, ExecutionSpace>::Fields;
  Kokkos::Profiling::ScopedRegion const region("smnn::roll_out");
  std::int64_t const points = given.points();
  if (levels < 2 || times < 1 || batch < 1 || advance < 0 || advance >= levels ||
      given.levels() < levels || model.inputs() != levels * points ||
      model.outputs() != levels * points) {
    throw InvalidArgument("roll-out: " + std::to_string(times) + " times " +
                          std::to_string(advance) + " levels ahead from " + std::to_string(levels) +
                          " levels of " + extents_of(given.count(), given.levels(), points) +
                          " by a model of " + std::to_string(model.inputs()) + " inputs and " +
                          std::to_string(model.outputs()) +
                          " outputs, expected positive numbers, as many levels as the model has, "
                          "fewer of them ahead");
  }
  std::int64_t const kept = advance > 0 ? advance : levels - 1;
  std::int64_t const all = levels + times * kept;
  Fields const fields(
      Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string("smnn::roll_out")),
      static_cast<std::size_t>(given.count()), static_cast<std::size_t>(all),
      static_cast<std::size_t>(points));
  auto const first_levels = [&](Fields const& of) {
    return Kokkos::subview(of, Kokkos::ALL,
                           std::pair<std::size_t, std::size_t>(0, static_cast<std::size_t>(levels)),
                           Kokkos::ALL);
  };
  Kokkos::deep_copy(space, first_levels(fields), first_levels(given.fields()));
  Trajectories<Real, ExecutionSpace> const result(fields);
  using Storage = network::MatrixStorage<Real, typename ExecutionSpace::memory_space>;
  std::int64_t const most = std::min(batch, given.count());
  auto const storage = [&](char const* label) {
    return Storage(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
                   static_cast<std::size_t>(most), static_cast<std::size_t>(levels * points));
  };
  Storage const input = storage("smnn::roll_out_input");
  Storage const output = storage("smnn::roll_out_output");
  for (std::int64_t begin = 0; begin < given.count(); begin += most) {
    std::int64_t const count = std::min(most, given.count() - begin);
    std::vector<Window> windows(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i)
      windows[static_cast<std::size_t>(i)].trajectory = begin + i;
    for (std::int64_t time = 0; time < times; ++time) {
      std::int64_t const known = levels + time * kept;
      result.read(space, windows, known - levels, levels, network::first_rows(input, count));
      model.forward(space, parameters, network::first_rows(input, count),
                    network::first_rows(output, count));
      network::detail::for_rows("smnn::roll_out_append", space, count * kept, points,
                                Append<Real>{kept, levels, points, all, known, output.data(),
                                             fields.data() + begin * all * points});
    }
  }
  return result;
}

template <class Real, class ExecutionSpace>
SquareSums square_sums(ExecutionSpace const& space, distributed::Communicator const& line,
                       Trajectories<Real, ExecutionSpace> const& prediction,
                       Trajectories<Real, ExecutionSpace> const& truth, std::int64_t first) {
  std::int64_t const last = std::min(prediction.levels(), truth.levels());
  if (prediction.count() != truth.count() || prediction.points() != truth.points() || first < 0 ||
      first >= last) {
    throw InvalidArgument("square sums: prediction " +
                          extents_of(prediction.count(), prediction.levels(), prediction.points()) +
                          " and truth " +
                          extents_of(truth.count(), truth.levels(), truth.points()) +
                          ", expected the same but for the levels, and more than " +
                          std::to_string(first) + " of these");
  }
  SquareSums result;
  result.trajectories = truth.count();
  result.levels = last - first;
  std::int64_t const rows = result.trajectories * result.levels;
  using Sums =
      Kokkos::View<double* [3], Kokkos::LayoutRight, typename ExecutionSpace::memory_space>;
  Sums const sums(Kokkos::view_alloc(space, std::string("smnn::square_sums")),
                  static_cast<std::size_t>(rows));
  Kokkos::parallel_for(
      "smnn::square_sums",
      Kokkos::TeamPolicy<ExecutionSpace>(space, static_cast<int>(rows), Kokkos::AUTO),
      SumSquares<Real, ExecutionSpace, Sums>{result.levels, truth.points(), first,
                                             prediction.fields().data(), prediction.levels(),
                                             truth.fields().data(), truth.levels(), sums});
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), sums);
  std::vector<double> values(host.data(), host.data() + host.size());
  line.sum_in_rank_order(std::span<double>(values));
  for (std::size_t i = 0; i < values.size(); i += 3) {
    result.errors.push_back(values[i]);
    result.predictions.push_back(values[i + 1]);
    result.truths.push_back(values[i + 2]);
  }
  return result;
}

double relative_error(SquareSums const& sums, std::int64_t frames) {
  std::int64_t const levels = std::min(frames, sums.levels);
  double mean = 0;
  for (std::int64_t n = 0; n < sums.trajectories; ++n) {
    double errors = 0;
    double truths = 0;
    for (std::int64_t l = 0; l < levels; ++l) {
      auto const i = static_cast<std::size_t>(n * sums.levels + l);
      errors += sums.errors[i];
      truths += sums.truths[i];
    }
    mean += errors / truths;
  }
  return mean / static_cast<double>(sums.trajectories);
}

double notebook_error(SquareSums const& sums, std::int64_t frames) {
  std::int64_t const levels = std::min(frames, sums.levels);
  double mean = 0;
  for (std::int64_t n = 0; n < sums.trajectories; ++n) {
    for (std::int64_t l = 0; l < levels; ++l) {
      auto const i = static_cast<std::size_t>(n * sums.levels + l);
      mean += sums.errors[i] / sums.predictions[i];
    }
  }
  return mean / static_cast<double>(sums.trajectories * levels);
}

std::vector<double> error_growth(SquareSums const& sums) {
  std::vector<double> growth(static_cast<std::size_t>(sums.levels));
  for (std::size_t i = 0; i < sums.errors.size(); ++i) {
    growth[i % growth.size()] +=
        sums.errors[i] / sums.truths[i] / static_cast<double>(sums.trajectories);
  }
  return growth;
}

#define SMNN_ROLL_OUT(Real, ExecutionSpace)                                                \
  template Trajectories<Real, ExecutionSpace> roll_out(                                    \
      ExecutionSpace const&, network::Parameters<Real, ExecutionSpace> const&,             \
      network::Layer<Real, ExecutionSpace>&, Trajectories<Real, ExecutionSpace> const&,    \
      std::int64_t, std::int64_t, std::int64_t, std::int64_t);                             \
  template SquareSums square_sums(ExecutionSpace const&, distributed::Communicator const&, \
                                  Trajectories<Real, ExecutionSpace> const&,               \
                                  Trajectories<Real, ExecutionSpace> const&, std::int64_t);
SMNN_INSTANTIATE(SMNN_ROLL_OUT)

}  // namespace smnn::forecast
