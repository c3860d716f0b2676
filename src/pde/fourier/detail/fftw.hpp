/// @file
/// FFTW's plans and arrays as objects.
#pragma once

#include <fftw3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

namespace smnn::pde::detail {

/// Plans are estimated, not measured: measuring would make results depend on the machine's load.
inline constexpr unsigned plan_flags = FFTW_ESTIMATE;

struct FftwFree {
  void operator()(void* memory) const { fftw_free(memory); }
};
struct FftwDestroy {
  void operator()(fftw_plan plan) const { fftw_destroy_plan(plan); }
};
using FftwPlan = std::unique_ptr<fftw_plan_s, FftwDestroy>;

/// Memory that is always aligned alike: FFTW's choice of code, hence rounding, depends on it.
template <class T>
class FftwArray {
 public:
  explicit FftwArray(std::int64_t size)
      : size_(static_cast<std::size_t>(size)),
        data_(static_cast<T*>(fftw_malloc(sizeof(T) * (size_ > 0 ? size_ : 1)))) {
    if (!data_) throw std::bad_alloc();
  }
  T* data() const { return data_.get(); }
  T& operator[](std::size_t index) const { return data_.get()[index]; }
  std::span<T> span() const { return {data(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<T[], FftwFree> data_;
};

/// FFTW's own type for the same memory.
template <class Complex>
fftw_complex* as_fftw(Complex* data) {
  static_assert(sizeof(Complex) == sizeof(fftw_complex));
  return reinterpret_cast<fftw_complex*>(data);
}

}  // namespace smnn::pde::detail
