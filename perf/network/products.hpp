/// Matrix products of the evaluations' networks, ours beside the vendor's own threading.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smnn::perf {

/// C (m, n) = op(A) op(B), inner extent k.
struct ProductShape {
  std::string name;
  std::int64_t m, n, k;
  bool a_transposed, b_transposed;
  double flops() const {
    return 2.0 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
  }
};

std::vector<ProductShape> const& product_shapes();
std::string product_name(ProductShape const& shape, std::string const& who,
                         std::string const& precision);

/// Registers every shape in both precisions, by "smnn" and by "peer".
void add_products();

}  // namespace smnn::perf
