// Terms where the kernels can read them.
#pragma once

#include <Kokkos_Core.hpp>
#include <vector>

#include "smnn/discovery/terms.hpp"
#include "smnn/discovery/trajectories.hpp"

namespace smnn::discovery::detail {

template <class MemorySpace>
class TermTable {
 public:
  TermTable() = default;

  template <class ExecutionSpace>
  TermTable(ExecutionSpace const& space, std::vector<Term> const& terms)
      : exponents_(Kokkos::view_alloc(space, "smnn::discovery::exponents"), terms.size(),
                   terms.front().exponents.size()),
        functions_(Kokkos::view_alloc(space, "smnn::discovery::functions"), terms.size()) {
    auto const exponents = Kokkos::create_mirror_view(exponents_);
    auto const functions = Kokkos::create_mirror_view(functions_);
    for (std::size_t p = 0; p < terms.size(); ++p) {
      functions(p) = static_cast<int>(terms[p].function);
      for (std::size_t d = 0; d < exponents_.extent(1); ++d)
        exponents(p, d) = terms[p].exponents[d];
    }
    space.fence("smnn: before the table of terms is filled");
    Kokkos::deep_copy(exponents_, exponents);
    Kokkos::deep_copy(functions_, functions);
  }

  int dims() const { return static_cast<int>(exponents_.extent(1)); }

  // Term p at state x.
  KOKKOS_FUNCTION double value(int p, double const* x) const {
    double const product = monomial(p, x, -1);
    if (functions_(p) == static_cast<int>(Function::sine)) return Kokkos::sin(product);
    if (functions_(p) == static_cast<int>(Function::cosine)) return Kokkos::cos(product);
    return product;
  }

  // Its derivative with respect to x[d].
  KOKKOS_FUNCTION double slope(int p, double const* x, int d) const {
    int const power = exponents_(p, d);
    if (power == 0) return 0;
    double const inner = power * monomial(p, x, d);
    if (functions_(p) == static_cast<int>(Function::none)) return inner;
    double const product = monomial(p, x, -1);
    return functions_(p) == static_cast<int>(Function::sine) ? inner * Kokkos::cos(product)
                                                             : -inner * Kokkos::sin(product);
  }

 private:
  // The product of powers, with one power of x[lowered] less.
  KOKKOS_FUNCTION double monomial(int p, double const* x, int lowered) const {
    double product = 1;
    for (int d = 0; d < static_cast<int>(exponents_.extent(1)); ++d) {
      int const power = exponents_(p, d) - (d == lowered ? 1 : 0);
      for (int i = 0; i < power; ++i) product *= x[d];
    }
    return product;
  }

  Kokkos::View<int**, Kokkos::LayoutRight, MemorySpace> exponents_;
  Kokkos::View<int*, MemorySpace> functions_;
};

}  // namespace smnn::discovery::detail
