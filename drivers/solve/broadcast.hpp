/// Leading batch dimensions as NumPy broadcasts them, turned into the solver's axes: B systems, M
/// right-hand sides each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <smnn/io/memory.hpp>
#include <span>
#include <string>
#include <vector>

namespace smnn::drivers {

/// An array's leading extents, and its name for messages.
struct LeadingExtents {
  std::string name;
  io::Shape extents;
};

/// The leading axes of a problem's arrays, broadcast against each other.
struct BatchAxes {
  io::Shape extents;
  std::vector<bool> of_members;  // per axis: coefficients and steps have extent 1, it distinguishes
                                 // right-hand sides
  std::int64_t batch = 1;        // B: product of the extents of the other axes
  std::int64_t members = 1;      // M: product of the extents of those axes

  bool empty() const { return batch == 0 || members == 0; }
};

/// Throws IoError, its message starting with `where`, if extents differ and neither is 1, or if B
/// or M overflows.
BatchAxes broadcast(LeadingExtents const& coefficients, LeadingExtents const& steps,
                    LeadingExtents const& rhs, LeadingExtents const& initial_values,
                    std::string const& where);

/// One array of a file, row-major with leading axes, as the solver's array with axes (B, M): where
/// its entries lie.
class BatchMap {
 public:
  enum class Kind {
    matrix,  // coefficients, steps: no axis M
    members  // right-hand side, initial values, solution
  };

  /// `leading`: the file's extents before the last `trailing` entries that belong to one system.
  BatchMap(BatchAxes const& axes, io::Shape const& leading, std::int64_t trailing, Kind kind);

  /// Extents of the axes B and M: 1 where one entry serves all systems.
  std::int64_t batch() const { return static_cast<std::int64_t>(batch_offsets_.size()); }
  std::int64_t members() const { return static_cast<std::int64_t>(member_offsets_.size()); }

  /// Whether strides can describe the file's array; else `gather` copies it into an array (B, M,
  /// trailing).
  bool in_place() const { return in_place_; }
  /// Whether some of the file's entries serve several, but not all, of (B, M): their gradients are
  /// sums.
  bool repeats() const { return repeats_; }

  /// Strides, in entries, of the file's array if `direct` (and `in_place`), or of the gathered one.
  std::int64_t batch_stride(bool direct) const {
    return direct ? stride(batch_offsets_) : members() * trailing_;
  }
  std::int64_t member_stride(bool direct) const {
    return direct ? stride(member_offsets_) : trailing_;
  }

  std::int64_t trailing() const { return trailing_; }
  std::int64_t file_entries() const { return file_entries_; }
  std::int64_t gathered_entries() const { return batch() * members() * trailing_; }

  template <class T>
  void gather(std::span<T const> file, std::span<T> gathered) const {
    for_each([&](std::size_t in_file, std::size_t in_gathered, std::size_t count) {
      std::copy_n(file.begin() + static_cast<std::ptrdiff_t>(in_file), count,
                  gathered.begin() + static_cast<std::ptrdiff_t>(in_gathered));
    });
  }

  /// The reverse: every entry of the file becomes the sum of what was gathered from it, in a fixed
  /// order.
  template <class T>
  void scatter(std::span<T const> gathered, std::span<T> file) const {
    std::fill(file.begin(), file.end(), T(0));
    for_each([&](std::size_t in_file, std::size_t in_gathered, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) file[in_file + i] += gathered[in_gathered + i];
    });
  }

 private:
  static std::int64_t stride(std::vector<std::int64_t> const& offsets) {
    return offsets.size() > 1 ? offsets[1] - offsets[0] : 0;
  }

  template <class Action>
  void for_each(Action const& action) const {
    std::size_t gathered = 0;
    auto const count = static_cast<std::size_t>(trailing_);
    for (std::int64_t const batch_offset : batch_offsets_) {
      for (std::int64_t const member_offset : member_offsets_) {
        action(static_cast<std::size_t>(batch_offset + member_offset), gathered, count);
        gathered += count;
      }
    }
  }

  std::vector<std::int64_t> batch_offsets_;   // of every b, in entries of the file's array
  std::vector<std::int64_t> member_offsets_;  // of every m, to be added
  std::int64_t trailing_;
  std::int64_t file_entries_;
  bool in_place_ = true;
  bool repeats_ = false;
};

/// Index along the leading axes, as "(2, 0)", of solution b * M + m.
std::string leading_index(BatchAxes const& axes, std::int64_t solution);

}  // namespace smnn::drivers
