#pragma once

#include <numbers>

namespace smnn::climate::detail {

// In radians.
inline constexpr double degree = std::numbers::pi / 180;

}  // namespace smnn::climate::detail
