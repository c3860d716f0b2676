#include "support/fingerprint.hpp"

#include <smnn/config.hpp>

#ifdef SMNN_HAVE_HDF5

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <smnn/io/checkpoint/sha256.hpp>

namespace smnn::drivers {

std::string fingerprint(std::vector<double> const& values) {
  double largest = 0;
  for (double const value : values) largest = std::max(largest, std::abs(value));
  char size[32];
  std::snprintf(size, sizeof(size), "%.5g", largest);
  std::string text = std::string(size) + ':';
  for (double const value : values)
    text += std::to_string(largest > 0 ? std::lround(value / largest * 1e6) : 0) + ' ';
  return io::sha256(text).substr(0, 16);
}

}  // namespace smnn::drivers

#else

namespace smnn::drivers {

std::string fingerprint(std::vector<double> const&) { return {}; }

}  // namespace smnn::drivers

#endif
