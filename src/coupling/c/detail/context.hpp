// Contexts: an instance of one of the execution spaces that the library was built for.
#pragma once

#include <Kokkos_Core.hpp>
#include <variant>

#include "smnn/coupling/c/detail/arrays.hpp"
#include "smnn/coupling/c/detail/runtime.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::coupling {

template <class, class... Spaces>
struct VariantOf {
  using type = std::variant<Spaces...>;
};
#define SMNN_LISTED_SPACE(REAL, SPACE) , SPACE
using AnySpace = VariantOf<void SMNN_INSTANTIATE_SPACES(SMNN_LISTED_SPACE, void)>::type;
#undef SMNN_LISTED_SPACE

}  // namespace smnn::coupling

struct smnn_context : smnn::coupling::LiveHandle {
  explicit smnn_context(smnn::coupling::AnySpace instance) : space(std::move(instance)) {}

  smnn::coupling::AnySpace const space;
};

namespace smnn::coupling {

// action(space, Real()) for the context's space and the precision of that number.
template <class Action>
void on(smnn_context const* context, int type, Action const& action) {
  type_name("type", type);
  std::visit(
      [&](auto const& space) {
        if (type == SMNN_DOUBLE) {
          action(space, double());
        } else {
          action(space, float());
        }
      },
      required("context", context).space);
}

}  // namespace smnn::coupling
