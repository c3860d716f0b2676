#include "support/option_map.hpp"

#include <charconv>
#include <cmath>
#include <smnn/solver/error.hpp>
#include <sstream>

namespace smnn::drivers {
namespace {

// Whether all of a word is one number.
template <class T>
bool parse(std::string const& word, T& value) {
  auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return !word.empty() && error == std::errc() && end == word.data() + word.size();
}

}  // namespace

void OptionReader::refuse(std::string const& name, std::string const& expected) const {
  throw InvalidArgument("model: option '" + name + "' is '" + text(name) + "', expected " +
                        expected);
}

std::string const& OptionReader::text(std::string const& name) const {
  auto const found = map_.find(name);
  if (found == map_.end()) {
    throw InvalidArgument("model: option '" + name + "' is missing, expected a model of " +
                          program_);
  }
  return found->second;
}

std::int64_t OptionReader::integer(std::string const& name) const {
  return integers(name, 1).front();
}

double OptionReader::number(std::string const& name) const {
  double value = 0;
  if (!parse(text(name), value) || !std::isfinite(value)) refuse(name, "a number");
  return value;
}

bool OptionReader::flag(std::string const& name) const {
  if (text(name) != "yes" && text(name) != "no") refuse(name, "yes or no");
  return text(name) == "yes";
}

std::vector<std::int64_t> OptionReader::integers(std::string const& name, std::size_t most) const {
  constexpr std::int64_t largest = 999'999'999;  // extents: products of a few stay below 2^63
  std::vector<std::int64_t> result;
  std::istringstream words(text(name));
  std::string word;
  bool good = true;
  while (good && words >> word) {
    std::int64_t value = -1;
    good = parse(word, value) && value >= 0 && value <= largest && result.size() < most;
    result.push_back(value);
  }
  if (!good || result.empty()) refuse(name, most == 1 ? "a whole number" : "whole numbers");
  return result;
}

std::string text_of(std::vector<std::int64_t> const& numbers) {
  std::string text;
  for (std::int64_t const number : numbers)
    text += (text.empty() ? "" : " ") + std::to_string(number);
  return text;
}

std::string text_of(double number) {
  char buffer[32];
  auto const [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  return {buffer, end};
}

}  // namespace smnn::drivers
