#include "smnn/io/hdf5.hpp"

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

std::string hdf5_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  H5get_libversion(&major, &minor, &release);
  std::string const number =
      std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(release);
#ifdef H5_HAVE_PARALLEL
  return number + " (parallel)";
#else
  return number + " (serial)";
#endif
}

namespace detail {
namespace {

/// Keeps the description of the innermost entry of the error stack, which says most.
herr_t keep_first(unsigned /*position*/, H5E_error2_t const* entry, void* result) noexcept {
  auto& text = *static_cast<std::string*>(result);
  if (text.empty() && entry->desc != nullptr) text = entry->desc;
  return 0;
}

std::string innermost_error() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text);
  return text;
}

}  // namespace

QuietErrors::QuietErrors() {
  H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

QuietErrors::~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

void fail(std::string const& where, std::string const& what) {
  std::string const cause = innermost_error();
  throw IoError(where + ": " + what + (cause.empty() ? "" : " (HDF5: " + cause + ")"));
}

Handle check(Handle handle, std::string const& where, std::string const& what) {
  if (!handle) fail(where, what);
  return handle;
}

}  // namespace detail
}  // namespace smnn::io
