/// @file
/// SHA-256, which tells whether bytes are still those that were written.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace smnn::io {

/// Of bytes that come in parts. Throws Error if libcrypto fails.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256 const&) = delete;
  Sha256& operator=(Sha256 const&) = delete;

  void add(std::span<std::byte const> bytes);
  /// 64 lower-case hexadecimal digits. Once, after the last `add`.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view text);

/// Of a file's contents. Throws IoError.
std::string sha256_of_file(std::filesystem::path const& file);

}  // namespace smnn::io
