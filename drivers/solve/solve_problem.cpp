#include "solve/solve_problem.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <smnn/io/memory.hpp>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>
#include <smnn/solver/solver.hpp>

#include "solve/device_arrays.hpp"

namespace smnn::drivers {
namespace {

constexpr std::array<Input, input_count> all_inputs{coefficients, rhs, initial_values, steps};

/// How the entries of every array lie in the file.
struct Maps {
  std::vector<BatchMap> inputs;
  BatchMap solution;
  BatchMap diagnostics;  // one entry per solution

  explicit Maps(ProblemHeader const& h)
      : solution(h.axes, h.axes.extents, h.time_points * h.dims * h.orders,
                 BatchMap::Kind::members),
        diagnostics(h.axes, h.axes.extents, 1, BatchMap::Kind::members) {
    for (Input const input : all_inputs) {
      bool const matrix = input == coefficients || input == steps;
      inputs.emplace_back(h.axes, h.leading(input), io::entries(h.trailing[input]).value(),
                          matrix ? BatchMap::Kind::matrix : BatchMap::Kind::members);
    }
  }
};

/// Throws IoError if the arrays, before the solver's own memory, are larger than what is available.
void check_memory(ProblemHeader const& h, bool adjoint, std::size_t real_bytes) {
  double numbers = 0;  // the sizes were checked one by one; their sum may exceed 64 bits
  for (auto const& shape : h.shapes)
    numbers += static_cast<double>(io::entries(shape).value()) * (adjoint ? 2 : 1);
  numbers += static_cast<double>(io::entries(h.solution_shape()).value()) * (adjoint ? 2 : 1);
  // Offsets of every index along B and M, for six arrays.
  double const offsets =
      6 * 8 * (static_cast<double>(h.axes.batch) + static_cast<double>(h.axes.members));
  double const bytes = std::min(numbers * static_cast<double>(real_bytes) + offsets, 0x1p63);
  io::require_memory(static_cast<std::uint64_t>(bytes), h.group.where());
}

template <class Real>
HostBuffer<Real> read(ProblemHeader const& h, std::string const& name) {
  auto const entries = io::entries(h.group.shape(name)).value();
  auto const values = host_buffer<Real>(name, entries);
  h.group.read(name, span_of(values));
  return values;
}

/// Steps must be positive and finite: the error gives the place in the file and what stands there.
template <class Real>
void check_steps(ProblemHeader const& h, HostBuffer<Real> const& values) {
  auto const bad = [](Real step) {
    return !(step > 0 && step <= std::numeric_limits<Real>::max());
  };
  auto const all = span_of(values);
  auto const found = std::find_if(all.begin(), all.end(), bad);
  if (found == all.end()) return;
  auto rest = static_cast<std::int64_t>(found - all.begin());
  io::Shape index = h.shapes[steps];
  for (std::size_t axis = index.size(); axis-- > 0;) {
    std::int64_t const extent = index[axis];
    index[axis] = rest % extent;
    rest /= extent;
  }
  throw IoError(h.group.where("steps") + ": entry " + io::to_string(index) + " is " +
                io::to_string(static_cast<double>(*found)) + ", expected a positive finite number");
}

std::string describe_failure(std::int64_t info) {
  return info == info_not_converged ? " did not converge"
                                    : " at time point " + std::to_string(info - 1);
}

/// Throws NumericalError naming the first systems that failed.
void raise_failures(ProblemHeader const& h, HostBuffer<std::int64_t> const& info,
                    std::int64_t failed) {
  constexpr int listed = 5;
  std::string list;
  int count = 0;
  for (std::size_t i = 0; i < info.extent(0) && count < listed; ++i) {
    if (info(i) == 0) continue;
    list += (count++ > 0 ? ", " : " ") + leading_index(h.axes, static_cast<std::int64_t>(i)) +
            describe_failure(info(i));
  }
  throw NumericalError(
      h.group.where() + ": " + std::to_string(failed) + " of " + std::to_string(info.extent(0)) +
      " systems failed:" + list + (failed > listed ? ", ..." : "") +
      "; expected positive, finite pivots and finite inputs (--mask-failures writes the others)");
}

/// The solver's state for one group.
template <class Real>
class Run {
 public:
  Run(ProblemHeader const& header, SolveRequest const& request)
      : h_(header), request_(request), maps_(header), solution_("solution", maps_.solution) {
    for (Input const input : all_inputs) {
      auto const values = read<Real>(h_, input_names[input]);
      if (input == steps) check_steps(h_, values);
      inputs_[input] = DeviceArray<Real>(input_names[input], maps_.inputs[input], values);
      if (request.adjoint) gradients_[input] = DeviceArray<Real>("gradient", maps_.inputs[input]);
    }
    if (request.adjoint)
      seed_ = DeviceArray<Real>("seed", maps_.solution, read<Real>(h_, "adjoint_seed"));
  }

