/// @file
/// Words of attributes, as files of all origins write them.
#pragma once

#include <string>
#include <vector>

namespace smnn::climate::detail {

/// ASCII letters in lower case.
std::string lower_case(std::string text);

/// Parted at white space.
std::vector<std::string> words_of(std::string const& text);

/// Whether it is one of them.
template <class Name, class Names>
bool is_one_of(Name const& name, Names const& names) {
  for (auto const& known : names) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace smnn::climate::detail
