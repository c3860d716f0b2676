// What all solvers know of the rows besides the caller's inputs: the smoothness families' tables in
// device memory, and the squared weights.
#pragma once

#include <Kokkos_Core.hpp>
#include <string>
#include <vector>

#include "smnn/kernels/rows/smoothness.hpp"
#include "smnn/kernels/rows/system.hpp"
#include "smnn/solver/extents.hpp"
#include "smnn/solver/problem.hpp"

namespace smnn::detail {

kernels::SmoothnessDefinition smoothness_definition(Extents const& extents);

kernels::SweepExtents sweep_extents(Extents const& extents);

template <class Real>
kernels::RowWeights<Real> row_weights(Weights const& w, Smoothness family) {
  double const smoothness = w.smoothness * w.smoothness;
  double const weak =
      family == Smoothness::pade ? smoothness * w.highest_order * w.highest_order : 0;
  return {static_cast<Real>(w.governing * w.governing), static_cast<Real>(w.initial * w.initial),
          static_cast<Real>(smoothness), static_cast<Real>(weak)};
}

template <class Real, class ExecutionSpace>
class RowTables {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;

  RowTables(ExecutionSpace const& space, Extents const& extents)
      : definition_(smoothness_definition(extents)), family_(extents.smoothness) {
    coefficients_ = upload(space, "smnn::row_coefficients", definition_.coefficients);
    gram_ = upload(space, "smnn::row_gram", definition_.gram);
    condensed_ = upload(space, "smnn::row_condensed", definition_.condensed);
  }

  static std::size_t bytes(Extents const& extents) {
    kernels::SmoothnessDefinition const definition = smoothness_definition(extents);
    return (definition.coefficients.size() + definition.gram.size() + definition.condensed.size()) *
           sizeof(Real);
  }

  kernels::SmoothnessRows<Real> rows() const {
    return {definition_.orders,
            definition_.sets,
            definition_.rows,
            family_ == Smoothness::pade,
            family_ == Smoothness::central,
            coefficients_.data(),
            gram_.data(),
            condensed_.data()};
  }

 private:
  using Table = Kokkos::View<Real*, MemorySpace>;

  static Table upload(ExecutionSpace const& space, char const* label,
                      std::vector<double> const& values) {
    Table const view(Kokkos::view_alloc(Kokkos::WithoutInitializing, space, std::string(label)),
                     values.size());
    auto const mirror = Kokkos::create_mirror_view(view);
    for (std::size_t i = 0; i < values.size(); ++i) mirror(i) = static_cast<Real>(values[i]);
    Kokkos::deep_copy(space, view, mirror);
    space.fence("smnn: smoothness rows uploaded");  // the mirror goes out of scope
    return view;
  }

  kernels::SmoothnessDefinition definition_;
  Smoothness family_;
  Table coefficients_;
  Table gram_;
  Table condensed_;
};

}  // namespace smnn::detail