  SolveSummary solve(io::Hdf5WriteGroup const& output) {
    SolveSummary summary;
    if (!h_.axes.empty()) summary = run_solver();
    write(output);
    return summary;
  }

 private:
  using Diagnostics = HostBuffer<std::int64_t>;

  SolveSummary run_solver() {
    ProblemOptions options;
    options.smoothness = h_.smoothness;
    options.weights = h_.weights;
    options.time_points = h_.time_points;
    options.check_steps = false;  // done while reading
    Problem<Real, DeviceMemory> const problem(
        space_, input<Real const*****>(coefficients), input<Real const****>(rhs),
        input<Real const*****>(initial_values), input<Real const**>(steps), options);
    auto const solver = make(problem.extents());
    auto const solution = solution_.template view<Real*****>(h_.system_shape());
    Kokkos::Timer const timer;
    solver->solve(space_, problem, solution);
    space_.fence("smnn: solved");
    keep_diagnostics(*solver);
    if (request_.adjoint) {
      if (failed_ > 0) poison_seed();
      auto const seed = seed_.template view<Real const*****>(h_.system_shape());
      solver->adjoint(space_, problem, solution, seed, gradients());
      space_.fence("smnn: gradients computed");
      raise_or_mask(*solver);
    }
    return summarise(timer.seconds());
  }

  std::unique_ptr<Solver<Real, Space>> make(Extents const& extents) const {
    SolverOptions options = request_.solver.options;
    options.residual_norm = true;
    options.on_failure =
        FailurePolicy::mask;  // raise_or_mask knows the systems' places in the file
    if constexpr (Kokkos::SpaceAccessibility<Kokkos::HostSpace, DeviceMemory>::accessible) {
      io::require_memory(solver_memory_bytes<Real>(space_, extents, options),
                         h_.group.where() + ", solver");
    }
    return make_solver<Real>(space_, extents, options);
  }

  template <class DataType>
  StridedView<DataType> input(Input which) const {
    return inputs_[which].template view<DataType>(h_.trailing[which]);
  }

  Gradients<Real, DeviceMemory> gradients() const {
    auto const& t = h_.trailing;
    return {gradients_[coefficients].template view<Real*****>(t[coefficients]),
            gradients_[rhs].template view<Real****>(t[rhs]),
            gradients_[initial_values].template view<Real*****>(t[initial_values]),
            gradients_[steps].template view<Real**>(t[steps])};
  }

  void keep_diagnostics(Solver<Real, Space> const& solver) {
    raise_or_mask(solver);
    sweeps_ = to_host<std::int64_t>(solver.sweeps());
    rounding_error_ = to_host<Real>(solver.rounding_error());
    residual_norm_ = to_host<Real>(solver.residual_norm());
  }

  /// Adds the failures of the last call to `info_`; throws if there are any and the user has not
  /// asked for a mask.
  void raise_or_mask(Solver<Real, Space> const& solver) {
    auto const info = to_host<std::int64_t>(solver.info());
    if (info_.extent(0) == 0) info_ = info;
    failed_ = 0;
    for (std::size_t i = 0; i < info.extent(0); ++i) {
      if (info_(i) == 0) info_(i) = info(i);
      if (info_(i) != 0) ++failed_;
    }
    if (failed_ > 0 && !request_.mask_failures) raise_failures(h_, info_, failed_);
  }

