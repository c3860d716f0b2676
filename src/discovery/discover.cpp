#include "smnn/discovery/discover.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <cmath>

#include "smnn/discovery/detail/data/columns.hpp"
#include "smnn/discovery/detail/methods.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery {
namespace {

void check_at_least(char const* what, double value, double least) {
  if (value >= least && std::isfinite(value)) return;
  throw InvalidArgument(std::string("discover: ") + what + " is " + std::to_string(value) +
                        ", expected at least " + std::to_string(least));
}

void check(Options const& options) {
  check_at_least("threshold", options.threshold, 0);
  check_at_least("contribution", options.contribution, 0);
  check_at_least("significance", options.significance, 0);
  check_at_least("window", static_cast<double>(options.window), 5);
  check_at_least("iterations", options.iterations, 1);
  check_at_least("data weight", options.data_weight, 1e-5);
  if (options.denominator_degree < 1 || options.denominator_degree > 5) {
    throw InvalidArgument("discover: denominator degree is " +
                          std::to_string(options.denominator_degree) + ", expected 1 to 5");
  }
  if (options.orders < 3 || options.orders > 8) {
    throw InvalidArgument("discover: orders is " + std::to_string(options.orders) +
                          ", expected 3 to 8");
  }
  if (options.method == Method::variable_projection && options.link != Link::identity) {
    throw InvalidArgument(
        "discover: variable projection has no link but identity, expected the joint method");
  }
}

void check_amount(Trajectories const& data, std::vector<Term> const& terms,
                  Options const& options) {
  Model const model(data.variables, terms, options.link);
  auto const coefficients =
      static_cast<std::int64_t>(detail::all_columns(model, options.denominator_degree).size()) /
      data.dims();
  if (coefficients <= data.samples() / 2) return;
  throw InvalidArgument("discover: got " + std::to_string(coefficients) +
                        " candidate coefficients per variable for " +
                        std::to_string(data.samples()) +
                        " points, expected at most half as many; "
                        "use a lower degree, exclude terms, or bring more data");
}

}  // namespace

template <class ExecutionSpace>
Discovery discover(ExecutionSpace const& space, Trajectories const& data,
                   std::vector<Term> const& terms, Options const& options) {
  Kokkos::Profiling::ScopedRegion const region("smnn::discover");
  validate(data);
  check(options);
  check_amount(data, terms, options);
  if (options.method == Method::variable_projection) {
    return detail::fit_by_variable_projection(space, data, terms, options);
  }
  try {
    return detail::fit_jointly(space, data, terms, options);
  } catch (NumericalError const& error) {
    throw NumericalError(
        "discover: the Gauss-Newton steps diverged, expected data that some of the candidate terms "
        "follow; use fewer candidates, or variable projection (" +
        std::string(error.what()) + ")");
  }
}

#define SMNN_INSTANTIATE_DISCOVER(REAL, SPACE)                                                    \
  template Discovery discover<SPACE>(SPACE const&, Trajectories const&, std::vector<Term> const&, \
                                     Options const&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_DISCOVER, double)

}  // namespace smnn::discovery
