#include "smnn/io/csv.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <array>
#include <charconv>
#include <fstream>

#include "smnn/io/atomic_file.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

void check_columns(std::string const& where, std::vector<std::string> const& names,
                   std::vector<std::span<double const>> const& columns) {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::write");
  if (columns.empty() || names.size() != columns.size()) {
    throw InvalidArgument(where + ": got " + std::to_string(names.size()) + " names and " +
                          std::to_string(columns.size()) +
                          " columns, expected as many of both and at least one");
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].size() == columns[0].size()) continue;
    throw InvalidArgument(where + ": column " + quote(names[i]) + " has " +
                          std::to_string(columns[i].size()) + " rows, expected " +
                          std::to_string(columns[0].size()) + " as column " + quote(names[0]));
  }
}

/// The name as a field that a reader takes for text of one line.
std::string name_field(std::string const& where, std::string const& name) {
  for (char const c : name) {
    if (static_cast<unsigned char>(c) >= 0x20) continue;
    throw InvalidArgument(where + ": the name " + quote(name) +
                          " has a control character, expected text of one line");
  }
  bool const outer_blank = name.starts_with(' ') || name.ends_with(' ');
  if (!outer_blank && name.find_first_of(",;\"#") == std::string::npos) return name;
  std::string field = "\"";
  for (char const c : name) field += c == '"' ? "\"\"" : std::string(1, c);
  return field + '"';
}

void append(std::string& text, double value) {
  constexpr int digits = 17;
  std::array<char, 40> number{};
  auto const end = std::to_chars(number.data(), number.data() + number.size(), value,
                                 std::chars_format::general, digits);
  text.append(number.data(), end.ptr);
}

}  // namespace

void write_csv(std::filesystem::path const& path, std::vector<std::string> const& names,
               std::vector<std::span<double const>> const& columns) {
  std::string const where = "file " + quote(path.string());
  check_columns(where, names, columns);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : ",") + name_field(where, names[i]);
  text += '\n';

  AtomicFile file(path);
  std::ofstream stream(file.path(), std::ios::binary);
  constexpr std::size_t block = std::size_t{1} << 16;
  for (std::size_t row = 0; row < columns[0].size(); ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += ',';
      append(text, columns[i][row]);
    }
    text += '\n';
    if (text.size() < block) continue;
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    text.clear();
  }
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream) throw IoError(where + ": cannot be written; is the disk full?");
  file.commit();
}

}  // namespace smnn::io
