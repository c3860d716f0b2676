// Files in the classic formats whose headers lie, and those that are cut off.
#include <gtest/gtest.h>

#include <cstdint>

#include "expect_error.hpp"
#include "original.hpp"
#include "smnn/io/netcdf/reader.hpp"
#include "smnn/solver/error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;

class HostileClassic : public testing::Test {
 public:
  /// What `open` must complain of in a file of these bytes.
  void expect_refused(std::string const& bytes, std::initializer_list<char const*> parts) const {
    test::write_text(file, bytes);
    expect_error<IoError>([&] { NetcdfReader const reader(file); }, parts);
  }

  test::TemporaryFolder const folder;
  std::filesystem::path const file = folder / "x.nc";
};

/// Big endian.
std::string number(std::uint64_t value, int bytes = 4) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

std::string name(std::string const& text) {
  return number(text.size()) + text + std::string((4 - text.size() % 4) % 4, '\0');
}

/// A file of version 1 with dimensions of these lengths, called a, b, ..., and one double v of all.
std::string with_dimensions(std::vector<std::uint64_t> const& lengths, std::uint64_t records = 0,
                            std::uint64_t begin = 0) {
  std::string text = "CDF\x01" + number(records) + number(10) + number(lengths.size());
  char letter = 'a';
  for (auto const length : lengths) text += name(std::string(1, letter++)) + number(length);
  text += number(0) + number(0) + number(11) + number(1) + name("v") + number(lengths.size());
  for (std::uint64_t i = 0; i < lengths.size(); ++i) text += number(i);
  return text + number(0) + number(0) + number(6) + number(8) + number(begin);
}

TEST_F(HostileClassic, AFileIsRefusedWhereverItIsCutOff) {
  for (char const* const source : {"sst_classic.nc", "sst_64bit_offset.nc", "sst_64bit_data.nc"}) {
    std::string const bytes = test::original(source);
    // All is needed save the padding behind the last record, whose last variable has 2-byte values.
    for (std::size_t size = 4; size < bytes.size() - 2; size += 7)
      expect_refused(bytes.substr(0, size), {"x.nc'", "is cut off"});
  }
}

TEST_F(HostileClassic, WhatIsMissingIsNamed) {
  std::string const bytes = test::original("sst_classic.nc");
  expect_refused(bytes.substr(0, bytes.size() - 20),
                 {"variable 'sst': is cut off: the file has 804 bytes", "expected 824"});
}

TEST_F(HostileClassic, RecordsThatAreNotThereAreRefused) {
  std::string bytes = test::original("sst_classic.nc");
  bytes.replace(4, 4, number(0x7fffffff));
  expect_refused(bytes, {"is cut off", "as its header promises"});
  bytes.replace(4, 4, number(0xffffffff));
  expect_refused(bytes, {"does not say how many records it has"});
}

TEST_F(HostileClassic, ExtentsWhoseProductOverflowsAreRefused) {
  expect_refused(with_dimensions({0x7fffffff, 0x7fffffff, 0x7fffffff}),
                 {"variable 'v': is cut off", "more than 64 bits count"});
  expect_refused(with_dimensions({0, 0x7fffffff, 0x7fffffff}, 0x7fffffff),
                 {"variable 'v': is cut off", "more than 64 bits count"});
}

TEST_F(HostileClassic, AVariableBehindTheEndIsRefused) {
  expect_refused(with_dimensions({1}, 0, 5000), {"variable 'v': is cut off", "expected 5008"});
}

TEST_F(HostileClassic, CountsThatNoFileHasAreRefused) {
  std::string const start = "CDF\x01" + number(0);
  expect_refused(start + number(10) + number(0xffffffff), {"is cut off in its header"});
  expect_refused(start + number(10) + number(1) + number(0xfffffff0),
                 {"a name of 4294967280 bytes, expected at most 256"});
  expect_refused(start + number(7) + number(0), {"has the mark 7, expected a list of dimensions"});
  expect_refused(start + number(0) + number(3), {"has the mark 0, expected a list of dimensions"});
  expect_refused("CDF\x05" + number(0, 8) + number(10) + number(~std::uint64_t{0}, 8),
                 {"the count 18446744073709551615, expected less than 2^63"});
}

TEST_F(HostileClassic, ReferencesToNothingAreRefused) {
  std::string bytes = with_dimensions({1});
  std::string const type_and_on = number(6) + number(8) + number(0);
  bytes.resize(bytes.size() - type_and_on.size());
  expect_refused(bytes + number(9) + number(8) + number(0), {"has the type 9, expected 1 to 6"});
  std::string other = with_dimensions({1});
  other.replace(other.size() - type_and_on.size() - 12, 4, number(5));
  expect_refused(other, {"variable 'v' has the dimension 5, expected one of the 1"});
}

TEST_F(HostileClassic, AnAttributeLongerThanTheFileIsRefused) {
  std::string const head = "CDF\x01" + number(0) + number(0) + number(0) + number(12) + number(1);
  expect_refused(head + name("n") + number(6) + number(0xffffffff) + std::string(64, 'x'),
                 {"is cut off in its header"});
}

TEST_F(HostileClassic, AnUnknownVersionIsRefused) {
  expect_refused("CDF\x03" + std::string(40, '\0'), {"is of version 3", "expected 1, 2 or 5"});
}

}  // namespace
}  // namespace smnn::io
