#include "solve/problem_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>

#include "options/solver_options.hpp"

namespace smnn::drivers {
namespace {

/// What a trailing axis must be: `extent`, given by an attribute, or 1 if it may be shared.
struct Axis {
  std::string meaning;
  std::int64_t extent;
  bool may_be_shared = false;

  bool fits(std::int64_t got) const { return got == extent || (may_be_shared && got == 1); }
};

std::string describe(std::vector<Axis> const& axes) {
  std::string text = "(...";
  for (auto const& axis : axes) {
    text += ", " + axis.meaning + " = " + std::to_string(axis.extent);
    if (axis.may_be_shared) text += " or 1";
  }
  return text + ")";
}

/// The extent that an attribute gives, at least `lowest`.
std::int64_t read_extent(io::ParallelReadGroup const& group, std::string const& name,
                         std::int64_t lowest) {
  std::int64_t const value = group.integer(name);
  constexpr std::int64_t highest = std::numeric_limits<std::int32_t>::max();
  if (value < lowest || value > highest) {
    throw IoError(group.where() + ", attribute '" + name + "': is " + std::to_string(value) +
                  ", expected " + std::to_string(lowest) + " to " + std::to_string(highest));
  }
  return value;
}

double read_weight(io::ParallelReadGroup const& group, std::string const& name, bool may_be_zero) {
  double const value = group.number(name);
  if (std::isfinite(value) && (value > 0 || (may_be_zero && value == 0))) return value;
  throw IoError(group.where() + ", attribute '" + name + "': is " + io::to_string(value) +
                ", expected a finite number " + (may_be_zero ? ">= 0" : "> 0"));
}

Smoothness read_smoothness(io::ParallelReadGroup const& group) {
  bool const named = group.has_attribute("smoothness");
  if (!named) return group.flag("central_smoothness") ? Smoothness::central : Smoothness::taylor;
  std::string const name = group.text("smoothness");
  auto const smoothness = smoothness_named(name);
  if (!smoothness) {
    throw IoError(group.where() + ", attribute 'smoothness': is " + io::quote(name) +
                  ", expected 'taylor', 'central' or 'pade'");
  }
  if (group.has_attribute("central_smoothness")) {
    bool const central = group.flag("central_smoothness");
    if (central != (*smoothness == Smoothness::central)) {
      throw IoError(group.where() + ", attribute 'smoothness': is " + io::quote(name) +
                    ", but 'central_smoothness' is " + (central ? "true" : "false") +
                    ", expected them to agree");
    }
  }
  return *smoothness;
}

std::vector<Axis> trailing_axes(ProblemHeader const& header, Input input) {
  Axis const time{"n_steps", header.time_points, true};
  Axis const equations{"n_equations", header.equations};
  Axis const dims{"n_dims", header.dims};
  switch (input) {
    case coefficients:
      return {time, equations, dims, {"n_orders", header.orders}};
    case rhs:
      return {time, equations};
    case initial_values:
      return {{"n_initial_steps", header.initial_steps},
              dims,
              {"n_initial_orders", header.initial_orders}};
    default:
      return {{"n_steps - 1", header.time_points - 1, true}};
  }
}

void read_shape(ProblemHeader& header, Input input) {
  std::string const name = input_names[input];
  io::Shape const shape = header.group.shape(name);
  std::vector<Axis> const axes = trailing_axes(header, input);
  bool fits = shape.size() >= axes.size();
  std::size_t const leading = fits ? shape.size() - axes.size() : 0;
  for (std::size_t i = 0; fits && i < axes.size(); ++i) fits = axes[i].fits(shape[leading + i]);
  if (!fits) {
    throw IoError(header.group.where(name) + ": extents are " + io::to_string(shape) +
                  ", expected " + describe(axes) + " as the attributes say");
  }
  if (!io::entries(shape)) {  // which a batch that is empty by another array's extents hides
    throw IoError(header.group.where(name) + ": extents are " + io::to_string(shape) +
                  ", expected a number of entries that 64 bits can hold");
  }
  header.shapes[input] = shape;
  header.trailing[input].assign(shape.begin() + static_cast<std::ptrdiff_t>(leading), shape.end());
}

/// Throws unless the solver can hold a problem of these sizes; then no product of extents
/// overflows.
void check_sizes(ProblemHeader const& header) {
  Extents extents = header.extents();
  extents.batch = std::max<std::int64_t>(extents.batch, 1);
  extents.right_hand_sides = std::max<std::int64_t>(extents.right_hand_sides, 1);
  try {
    validate(extents);
  } catch (InvalidArgument const& error) {
    throw IoError(header.group.where() + ": " + error.what());
  }
}

bool holds_input(io::ParallelReadGroup const& group) {
  for (char const* name : input_names) {
    if (group.has_dataset(name)) return true;
  }
  return false;
}

}  // namespace

io::Shape ProblemHeader::leading(Input input) const {
  auto const count = static_cast<std::ptrdiff_t>(shapes[input].size() - trailing[input].size());
  return {shapes[input].begin(), shapes[input].begin() + count};
}

io::Shape ProblemHeader::solution_shape() const {
  io::Shape shape = axes.extents;
  for (std::int64_t const extent : system_shape()) shape.push_back(extent);
  return shape;
}

Extents ProblemHeader::extents() const {
  Extents e;
  e.batch = axes.batch;
  e.right_hand_sides = axes.members;
  e.time_points = time_points;
  e.equations = equations;
  e.dims = dims;
  e.orders = orders;
  bool const no_initial_values = initial_steps == 0 || initial_orders == 0;
  e.initial_steps = no_initial_values ? 0 : initial_steps;
  e.initial_orders = no_initial_values ? 0 : initial_orders;
  e.smoothness = smoothness;
  auto const serves_all = [&](Input input, bool several) {
    return several && io::entries(leading(input)) == 1;
  };
  auto const serves_all_times = [&](Input input, std::int64_t points) {
    return points != 1 && trailing[input].front() == 1;
  };
  bool const systems = axes.batch != 1;
  bool const solutions = systems || axes.members != 1;
  e.coefficients = {serves_all(coefficients, systems), serves_all_times(coefficients, time_points)};
  e.rhs = {serves_all(rhs, solutions), serves_all_times(rhs, time_points)};
  e.initial_values = {serves_all(initial_values, solutions), false};
  e.steps = {serves_all(steps, systems), serves_all_times(steps, time_points - 1)};
  return e;
}

ProblemHeader read_header(io::ParallelReadGroup const& group, std::optional<Smoothness> smoothness,
                          bool adjoint) {
  ProblemHeader header{.group = group};
  for (char const* name : input_names) {
    if (!group.has_dataset(name)) group.shape(name);  // throws: says what is there instead
  }
  header.time_points = read_extent(group, "n_steps", 1);
  header.equations = read_extent(group, "n_equations", 1);
  header.dims = read_extent(group, "n_dims", 1);
  header.orders = read_extent(group, "n_orders", 1);
  header.initial_steps = read_extent(group, "n_initial_steps", 0);
  header.initial_orders = read_extent(group, "n_initial_orders", 0);
  header.weights.governing = read_weight(group, "weight_equation", false);
  header.weights.initial = read_weight(group, "weight_initial", false);
  header.weights.smoothness = read_weight(group, "weight_smoothness", false);
  if (group.has_attribute("weight_highest_order")) {
    header.weights.highest_order = read_weight(group, "weight_highest_order", true);
  }
  header.smoothness = read_smoothness(group);
  if (smoothness) header.smoothness = *smoothness;
  for (Input const input : {coefficients, rhs, initial_values, steps}) read_shape(header, input);
  auto const leading = [&](Input input) {
    return LeadingExtents{input_names[input], header.leading(input)};
  };
  header.axes = broadcast(leading(coefficients), leading(steps), leading(rhs),
                          leading(initial_values), group.where());
  check_sizes(header);
  if (adjoint) {
    io::Shape const shape = group.shape("adjoint_seed");
    if (shape != header.solution_shape()) {
      throw IoError(group.where("adjoint_seed") + ": extents are " + io::to_string(shape) +
                    ", expected " + io::to_string(header.solution_shape()) +
                    ", those of the solution");
    }
  }
  return header;
}

std::vector<io::ParallelReadGroup> find_problems(io::ParallelReadGroup const& root,
                                                 std::string const& only) {
  if (!only.empty()) return {root.group(only)};
  std::vector<io::ParallelReadGroup> problems;
  if (holds_input(root)) problems.push_back(root);
  for (auto const& name : root.groups()) problems.push_back(root.group(name));
  if (problems.empty()) {
    throw IoError(
        root.where() +
        ": holds no problem, expected the dataset 'coefficients' or groups with one each");
  }
  return problems;
}

}  // namespace smnn::drivers
