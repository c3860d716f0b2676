/**
 * @file
 * The C interface of the solver on many ranks: systems and time points of one problem are shared by
 * a grid of processes. Beside smnn.h, whose rules hold here too.
 *
 * Every function that takes a smnn_distributed is collective over its ranks, but those that only
 * ask (share, extents, memory_bytes, diagnostics). Errors are returned on all ranks with the same
 * message, which names the first rank that has it, except for handles that are NULL. Calls wait for
 * their result.
 */
#ifndef SMNN_MPI_H
#define SMNN_MPI_H

#include <mpi.h>
#include <smnn/smnn.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Who solves for what stands between the ranks along time. */
typedef enum smnn_separators {
  SMNN_SEPARATORS_AUTOMATIC = 0, /**< Gathered of up to four ranks. */
  SMNN_SEPARATORS_GATHERED = 1,  /**< Every rank for itself, after one message. */
  SMNN_SEPARATORS_PAIRS = 2      /**< Up a binary tree. */
} smnn_separators;

typedef struct smnn_distributed_options {
  size_t size;
  int grid_batch;    /**< Ranks along the batch, ... */
  int grid_time;     /**< ... and along time; rank r stands at (r / time, r % time). Default 0, 0:
                        chosen. */
  int separators;    /**< An smnn_separators; default automatic. */
  int gpu_aware_mpi; /**< Give MPI device memory; default 0. */
  int64_t const*
      time_cuts; /**< First time point of every rank along time but the first; NULL: equal. */
  int64_t time_cut_count; /**< grid_time - 1, or 0. */
  int64_t mini_batch;     /**< Systems at a time; default 0: chosen. */
} smnn_distributed_options;

/** Systems and time points of a rank; none without work. */
typedef struct smnn_share {
  int64_t first_system;
  int64_t systems;
  int64_t first_point;
  int64_t points;
} smnn_share;

typedef struct smnn_distributed smnn_distributed;

SMNN_API int smnn_distributed_options_init(smnn_distributed_options* options, size_t size);

/**
 * A solver for problems of the extents `whole`, the same on all ranks of the communicator, which is
 * duplicated. `solver_options` and `options` may be NULL.
 *
 * SMNN_INVALID_ARGUMENT for extents and options out of range or a grid that is not of the ranks;
 * SMNN_NOT_RUNNING outside MPI_Init and MPI_Finalize.
 */
SMNN_API int smnn_distributed_create(smnn_context* context, MPI_Comm ranks, int type,
                                     smnn_extents const* whole, smnn_options const* solver_options,
                                     smnn_distributed_options const* options,
                                     smnn_distributed** solver);

/** The same for a communicator of Fortran. */
SMNN_API int smnn_distributed_create_fortran(smnn_context* context, MPI_Fint ranks, int type,
                                             smnn_extents const* whole,
                                             smnn_options const* solver_options,
                                             smnn_distributed_options const* options,
                                             smnn_distributed** solver);

/** Bytes that rank `rank` of `ranks` would need, in its context's memory; not collective. */
SMNN_API int smnn_distributed_memory_estimate(smnn_context* context, int rank, int ranks, int type,
                                              smnn_extents const* whole,
                                              smnn_options const* solver_options,
                                              smnn_distributed_options const* options,
                                              size_t* bytes);

SMNN_API int smnn_distributed_memory_bytes(smnn_distributed const* solver, size_t* bytes);

/** Which systems and time points this rank has. */
SMNN_API int smnn_distributed_share(smnn_distributed const* solver, smnn_share* share);

/** Extents of this rank's share: batch, time points and initial steps are its own. */
SMNN_API int smnn_distributed_extents(smnn_distributed const* solver, smnn_extents* extents,
                                      size_t size);

/**
 * As those of smnn_solver, of this rank's share. `inputs` are its arrays, with extents of its
 * share, but steps: (B, T), or (B, T-1) on the last rank along time that has time points: those
 * that begin at its points. Ranks without work leave arrays out. `weights` may be NULL. Gradients
 * of shared inputs are complete on every rank that has them.
 */
SMNN_API int smnn_distributed_factor(smnn_distributed* solver, smnn_inputs const* inputs,
                                     smnn_weights const* weights);
SMNN_API int smnn_distributed_solve_factored(smnn_distributed* solver, smnn_inputs const* inputs,
                                             smnn_weights const* weights,
                                             smnn_array const* solution);
SMNN_API int smnn_distributed_solve(smnn_distributed* solver, smnn_inputs const* inputs,
                                    smnn_weights const* weights, smnn_array const* solution);
SMNN_API int smnn_distributed_adjoint(smnn_distributed* solver, smnn_inputs const* inputs,
                                      smnn_weights const* weights, smnn_array const* solution,
                                      smnn_array const* seed, smnn_inputs const* gradients);
SMNN_API int smnn_distributed_tangent(smnn_distributed* solver, smnn_inputs const* inputs,
                                      smnn_weights const* weights, smnn_array const* solution,
                                      smnn_inputs const* directions,
                                      smnn_array const* solution_direction);

/** Diagnostics of this rank's systems; time points in `info` count over the whole axis. */
SMNN_API int smnn_distributed_info(smnn_distributed const* solver, int64_t* values, int64_t count);
SMNN_API int smnn_distributed_sweeps(smnn_distributed const* solver, int64_t* values,
                                     int64_t count);
SMNN_API int smnn_distributed_rounding_error(smnn_distributed const* solver, double* values,
                                             int64_t count);
SMNN_API int smnn_distributed_residual_norm(smnn_distributed const* solver, double* values,
                                            int64_t count);

/** Collective too; before MPI_Finalize. */
SMNN_API int smnn_distributed_destroy(smnn_distributed** solver);

#ifdef __cplusplus
}
#endif

#endif
