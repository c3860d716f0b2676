// The format: NetCDF Users Guide, "File Format Specifications", The NetCDF Classic Format
// Specification.
#include "smnn/io/netcdf/detail/classic_header.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <vector>

#include "smnn/io/memory.hpp"
#include "smnn/io/netcdf/detail/library.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

constexpr std::uint64_t dimension_tag = 10;
constexpr std::uint64_t variable_tag = 11;
constexpr std::uint64_t attribute_tag = 12;
constexpr std::int64_t alignment = 4;  // bytes, of names and values

struct Variable {
  std::string name;
  std::vector<std::int64_t> dimensions;
  nc_type type = NC_NAT;
  std::int64_t begin = 0;  // where its values begin in the file
};

struct Header {
  std::int64_t records = 0;
  std::vector<std::int64_t> lengths;  // of dimensions; 0 for that of the records
  std::vector<Variable> variables;
};

std::size_t bytes_of(nc_type type) { return type == NC_CHAR ? 1 : number_bytes(type); }

class HeaderReader {
 public:
  HeaderReader(std::filesystem::path const& path, std::string where)
      : in_(path, std::ios::binary), where_(std::move(where)) {
    std::error_code error;
    auto const size = std::filesystem::file_size(path, error);
    if (!in_ || error) throw IoError(where_ + ": cannot be opened");
    size_ = static_cast<std::int64_t>(size);
  }

  std::int64_t file_size() const { return size_; }

  Header header() {
    Header result;
    if (number(3) != 0x434446) damaged("begins otherwise than a NetCDF file");  // "CDF"
    version_ = number(1);
    if (version_ != 1 && version_ != 2 && version_ != 5)
      damaged("is of version " + std::to_string(version_) + " of the format, expected 1, 2 or 5");
    std::uint64_t const records = number(count_bytes());
    std::uint64_t const streaming = version_ == 5 ? std::numeric_limits<std::uint64_t>::max()
                                                  : std::numeric_limits<std::uint32_t>::max();
    if (records == streaming) damaged("does not say how many records it has, expected a number");
    result.records = checked(records);
    list(dimension_tag, "dimensions", [&] {
      name();
      result.lengths.push_back(count());
    });
    attributes();
    list(variable_tag, "variables", [&] { result.variables.push_back(variable(result)); });
    return result;
  }

 private:
  [[noreturn]] void damaged(std::string const& what) const { throw IoError(where_ + ": " + what); }

  std::uint64_t number(int bytes) {
    std::array<char, 8> buffer{};
    if (!in_.read(buffer.data(), bytes)) damaged("is cut off in its header");
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) {  // most significant first
      value = value << 8 | static_cast<unsigned char>(buffer[static_cast<std::size_t>(i)]);
    }
    return value;
  }

  std::int64_t checked(std::uint64_t value) const {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      damaged("its header has the count " + std::to_string(value) + ", expected less than 2^63");
    return static_cast<std::int64_t>(value);
  }

  int count_bytes() const { return version_ == 5 ? 8 : 4; }
  std::int64_t count() { return checked(number(count_bytes())); }

  void skip(std::int64_t bytes) {
    std::int64_t const left = size_ - static_cast<std::int64_t>(in_.tellg());
    std::int64_t const padding = (alignment - bytes % alignment) % alignment;
    if (bytes > left - padding) damaged("is cut off in its header");
    in_.seekg(bytes + padding, std::ios::cur);
  }

  std::string name() {
    std::int64_t const length = count();
    if (length > NC_MAX_NAME)  // the library does not look
      damaged("its header has a name of " + std::to_string(length) + " bytes, expected at most " +
              std::to_string(NC_MAX_NAME));
    std::string text(static_cast<std::size_t>(length), '\0');
    if (!in_.read(text.data(), length)) damaged("is cut off in its header");
    skip_padding(length);
    return text;
  }

  void skip_padding(std::int64_t length) {
    for (std::int64_t i = length; i % alignment != 0; ++i) number(1);
  }

  /// What stands in it takes bytes of the file, so that no count, however absurd, leads far.
  template <class Entry>
  void list(std::uint64_t tag, std::string const& what, Entry const& entry) {
    std::uint64_t const got = number(4);
    std::int64_t const entries = count();
    if (got != tag && (got != 0 || entries != 0))
      damaged("its header has the mark " + std::to_string(got) + ", expected a list of " + what);
    for (std::int64_t i = 0; i < entries; ++i) entry();
  }

  nc_type type() {
    std::uint64_t const code = number(4);
    std::uint64_t const largest = version_ == 5 ? NC_UINT64 : NC_DOUBLE;
    if (code < NC_BYTE || code > largest)
      damaged("its header has the type " + std::to_string(code) + ", expected 1 to " +
              std::to_string(largest));
    return static_cast<nc_type>(code);
  }

  void attributes() {
    list(attribute_tag, "attributes", [&] {
      name();
      std::size_t const each = bytes_of(type());
      auto const size = bytes(std::array{count()}, each);
      if (!size) damaged("is cut off in its header");
      skip(*size);
    });
  }

  Variable variable(Header const& header) {
    Variable result;
    result.name = name();
    std::int64_t const rank = count();
    if (rank > NC_MAX_VAR_DIMS)
      damaged("variable " + quote(result.name) + " has " + std::to_string(rank) +
              " dimensions, expected at most " + std::to_string(NC_MAX_VAR_DIMS));
    for (std::int64_t i = 0; i < rank; ++i) {
      std::int64_t const dimension = count();
      if (dimension >= static_cast<std::int64_t>(header.lengths.size()))
        damaged("variable " + quote(result.name) + " has the dimension " +
                std::to_string(dimension) + ", expected one of the " +
                std::to_string(header.lengths.size()) + " that there are");
      result.dimensions.push_back(dimension);
    }
    attributes();
    result.type = type();
    number(count_bytes());  // its size, which may be wrong where it is large
    result.begin = checked(number(version_ == 1 ? 4 : 8));
    return result;
  }

  std::ifstream in_;
  std::string where_;
  std::int64_t size_ = 0;
  std::uint64_t version_ = 0;
};

