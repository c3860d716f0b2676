#include "solve/solve_problem.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <smnn/distributed/solver.hpp>
#include <smnn/io/memory.hpp>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>
#include <smnn/solver/solver.hpp>

#include "solve/device_arrays.hpp"
#include "solve/failures.hpp"

namespace smnn::drivers {
namespace {

using distributed::Communicator;
using distributed::Partition;
using distributed::ProcessGrid;

ProcessGrid choose_grid(ProblemHeader const& h, SolveRequest const& request, int ranks) {
  if (!request.grid.empty()) return distributed::grid_named(request.grid, ranks);
  bool const may_cut = request.solver.options.method == Method::banded && !h.axes.empty();
  return may_cut ? distributed::default_grid(h.extents(), ranks) : ProcessGrid{ranks, 1};
}

Place place_of(ProblemHeader const& h, ProcessGrid const& grid, int rank) {
  Place place;
  if (h.axes.empty()) {  // rank 0 writes what there is
    place.points = {0, rank == 0 ? h.time_points : 0};
    place.first_along_batch = place.first_along_time = rank == 0;
    return place;
  }
  Partition const partition(h.extents(), grid);
  place.systems = partition.systems(rank);
  place.points = partition.points(rank);
  place.first_along_batch = place.systems.size() > 0 && place.systems.begin == 0;
  place.first_along_time = rank % grid.time == 0;
  return place;
}

void require_bytes(ProblemHeader const& h, double bytes) {
  io::require_memory(static_cast<std::uint64_t>(std::min(bytes, 0x1p63)), h.group.where());
}

/// Throws IoError if the places of this rank's solutions in the file (BatchMap), for seven arrays,
/// are more than the available memory holds.
void check_memory(ProblemHeader const& h, Place const& place) {
  double const solutions =
      static_cast<double>(place.systems.size()) * static_cast<double>(h.axes.members);
  require_bytes(h, 7 * solutions * sizeof(std::int64_t));
}

/// The same for the arrays, before the solver's own memory.
void check_memory(ProblemHeader const& h, ProblemShare const& share, bool adjoint,
                  std::size_t real_bytes) {
  double numbers = 0;  // the sizes were checked one by one; their sum may exceed 64 bits
  auto const add = [&](ArrayShare const& array) {
    double const own = static_cast<double>(array.numbers()) * (adjoint ? 2 : 1);
    // As it lies in the file it may be more, such as matrices of which an empty batch needs none.
    numbers += std::max(own, static_cast<double>(array.block_numbers()));
  };
  for (auto const& input : share.inputs) add(input);
  add(share.solution);
  require_bytes(h, numbers * static_cast<double>(real_bytes));
}

/// Steps must be positive and finite: the error gives the place in the file and what stands there.
template <class Real>
void check_steps(ProblemHeader const& h, ArrayShare const& share, HostBuffer<Real> const& values) {
  auto const bad = [](Real step) {
    return !(step > 0 && step <= std::numeric_limits<Real>::max());
  };
  auto const all = span_of(values);
  auto const found = std::find_if(all.begin(), all.end(), bad);
  if (found == all.end()) return;
  io::Shape const index = share.file_index(static_cast<std::int64_t>(found - all.begin()));
  throw IoError(h.group.where("steps") + ": entry " + io::to_string(index) + " is " +
                io::to_string(static_cast<double>(*found)) + ", expected a positive finite number");
}

/// The solver's state for one group.
template <class Real>
class Run {
 public:
  Run(Communicator const& ranks, ProblemHeader const& header, SolveRequest const& request,
      ProcessGrid const& grid, ProblemShare const& share)
      : ranks_(ranks),
        h_(header),
        request_(request),
        grid_(grid),
        share_(share),
        solution_(share.solution) {
    for (Input const input : all_inputs) {
      auto const values = read(share.inputs[input]);
      ranks.together([&] {
        if (input == steps) check_steps(h_, share.inputs[input], values);
        inputs_[input] = DeviceArray<Real>(share.inputs[input], values);
        if (request.adjoint) gradients_[input] = DeviceArray<Real>(share.inputs[input]);
      });
    }
    if (request.adjoint) seed_ = read(share.seed);
  }

  SolveSummary solve(io::ParallelWriteGroup const& output) {
    SolveSummary summary;
    if (!h_.axes.empty()) summary = run_solver();
    summary.grid = grid_;
    write(output);
    return summary;
  }

 private:
  using Solver = distributed::DistributedSolver<Real, Space>;

