#include "smnn/pde/kdv/solver.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "smnn/io/text.hpp"
#include "smnn/pde/kdv/detail/mode_system.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

std::unique_ptr<RealTransform> checked_transform(distributed::Communicator const& ranks,
                                                 std::int64_t points, KdvOptions const& options) {
  if (points < 4) {
    throw InvalidArgument("points: got " + std::to_string(points) +
                          ", expected at least 4, for a mode to be kept");
  }
  if (!std::isfinite(options.nonlinearity)) {
    throw InvalidArgument("nonlinearity: got " + io::to_string(options.nonlinearity) +
                          ", expected a finite number");
  }
  return make_transform(ranks, points);
}

}  // namespace

struct KdvSolver::State {
  State(distributed::Communicator const& its_ranks, std::int64_t points, KdvOptions const& options)
      : ranks(its_ranks),
        nonlinearity(options.nonlinearity),
        system(checked_transform(its_ranks, points, options), options.nonlinearity),
        integrator(system, its_ranks, options.tolerance),
        modes(system.weights().size()) {}

  distributed::Communicator ranks;
  double nonlinearity;
  detail::KdvModes system;
  IntegratingFactor integrator;
  std::vector<Complex> modes;
  double length = 0;
};

KdvSolver::KdvSolver(std::int64_t points, KdvOptions const& options)
    : KdvSolver(distributed::Communicator(), points, options) {}

KdvSolver::KdvSolver(distributed::Communicator const& ranks, std::int64_t points,
                     KdvOptions const& options)
    : state_(std::make_unique<State>(ranks, points, options)) {}

KdvSolver::~KdvSolver() = default;
KdvSolver::KdvSolver(KdvSolver&&) noexcept = default;
KdvSolver& KdvSolver::operator=(KdvSolver&&) noexcept = default;

std::int64_t KdvSolver::points() const { return state_->system.transform().points(); }
distributed::Range KdvSolver::own_points() const { return state_->system.transform().own_points(); }
double KdvSolver::length() const { return state_->length; }
double KdvSolver::time() const { return state_->integrator.time(); }
StepCounts const& KdvSolver::counts() const { return state_->integrator.counts(); }

void KdvSolver::start(double length, std::span<double const> values, double time) {
  state_->ranks.together([&] {
    if (!(length > 0) || !std::isfinite(length) || !std::isfinite(time)) {
      throw InvalidArgument("start: got length " + io::to_string(length) + " and time " +
                            io::to_string(time) + ", expected finite ones, the length positive");
    }
    auto const [begin, end] = own_points();
    if (static_cast<std::int64_t>(values.size()) != end - begin) {
      throw InvalidArgument("start: got " + std::to_string(values.size()) +
                            " values, expected those of the " + std::to_string(end - begin) +
                            " points of this rank");
    }
    for (std::size_t j = 0; j < values.size(); ++j) {
      if (!std::isfinite(values[j])) {
        throw InvalidArgument("start: got the value " + io::to_string(values[j]) + " at point " +
                              std::to_string(begin + static_cast<std::int64_t>(j)) +
                              ", expected finite ones");
      }
    }
  });
  state_->length = length;
  state_->system.set_length(length);
  state_->system.to_modes(values, state_->modes);
  state_->integrator.start(time);
}

void KdvSolver::advance(double time) { state_->integrator.advance(state_->modes, time); }

void KdvSolver::values(std::span<double> values) const {
  state_->system.to_values(state_->modes, values);
}

KdvInvariants KdvSolver::invariants() const {
  auto const& system = state_->system;
  std::vector<double> u(static_cast<std::size_t>(own_points().size()));
  values(u);
  std::array<double, 4> means{};  // of u, u^2, u_x^2, u^3
  for (double const value : u) means[3] += value * value * value;
  means[3] /= static_cast<double>(points());
  for (std::size_t m = 0; m < state_->modes.size(); ++m) {
    double const k = system.wavenumbers()[m];
    double const power = system.multiplicities()[m] * squared(state_->modes[m]);
    if (k == 0) means[0] += state_->modes[m].real();
    means[1] += power;
    means[2] += k * k * power;
  }
  state_->ranks.sum_in_rank_order(std::span<double>(means));
  double const length = state_->length;
  return {length * means[0], length * means[1], length * means[2] / 2,
          length * state_->nonlinearity * means[3] / 6};
}

double KdvSolver::unresolved() const {
  auto const& system = state_->system;
  double const first =
      0.9 * 2 * std::numbers::pi / state_->length * static_cast<double>(system.highest());
  std::array<double, 2> powers{};
  for (std::size_t m = 0; m < state_->modes.size(); ++m) {
    double const power = system.multiplicities()[m] * squared(state_->modes[m]);
    powers[0] += std::abs(system.wavenumbers()[m]) > first ? power : 0;
    powers[1] += power;
  }
  state_->ranks.sum_in_rank_order(std::span<double>(powers));
  return powers[1] > 0 ? std::sqrt(powers[0] / powers[1]) : 0;
}

}  // namespace smnn::pde
