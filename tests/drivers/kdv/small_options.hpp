/// Options of data sets that are made in no time.
#pragma once

#include <filesystem>

#include "kdv/generate/options.hpp"

namespace smnn::test {

inline drivers::kdv::GenerateOptions small_options(std::filesystem::path const& output) {
  drivers::kdv::GenerateOptions options;
  options.output = output;
  options.length = 30;
  options.end_time = 2;
  options.points = 32;
  options.levels = 9;
  options.keep = 5;
  options.train = 5;
  options.valid = 1;
  options.test = 2;
  options.seed = 7;
  return options;
}

}  // namespace smnn::test
