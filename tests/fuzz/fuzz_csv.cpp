// Series from CSV files. The first byte chooses what of the file is asked for, the others are the
// file.
#include <array>
#include <limits>
#include <smnn/io/series.hpp>
#include <vector>

#include "fuzz.hpp"

namespace smnn::fuzz {
namespace {

io::SeriesOptions options_of(unsigned choice) {
  constexpr std::array<char const*, 4> times{"none", "1", "time", "x3"};
  io::SeriesOptions options;
  if ((choice & 1) != 0) options.time_column = times[choice >> 1 & 3];
  if ((choice & 8) != 0) options.columns.emplace_back("2");
  if ((choice & 16) != 0) options.columns.emplace_back("x");
  if ((choice & 96) == 96) options.step = std::numeric_limits<double>::max();
  return options;
}

void read(std::string_view text, unsigned choice) {
  ScratchFile const file(text);
  // Files that begin as HDF5 does are another target's.
  bool const is_csv = text.find("\x89HDF") == std::string_view::npos;
  io::SeriesOptions const options = options_of(choice);
  io::Series const series =
      is_csv ? io::read_series(file.path(), options) : io::read_csv_series(file.path(), options);
  io::check(series, "what was read");
  require(options.columns.empty() || options.columns.size() == series.names.size());
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace smnn::fuzz;
  if (size > 0) allow_errors([&] { read(text_of(data + 1, size - 1), data[0]); });
  return 0;
}
