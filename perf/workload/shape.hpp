/// What is measured: an operation, in a precision, on a batch of a given shape.
#pragma once

#include <cstdint>
#include <string>

namespace smnn::perf {

enum class Operation {
  forward,          // assemble, factor, solve
  forward_adjoint,  // and the gradients of all four inputs
  // Forward, one group per T: times and memory are fitted against T.
  scaling,            // of a few systems: the factors of short ones stay in a core's cache
  scaling_same_data,  // of as many systems as make the data the same for every T
  many_rhs            // solve for M right-hand sides of every system, whose matrix they share
};

enum class Precision { double_precision, single_precision };

struct Shape {
  std::int64_t systems = 1;           // B
  std::int64_t time_points = 1;       // T
  int dims = 1;                       // D
  int orders = 3;                     // K
  int equations = 1;                  // E
  std::int64_t right_hand_sides = 1;  // M, of many_rhs alone

  int block_order() const { return dims * orders; }                      // n
  std::int64_t unknowns() const { return time_points * block_order(); }  // of one system
  std::int64_t step_systems() const {  // unit of all figures: time steps times solutions
    return systems * time_points * right_hand_sides;
  }
  int initial_orders() const { return orders > 1 ? orders - 1 : 1; }  // K0
  int bandwidth() const { return time_points > 1 ? block_order() + orders - 1 : block_order() - 1; }
  bool operator==(Shape const&) const = default;
};

inline Shape with_one_column(Shape shape) {
  shape.right_hand_sides = 1;
  return shape;
}

struct Case {
  Operation operation = Operation::forward;
  Precision precision = Precision::double_precision;
  Shape shape;
  bool operator==(Case const&) const = default;
};

/// How the caller's arrays lie in memory: neighbouring systems adjacent (Kokkos' LayoutLeft), or
/// each system on its own (LayoutRight, as NumPy has it).
enum class Placement { systems_adjacent, systems_apart };

inline bool is_scaling(Operation operation) {
  return operation == Operation::scaling || operation == Operation::scaling_same_data;
}

std::string to_string(Operation operation);
std::string to_string(Precision precision);
std::int64_t bytes_per_number(Precision precision);

/// For example forward/banded/double/B=4096/T=50/n=3: what --benchmark_filter matches.
std::string benchmark_name(Case const& item, std::string const& contestant);

}  // namespace smnn::perf