bool has_records(Header const& header, Variable const& variable) {
  return !variable.dimensions.empty() &&
         header.lengths[static_cast<std::size_t>(variable.dimensions.front())] == 0;
}

/// Bytes of a variable, or of one of its records.
std::optional<std::int64_t> own_bytes(Header const& header, Variable const& variable) {
  std::vector<std::int64_t> extents;
  for (auto const dimension : variable.dimensions)
    extents.push_back(header.lengths[static_cast<std::size_t>(dimension)]);
  if (has_records(header, variable)) extents.front() = 1;
  return bytes(extents, bytes_of(variable.type));
}

std::optional<std::int64_t> add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

/// From a record to the next. They are padded, unless there is but one variable that has them.
std::optional<std::int64_t> record_bytes(Header const& header) {
  std::vector<std::int64_t> sizes;
  for (auto const& variable : header.variables) {
    if (!has_records(header, variable)) continue;
    auto const size = own_bytes(header, variable);
    if (!size) return std::nullopt;
    sizes.push_back(*size);
  }
  if (sizes.size() == 1) return sizes.front();
  std::optional<std::int64_t> sum = 0;
  for (auto const size : sizes) {
    auto const padded = add(size, (alignment - size % alignment) % alignment);
    if (sum && padded) sum = add(*sum, *padded);
    if (!sum || !padded) return std::nullopt;
  }
  return sum;
}

/// Where the last value of a variable ends in the file; nothing if no file is so long.
std::optional<std::int64_t> end_of(Header const& header, Variable const& variable,
                                   std::optional<std::int64_t> record) {
  auto const size = own_bytes(header, variable);
  if (!size) return std::nullopt;
  if (*size == 0) return 0;
  auto const end = add(variable.begin, *size);
  if (!has_records(header, variable) || !end) return end;
  if (header.records == 0) return 0;
  if (!record) return std::nullopt;
  auto const before = bytes(std::array{header.records - 1}, static_cast<std::size_t>(*record));
  return before ? add(*end, *before) : before;
}

}  // namespace

void check_classic_file(std::filesystem::path const& path, std::string const& where) {
  HeaderReader reader(path, where);
  Header const header = reader.header();
  auto const record = record_bytes(header);
  constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_end = 0;
  std::string last;
  for (auto const& variable : header.variables) {
    std::int64_t const end = end_of(header, variable, record).value_or(endless);
    if (end <= last_end) continue;
    last_end = end;
    last = variable.name;
  }
  if (last_end <= reader.file_size()) return;
  throw IoError(where + ", variable " + quote(last) + ": is cut off: the file has " +
                std::to_string(reader.file_size()) + " bytes, expected " +
                (last_end < endless ? std::to_string(last_end) : "more than 64 bits count") +
                " as its header promises");
}

}  // namespace smnn::io::detail