  /// Systems without a solution have no gradients either, not even those that do not depend on it.
  void poison_seed() {
    auto const values = read<Real>(h_, "adjoint_seed");
    auto const info = host_buffer<std::int64_t>("info", maps_.diagnostics.file_entries());
    maps_.diagnostics.scatter(std::span<std::int64_t const>(span_of(info_)), span_of(info));
    auto const count = static_cast<std::size_t>(maps_.solution.trailing());
    for (std::size_t i = 0; i < info.extent(0); ++i) {
      if (info(i) <= 0) continue;  // well, or only not converged
      std::fill_n(values.data() + i * count, count, std::numeric_limits<Real>::quiet_NaN());
    }
    seed_ = DeviceArray<Real>("seed", maps_.solution, values);
  }

  /// A copy: the solver's own arrays change with its next call.
  template <class T, class View>
  static HostBuffer<T> to_host(View const& view) {
    HostBuffer<T> copy("smnn::solve::diagnostics", view.extent(0));
    Kokkos::deep_copy(copy, view);
    return copy;
  }

  SolveSummary summarise(double seconds) const {
    auto const largest = [](HostBuffer<Real> const& values) {
      double result = std::numeric_limits<double>::quiet_NaN();
      for (Real const value : span_of(values))
        result = std::fmax(result, static_cast<double>(value));
      return result;
    };
    return {static_cast<std::int64_t>(info_.extent(0)), failed_, largest(rounding_error_),
            largest(residual_norm_), seconds};
  }

  void write(io::Hdf5WriteGroup const& output) const {
    write_array(output, "solution", h_.solution_shape(), solution_);
    write_diagnostic(output, "info", info_);
    write_diagnostic(output, "sweeps", sweeps_);
    write_diagnostic(output, "residual_norm", residual_norm_);
    write_diagnostic(output, "rounding_error", rounding_error_);
    for (Input const input : all_inputs) {
      if (!request_.adjoint) break;
      write_array(output, std::string("grad_") + input_names[input], h_.shapes[input],
                  gradients_[input]);
    }
  }

  static void write_array(io::Hdf5WriteGroup const& output, std::string const& name,
                          io::Shape const& shape, DeviceArray<Real> const& array) {
    HostBuffer<Real> const values = array.download(name);
    output.write(name, shape, std::span<Real const>(span_of(values)));
  }

  template <class T>
  void write_diagnostic(io::Hdf5WriteGroup const& output, std::string const& name,
                        HostBuffer<T> const& values) const {
    auto const file = host_buffer<T>(name, maps_.diagnostics.file_entries());
    if (values.extent(0) > 0)
      maps_.diagnostics.scatter(std::span<T const>(span_of(values)), span_of(file));
    output.write(name, h_.axes.extents, std::span<T const>(span_of(file)));
  }

  ProblemHeader const& h_;
  SolveRequest const& request_;
  Space space_;
  Maps maps_;
  std::array<DeviceArray<Real>, input_count> inputs_;
  std::array<DeviceArray<Real>, input_count> gradients_;
  DeviceArray<Real> seed_;
  DeviceArray<Real> solution_;
  Diagnostics info_;
  Diagnostics sweeps_;
  HostBuffer<Real> rounding_error_;
  HostBuffer<Real> residual_norm_;
  std::int64_t failed_ = 0;
};

template <class Real>
SolveSummary solve_as(ProblemHeader const& header, SolveRequest const& request,
                      io::Hdf5WriteGroup const& output) {
  check_memory(header, request.adjoint, sizeof(Real));
  return Run<Real>(header, request).solve(output);
}

}  // namespace

SolveSummary solve_problem(ProblemHeader const& header, SolveRequest const& request,
                           io::Hdf5WriteGroup const& output) {
  bool const single = request.solver.precision == Precision::single_precision;
  return single ? solve_as<float>(header, request, output)
                : solve_as<double>(header, request, output);
}

}  // namespace smnn::drivers
