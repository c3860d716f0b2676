#include "smnn/discovery/detail/data/warnings.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

namespace smnn::discovery::detail {
namespace {

// Where the states leave the data by more than noise, the equations do not hold.
void warn_of_misfit(Discovery& found, std::vector<double> const& noise, Scales const& scales) {
  constexpr double tolerated_factor = 1.5;
  constexpr double tolerated_share = 1e-3;  // of the deviation
  for (std::size_t d = 0; d < noise.size(); ++d) {
    double const misfit = found.noise[d] / scales.variables[d];
    if (misfit < tolerated_factor * noise[d] + tolerated_share) continue;
    char text[80];
    std::snprintf(text, sizeof text, "%.2g %% of its deviation, with a noise of %.2g %%",
                  100 * misfit, 100 * noise[d]);
    found.warnings.push_back("the equations fit " + found.model.variables[d] + " only to " + text +
                             ": candidates may be missing, or the steps too long");
  }
}

}  // namespace

void warn_of_empty_equations(Discovery& found) {
  Model const& model = found.model;
  for (std::size_t e = 0; e < model.dims(); ++e) {
    auto const first = model.coefficients.begin() + static_cast<std::ptrdiff_t>(model.index(e, 0));
    if (std::any_of(first, first + static_cast<std::ptrdiff_t>(model.terms.size()),
                    [](double coefficient) { return coefficient != 0; })) {
      continue;
    }
    found.warnings.push_back("no term was found for " + model.variables[e] +
                             "'; bring denser data, other candidates, or lower the thresholds");
  }
}

void warn(Discovery& found, bool equations_hold, int undetermined, std::vector<double> const& noise,
          Scales const& scales) {
  if (!equations_hold) {
    found.warnings.push_back(
        "no equations of these candidates follow the data for long; what was found describes "
        "changes over short times: bring other candidates, or the variables that are missing");
  }
  if (undetermined > 0) {
    found.warnings.push_back(
        std::to_string(undetermined) +
        " combination(s) of candidate terms cannot be told apart by these data, so the choice "
        "among them is arbitrary; bring trajectories from other starting points, or exclude terms");
  }
  if (!found.converged) {
    found.warnings.push_back(
        "the Gauss-Newton steps have not converged; allow more iterations, or "
        "try fewer candidate terms");
  }
  warn_of_misfit(found, noise, scales);
  if (found.model.link == Link::identity) warn_of_empty_equations(found);
}

}  // namespace smnn::discovery::detail
