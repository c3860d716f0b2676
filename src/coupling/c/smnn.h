/**
 * @file
 * The C interface of smnn: batches of linear ODEs as banded least-squares problems, their
 * solutions, adjoints and tangents. smnn_mpi.h has the solver on many ranks.
 *
 * Functions that can fail return an smnn_status. No exception and no exit leaves them: what went
 * wrong is SMNN_INVALID_ARGUMENT and so on, with a sentence in smnn_last_error_message(). Handles
 * are written on success alone.
 *
 * Arrays are the caller's, in memory that the context's space can reach, and are never copied. They
 * must stay until the call has finished, those of a problem as long as it is used. On a device
 * calls are asynchronous, in the order of the context's stream, where options.on_failure is
 * SMNN_FAILURE_MASK; else they wait. On the host results are there on return.
 *
 * Handles may be used by any thread, one thread at a time. Several threads that work at once want
 * handles of their own: contexts of SMNN_SPACE_SERIAL run side by side, those of one other space
 * take turns.
 */
#ifndef SMNN_H
#define SMNN_H

#include <smnn/smnn_types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the last failed call of this thread said; "" before the first. Valid until the next
 * failure. */
SMNN_API char const* smnn_last_error_message(void);

/** The name of a status, for example "SMNN_INVALID_ARGUMENT"; "unknown status" for others. */
SMNN_API char const* smnn_status_name(int status);

/* ---- The library and the machine ---- */

/** "major.minor.patch". */
SMNN_API char const* smnn_version(void);

/** `git describe` of the library's sources, or "unknown". */
SMNN_API char const* smnn_git_revision(void);

/**
 * Starts Kokkos, unless it runs already: then it stays its owner's, and the arguments are ignored.
 * `threads` of the host, 0: as OMP_NUM_THREADS and Kokkos choose; `device`: number of the GPU, -1:
 * as Kokkos chooses. Every successful call wants one of smnn_finalize().
 *
 * SMNN_INVALID_ARGUMENT if a number is out of range; SMNN_NOT_RUNNING if Kokkos has been finalised,
 * after which it cannot start again.
 */
SMNN_API int smnn_initialize(int threads, int device);

/**
 * Ends what smnn_initialize began, with the last of its calls. SMNN_INVALID_ARGUMENT, and nothing
 * is ended, without such a call, or if handles are left that need Kokkos.
 */
SMNN_API int smnn_finalize(void);

/** Whether Kokkos runs: 0 or 1. */
SMNN_API int smnn_is_running(void);

/** Kokkos' name of a space, for example "OpenMP" or "Cuda"; NULL if this build does not have it. */
SMNN_API char const* smnn_space_name(int space);

/** GPUs that this process can use; 0 in builds for CPUs alone. */
SMNN_API int smnn_device_count(int* count);

/** The GPU in use, or -1; SMNN_NOT_RUNNING before smnn_initialize. */
SMNN_API int smnn_device_id(int* device);

/** Threads of the host in use; SMNN_NOT_RUNNING before smnn_initialize. */
SMNN_API int smnn_thread_count(int* threads);

/* ---- Arrays and options ---- */

/**
 * Describes the caller's array: `rank` extents and as many strides in entries; strides of NULL: the
 * last axis is contiguous, as in C. `data` is not written where the array is an input.
 */
SMNN_API int smnn_array_of(int type, void const* data, int rank, int64_t const* extents,
                           int64_t const* strides, smnn_array* array);

/** Defaults, in the first `size` bytes: give sizeof the structure. */
SMNN_API int smnn_extents_init(smnn_extents* extents, size_t size);
SMNN_API int smnn_problem_options_init(smnn_problem_options* options, size_t size);
SMNN_API int smnn_options_init(smnn_options* options, size_t size);

/**
 * SMNN_INVALID_ARGUMENT, naming the extent, unless sizes written by hand describe a problem that
 * the library can hold. smnn_solver_create() asks the same.
 */
SMNN_API int smnn_extents_validate(smnn_extents const* extents);

/* ---- Contexts ---- */

/**
 * A place to work. `stream`: a cudaStream_t or hipStream_t of the caller's for SMNN_SPACE_DEVICE,
 * which must outlive the context and its solvers; NULL: Kokkos' own.
 *
 * SMNN_INVALID_ARGUMENT if this build does not have the space, or for a stream on the host.
 */
SMNN_API int smnn_context_create(int space, void* stream, smnn_context** context);

/** Waits for all that was begun on the context. */
SMNN_API int smnn_context_synchronize(smnn_context* context);

/** Problems and solvers outlive their context. Sets the handle to NULL; nothing happens if it was.
 */
SMNN_API int smnn_context_destroy(smnn_context** context);

/* ---- Problems ---- */

