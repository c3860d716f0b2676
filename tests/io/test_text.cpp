// Names, shapes and sizes in messages.
#include <gtest/gtest.h>

#include <smnn/io/text.hpp>
#include <vector>

namespace smnn::io {
namespace {

TEST(Text, NamesAreQuoted) { EXPECT_EQ(quote("steps"), "'steps'"); }

TEST(Text, UnprintableBytesAreEscaped) {
  EXPECT_EQ(quote(std::string("a\n\x1b[2J\x7f", 7)), "'a\\x0a\\x1b[2J\\x7f'");
}

TEST(Text, LettersBeyondAsciiStay) { EXPECT_EQ(quote("Pad\xc3\xa9"), "'Pad\xc3\xa9'"); }

TEST(Text, LongNamesAreCut) {
  std::string const text = quote(std::string(100'000, 'x'));
  EXPECT_LT(text.size(), 300u);
  EXPECT_TRUE(text.ends_with("...'"));
}

TEST(Text, ShapesLookAsInNumPy) {
  using Shape = std::vector<std::int64_t>;
  EXPECT_EQ(to_string(Shape{}), "()");
  EXPECT_EQ(to_string(Shape{7}), "(7,)");
  EXPECT_EQ(to_string(Shape{2, 50, 3}), "(2, 50, 3)");
}

TEST(Text, NumbersKeepTheirMagnitude) {
  EXPECT_EQ(to_string(0.01), "0.01");
  EXPECT_EQ(to_string(-1e-300), "-1e-300");
}

TEST(Text, SizesHaveUnits) {
  EXPECT_EQ(format_bytes(512), "512 bytes");
  EXPECT_EQ(format_bytes(1536), "1.5 KiB");
  EXPECT_EQ(format_bytes(std::uint64_t{3} << 40), "3.0 TiB");
}

}  // namespace
}  // namespace smnn::io
