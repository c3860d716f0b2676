/// Small files of the test data, to be damaged.
#pragma once

#include <filesystem>
#include <string>

#include "temporary_folder.hpp"

namespace smnn::test {

inline std::string original(char const* name) {
  return read_text(std::filesystem::path(SMNN_TEST_DATA_DIR) / "netcdf" / name);
}

}  // namespace smnn::test