/**
 * A batch of problems in the caller's arrays, whose contents may change between calls. The four
 * arrays have one precision, which becomes the problem's. `options` may be NULL.
 *
 * SMNN_INVALID_ARGUMENT, naming array, extent and expectation, if the extents do not fit each other
 * or the library's limits, or a weight or step is not positive and finite.
 */
SMNN_API int smnn_problem_create(smnn_context* context, smnn_inputs const* inputs,
                                 smnn_problem_options const* options, smnn_problem** problem);

/** The problem's sizes, in the first `size` bytes: give sizeof(smnn_extents). */
SMNN_API int smnn_problem_extents(smnn_problem const* problem, smnn_extents* extents, size_t size);

SMNN_API int smnn_problem_destroy(smnn_problem** problem);

/* ---- Solvers ---- */

/**
 * A solver for all problems of these extents in one precision; allocates its workspace. `options`
 * may be NULL. SMNN_INVALID_ARGUMENT for extents and options out of range; SMNN_OUT_OF_MEMORY.
 */
SMNN_API int smnn_solver_create(smnn_context* context, int type, smnn_extents const* extents,
                                smnn_options const* options, smnn_solver** solver);

/** Bytes that smnn_solver_create would allocate in the context's memory; allocates nothing. */
SMNN_API int smnn_solver_memory_estimate(smnn_context* context, int type,
                                         smnn_extents const* extents, smnn_options const* options,
                                         size_t* bytes);

/** "banded", "dense" or "cg"; NULL for NULL. */
SMNN_API char const* smnn_solver_name(smnn_solver const* solver);

/** Bytes that the solver holds. */
SMNN_API int smnn_solver_memory_bytes(smnn_solver const* solver, size_t* bytes);

/**
 * Factors the matrices and keeps the factor for later calls with the same coefficients, steps
 * (pointers and strides) and weights. Contents changed in place are not noticed: factor again.
 * SMNN_INVALID_ARGUMENT also without SMNN_STORAGE_KEEP, where the factor has no place otherwise.
 */
SMNN_API int smnn_solver_factor(smnn_solver* solver, smnn_problem const* problem);

/** Solves with the kept factor, for the problem's right-hand sides and initial values. */
SMNN_API int smnn_solver_solve_factored(smnn_solver* solver, smnn_problem const* problem,
                                        smnn_array const* solution);

/**
 * Factors and solves. `solution` has shape (B, T, D, K), or (B, M, T, D, K) with M right-hand
 * sides; entry (b, t, d, r) is the r-th derivative of function d.
 *
 * All calls of a solver: SMNN_INVALID_ARGUMENT if the problem's extents, precision or space are not
 * the solver's, or an array does not have the expected shape; SMNN_NUMERICAL_ERROR if a system
 * failed and options.on_failure is SMNN_FAILURE_RAISE.
 */
SMNN_API int smnn_solver_solve(smnn_solver* solver, smnn_problem const* problem,
                               smnn_array const* solution);

/**
 * Given the solution of `problem` and seed = dl/d(solution) in its shape, writes dl/d(input) for
 * the inputs whose array in `gradients` is not left out, in the input's shape. Uses the kept factor
 * if there is one of these coefficients and steps, as smnn_solver_tangent does.
 */
SMNN_API int smnn_solver_adjoint(smnn_solver* solver, smnn_problem const* problem,
                                 smnn_array const* solution, smnn_array const* seed,
                                 smnn_inputs const* gradients);

/**
 * Given the solution of `problem`, writes its derivative along the input directions that are not
 * left out (the others are zero), in the solution's shape.
 */
SMNN_API int smnn_solver_tangent(smnn_solver* solver, smnn_problem const* problem,
                                 smnn_array const* solution, smnn_inputs const* directions,
                                 smnn_array const* solution_direction);

/**
 * Diagnostics of the solver's last call, copied to `count` = B M entries of host memory, solution
 * (b, m) at b M + m, once that call has finished.
 *
 * info: 0; or 1 + the first time point that failed (solution and gradients are NaN); or
 * SMNN_INFO_NOT_CONVERGED. sweeps: corrections or iterations. rounding_error: estimate relative to
 * the largest entry; NaN without refinement. residual_norm: |b - A y|; NaN unless
 * options.residual_norm.
 */
SMNN_API int smnn_solver_info(smnn_solver const* solver, int64_t* values, int64_t count);
SMNN_API int smnn_solver_sweeps(smnn_solver const* solver, int64_t* values, int64_t count);
SMNN_API int smnn_solver_rounding_error(smnn_solver const* solver, double* values, int64_t count);
SMNN_API int smnn_solver_residual_norm(smnn_solver const* solver, double* values, int64_t count);

SMNN_API int smnn_solver_destroy(smnn_solver** solver);

#ifdef __cplusplus
}
#endif

#endif
