#include "smnn/coupling/c/detail/structures.hpp"

#include "smnn/smnn.h"

namespace smnn::coupling {

static_assert(int{SMNN_SMOOTHNESS_PADE} == static_cast<int>(Smoothness::pade));
static_assert(int{SMNN_METHOD_CONJUGATE_GRADIENT} == static_cast<int>(Method::conjugate_gradient));
static_assert(int{SMNN_FACTORIZATION_QR} == static_cast<int>(Factorization::qr));
static_assert(int{SMNN_FACTOR_PRECISION_SINGLE} == static_cast<int>(FactorPrecision::single));
static_assert(int{SMNN_REFINEMENT_AUTOMATIC} == static_cast<int>(Refinement::Mode::automatic));
static_assert(int{SMNN_STORAGE_RECOMPUTE} == static_cast<int>(FactorStorage::recompute));
static_assert(int{SMNN_PARALLELISM_TEAM_PER_SYSTEM} ==
              static_cast<int>(Parallelism::team_per_system));
static_assert(int{SMNN_FAILURE_MASK} == static_cast<int>(FailurePolicy::mask));

namespace {

smnn_sharing to_c(Sharing const& sharing) { return {sharing.over_batch, sharing.over_time}; }

Sharing from_c(smnn_sharing const& sharing) {
  return {sharing.over_batch != 0, sharing.over_time != 0};
}

Smoothness smoothness_of(char const* name, int value) {
  return enumerator<Smoothness>(name, value, 3);
}

}  // namespace

smnn_extents to_c(Extents const& e) {
  return {sizeof(smnn_extents),
          e.batch,
          e.right_hand_sides,
          e.time_points,
          e.equations,
          e.dims,
          e.orders,
          e.initial_steps,
          e.initial_orders,
          to_c(e.coefficients),
          to_c(e.rhs),
          to_c(e.initial_values),
          to_c(e.steps),
          static_cast<int>(e.smoothness),
          0};
}

Extents from_c(smnn_extents const& e) {
  return {e.batch,
          e.right_hand_sides,
          e.time_points,
          e.equations,
          e.dims,
          e.orders,
          e.initial_steps,
          e.initial_orders,
          from_c(e.coefficients),
          from_c(e.rhs),
          from_c(e.initial_values),
          from_c(e.steps),
          smoothness_of("extents->smoothness", e.smoothness)};
}

smnn_weights to_c(Weights const& w) {
  return {w.governing, w.initial, w.smoothness, w.highest_order};
}

Weights from_c(smnn_weights const& w) {
  return {w.governing, w.initial, w.smoothness, w.highest_order};
}

smnn_problem_options to_c(ProblemOptions const& o) {
  return {sizeof(smnn_problem_options), static_cast<int>(o.smoothness), o.check_steps,
          to_c(o.weights), o.time_points};
}

ProblemOptions from_c(smnn_problem_options const& o) {
  return {smoothness_of("options->smoothness", o.smoothness), from_c(o.weights), o.time_points,
          o.check_steps != 0};
}

smnn_options to_c(SolverOptions const& o) {
  return {sizeof(smnn_options),
          static_cast<int>(o.method),
          static_cast<int>(o.factorization),
          static_cast<int>(o.factor_precision),
          static_cast<int>(o.refinement.mode),
          o.refinement.sweeps,
          static_cast<int>(o.storage),
          static_cast<int>(o.parallelism),
          static_cast<int>(o.on_failure),
          o.residual_norm,
          0,
          o.refinement.tolerance,
          o.time_parts,
          o.conjugate_gradient.tolerance,
          o.conjugate_gradient.iteration_limit};
}

SolverOptions from_c(smnn_options const& o) {
  return {.method = enumerator<Method>("options->method", o.method, 3),
          .factorization = enumerator<Factorization>("options->factorization", o.factorization, 2),
          .factor_precision =
              enumerator<FactorPrecision>("options->factor_precision", o.factor_precision, 2),
          .refinement = {enumerator<Refinement::Mode>("options->refinement", o.refinement, 3),
                         o.sweeps, o.tolerance},
          .storage = enumerator<FactorStorage>("options->storage", o.storage, 3),
          .parallelism = enumerator<Parallelism>("options->parallelism", o.parallelism, 3),
          .on_failure = enumerator<FailurePolicy>("options->on_failure", o.on_failure, 2),
          .time_parts = o.time_parts,
          .residual_norm = o.residual_norm != 0,
          .conjugate_gradient = {o.cg_tolerance, o.cg_iteration_limit}};
}

}  // namespace smnn::coupling

using namespace smnn::coupling;

int smnn_extents_init(smnn_extents* extents, size_t size) {
  return call_anytime(__func__,
                      [&] { write_sized("extents", to_c(smnn::Extents()), extents, size); });
}

int smnn_problem_options_init(smnn_problem_options* options, size_t size) {
  return call_anytime(__func__,
                      [&] { write_sized("options", to_c(smnn::ProblemOptions()), options, size); });
}

int smnn_options_init(smnn_options* options, size_t size) {
  return call_anytime(__func__,
                      [&] { write_sized("options", to_c(smnn::SolverOptions()), options, size); });
}

int smnn_extents_validate(smnn_extents const* extents) {
  return call_anytime(__func__, [&] {
    required("extents", extents);
    smnn::validate(optional_structure<smnn::Extents>("extents", extents));
  });
}
