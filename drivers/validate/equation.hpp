/// A linear ODE with a known solution, as data: what `smnn validate` solves.
#pragma once

#include <cstdint>
#include <functional>
#include <smnn/solver/extents.hpp>
#include <string>
#include <vector>

#include "validate/series.hpp"

namespace smnn::drivers::validation {

/// The governing rows at one time: sum_{d,r} coefficient(e,d,r) y_d^(r) = rhs(e).
class Rows {
 public:
  Rows(int equations, int dims, int highest_order);
  Series& coefficient(int e, int d, int r) { return coefficients_[index(e, d, r)]; }
  Series const& coefficient(int e, int d, int r) const { return coefficients_[index(e, d, r)]; }
  Series& rhs(int e) { return rhs_[static_cast<std::size_t>(e)]; }
  Series const& rhs(int e) const { return rhs_[static_cast<std::size_t>(e)]; }
  int highest_order() const { return highest_order_; }

 private:
  std::size_t index(int e, int d, int r) const {
    return static_cast<std::size_t>((e * dims_ + d) * (highest_order_ + 1) + r);
  }
  int dims_;
  int highest_order_;
  std::vector<Series> coefficients_;
  std::vector<Series> rhs_;
};

/// Largest truncation error, relative to the largest value of the same derivative, over the
/// derivatives that the equation contains, at the equation's own grid.
struct TruncationBound {
  Smoothness smoothness;
  int orders;  // K
  double bound;
};

struct Equation {
  std::string id;     // as --equation takes it
  std::string title;  // for tables and pictures
  std::string formula;
  bool published = false;  // part of the published validation set

  int dims = 1;                 // D; there are as many governing equations
  int highest_order = 1;        // of the derivatives in the governing equations
  int members = 1;              // systems in the batch: initial values, parameters or grids
  bool same_matrix = true;      // for all members
  bool same_rhs = true;         // for all members
  bool constant_matrix = true;  // in time
  bool constant_rhs = true;

  double begin = 0;  // first time
  double step = 1e-2;
  std::int64_t time_points = 1000;
  int orders = 3;          // K by default, at least highest_order + 1
  int initial_orders = 1;  // K0

  /// Writes the governing rows of a member at time t into rows filled with zeros.
  std::function<void(int member, Series const& t, Rows& rows)> governing;
  /// The closed form, one series per dim. Empty if the solution is known by reference integration
  /// only.
  std::function<std::vector<Series>(int member, Series const& t)> closed_form = {};
  /// Without a closed form: y_d^(r) at `begin`, r < highest_order.
  std::function<Number(int member, int d, int r)> initial_value = {};
  /// Length of step i of count, for a grid of the nominal step; empty for uniform steps.
  std::function<double(int member, std::int64_t i, std::int64_t count, double step)> step_length =
      {};

  std::vector<TruncationBound> truncation = {};
};

/// The governing rows of a member at time t.
Rows governing_rows(Equation const& equation, int member, Series const& t);

}  // namespace smnn::drivers::validation
