#include "smnn/coupling/c_mpi/detail/distributed.hpp"

#include <optional>

#include "smnn/coupling/c/detail/context.hpp"

namespace smnn::coupling {
namespace {

using distributed::Communicator;
using distributed::DistributedOptions;
using distributed::SeparatorSystem;

static_assert(int{SMNN_SEPARATORS_PAIRS} == static_cast<int>(SeparatorSystem::pairs));

constexpr smnn_distributed_options defaults = {
    sizeof(smnn_distributed_options), 0, 0, SMNN_SEPARATORS_AUTOMATIC, 0, nullptr, 0, 0};

DistributedOptions options_of(smnn_options const* solver_options,
                              smnn_distributed_options const* given) {
  DistributedOptions options;
  options.solver = optional_structure<SolverOptions>("solver_options", solver_options);
  if (given == nullptr) return options;
  smnn_distributed_options const o = read_sized("options", *given, defaults);
  if (o.grid_batch != 0 || o.grid_time != 0)
    options.grid = distributed::ProcessGrid{o.grid_batch, o.grid_time};
  if (o.time_cut_count < 0) {
    throw InvalidArgument("options->time_cut_count is " + std::to_string(o.time_cut_count) +
                          ", expected 0 or more");
  }
  if (o.time_cut_count > 0) {
    auto const* const cuts = &required("options->time_cuts", o.time_cuts);
    options.time_cuts.assign(cuts, cuts + o.time_cut_count);
  }
  options.mini_batch = o.mini_batch;
  options.separators = enumerator<SeparatorSystem>("options->separators", o.separators, 3);
  options.gpu_aware_mpi = o.gpu_aware_mpi != 0;
  return options;
}

Extents extents_of(smnn_extents const* whole) {
  required("whole", whole);
  return optional_structure<Extents>("whole", whole);
}

void require_mpi() {
  int started = 0;
  int ended = 0;
  MPI_Initialized(&started);
  MPI_Finalized(&ended);
  if (started == 0 || ended != 0)
    throw NotRunning("MPI does not run, expected a call between MPI_Init and MPI_Finalize");
}

// `parent` makes the communicator, which needs MPI as well.
template <class Parent>
int create(char const* function, smnn_context* context, Parent const& parent, int type,
           smnn_extents const* whole, smnn_options const* solver_options,
           smnn_distributed_options const* given, smnn_distributed** solver) noexcept {
  return call(function, [&] {
    require_mpi();
    MPI_Comm const callers = parent();
    if (callers == MPI_COMM_NULL)
      throw InvalidArgument("ranks is MPI_COMM_NULL, expected a communicator");
    Communicator const ranks(callers);
    Extents extents;
    DistributedOptions options;
    ranks.together([&] {
      required("context", context);
      required("solver", solver);
      type_name("type", type);
      extents = extents_of(whole);
      options = options_of(solver_options, given);
    });
    on(context, type, [&]<class Space>(Space const& space, auto real) {
      using Made = DistributedOn<decltype(real), Space>;
      *solver = std::make_unique<Made>(space, ranks, extents, options).release();
    });
  });
}

}  // namespace
}  // namespace smnn::coupling

using namespace smnn::coupling;

int smnn_distributed_options_init(smnn_distributed_options* options, size_t size) {
  return call_anytime(__func__, [&] { write_sized("options", defaults, options, size); });
}

int smnn_distributed_create(smnn_context* context, MPI_Comm ranks, int type,
                            smnn_extents const* whole, smnn_options const* solver_options,
                            smnn_distributed_options const* options, smnn_distributed** solver) {
  return create(
      __func__, context, [&] { return ranks; }, type, whole, solver_options, options, solver);
}

int smnn_distributed_create_fortran(smnn_context* context, MPI_Fint ranks, int type,
                                    smnn_extents const* whole, smnn_options const* solver_options,
                                    smnn_distributed_options const* options,
                                    smnn_distributed** solver) {
  return create(
      __func__, context, [&] { return MPI_Comm_f2c(ranks); }, type, whole, solver_options, options,
      solver);
}

int smnn_distributed_memory_estimate(smnn_context* context, int rank, int ranks, int type,
                                     smnn_extents const* whole, smnn_options const* solver_options,
                                     smnn_distributed_options const* options, size_t* bytes) {
  return call(__func__, [&] {
    required("bytes", bytes);
    if (ranks < 1 || rank < 0 || rank >= ranks) {
      throw smnn::InvalidArgument("rank is " + std::to_string(rank) + " of " +
                                  std::to_string(ranks) + ", expected 0 to ranks - 1");
    }
    on(context, type, [&](auto const& space, auto real) {
      *bytes = smnn::distributed::distributed_solver_memory_bytes<decltype(real)>(
          space, extents_of(whole), rank, ranks, options_of(solver_options, options));
    });
  });
}

int smnn_distributed_memory_bytes(smnn_distributed const* solver, size_t* bytes) {
  return call(__func__,
              [&] { required("bytes", bytes) = required("solver", solver).memory_bytes(); });
}

int smnn_distributed_share(smnn_distributed const* solver, smnn_share* share) {
  return call(__func__, [&] { required("share", share) = required("solver", solver).share(); });
}

int smnn_distributed_extents(smnn_distributed const* solver, smnn_extents* extents, size_t size) {
  return call(__func__, [&] {
    write_sized("extents", to_c(required("solver", solver).extents()), extents, size);
  });
}

int smnn_distributed_factor(smnn_distributed* solver, smnn_inputs const* inputs,
                            smnn_weights const* weights) {
  return call(__func__, [&] { required("solver", solver).factor(inputs, weights); });
}

int smnn_distributed_solve_factored(smnn_distributed* solver, smnn_inputs const* inputs,
                                    smnn_weights const* weights, smnn_array const* solution) {
  return call(__func__,
              [&] { required("solver", solver).solve_factored(inputs, weights, solution); });
}

int smnn_distributed_solve(smnn_distributed* solver, smnn_inputs const* inputs,
                           smnn_weights const* weights, smnn_array const* solution) {
  return call(__func__, [&] { required("solver", solver).solve(inputs, weights, solution); });
}

int smnn_distributed_adjoint(smnn_distributed* solver, smnn_inputs const* inputs,
                             smnn_weights const* weights, smnn_array const* solution,
                             smnn_array const* seed, smnn_inputs const* gradients) {
  return call(__func__, [&] {
    required("solver", solver).adjoint(inputs, weights, solution, seed, gradients);
  });
}

int smnn_distributed_tangent(smnn_distributed* solver, smnn_inputs const* inputs,
                             smnn_weights const* weights, smnn_array const* solution,
                             smnn_inputs const* directions, smnn_array const* solution_direction) {
  return call(__func__, [&] {
    required("solver", solver).tangent(inputs, weights, solution, directions, solution_direction);
  });
}

int smnn_distributed_info(smnn_distributed const* solver, int64_t* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).info(values, count); });
}

int smnn_distributed_sweeps(smnn_distributed const* solver, int64_t* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).sweeps(values, count); });
}

int smnn_distributed_rounding_error(smnn_distributed const* solver, double* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).rounding_error(values, count); });
}

int smnn_distributed_residual_norm(smnn_distributed const* solver, double* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).residual_norm(values, count); });
}

int smnn_distributed_destroy(smnn_distributed** solver) { return destroy(__func__, solver); }
