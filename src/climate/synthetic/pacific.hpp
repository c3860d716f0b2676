/// @file
/// Where and how the synthetic climate's El Nino shows.
#pragma once

namespace smnn::climate {

/// exp(-(latitude / 8)^2 / 2): a band along the equator.
double equatorial_band(double latitude);

/// How the oscillator's index now, and a quarter of a period before, show at a longitude: with
/// x = (longitude - 140) / 140 from 0 to 1 across the Pacific, sin^2(pi x) times cos(0.6 pi x) and
/// sin(0.6 pi x), so that warm water travels eastward; elsewhere not at all.
struct Imprint {
  double now = 0;
  double before = 0;
};
Imprint pacific_imprint(double longitude);

}  // namespace smnn::climate
