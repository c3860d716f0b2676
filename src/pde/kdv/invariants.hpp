/// @file
/// What solutions of the Korteweg-de Vries equation conserve.
#pragma once

namespace smnn::pde {

/// Of u_t + a u u_x + u_xxx = 0 on a period; integrals over it.
struct KdvInvariants {
  double mass = 0;       ///< of u
  double momentum = 0;   ///< of u^2
  double gradient = 0;   ///< of u_x^2 / 2
  double potential = 0;  ///< of a u^3 / 6

  double energy() const { return gradient - potential; }
};

/// By how much invariants have changed, relative to what bounds them: the mass to the root of
/// length times momentum (Cauchy and Schwarz), since it often is zero; the momentum to itself; the
/// energy to the sum of the sizes of its parts. 0 for the zero solution.
struct KdvDrift {
  double mass = 0;
  double momentum = 0;
  double energy = 0;
};
KdvDrift drift(KdvInvariants const& before, KdvInvariants const& after, double length);

/// The larger of both, each by itself.
KdvDrift larger(KdvDrift const& a, KdvDrift const& b);

}  // namespace smnn::pde
