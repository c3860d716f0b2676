#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <Kokkos_Core.hpp>
#include <smnn/config.hpp>
#include <smnn/machine/description.hpp>
#include <smnn/solver/block_orders.hpp>
#include <smnn/version.hpp>
#include <type_traits>
#include <utility>
#include <vector>

#include "bindings.hpp"

namespace nb = nanobind;

namespace smnn::python {
namespace {

template <int... Orders>
std::vector<int> to_vector(std::integer_sequence<int, Orders...>) {
  return {Orders...};
}

/// Concurrency: threads that can run at the same time.
template <class ExecutionSpace>
nb::dict describe_space() {
  nb::dict description;
  description["backend"] = ExecutionSpace::name();
  description["concurrency"] = ExecutionSpace().concurrency();
  return description;
}

nb::dict devices() {
  using Host = Kokkos::DefaultHostExecutionSpace;
  using Accelerator = Kokkos::DefaultExecutionSpace;
  nb::dict on;
  on["cpu"] = describe_space<Host>();
  if constexpr (!std::is_same_v<Host, Accelerator>) on["cuda"] = describe_space<Accelerator>();
  return on;
}

nb::dict build_info() {
  nb::dict info;
  info["version"] = version;
  info["git_revision"] = git_revision();
  info["compiler"] = compiler();
  info["kokkos"] = kokkos_version();
  info["block_orders"] = to_vector(BlockOrders());
#ifdef SMNN_HAVE_LAPACK
  info["lapack"] = true;
#else
  info["lapack"] = false;
#endif
  info["devices"] = devices();
  return info;
}

}  // namespace

void bind_build(nb::module_& core) {
  core.def("build_info", &build_info,
           "Version, git revision, compiler, Kokkos, its spaces, block orders with kernels of "
           "their own.");
}

}  // namespace smnn::python
