/// @file
/// Where the synthetic climate's land is.
#pragma once

namespace smnn::climate {

/// A few continents with smooth coasts, a third of all cells of a latitude-longitude grid: the same
/// at every resolution. Degrees north and east.
bool is_land(double latitude, double longitude);

}  // namespace smnn::climate
