/// Telling whether a resumed run has the data that it was begun with.
#pragma once

#include <string>
#include <vector>

namespace smnn::drivers {

/// 16 hexadecimal digits that change if a value changes by more than about a millionth of the
/// largest, and not with the rounding errors of another build. In builds without HDF5, which save
/// nothing, "".
std::string fingerprint(std::vector<double> const& values);

}  // namespace smnn::drivers
