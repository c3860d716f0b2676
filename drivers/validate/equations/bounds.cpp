// What truncation error each smoothness family had when it was last looked at.
#include "validate/equations/catalogue.hpp"

namespace smnn::drivers::validation {
namespace {

struct Bounds {
  char const* id;
  int orders;  // K, the equation's default
  double taylor, central, pade;
};

// 1.5 times the truncation measured with rounding removed (least squares in twice the precision;
// see TruncationBound), so that a change for the worse in the rows, the equations or their grids
// shows. Measured, not derived: these figures guard against change and prove nothing by themselves.
constexpr Bounds table[] = {
    {"rc-circuit", 3, 1.2e-6, 1.2e-6, 1.1e-10},
    {"population", 3, 3.0e-6, 3.0e-6, 3.1e-11},
    {"language-death", 3, 3.3e-6, 3.3e-6, 5.0e-10},
    {"harmonic", 3, 7.4e-4, 7.4e-4, 7.5e-9},
    {"damped-harmonic", 3, 4.6e-4, 4.6e-4, 2.6e-8},
    {"third-order", 3, 2.1e-5, 2.1e-5, 2.5e-9},
    {"airy", 5, 9.8e-7, 2.6e-7, 1.5e-8},
    {"bessel", 5, 5.0e-9, 1.3e-9, 1.7e-10},
    {"euler-cauchy", 5, 1.6e-7, 6.1e-8, 2.6e-8},
    {"mathieu", 5, 6.0e-7, 1.5e-7, 9.3e-9},
    {"resonance", 5, 2.2e-7, 5.9e-8, 3.4e-9},
    {"forced-relaxation", 5, 1.4e-10, 1.4e-10, 9.8e-13},
    {"stiff", 5, 9.2e-9, 4.5e-9, 4.2e-10},
    {"scalar-third", 6, 2.7e-8, 1.1e-8, 5.3e-9},
    {"scalar-fourth", 7, 2.7e-4, 6.8e-5, 2.5e-6},
    {"non-uniform", 5, 4.4e-7, 1.0e-7, 1.4e-8},
    {"stiff-graded", 5, 8.1e-8, 3.9e-8, 3.3e-9},
    {"long", 5, 1.7e-9, 4.5e-10, 3.7e-11},
};

}  // namespace

std::vector<TruncationBound> truncation_bounds(std::string const& id) {
  for (auto const& [name, orders, taylor, central, pade] : table) {
    if (id != name) continue;
    return {{Smoothness::taylor, orders, taylor},
            {Smoothness::central, orders, central},
            {Smoothness::pade, orders, pade}};
  }
  return {};
}

}  // namespace smnn::drivers::validation
