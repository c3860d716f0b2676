/**
 * @file
 * What the functions of smnn.h take and return: status codes, choices, and structures that the
 * caller owns. C99; neither C++ nor Kokkos is needed.
 *
 * Structures that may grow begin with their size, which their init function sets together with the
 * defaults: a program that was compiled with an older header goes on working with a newer library,
 * and gets the defaults of what it does not know. New members are only ever appended.
 */
#ifndef SMNN_TYPES_H
#define SMNN_TYPES_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SMNN_API __attribute__((visibility("default")))
#else
#define SMNN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What every function returns that can fail; smnn_last_error_message() says more. */
typedef enum smnn_status {
  SMNN_SUCCESS = 0,
  SMNN_INVALID_ARGUMENT = 1, /**< Argument, option or extent. Nothing was computed or written. */
  SMNN_NUMERICAL_ERROR = 2,  /**< A system failed; the results of the others are complete. */
  SMNN_OUT_OF_MEMORY = 3,    /**< On the host or on the device. */
  SMNN_NOT_RUNNING = 4,      /**< Kokkos is not initialised, or no longer. */
  SMNN_ERROR = 5             /**< Anything else: MPI, the device, a bug. */
} smnn_status;

/** Precision of arrays, problems and solvers. */
typedef enum smnn_type { SMNN_FLOAT = 1, SMNN_DOUBLE = 2 } smnn_type;

/** Where work is done, and thereby which memory its arrays may live in. */
typedef enum smnn_space {
  SMNN_SPACE_DEFAULT = 0, /**< The device of builds that have one, else SMNN_SPACE_HOST. */
  SMNN_SPACE_SERIAL = 1,  /**< The calling thread; host memory. */
  SMNN_SPACE_HOST = 2,    /**< All threads of the host; host memory. */
  SMNN_SPACE_DEVICE = 3   /**< The GPU; memory that it can reach. */
} smnn_space;

/** How neighbouring time points are tied together; formulas in the README, section "Method". */
typedef enum smnn_smoothness {
  SMNN_SMOOTHNESS_TAYLOR = 0,
  SMNN_SMOOTHNESS_CENTRAL = 1,
  SMNN_SMOOTHNESS_PADE = 2
} smnn_smoothness;

typedef enum smnn_method {
  SMNN_METHOD_BANDED = 0,
  SMNN_METHOD_DENSE = 1,             /**< Baseline: LAPACK on the dense normal matrix. */
  SMNN_METHOD_CONJUGATE_GRADIENT = 2 /**< Baseline. */
} smnn_method;

/** Of SMNN_METHOD_BANDED: of the normal matrix, or of the rows (slower, for very small steps). */
typedef enum smnn_factorization {
  SMNN_FACTORIZATION_CHOLESKY = 0,
  SMNN_FACTORIZATION_QR = 1
} smnn_factorization;

/** Of SMNN_METHOD_BANDED: of the factor that is kept in memory. */
typedef enum smnn_factor_precision {
  SMNN_FACTOR_PRECISION_WORKING = 0, /**< The solver's. */
  SMNN_FACTOR_PRECISION_SINGLE = 1   /**< Float in a solver in double; corrections do the rest. */
} smnn_factor_precision;

/** Corrections of solution, adjoint and tangent. */
typedef enum smnn_refinement {
  SMNN_REFINEMENT_NONE = 0,     /**< Plain normal equations. */
  SMNN_REFINEMENT_FIXED = 1,    /**< Exactly `sweeps` corrections. */
  SMNN_REFINEMENT_AUTOMATIC = 2 /**< Until the expected error is below `tolerance`. */
} smnn_refinement;

typedef enum smnn_storage {
  SMNN_STORAGE_AUTOMATIC = 0,
  SMNN_STORAGE_KEEP = 1,     /**< Keep the factor for smnn_solver_factor and later calls. */
  SMNN_STORAGE_RECOMPUTE = 2 /**< Every call factors again, in a CPU's cache. */
} smnn_storage;

/** Who works on one system. */
typedef enum smnn_parallelism {
  SMNN_PARALLELISM_AUTOMATIC = 0,
  SMNN_PARALLELISM_THREAD_PER_SYSTEM = 1,
  SMNN_PARALLELISM_TEAM_PER_SYSTEM = 2 /**< On a GPU lanes of a warp. */
} smnn_parallelism;

typedef enum smnn_failure_policy {
  SMNN_FAILURE_RAISE = 0, /**< Calls wait and return SMNN_NUMERICAL_ERROR if a system failed. */
  SMNN_FAILURE_MASK = 1   /**< Calls return without waiting; smnn_solver_info tells. */
} smnn_failure_policy;