  HostBuffer<Real> read(ArrayShare const& array) const {
    HostBuffer<Real> values;
    ranks_.together([&] { values = host_buffer<Real>(array.name(), array.block_numbers()); });
    h_.group.read(array.name(), array.slabs(), span_of(values));
    return values;
  }

  SolveSummary run_solver() {
    auto solver = make();
    typename Solver::Problem const problem{
        {input<Real const*****>(coefficients), input<Real const****>(rhs),
         input<Real const*****>(initial_values), input<Real const**>(steps)},
        h_.weights};
    auto const solution = solution_.template view<Real*****>();
    Kokkos::Timer const timer;
    solver.solve(space_, problem, solution);
    space_.fence("smnn: solved");
    keep_diagnostics(solver);
    if (request_.adjoint) {
      if (failed_ > 0) poison_seed();
      DeviceArray<Real> const seed(share_.seed, seed_);
      solver.adjoint(space_, problem, solution, seed.template view<Real const*****>(), gradients());
      space_.fence("smnn: gradients computed");
      note_failures(solver);
    }
    return summarise(timer.seconds());
  }

  Solver make() const {
    distributed::DistributedOptions options;
    options.grid = grid_;
    options.gpu_aware_mpi = request_.gpu_aware_mpi;
    options.solver = request_.solver.options;
    options.solver.residual_norm = true;
    options.solver.on_failure = FailurePolicy::mask;  // `raise` knows the places in the file
    ranks_.together([&] { require_solver_memory(options); });
    return Solver(space_, ranks_, h_.extents(), options);
  }

  void require_solver_memory(distributed::DistributedOptions const& options) const {
    if constexpr (Kokkos::SpaceAccessibility<Kokkos::HostSpace, DeviceMemory>::accessible) {
      io::require_memory(distributed::distributed_solver_memory_bytes<Real>(
                             space_, h_.extents(), ranks_.rank(), ranks_.size(), options),
                         h_.group.where() + ", solver");
    }
  }

  template <class DataType>
  DeviceView<DataType> input(Input which) const {
    return inputs_[which].template view<DataType>();
  }

  Gradients<Real, DeviceMemory> gradients() const {
    return {gradients_[coefficients].template view<Real*****>(),
            gradients_[rhs].template view<Real****>(),
            gradients_[initial_values].template view<Real*****>(),
            gradients_[steps].template view<Real**>()};
  }

  void keep_diagnostics(Solver const& solver) {
    note_failures(solver);
    sweeps_ = to_host<std::int64_t>(solver.sweeps());
    rounding_error_ = to_host<Real>(solver.rounding_error());
    residual_norm_ = to_host<Real>(solver.residual_norm());
  }

  /// Adds the failures of the last call to `info_`; throws if there are any and the user has not
  /// asked for a mask.
  void note_failures(Solver const& solver) {
    auto const info = to_host<std::int64_t>(solver.info());
    if (info_.extent(0) == 0) info_ = info;
    for (std::size_t i = 0; i < info.extent(0); ++i)
      if (info_(i) == 0) info_(i) = info(i);
    auto const own = share_.diagnostics.writes() ? span_of(info_) : std::span<std::int64_t>();
    auto const failures = gather_failures(ranks_, std::span<std::int64_t const>(own),
                                          share_.place.systems.begin * h_.axes.members);
    failed_ = failures.count;
    if (!request_.mask_failures) raise(failures, h_);
  }

  /// Systems without a solution have no gradients either, not even those that do not depend on it.
  void poison_seed() {
    auto const info = in_file_order(info_);
    auto const count = static_cast<std::size_t>(share_.seed.trailing_entries());
    for (std::size_t i = 0; i < info.extent(0); ++i) {
      if (info(i) <= 0) continue;  // well, or only not converged
      std::fill_n(seed_.data() + i * count, count, std::numeric_limits<Real>::quiet_NaN());
    }
  }

  /// A copy: the solver's own arrays change with its next call.
  template <class T, class View>
  static HostBuffer<T> to_host(View const& view) {
    HostBuffer<T> copy("smnn::solve::diagnostics", view.extent(0));
    Kokkos::deep_copy(copy, view);
    return copy;
  }

  /// A number per solution, as the file's blocks have them.
  template <class T>
  HostBuffer<T> in_file_order(HostBuffer<T> const& values) const {
    auto const blocks = host_buffer<T>("diagnostics", share_.diagnostics.block_numbers());
    if (values.extent(0) > 0)
      share_.diagnostics.map().scatter(std::span<T const>(span_of(values)), span_of(blocks), 1);
    return blocks;
  }

