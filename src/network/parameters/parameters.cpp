#include "smnn/network/parameters/parameters.hpp"

#include <cmath>
#include <utility>

#include "smnn/io/text.hpp"
#include "smnn/kernels/random.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

namespace {

/// FNV-1a: the random stream of an array, by its name.
std::uint64_t stream_of(std::string const& name) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

// Not in the constructor, where nvcc takes no device lambdas.
template <class ExecutionSpace, class Values>
void initialize(ExecutionSpace const& space, std::uint64_t seed, ParameterArray const& array,
                Values const& values) {
  using Real = typename Values::value_type;
  Initialization const start = array.initialization;
  std::uint64_t const stream = stream_of(array.name);
  Kokkos::parallel_for(
      "smnn::initialize_parameters", Kokkos::RangePolicy<ExecutionSpace>(space, 0, array.size),
      KOKKOS_LAMBDA(std::int64_t i) {
        auto const index = static_cast<std::uint64_t>(i);
        double value = start.center;
        if (start.kind == Initialization::Kind::uniform)
          value += start.spread * (2 * kernels::random_uniform(seed, stream, index) - 1);
        if (start.kind == Initialization::Kind::normal)
          value += start.spread * kernels::random_normal(seed, stream, index);
        values(i) = static_cast<Real>(value);
      });
}

}  // namespace

Initialization Initialization::fan_in(std::int64_t inputs) {
  return uniform(1 / std::sqrt(static_cast<double>(inputs)));
}

std::int64_t ParameterLayout::add(std::string name, std::vector<std::int64_t> shape,
                                  Initialization const& initialization) {
  if (name.empty()) throw InvalidArgument("parameter array: the name is empty");
  std::int64_t size = 1;
  for (std::int64_t const extent : shape) {
    if (extent < 1) {
      throw InvalidArgument("parameter array '" + name + "': shape " + io::to_string(shape) +
                            ", expected positive extents");
    }
    size *= extent;
  }
  for (ParameterArray const& other : arrays_) {
    if (other.name == name) throw InvalidArgument("parameter array '" + name + "' is there twice");
  }
  std::int64_t const offset = size_;
  arrays_.push_back({std::move(name), std::move(shape), offset, size, initialization});
  size_ += size;
  return offset;
}

ParameterArray const& ParameterLayout::array(std::string const& name) const {
  for (ParameterArray const& array : arrays_) {
    if (array.name == name) return array;
  }
  throw InvalidArgument("the model has no parameter array '" + name + "'");
}

template <class Real, class ExecutionSpace>
Parameters<Real, ExecutionSpace>::Parameters(ExecutionSpace const& space, ParameterLayout layout,
                                             std::uint64_t seed)
    : layout_(std::move(layout)),
      values_(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::parameters"),
              static_cast<std::size_t>(layout_.size())),
      gradients_(Kokkos::view_alloc(space, "smnn::gradients"),
                 static_cast<std::size_t>(layout_.size())) {
  for (ParameterArray const& array : layout_.arrays()) {
    initialize(space, seed, array,
               Kokkos::subview(values_, std::pair<std::int64_t, std::int64_t>(
                                            array.offset, array.offset + array.size)));
  }
}

#define SMNN_PARAMETERS(Real, ExecutionSpace) template class Parameters<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_PARAMETERS)

}  // namespace smnn::network
