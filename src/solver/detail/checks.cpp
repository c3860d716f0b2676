#include "smnn/solver/detail/checks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <vector>

#include "smnn/kernels/block/order.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/problem.hpp"

namespace smnn {
namespace {

[[noreturn]] void fail(std::string const& message) { throw InvalidArgument(message); }

std::string list(std::vector<std::int64_t> const& values) {
  std::ostringstream out;
  out << '(';
  for (std::size_t i = 0; i < values.size(); ++i) out << (i > 0 ? ", " : "") << values[i];
  out << ')';
  return out.str();
}

// Unifies extents that must be equal or 1, as NumPy's broadcasting does.
class CommonExtent {
 public:
  CommonExtent(char const* what, std::int64_t fixed)
      : what_(what), value_(fixed > 0 ? fixed : 1), fixed_(fixed > 0) {}

  void include(char const* view, int axis, std::int64_t extent) {
    if (extent == 1) return;
    if (!fixed_ && !found_) {
      value_ = extent;
      found_ = true;
      view_ = view;
      return;
    }
    if (extent != value_) {
      std::ostringstream out;
      out << view << ": extent " << axis << " (" << what_ << ") is " << extent << ", expected 1 or "
          << value_;
      if (found_) out << " as in " << view_;
      if (fixed_) out << " as in ProblemOptions::time_points";
      fail(out.str());
    }
  }

  std::int64_t value() const { return value_; }

