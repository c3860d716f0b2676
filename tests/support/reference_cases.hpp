/// The reference cases of the public S-MNN (tests/data/reference_cases.h5), for tests that build
/// without HDF5: their arrays lie uncompressed in the file, at the places that
/// tests/data/reference_cases.index lists.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace smnn::test {

struct ReferenceArray {
  std::vector<std::int64_t> shape;
  std::vector<double> values;  // row-major
};

/// Inputs `coefficients`, `rhs`, `initial_values`, `steps`, `adjoint_seed`; outputs `solution`
/// (public, with its rounding errors; absent in `long` and `shared_matrix`), `solution_refined`,
/// `grad_coefficients`, `grad_rhs`, `grad_initial_values`, `grad_steps`. Shapes as in the file:
/// batch dimensions lead and broadcast as in NumPy.
struct ReferenceCase {
  std::string name;
  std::map<std::string, ReferenceArray> arrays;
  std::map<std::string, double>
      attributes;  // n_dims, n_orders, ..., weight_..., central_smoothness (0 or 1)

  bool has(std::string const& array) const { return arrays.contains(array); }
  /// Throw std::out_of_range, naming case and array or attribute, if there is none.
  ReferenceArray const& array(std::string const& array_name) const;
  double attribute(std::string const& attribute_name) const;
  std::int64_t extent(std::string const& attribute_name) const {
    return static_cast<std::int64_t>(attribute(attribute_name));
  }
};

/// All cases by name, read once. Throws std::runtime_error if file and index do not belong
/// together.
std::vector<ReferenceCase> const& reference_cases();

/// The case of that name; throws std::out_of_range if there is none.
ReferenceCase const& reference_case(std::string const& name);

}  // namespace smnn::test
