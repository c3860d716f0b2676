/// @file
/// Exact solutions of u_t + a u u_x + u_xxx = 0 on the infinite line, a not 0.
#pragma once

namespace smnn::pde {

/// A wave of constant shape, (3 speed / a) sech^2(sqrt(speed) / 2 (x - position - speed t)).
struct Soliton {
  double speed = 1;     ///< positive
  double position = 0;  ///< of its middle, at time 0
};

/// Throws InvalidArgument, starting with `where`, unless the soliton has a positive, finite speed
/// and a finite position, and the nonlinearity is finite and not 0.
void check(Soliton const& soliton, double nonlinearity, char const* where);

double soliton(Soliton const& wave, double nonlinearity, double x, double t);

/// Its value, at time 0, on a period of that length: at the nearest of all places that x stands
/// for, without the waves before and behind.
double periodic_soliton(Soliton const& wave, double nonlinearity, double length, double x);

/// Two solitons that pass through each other: (12 / a) d^2/dx^2 log F, F = 1 + e1 + e2 + A e1 e2
/// with e_i = exp(k_i (x - position_i) - k_i^3 t), k_i the root of speed i and
/// A = ((k1 - k2) / (k1 + k2))^2 (R. Hirota, Phys. Rev. Lett. 27, 1971). Long before they meet, the
/// slower one, ahead, is displaced from its position by log A / k. Speeds differ.
double two_solitons(Soliton const& first, Soliton const& second, double nonlinearity, double x,
                    double t);

}  // namespace smnn::pde