 private:
  char const* what_;
  std::int64_t value_;
  bool fixed_;
  bool found_ = false;
  char const* view_ = "";
};

void expect_extent(char const* view, int axis, char const* what, std::int64_t got,
                   std::int64_t expected, char const* source) {
  if (got == expected) return;
  std::ostringstream out;
  out << view << ": extent " << axis << " (" << what << ") is " << got << ", expected " << expected
      << " as in " << source;
  fail(out.str());
}

void check_range(char const* name, std::int64_t value, std::int64_t lowest, std::int64_t highest) {
  if (value >= lowest && value <= highest) return;
  std::ostringstream out;
  out << "extents: " << name << " is " << value << ", expected " << lowest;
  if (highest == std::numeric_limits<std::int64_t>::max()) {
    out << " or more";
  } else {
    out << " to " << highest;
  }
  fail(out.str());
}

// The axis of the caller's view that is `axis` of an array with the axis M.
int view_axis(int axis, bool without_members) {
  return without_members && axis > 1 ? axis - 1 : axis;
}

// Initial values may end before the time points and derivative orders do.
void check_initial_extent(int axis, char const* what, std::int64_t got, char const* of,
                          std::int64_t highest) {
  if (got <= highest) return;
  std::ostringstream out;
  out << "initial_values: extent " << axis << " (" << what << ") is " << got << ", expected 0 to "
      << highest << " (" << of << ')';
  fail(out.str());
}

// Among several right-hand sides, rhs and initial values are one for all, or one per system and
// member; one per system but not per member is not representable, nor the reverse.
void share_members(char const* view, char const* shape, std::int64_t of_batch,
                   std::int64_t of_members, bool without_members, Extents const& e,
                   Sharing& sharing) {
  bool const per_system = of_members == 1 && of_batch != 1;
  bool const per_member = of_members != 1 && sharing.over_batch;
  std::ostringstream out;
  out << view << ": ";
  if (per_system && without_members) {
    out << "no axis of right-hand sides M, but extent 0 (batch B) is " << of_batch
        << ", expected shape " << shape << " with M = " << e.right_hand_sides << ", or 1 along B";
  } else if (per_system) {
    out << "extent 1 (right-hand sides M) is 1 but extent 0 (batch B) is " << of_batch
        << ", expected M = " << e.right_hand_sides << ", or 1 along both axes";
  } else if (per_member) {
    out << "extent 0 (batch B) is 1 but extent 1 (right-hand sides M) is " << of_members
        << ", expected B = " << e.batch << ", or 1 along both axes";
  }
  if (per_system || per_member) fail(out.str());
  if (of_members == 1) sharing.over_batch = true;
}

// The product of non-negative factors, or an error if it is not representable with room for byte
// counts.
void check_product(char const* what, std::initializer_list<std::int64_t> factors) {
  std::int64_t constexpr limit = std::numeric_limits<std::int64_t>::max() / 64;
  std::int64_t product = 1;
  for (std::int64_t const factor : factors) {
    if (factor != 0 && product > limit / factor) {
      fail(std::string("extents: ") + what +
           " would have more entries than 64-bit indices can address");
    }
    product *= factor;
  }
}

}  // namespace

void validate(Extents const& e) {
  std::int64_t constexpr unlimited = std::numeric_limits<std::int64_t>::max();
  check_range("batch (B)", e.batch, 0, unlimited);
  check_range("right_hand_sides (M)", e.right_hand_sides, 1, unlimited);
  check_range("time_points (T)", e.time_points, 1, unlimited);
  check_range("equations (E)", e.equations, 0,
              std::numeric_limits<std::int32_t>::max() / kernels::max_block_order);
  check_range("dims (D)", e.dims, 1, kernels::max_block_order);
  check_range("orders (K)", e.orders, e.smoothness == Smoothness::central ? 2 : 1,
              kernels::max_block_order);
  check_range("dims * orders (block order)", e.block_order(), 1, kernels::max_block_order);
  check_range("initial_steps (T0)", e.initial_steps, 0, e.time_points);
  check_range("initial_orders (K0)", e.initial_orders, 0, e.orders);
  // The largest array is the factor: less than 2 n^2 numbers per system and time point.
  check_product("the factor", {e.batch, e.time_points, 2 * e.block_order() * e.block_order()});
  check_product("the coefficients", {e.batch, e.time_points, e.equations, e.block_order()});
  check_product("the solution", {e.batch, e.right_hand_sides, e.time_points, e.block_order()});
  check_product("the right-hand side", {e.batch, e.right_hand_sides, e.time_points, e.equations});
}

namespace detail {

Extents deduce_extents(InputExtents const& in, ProblemOptions const& options) {
  if (options.time_points < 0) {
    fail("ProblemOptions::time_points is " + std::to_string(options.time_points) +
         ", expected 0 (deduce) or more");
  }
  CommonExtent time("time points T", options.time_points);
  time.include("coefficients", 1, in.coefficients[1]);
  time.include("rhs", view_axis(2, in.rhs_without_members), in.rhs[2]);
  if (options.time_points == 0 && time.value() == 1 && in.steps[1] > 0) {
    // Neither coefficients nor right-hand side tell T: the steps do.
    time.include("steps (plus one)", 1, in.steps[1] + 1);
  }
  Extents e;
  e.smoothness = options.smoothness;
  e.time_points = time.value();
  if (e.time_points == 0)
    fail("coefficients, rhs: no time points (extent T is 0), expected at least 1");

  CommonExtent batch("batch B", 0);
  batch.include("coefficients", 0, in.coefficients[0]);
  batch.include("rhs", 0, in.rhs[0]);
  batch.include("initial_values", 0, in.initial_values[0]);
  batch.include("steps", 0, in.steps[0]);
  e.batch = batch.value();
  CommonExtent members("right-hand sides M", 0);
  members.include("rhs", 1, in.rhs[1]);
  members.include("initial_values", 1, in.initial_values[1]);
  e.right_hand_sides = members.value();

  e.equations = in.coefficients[2];
  e.dims = in.coefficients[3];
  e.orders = in.coefficients[4];
  e.initial_steps = in.initial_values[2];
  e.initial_orders = in.initial_values[4];
  auto const rhs_axis = [&](int axis) { return view_axis(axis, in.rhs_without_members); };
  auto const initial_axis = [&](int axis) {
    return view_axis(axis, in.initial_values_without_members);
  };
  expect_extent("rhs", rhs_axis(3), "equations E", in.rhs[3], e.equations, "coefficients");
  expect_extent("initial_values", initial_axis(3), "dims D", in.initial_values[3], e.dims,
                "coefficients");
  if (e.initial_steps == 0 || e.initial_orders == 0) e.initial_steps = e.initial_orders = 0;
  check_initial_extent(initial_axis(2), "initial steps T0", e.initial_steps, "time points T",
                       e.time_points);
  check_initial_extent(initial_axis(4), "initial orders K0", e.initial_orders, "orders K",
                       e.orders);

  if (e.time_points == 1) {
    if (in.steps[1] > 1)
      expect_extent("steps", 1, "steps T-1", in.steps[1], 0, "coefficients and rhs (T = 1)");
  } else if (in.steps[1] != 1) {
    expect_extent("steps", 1, "steps T-1", in.steps[1], e.time_points - 1,
                  "coefficients and rhs, less one");
  }
  bool const several = e.batch != 1;
  auto const shared = [&](std::int64_t extent) { return several && extent == 1; };
  e.coefficients = {shared(in.coefficients[0]), e.time_points > 1 && in.coefficients[1] == 1};
  e.rhs = {shared(in.rhs[0]), e.time_points > 1 && in.rhs[2] == 1};
  e.initial_values = {shared(in.initial_values[0]), false};
  e.steps = {shared(in.steps[0]), e.time_points > 2 && in.steps[1] == 1};
  if (e.right_hand_sides > 1) {
    share_members("rhs", "(B, M, T, E)", in.rhs[0], in.rhs[1], in.rhs_without_members, e, e.rhs);
    share_members("initial_values", "(B, M, T0, D, K0)", in.initial_values[0], in.initial_values[1],
                  in.initial_values_without_members, e, e.initial_values);
  }
  return e;
}

void check_weights(Weights const& weights, Smoothness smoothness) {
  auto const check = [](char const* name, double value, bool may_be_zero) {
    if (std::isfinite(value) && (value > 0 || (may_be_zero && value == 0))) return;
    std::ostringstream out;
    out << "Weights::" << name << " is " << value << ", expected a finite number "
        << (may_be_zero ? ">= 0" : "> 0");
    fail(out.str());
  };
  check("governing", weights.governing, false);
  check("initial", weights.initial, false);
  check("smoothness", weights.smoothness, false);
  if (smoothness == Smoothness::pade) check("highest_order", weights.highest_order, true);
}

void throw_bad_step(std::int64_t index, std::int64_t steps_per_system, double value) {
  std::ostringstream out;
  out << "steps[" << index / steps_per_system << ", " << index % steps_per_system << "] is "
      << value << ", expected a positive finite number (time_{t+1} - time_t)";
  fail(out.str());
}

void check_same_extents(Extents const& planned, Extents const& got) {
  auto const check = [](char const* name, std::int64_t a, std::int64_t b) {
    if (a == b) return;
    fail(std::string("problem: ") + name + " is " + std::to_string(b) + ", expected " +
         std::to_string(a) + " as in the extents the solver was made for");
  };
  check("batch", planned.batch, got.batch);
  check("right_hand_sides", planned.right_hand_sides, got.right_hand_sides);
  check("time_points", planned.time_points, got.time_points);
  check("equations", planned.equations, got.equations);
  check("dims", planned.dims, got.dims);
  check("orders", planned.orders, got.orders);
  check("initial_steps", planned.initial_steps, got.initial_steps);
  check("initial_orders", planned.initial_orders, got.initial_orders);
  check("smoothness", static_cast<int>(planned.smoothness), static_cast<int>(got.smoothness));
  auto const check_sharing = [&](char const* name, Sharing const& a, Sharing const& b) {
    check((std::string(name) + " shared over batch").c_str(), a.over_batch, b.over_batch);
    check((std::string(name) + " shared over time").c_str(), a.over_time, b.over_time);
  };
  check_sharing("coefficients", planned.coefficients, got.coefficients);
  check_sharing("rhs", planned.rhs, got.rhs);
  check_sharing("initial_values", planned.initial_values, got.initial_values);
  check_sharing("steps", planned.steps, got.steps);
}

void check_extents(char const* argument, std::int64_t const* got, std::int64_t const* expected,
                   int rank, bool is_null, bool without_members) {
  bool const same = std::equal(got, got + rank, expected);
  std::int64_t entries = 1;
  for (int axis = 0; axis < rank; ++axis) entries *= expected[axis];
  if (same && !(is_null && entries > 0)) return;
  auto const shape = [&](std::int64_t const* extents, bool shorter) {
    std::vector<std::int64_t> axes(extents, extents + rank);
    if (shorter) axes.erase(axes.begin() + 1);
    return list(axes);
  };
  fail(std::string(argument) + ": extents are " + shape(got, without_members) + ", expected " +
       shape(expected, without_members && expected[1] == 1));
}

std::array<std::int64_t, 5> coefficients_extents(Extents const& e) {
  return {e.coefficients.over_batch ? 1 : e.batch, e.coefficients.over_time ? 1 : e.time_points,
          e.equations, e.dims, e.orders};
}

std::array<std::int64_t, 4> rhs_extents(Extents const& e) {
  return {e.rhs.over_batch ? 1 : e.batch, e.rhs.over_batch ? 1 : e.right_hand_sides,
          e.rhs.over_time ? 1 : e.time_points, e.equations};
}

std::array<std::int64_t, 5> initial_values_extents(Extents const& e) {
  return {e.initial_values.over_batch ? 1 : e.batch,
          e.initial_values.over_batch ? 1 : e.right_hand_sides, e.initial_steps, e.dims,
          e.initial_orders};
}

std::array<std::int64_t, 2> steps_extents(Extents const& e) {
  return {e.steps.over_batch ? 1 : e.batch, e.steps.over_time ? 1 : e.time_points - 1};
}

std::array<std::int64_t, 5> solution_extents(Extents const& e) {
  return {e.batch, e.right_hand_sides, e.time_points, e.dims, e.orders};
}

}  // namespace detail
}  // namespace smnn
