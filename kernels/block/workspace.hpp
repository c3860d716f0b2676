// Numbers that a sweep leaves in memory for the next one, `per_step` of them at every time point.
// Systems are interleaved: entry e of time point t of a pack is one aligned vector on a CPU, and
// neighbouring threads' entries are neighbours on a GPU.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <type_traits>

#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {

template <class Scalar, class Stored = real_t<Scalar>>
struct WorkArray {
  Stored* data = nullptr;
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

template <class Scalar, class Stored>
KOKKOS_INLINE_FUNCTION WorkArray<Scalar, Stored> work_array(Stored* buffer,
                                                            WorkLayout const& layout,
                                                            std::int64_t slot,
                                                            std::int64_t per_step) {
  return {buffer + slot * layout.slot_stride, per_step, layout.entry_stride};
}

// The factor of a matrix: of a sweep in double it may be kept rounded to float, in half the memory
// (mixed precision). Rounding L changes what it solves for by up to the unit of float times
// cond(A)^2, which corrections remove.
template <class Scalar>
class FactorArray {
  using Real = real_t<Scalar>;

 public:
  static constexpr bool can_be_narrow = std::is_same_v<Real, double>;

  FactorArray() = default;
  KOKKOS_INLINE_FUNCTION FactorArray(WorkArray<Scalar> const& wide)
      : data_(wide.data), per_step_(wide.per_step), stride_(wide.stride) {}
  KOKKOS_INLINE_FUNCTION FactorArray(WorkArray<Scalar, float> const& narrow) requires can_be_narrow
      : data_(narrow.data),
        per_step_(narrow.per_step),
        stride_(narrow.stride),
        narrow_(true) {}

  KOKKOS_FORCEINLINE_FUNCTION bool is_narrow() const { return can_be_narrow && narrow_; }
  KOKKOS_FORCEINLINE_FUNCTION Scalar load(std::int64_t t, int e) const {
    return is_narrow() ? as<float>().load(t, e) : as<Real>().load(t, e);
  }
  KOKKOS_FORCEINLINE_FUNCTION void store(std::int64_t t, int e, Scalar const& value) const {
    is_narrow() ? as<float>().store(t, e, value) : as<Real>().store(t, e, value);
  }

 private:
  template <class Stored>
  KOKKOS_FORCEINLINE_FUNCTION WorkArray<Scalar, Stored> as() const {
    return {static_cast<Stored*>(data_), per_step_, stride_};
  }

  void* data_ = nullptr;  // one pointer for both: registers are scarce where sweeps are inlined
  std::int64_t per_step_ = 0;
  std::int64_t stride_ = 0;
  bool narrow_ = false;
};

}  // namespace smnn::kernels
