/* Structures on 64-bit machines and enumerators, as released: a change breaks compiled programs. */
#include <smnn/smnn_types.h>

#include "layout.h"

ASSERT(statuses, SMNN_SUCCESS == 0 && SMNN_INVALID_ARGUMENT == 1 && SMNN_NUMERICAL_ERROR == 2 &&
                     SMNN_OUT_OF_MEMORY == 3 && SMNN_NOT_RUNNING == 4 && SMNN_ERROR == 5);
ASSERT(types, SMNN_FLOAT == 1 && SMNN_DOUBLE == 2);
ASSERT(spaces, SMNN_SPACE_DEFAULT == 0 && SMNN_SPACE_SERIAL == 1 && SMNN_SPACE_HOST == 2 &&
                   SMNN_SPACE_DEVICE == 3);

SIZE(smnn_array, 96);
OFFSET(smnn_array, data, 0);
OFFSET(smnn_array, type, 8);
OFFSET(smnn_array, rank, 12);
OFFSET(smnn_array, extents, 16);
OFFSET(smnn_array, strides, 56);

SIZE(smnn_inputs, 384);
OFFSET(smnn_inputs, coefficients, 0);
OFFSET(smnn_inputs, rhs, 96);
OFFSET(smnn_inputs, initial_values, 192);
OFFSET(smnn_inputs, steps, 288);

SIZE(smnn_extents, 112);
OFFSET(smnn_extents, batch, 8);
OFFSET(smnn_extents, right_hand_sides, 16);
OFFSET(smnn_extents, time_points, 24);
OFFSET(smnn_extents, equations, 32);
OFFSET(smnn_extents, dims, 40);
OFFSET(smnn_extents, orders, 48);
OFFSET(smnn_extents, initial_steps, 56);
OFFSET(smnn_extents, initial_orders, 64);
OFFSET(smnn_extents, coefficients, 72);
OFFSET(smnn_extents, rhs, 80);
OFFSET(smnn_extents, initial_values, 88);
OFFSET(smnn_extents, steps, 96);
OFFSET(smnn_extents, smoothness, 104);
OFFSET(smnn_extents, reserved, 108);

SIZE(smnn_weights, 32);
OFFSET(smnn_weights, highest_order, 24);

SIZE(smnn_problem_options, 56);
OFFSET(smnn_problem_options, smoothness, 8);
OFFSET(smnn_problem_options, check_steps, 12);
OFFSET(smnn_problem_options, weights, 16);
OFFSET(smnn_problem_options, time_points, 48);

SIZE(smnn_options, 80);
OFFSET(smnn_options, method, 8);
OFFSET(smnn_options, factorization, 12);
OFFSET(smnn_options, factor_precision, 16);
OFFSET(smnn_options, refinement, 20);
OFFSET(smnn_options, sweeps, 24);
OFFSET(smnn_options, storage, 28);
OFFSET(smnn_options, parallelism, 32);
OFFSET(smnn_options, on_failure, 36);
OFFSET(smnn_options, residual_norm, 40);
OFFSET(smnn_options, reserved, 44);
OFFSET(smnn_options, tolerance, 48);
OFFSET(smnn_options, time_parts, 56);
OFFSET(smnn_options, cg_tolerance, 64);
OFFSET(smnn_options, cg_iteration_limit, 72);
