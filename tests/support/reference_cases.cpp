#include "reference_cases.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace smnn::test {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the arrays are read as they lie in the file");

std::filesystem::path const folder = SMNN_TEST_DATA_DIR;

/// FNV-1a of the file's 64-bit words, the last one padded by zeros.
std::uint64_t checksum(std::vector<char> const& data) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (std::size_t begin = 0; begin < data.size(); begin += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, data.data() + begin, std::min<std::size_t>(8, data.size() - begin));
    value = (value ^ word) * 0x100000001b3;
  }
  return value;
}

/// The file that the index's line "file NAME BYTES CHECKSUM" names.
std::vector<char> read_data(std::istream& line) {
  std::string name;
  std::size_t size = 0;
  std::uint64_t sum = 0;
  line >> name >> size >> std::hex >> sum;
  std::vector<char> data(size);
  std::ifstream in(folder / name, std::ios::binary);
  in.read(data.data(), static_cast<std::streamsize>(size));
  if (!line || !in || in.peek() != std::ifstream::traits_type::eof() || checksum(data) != sum) {
    throw std::runtime_error((folder / name).string() +
                             " is not the file that its index describes; "
                             "tests/data/make_reference_cases.py writes both");
  }
  return data;
}

/// A line "array NAME OFFSET RANK EXTENT..."; returns the name.
std::string read_array(std::istream& line, std::vector<char> const& data, ReferenceArray& array) {
  std::string name;
  std::size_t offset = 0;
  std::size_t rank = 0;
  line >> name >> offset >> rank;
  array.shape.resize(rank);
  std::size_t count = 1;
  for (auto& extent : array.shape) {
    line >> extent;
    count *= static_cast<std::size_t>(extent);
  }
  if (!line || offset > data.size() || count > (data.size() - offset) / sizeof(double)) {
    throw std::runtime_error("reference_cases.index: array " + name +
                             " does not fit into the file");
  }
  array.values.resize(count);
  if (count > 0) std::memcpy(array.values.data(), data.data() + offset, count * sizeof(double));
  return name;
}

std::vector<ReferenceCase> read_cases() {
  auto const path = folder / "reference_cases.index";
  std::ifstream index(path);
  if (!index) throw std::runtime_error("cannot read " + path.string());
  std::vector<char> data;
  std::vector<ReferenceCase> cases;
  for (std::string text; std::getline(index, text);) {
    std::istringstream line(text);
    std::string word;
    std::string name;
    line >> word;
    if (word == "file") data = read_data(line);
    if (word == "case" && line >> name) cases.push_back({name, {}, {}});
    if (word == "attribute" && line >> name) line >> cases.back().attributes[name];
    if (word == "array") {
      ReferenceArray array;
      name = read_array(line, data, array);
      cases.back().arrays[name] = std::move(array);
    }
  }
  return cases;
}

template <class Map>
auto const& find(Map const& map, std::string const& name, std::string const& where) {
  auto const found = map.find(name);
  if (found == map.end()) throw std::out_of_range("reference case " + where + ": no " + name);
  return found->second;
}

}  // namespace

ReferenceArray const& ReferenceCase::array(std::string const& array_name) const {
  return find(arrays, array_name, name);
}

double ReferenceCase::attribute(std::string const& attribute_name) const {
  return find(attributes, attribute_name, name);
}

std::vector<ReferenceCase> const& reference_cases() {
  static std::vector<ReferenceCase> const cases = read_cases();
  return cases;
}

ReferenceCase const& reference_case(std::string const& name) {
  for (auto const& candidate : reference_cases()) {
    if (candidate.name == name) return candidate;
  }
  throw std::out_of_range("no reference case " + name);
}

}  // namespace smnn::test
