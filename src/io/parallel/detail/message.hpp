/// @file
/// Values as bytes that rank 0 sends to the others, and back.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace smnn::io::detail {

template <class T>
concept Number = std::is_arithmetic_v<T>;

template <Number T>
void append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<char const*>(&value), sizeof(T));
}
inline void append(std::string& bytes, std::string const& text) {
  append(bytes, text.size());
  bytes += text;
}
template <class T>
void append(std::string& bytes, std::vector<T> const& values) {
  append(bytes, values.size());
  if constexpr (Number<T>) {
    bytes.append(reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T));
  } else {
    for (T const& value : values) append(bytes, value);
  }
}

/// Takes from the front of `bytes` what `append` has put there.
template <Number T>
void extract(std::string_view& bytes, T& value) {
  std::memcpy(&value, bytes.data(), sizeof(T));
  bytes.remove_prefix(sizeof(T));
}
inline void extract(std::string_view& bytes, std::string& text) {
  std::size_t size = 0;
  extract(bytes, size);
  text = bytes.substr(0, size);
  bytes.remove_prefix(size);
}
template <class T>
void extract(std::string_view& bytes, std::vector<T>& values) {
  std::size_t size = 0;
  extract(bytes, size);
  values.resize(size);
  if constexpr (Number<T>) {
    if (size == 0) return;
    std::memcpy(values.data(), bytes.data(), size * sizeof(T));
    bytes.remove_prefix(size * sizeof(T));
  } else {
    for (T& value : values) extract(bytes, value);
  }
}

}  // namespace smnn::io::detail
