/// Lanes of a scalar or pack, one by one.
#pragma once

#include <vector>

#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {

template <class Scalar>
real_t<Scalar> lane(Scalar const& value, int l) {
  alignas(sizeof(Scalar)) real_t<Scalar> lanes[width_v<Scalar>];
  store_pack(lanes, value);
  return lanes[l];
}

/// A pack whose lane l is values[(first + l) % size].
template <class Scalar>
Scalar make_pack(std::vector<real_t<Scalar>> const& values, std::size_t first = 0) {
  alignas(sizeof(Scalar)) real_t<Scalar> lanes[width_v<Scalar>];
  for (int l = 0; l < width_v<Scalar>; ++l)
    lanes[l] = values[(first + static_cast<std::size_t>(l)) % values.size()];
  return load_pack<Scalar>(lanes);
}

template <class Scalar>
void set_lane(Scalar& value, int l, real_t<Scalar> number) {
  alignas(sizeof(Scalar)) real_t<Scalar> lanes[width_v<Scalar>];
  store_pack(lanes, value);
  lanes[l] = number;
  value = load_pack<Scalar>(lanes);
}

}  // namespace smnn::kernels