/** info of a system whose corrections or iterations did not converge. */
#define SMNN_INFO_NOT_CONVERGED (-1)

#define SMNN_MAX_RANK 5

/**
 * The caller's array of any layout. Entry (i, j, ...) is data[i * strides[0] + j * strides[1] +
 * ...]; strides count entries, not bytes, and may be negative; those of inputs may be 0. A `data`
 * of NULL with rank 0 leaves the array out. smnn_array_of() fills it in.
 */
typedef struct smnn_array {
  void* data; /**< Read only, where the array is an input. */
  int type;   /**< An smnn_type. */
  int rank;   /**< Axes, up to SMNN_MAX_RANK. */
  int64_t extents[SMNN_MAX_RANK];
  int64_t strides[SMNN_MAX_RANK];
} smnn_array;

/**
 * One array per input of a problem, or its gradients or directions in the same shapes. Extent 1
 * along B or T means shared; all else in the README, section "Problem".
 */
typedef struct smnn_inputs {
  smnn_array coefficients;   /**< (B, T, E, D, K) */
  smnn_array rhs;            /**< (B, T, E) or, for M right-hand sides per system, (B, M, T, E) */
  smnn_array initial_values; /**< (B, T0, D, K0) or (B, M, T0, D, K0) */
  smnn_array steps;          /**< (B, T-1), positive */
} smnn_inputs;

/** Along which axes an input has extent 1 and serves every index; 0 or 1. */
typedef struct smnn_sharing {
  int over_batch;
  int over_time;
} smnn_sharing;

/** Sizes of a batch of problems: smnn_problem_extents(), or written by hand after init. */
typedef struct smnn_extents {
  size_t size;
  int64_t batch;            /**< B: systems; default 1. */
  int64_t right_hand_sides; /**< M: right-hand sides per system; default 1. */
  int64_t time_points;      /**< T; default 1. */
  int64_t equations;        /**< E: governing equations per time point; default 1. */
  int64_t dims;             /**< D: unknown functions; default 1. */
  int64_t orders;           /**< K: derivative orders 0 .. K-1; default 1. D K is at most 64. */
  int64_t initial_steps;    /**< T0: leading time points with initial values; default 0. */
  int64_t initial_orders;   /**< K0: derivative orders with initial values; default 0. */
  smnn_sharing coefficients;
  smnn_sharing rhs;
  smnn_sharing initial_values;
  smnn_sharing steps;
  int smoothness; /**< An smnn_smoothness. */
  int reserved;   /**< 0 */
} smnn_extents;

/** Factors of the families of rows; positive, `highest_order` may be 0. */
typedef struct smnn_weights {
  double governing;     /**< Default 1. */
  double initial;       /**< Default 1. */
  double smoothness;    /**< Default 1. */
  double highest_order; /**< Of Pade's row for the highest derivative; default .01. */
} smnn_weights;

typedef struct smnn_problem_options {
  size_t size;
  int smoothness;  /**< An smnn_smoothness; default Taylor. */
  int check_steps; /**< Refuse steps that are not positive; waits for the device. Default 1. */
  smnn_weights weights;
  int64_t time_points; /**< T where every input is shared over time; default 0: deduced. */
} smnn_problem_options;

/** What may be chosen about a solver. */
typedef struct smnn_options {
  size_t size;
  int method;                 /**< An smnn_method; default banded. */
  int factorization;          /**< An smnn_factorization; default Cholesky. */
  int factor_precision;       /**< An smnn_factor_precision; default the solver's. */
  int refinement;             /**< An smnn_refinement; default automatic. */
  int sweeps;                 /**< Exact number of corrections, or their upper limit; default 10. */
  int storage;                /**< An smnn_storage; default automatic. */
  int parallelism;            /**< An smnn_parallelism; default automatic. */
  int on_failure;             /**< An smnn_failure_policy; default raise. */
  int residual_norm;          /**< Compute |b - A y|; default 0. */
  int reserved;               /**< 0 */
  double tolerance;           /**< Of automatic refinement; default 0: 32 units of rounding. */
  int64_t time_parts;         /**< Parts to cut a time axis into; default 0: as many as pay. */
  double cg_tolerance;        /**< Of the conjugate gradients; default 1e-12. */
  int64_t cg_iteration_limit; /**< Default 0: ten times the unknowns of a system. */
} smnn_options;

/** Opaque handles; each is freed by its destroy function. */
typedef struct smnn_context smnn_context; /**< Where work is done: a space and its stream. */
typedef struct smnn_problem smnn_problem; /**< A batch of problems in the caller's arrays. */
typedef struct smnn_solver smnn_solver; /**< A plan for problems of given extents, its workspace. */

#ifdef __cplusplus
}
#endif

#endif
