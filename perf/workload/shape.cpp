#include "shape.hpp"

namespace smnn::perf {

std::string to_string(Operation operation) {
  switch (operation) {
    case Operation::forward:
      return "forward";
    case Operation::forward_adjoint:
      return "forward_adjoint";
    case Operation::scaling:
      return "scaling";
    case Operation::scaling_same_data:
      return "scaling_same_data";
    case Operation::many_rhs:
      return "many_rhs";
  }
  return "unknown";
}

std::string to_string(Precision precision) {
  return precision == Precision::double_precision ? "double" : "float";
}

std::int64_t bytes_per_number(Precision precision) {
  return precision == Precision::double_precision ? 8 : 4;
}

std::string benchmark_name(Case const& item, std::string const& contestant) {
  Shape const& s = item.shape;
  return to_string(item.operation) + '/' + contestant + '/' + to_string(item.precision) +
         "/B=" + std::to_string(s.systems) + "/T=" + std::to_string(s.time_points) +
         "/n=" + std::to_string(s.block_order()) +
         (s.right_hand_sides > 1 ? "/M=" + std::to_string(s.right_hand_sides) : "");
}

}  // namespace smnn::perf
