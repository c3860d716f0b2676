/// @file
/// The parts of the synthetic climate that are known for ever: mean, season and trend by latitude.
#pragma once

namespace smnn::climate {

/// 29 / (1 + (latitude / 42)^4) - 0.5, in degrees Celsius: warm tropics, cold poles.
double mean_temperature(double latitude);

/// The seasonal cycle at a latitude, of which the year's part `year_fraction` has passed, for an
/// annual amplitude of 1 at 45 degrees: an annual and a semi-annual harmonic,
///   sin(2 latitude) cos(2 pi (f - 0.65 - 0.03 sin(latitude)))
///   + 0.15 cos^2(latitude) cos(4 pi (f - 0.28 + 0.05 sin(latitude))),
/// so that summer comes at the end of August in the north, of February in the south.
double seasonal_cycle(double latitude, double year_fraction);

/// 1 + sin(latitude) / 2: how much faster than at the equator it warms.
double warming(double latitude);

}  // namespace smnn::climate