  SolveSummary summarise(double seconds) const {
    auto const largest = [](HostBuffer<Real> const& values) {
      double result = -1;  // of none
      for (Real const value : span_of(values))
        result = std::fmax(result, static_cast<double>(value));
      return result;
    };
    std::array<double, 3> values{largest(rounding_error_), largest(residual_norm_), seconds};
    ranks_.maximum(values);
    auto const or_nan = [](double value) { return value < 0 ? std::nan("") : value; };
    return {
        grid_,    h_.axes.batch * h_.axes.members, failed_, or_nan(values[0]), or_nan(values[1]),
        values[2]};
  }

  void write(io::ParallelWriteGroup const& output) const {
    io::DatasetOptions options;
    for (std::size_t axis = 0; axis < h_.axes.extents.size(); ++axis)
      options.dimensions.push_back("batch_" + std::to_string(axis));
    write_diagnostic(output, "info", info_, options);
    write_diagnostic(output, "sweeps", sweeps_, options);
    write_diagnostic(output, "residual_norm", residual_norm_, options);
    write_diagnostic(output, "rounding_error", rounding_error_, options);
    for (char const* axis : {"time", "dim", "order"}) options.dimensions.emplace_back(axis);
    options.description = "solution and its derivatives in time";
    write_array(output, "solution", share_.solution, solution_, options);
    if (!request_.adjoint) return;
    Communicator const same_points = ranks_.split(ranks_.rank() % grid_.time);
    for (Input const input : all_inputs) {
      write_array(output, std::string("grad_") + input_names[input], share_.inputs[input],
                  gradients_[input], {}, &same_points);
    }
  }

  /// `same_points`: the ranks over which numbers that serve several systems are summed.
  void write_array(io::ParallelWriteGroup const& output, std::string const& name,
                   ArrayShare const& share, DeviceArray<Real> const& array,
                   io::DatasetOptions options, Communicator const* same_points = nullptr) const {
    HostBuffer<Real> values;
    ranks_.together([&] { values = array.download(); });
    if (same_points != nullptr && share.map().use() == BatchMap::Use::repeated)
      same_points->sum_in_rank_order(span_of(values));
    options.deflate = request_.deflate;
    std::span<Real const> const written =
        share.writes() ? std::span<Real const>(span_of(values)) : std::span<Real const>();
    output.write(name, share.file_extents(), share.written(), written, options);
  }

  template <class T>
  void write_diagnostic(io::ParallelWriteGroup const& output, std::string const& name,
                        HostBuffer<T> const& values, io::DatasetOptions const& options) const {
    ArrayShare const& share = share_.diagnostics;
    auto const blocks = in_file_order(values);
    std::span<T const> const written =
        share.writes() ? std::span<T const>(span_of(blocks)) : std::span<T const>();
    output.write(name, share.file_extents(), share.written(), written, options);
  }

  Communicator const& ranks_;
  ProblemHeader const& h_;
  SolveRequest const& request_;
  ProcessGrid grid_;
  ProblemShare const& share_;
  Space space_;
  std::array<DeviceArray<Real>, input_count> inputs_;
  std::array<DeviceArray<Real>, input_count> gradients_;
  HostBuffer<Real> seed_;
  DeviceArray<Real> solution_;
  HostBuffer<std::int64_t> info_;
  HostBuffer<std::int64_t> sweeps_;
  HostBuffer<Real> rounding_error_;
  HostBuffer<Real> residual_norm_;
  std::int64_t failed_ = 0;
};

template <class Real>
SolveSummary solve_as(Communicator const& ranks, ProblemHeader const& header,
                      SolveRequest const& request, io::ParallelWriteGroup const& output) {
  ProcessGrid grid;
  std::optional<ProblemShare> share;
  ranks.together([&] {
    grid = choose_grid(header, request, ranks.size());
    Place const place = place_of(header, grid, ranks.rank());
    check_memory(header, place);
    share.emplace(header, place);
    check_memory(header, *share, request.adjoint, sizeof(Real));
  });
  return Run<Real>(ranks, header, request, grid, *share).solve(output);
}

}  // namespace

SolveSummary solve_problem(Communicator const& ranks, ProblemHeader const& header,
                           SolveRequest const& request, io::ParallelWriteGroup const& output) {
  bool const single = request.solver.precision == Precision::single_precision;
  return single ? solve_as<float>(ranks, header, request, output)
                : solve_as<double>(ranks, header, request, output);
}

}  // namespace smnn::drivers
