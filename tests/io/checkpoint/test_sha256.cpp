// SHA-256 against the examples of FIPS 180.
#include <gtest/gtest.h>

#include <smnn/io/checkpoint/sha256.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

constexpr char const* of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr char const* of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr char const* of_a_million_a =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256Test, AgreesWithTheStandard) {
  EXPECT_EQ(sha256(""), of_nothing);
  EXPECT_EQ(sha256("abc"), of_abc);
}

TEST(Sha256Test, TakesItsBytesInParts) {
  Sha256 sum;
  std::string const part(1000, 'a');
  for (int i = 0; i < 1000; ++i) sum.add(std::as_bytes(std::span(part.data(), part.size())));
  EXPECT_EQ(sum.hex(), of_a_million_a);
}

TEST(Sha256Test, ReadsFilesOfAnySize) {
  test::TemporaryFolder const folder;
  test::write_text(folder / "empty", "");
  test::write_text(folder / "buffer", std::string(std::size_t{1} << 20, 'x'));
  test::write_text(folder / "longer", std::string((std::size_t{1} << 20) + 1, 'x'));
  EXPECT_EQ(sha256_of_file(folder / "empty"), of_nothing);
  for (char const* const name : {"buffer", "longer"})
    EXPECT_EQ(sha256_of_file(folder / name), sha256(test::read_text(folder / name))) << name;
}

TEST(Sha256Test, NamesAFileThatCannotBeRead) {
  test::expect_error<IoError>([] { sha256_of_file("/nowhere/file"); },
                              {"'/nowhere/file'", "No such file"});
  test::expect_error<IoError>([] { sha256_of_file("/tmp"); }, {"'/tmp'", "cannot be read"});
}

}  // namespace
}  // namespace smnn::io
