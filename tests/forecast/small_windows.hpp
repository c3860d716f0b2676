/// @file
/// Small trajectories, and a model that counts on from them.
#pragma once

#include <string>
#include <vector>

#include "error_of.hpp"
#include "smnn/forecast/trajectories.hpp"
#include "smnn/network/layers/layer_base.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {

using Space = Kokkos::DefaultExecutionSpace;

namespace small_windows {

inline constexpr std::int64_t count = 3, levels = 9, points = 4, window = 3;

// Of trajectory n, level l, point x: 100 n + 10 l + x.
inline std::vector<double> numbered() {
  std::vector<double> fields;
  for (std::int64_t n = 0; n < count; ++n)
    for (std::int64_t l = 0; l < levels; ++l)
      for (std::int64_t x = 0; x < points; ++x)
        fields.push_back(static_cast<double>(100 * n + 10 * l + x));
  return fields;
}

inline forecast::Trajectories<double, Space> trajectories(std::vector<double> const& fields) {
  return {Space(), fields, count, levels, points};
}

// Goes on from the last level l of the input with l, l + 1, l + 2 + excess, whatever came before
// it.
class CountOn final : public network::LayerBase<double, Space> {
 public:
  explicit CountOn(double excess = 0)
      : LayerBase("count on", "", window * points, window * points), excess_(excess) {}

 protected:
  void run_forward(Space const&, ParameterSet const&, Input const& x, Output const& y) override {
    auto const in = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), x);
    auto const out = Kokkos::create_mirror_view(y);
    for (std::size_t b = 0; b < y.extent(0); ++b)
      for (std::size_t l = 0; l < window; ++l)
        for (std::size_t i = 0; i < points; ++i)
          out(b, l * points + i) = in(b, (window - 1) * points + i) + static_cast<double>(l) +
                                   (l + 1 == window ? excess_ : 0);
    Kokkos::deep_copy(y, out);
  }
  void run_backward(Space const&, ParameterSet const&, Input const&, Input const&, Input const&,
                    Output const&) override {}

 private:
  double excess_;
};

}  // namespace small_windows
}  // namespace smnn::test
