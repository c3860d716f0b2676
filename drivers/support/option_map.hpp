/// Options of a model by name, as its file has them, and back; nothing in them is trusted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace smnn::drivers {

using OptionMap = std::map<std::string, std::string>;

/// Every read throws InvalidArgument, naming option and value, if it is missing or no such value.
class OptionReader {
 public:
  /// `program` is whose model is expected: "smnn kdv".
  OptionReader(OptionMap const& map, std::string program)
      : map_(map), program_(std::move(program)) {}

  std::string const& text(std::string const& name) const;
  std::int64_t integer(std::string const& name) const;
  /// Finite.
  double number(std::string const& name) const;
  bool flag(std::string const& name) const;
  /// Whole numbers apart by spaces: at least one, at most so many.
  std::vector<std::int64_t> integers(std::string const& name, std::size_t most) const;

 private:
  [[noreturn]] void refuse(std::string const& name, std::string const& expected) const;

  OptionMap const& map_;
  std::string program_;
};

/// "1 2 3".
std::string text_of(std::vector<std::int64_t> const& numbers);
/// With all digits, so that reading gives the same bits.
std::string text_of(double number);

}  // namespace smnn::drivers
