/// @file
/// Finds the equations of motion behind data.
///
///     auto const terms = smnn::discovery::make_terms(data.variables, {.degree = 2});
///     auto const found = smnn::discovery::discover(space, data, terms, {});
///     std::cout << smnn::discovery::to_text(found.model);
#pragma once

#include <Kokkos_Core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "smnn/discovery/model.hpp"
#include "smnn/discovery/trajectories.hpp"
#include "smnn/solver/extents.hpp"

namespace smnn::discovery {

/// How coefficients are found.
enum class Method {
  /// States = data; the solver integrates every term over short windows, and thresholded least
  /// squares fits the data with the integrals. Fast; biased by noise. Identity link only.
  variable_projection,
  /// States and coefficients are fitted together by Gauss-Newton steps, each a solve with one
  /// factor for all coefficients. Nearly unbiased.
  joint
};

/// Choices for `discover`.
struct Options {
  Method method = Method::joint;
  Link link = Link::identity;
  /// Largest degree of the denominators' terms (rational link), 1 to 5. A fraction that may be
  /// expanded by a common factor is not determined by its values: keep it small.
  int denominator_degree = 1;
  Smoothness smoothness = Smoothness::pade;
  int orders = 4;  ///< K: derivative orders 0 .. K-1 of the states; 3 to 8.
  /// Drop coefficients of smaller magnitude, in the data's units; 0: none for that reason.
  double threshold = 0;
  /// Drop terms whose root mean square is a smaller share of that of x'; 0: none for that reason.
  /// Variable projection, which has no other criterion, takes ten times as much.
  double contribution = 1e-3;
  /// Drop coefficients that are smaller than this multiple of their standard error (joint).
  double significance = 5;
  std::int64_t window = 50;   ///< Points per window (variable projection).
  double data_weight = 0.01;  ///< Of the last stage, relative to the equations' (joint).
  int iterations = 30;        ///< At most, in the last stage (joint).
};

/// What was found.
struct Discovery {
  Model model;
  std::vector<double> standard_errors;              ///< As Model::coefficients; 0 where absent.
  std::vector<double> denominator_standard_errors;  ///< As Model::denominators.
  std::vector<double> states;  ///< (B, T, D): the data without noise, as the method sees it.
  std::vector<double> noise;   ///< Standard deviation of the noise of every variable, estimated.
  int iterations = 0;          ///< Gauss-Newton steps.
  bool converged = true;
  std::vector<std::string> warnings;  ///< What the user should know, with advice.
};

/// Fits the model with the given candidate terms. Throws InvalidArgument for data that `validate`
/// refuses, for options out of range and for more candidates than data; NumericalError if the
/// solver fails. Waits for the result.
template <class ExecutionSpace>
Discovery discover(ExecutionSpace const& space, Trajectories const& data,
                   std::vector<Term> const& terms, Options const& options = {});

}  // namespace smnn::discovery
