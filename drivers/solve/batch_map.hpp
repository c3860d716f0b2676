/// Where the entries of some systems lie in an array of a file, whose leading axes are the batch as
/// NumPy broadcasts it (broadcast.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/io/parallel/slab.hpp>
#include <span>
#include <vector>

#include "solve/broadcast.hpp"

namespace smnn::drivers {

class BatchMap {
 public:
  enum class Kind {
    matrix,  // coefficients, steps: no axis M
    members  // right-hand side, initial values, solution
  };
  enum class Use {
    shared,    // one entry serves all systems and right-hand sides
    distinct,  // every entry serves one
    repeated   // some serve several, but not all
  };

  /// `leading`: the array's extents along the batch, to which `axes` were broadcast.
  BatchMap(BatchAxes const& axes, io::Shape const& leading, Kind kind,
           distributed::Range const& systems);

  Use use() const { return use_; }

  /// Extents of the axes B and M of what these systems see: 1 where one entry serves all.
  std::int64_t batch() const { return batch_; }
  std::int64_t members() const { return members_; }

  /// The entries that these systems need, as blocks of the array's leading axes. Distinct ones are
  /// theirs alone; otherwise the block is all of the array, whatever the systems.
  std::vector<io::Slab> const& blocks() const { return blocks_; }
  std::int64_t block_entries() const { return block_entries_; }

  /// Whether the blocks' entries are those of (b, m), in that order.
  bool in_order() const { return in_order_; }

  /// From the blocks' entries, of `trailing` numbers each, to an array (B, M, trailing).
  template <class T>
  void gather(std::span<T const> blocks, std::span<T> gathered, std::int64_t trailing) const {
    for (std::size_t i = 0; i < places_.size(); ++i)
      std::copy_n(entry(blocks, places_[i], trailing), trailing,
                  entry(gathered, static_cast<std::int64_t>(i), trailing));
  }

  /// The reverse: every entry becomes the sum of what was gathered from it, in a fixed order.
  template <class T>
  void scatter(std::span<T const> gathered, std::span<T> blocks, std::int64_t trailing) const {
    std::fill(blocks.begin(), blocks.end(), T(0));
    for (std::size_t i = 0; i < places_.size(); ++i) {
      auto const from = entry(gathered, static_cast<std::int64_t>(i), trailing);
      auto const to = entry(blocks, places_[i], trailing);
      for (std::int64_t j = 0; j < trailing; ++j) to[j] += from[j];
    }
  }

 private:
  template <class T>
  static auto entry(std::span<T> values, std::int64_t index, std::int64_t trailing) {
    return values.begin() + static_cast<std::ptrdiff_t>(index * trailing);
  }

  void place_distinct(BatchAxes const& axes, io::Shape const& extents, std::size_t missing,
                      distributed::Range const& systems);
  void place_repeated(BatchAxes const& axes, io::Shape const& extents,
                      distributed::Range const& systems);

  Use use_ = Use::distinct;
  std::int64_t batch_ = 1;
  std::int64_t members_ = 1;
  std::vector<io::Slab> blocks_;
  std::int64_t block_entries_ = 0;
  std::vector<std::int64_t> places_;  // among the blocks' entries, of every (b, m)
  bool in_order_ = true;
};

}  // namespace smnn::drivers
