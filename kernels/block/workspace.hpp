// Numbers that a sweep leaves in memory for the next one, `per_step` of them at every time point.
// Systems are interleaved: entry e of time point t of a pack is one aligned vector on a CPU, and
// neighbouring threads' entries are neighbours on a GPU.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {

template <class Scalar>
struct WorkArray {
  real_t<Scalar>* data = nullptr;
  std::int64_t per_step = 0;
  std::int64_t stride = 0;

  KOKKOS_FORCEINLINE_FUNCTION Scalar load(std::int64_t t, int e) const {
    return load_pack<Scalar>(data + offset(t, e));
  }
  KOKKOS_FORCEINLINE_FUNCTION void store(std::int64_t t, int e, Scalar const& value) const {
    store_pack<Scalar>(data + offset(t, e), value);
  }

 private:
  // Entries of packs are neighbours.
  KOKKOS_FORCEINLINE_FUNCTION std::int64_t offset(std::int64_t t, int e) const {
    return (t * per_step + e) * (width_v<Scalar> > 1 ? width_v<Scalar> : stride);
  }
};

// How the slots of all systems lie in one buffer: slot i starts at i * slot_stride.
struct WorkLayout {
  std::int64_t slot_stride = 0;
  std::int64_t entry_stride = 0;
};

template <class Scalar>
KOKKOS_INLINE_FUNCTION WorkArray<Scalar> work_array(real_t<Scalar>* buffer,
                                                    WorkLayout const& layout, std::int64_t slot,
                                                    std::int64_t per_step) {
  return {buffer + slot * layout.slot_stride, per_step, layout.entry_stride};
}

}  // namespace smnn::kernels
