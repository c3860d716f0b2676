/// What the fuzz targets share.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <smnn/solver/error.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace smnn::fuzz {

/// A file of these bytes, gone with the object.
class ScratchFile {
 public:
  explicit ScratchFile(std::string_view contents) {
    char const* const folder = std::getenv("TMPDIR");  // fuzz.sh makes one in memory
    path_ = std::string(folder != nullptr ? folder : "/tmp") + "/smnn_fuzz_XXXXXX";
    int const descriptor = mkstemp(path_.data());
    if (descriptor < 0) throw std::runtime_error("cannot make a file in " + path_);
    auto const size = static_cast<ssize_t>(contents.size());
    bool const written = write(descriptor, contents.data(), contents.size()) == size;
    close(descriptor);
    if (!written) throw std::runtime_error("cannot write " + path_);
  }
  ~ScratchFile() { unlink(path_.c_str()); }
  ScratchFile(ScratchFile const&) = delete;
  ScratchFile& operator=(ScratchFile const&) = delete;

  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

/// What must hold whatever the input.
inline void require(bool condition) {
  if (!condition) __builtin_trap();
}

/// The library's errors are what a bad file leads to; whatever else is thrown is a finding.
template <class Action>
void allow_errors(Action const& action) {
  try {
    action();
  } catch (Error const& error) {
    require(!std::string_view(error.what()).empty());
  }
}

inline std::string_view text_of(std::uint8_t const* data, std::size_t size) {
  return {reinterpret_cast<char const*>(data), size};
}

}  // namespace smnn::fuzz
