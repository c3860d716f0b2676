/// Leading batch dimensions as NumPy broadcasts them, turned into the solver's axes: B systems, M
/// right-hand sides each.
#pragma once

#include <cstdint>
#include <smnn/io/memory.hpp>
#include <string>
#include <vector>

namespace smnn::drivers {

/// An array's leading extents, and its name for messages.
struct LeadingExtents {
  std::string name;
  io::Shape extents;
};

/// The leading axes of a problem's arrays, broadcast against each other.
struct BatchAxes {
  io::Shape extents;
  std::vector<bool> of_members;  // per axis: coefficients and steps have extent 1, it distinguishes
                                 // right-hand sides
  std::int64_t batch = 1;        // B: product of the extents of the other axes
  std::int64_t members = 1;      // M: product of the extents of those axes

  bool empty() const { return batch == 0 || members == 0; }
};

/// Throws IoError, its message starting with `where`, if extents differ and neither is 1, or if B
/// or M overflows.
BatchAxes broadcast(LeadingExtents const& coefficients, LeadingExtents const& steps,
                    LeadingExtents const& rhs, LeadingExtents const& initial_values,
                    std::string const& where);

/// Index along the leading axes, as "(2, 0)", of solution b * M + m.
std::string leading_index(BatchAxes const& axes, std::int64_t solution);

}  // namespace smnn::drivers
