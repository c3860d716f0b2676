/// A problem as `smnn solve` finds it in a group of an HDF5 file: attributes and extents, checked
/// against each other.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <smnn/io/parallel/reader.hpp>
#include <smnn/solver/extents.hpp>
#include <smnn/solver/problem.hpp>
#include <string>
#include <vector>

#include "solve/broadcast.hpp"

namespace smnn::drivers {

/// The inputs, in the order of the solver's arguments.
enum Input : std::size_t { coefficients, rhs, initial_values, steps };
inline constexpr std::size_t input_count = 4;
inline constexpr std::array<char const*, input_count> input_names{"coefficients", "rhs",
                                                                  "initial_values", "steps"};

inline constexpr std::array<Input, input_count> all_inputs{coefficients, rhs, initial_values,
                                                           steps};

/// Attributes and shapes; no array has been read yet.
struct ProblemHeader {
  io::ParallelReadGroup group;
  std::int64_t time_points = 0;     // T, attribute n_steps
  std::int64_t equations = 0;       // E, n_equations
  std::int64_t dims = 0;            // D, n_dims
  std::int64_t orders = 0;          // K, n_orders
  std::int64_t initial_steps = 0;   // T0, n_initial_steps
  std::int64_t initial_orders = 0;  // K0, n_initial_orders
  Weights weights =
      {};  // weight_equation, weight_initial, weight_smoothness, [weight_highest_order]
  Smoothness smoothness = Smoothness::taylor;        // central_smoothness, [smoothness]
  std::array<io::Shape, input_count> shapes = {};    // of the inputs, as in the file
  std::array<io::Shape, input_count> trailing = {};  // their extents behind the batch dimensions
  BatchAxes axes = {};

  /// Extents before the batch dimensions end.
  io::Shape leading(Input input) const;
  /// Extents of one system's solution, (T, D, K), and of all solutions.
  io::Shape system_shape() const { return {time_points, dims, orders}; }
  io::Shape solution_shape() const;
  /// What the solver calls them; the batch must not be empty.
  Extents extents() const;
};

/// Reads and checks a group. `smoothness` overrides the file's attributes. With `adjoint` the
/// dataset adjoint_seed must have the solution's shape. Throws IoError naming file, group, object,
/// what was got and what was expected. Collective.
ProblemHeader read_header(io::ParallelReadGroup const& group, std::optional<Smoothness> smoothness,
                          bool adjoint);

/// The problems of a file: its root if that holds datasets of one, and every group in it; or only
/// the one of that name. Collective.
std::vector<io::ParallelReadGroup> find_problems(io::ParallelReadGroup const& root,
                                                 std::string const& only);

}  // namespace smnn::drivers
