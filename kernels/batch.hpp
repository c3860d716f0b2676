// Everything a kernel needs to know about a batch, by value: inputs, sizes, constants and
// workspace.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/decomposition.hpp"
#include "smnn/kernels/sweeps/factor.hpp"
#include "smnn/kernels/sweeps/refine.hpp"

namespace smnn::kernels {

// One array of workspace: `slots` slots of `per_step` numbers at every time point.
template <class Real>
struct WorkBuffer {
  Real* data = nullptr;
  std::int64_t per_step = 0;
  WorkLayout layout = {};

  template <class Scalar>
  KOKKOS_INLINE_FUNCTION WorkArray<Scalar, Real> slot(std::int64_t index) const {
    if (data == nullptr) return {};
    return work_array<Scalar>(data, layout, index, per_step);
  }
};

// That of factors; one of the two has memory.
template <class Real>
struct FactorBuffer {
  WorkBuffer<Real> wide;
  WorkBuffer<float> narrow;

  template <class Scalar>
  KOKKOS_INLINE_FUNCTION FactorArray<Scalar> slot(std::int64_t index) const {
    if constexpr (FactorArray<Scalar>::can_be_narrow) {
      if (narrow.data != nullptr) return narrow.template slot<Scalar>(index);
    }
    return wide.template slot<Scalar>(index);
  }
};

// One entry per solution, (group, member) flattened.
template <class Real>
struct Diagnostics {
  std::int64_t* info = nullptr;
  std::int64_t* sweeps = nullptr;
  Real* rounding_error = nullptr;
  Real* residual_norm = nullptr;  // null unless asked for
};

// What a part of a time axis has for its neighbours and from them: separators in the order of time,
// entry i of separator q of solution s (or of matrix s) at entry * count + s.
template <class Real>
struct PartArrays {
  Real const* active = nullptr;  // per solution: more than 0 if it is to be corrected, or has not
                                 // failed and is to have gradients
  Real* schur = nullptr;         // triangle of the Schur complement, a column per matrix
  Real* residual = nullptr;      // right-hand side left at the separators, a column per solution
  Real const* change = nullptr;  // of the solution at the separators, a column per solution
  Real* size = nullptr;          // norm of the change of the solution, per solution
  std::int64_t matrices = 0;
  std::int64_t solutions = 0;
};

template <class Real>
struct Batch {
  InputSet<Real const> inputs;
  SweepExtents extents;
  SmoothnessRows<Real> rows;
  RowWeights<Real> weights;
  std::int64_t members = 1;  // right-hand sides per matrix
  Decomposition decomposition;
  RefinementControl<Real> refinement;

  FactorBuffer<Real> factor;  // a slot per pack of matrices if the factor is kept, else per worker
  WorkBuffer<Real> factor_status;  // likewise, one number per slot
  WorkBuffer<Real> schur;          // likewise, of parts of a time axis: schur.hpp
  WorkBuffer<Real> x;              // a slot per worker
  WorkBuffer<Real> w;              // likewise
  bool keep_factor = false;
  bool orthogonal = false;  // factor by orthogonal.hpp, else by factor.hpp

  Diagnostics<Real> diagnostics;
  PartArrays<Real> part;

  template <class Scalar>
  KOKKOS_INLINE_FUNCTION SweepProblem<Scalar> problem(SystemRange const& range) const {
    return {SystemInputs<Scalar>(inputs, range), extents, rows, weights};
  }
  // Where the factor is, and what lives as long as it.
  KOKKOS_INLINE_FUNCTION std::int64_t factor_slot(std::int64_t worker, std::int64_t pack) const {
    return keep_factor ? pack : worker;
  }
  template <class Scalar>
  KOKKOS_INLINE_FUNCTION SolveArrays<Scalar> arrays(std::int64_t worker, std::int64_t pack) const {
    return {factor.template slot<Scalar>(factor_slot(worker, pack)),
            x.template slot<Scalar>(worker), w.template slot<Scalar>(worker)};
  }
};

// Number of a lane's solution in the diagnostics.
KOKKOS_INLINE_FUNCTION std::int64_t solution_number(std::int64_t members, SystemRange const& range,
                                                    int lane) {
  if (range.along_members) return range.group * members + range.member + lane;
  return (range.group + lane) * members;
}

// The lanes' solutions in an array with a number for each, from the first lane's on.
KOKKOS_INLINE_FUNCTION Lanes solution_lanes(std::int64_t members, SystemRange const& range) {
  return {range.along_members ? 1 : members, range.valid};
}

// Writes the lanes' numbers to their solutions' places.
template <class Scalar>
KOKKOS_INLINE_FUNCTION void store_solutions(std::int64_t members, SystemRange const& range,
                                            real_t<Scalar>* numbers, Scalar const& value) {
  store_lanes<Scalar>(numbers + solution_number(members, range, 0), solution_lanes(members, range),
                      value);
}

// The numbers of a scalar's lanes, one by one.
template <class Scalar>
class LaneValues {
 public:
  KOKKOS_INLINE_FUNCTION explicit LaneValues(Scalar const& value) { store_pack(values_, value); }
  KOKKOS_INLINE_FUNCTION real_t<Scalar> operator[](int lane) const { return values_[lane]; }

 private:
  alignas(sizeof(Scalar)) real_t<Scalar> values_[width_v<Scalar>];
};

// Which lanes hold systems.
template <class Scalar>
KOKKOS_INLINE_FUNCTION mask_t<Scalar> valid_lanes(SystemRange const& range) {
  if constexpr (width_v<Scalar> == 1) {
    return true;
  } else {
    real_t<Scalar> const valid = static_cast<real_t<Scalar>>(range.valid);
    return Scalar([](std::size_t lane) { return static_cast<real_t<Scalar>>(lane); }) <
           Scalar(valid);
  }
}

}  // namespace smnn::kernels
