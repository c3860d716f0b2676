// The columns beyond both ends of a rank's share of a line, and the way back for their gradients.
// One message to either neighbour each way, for all rows at once.
#pragma once

#include <Kokkos_Core.hpp>
#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <string>

#include "smnn/distributed/detail/mailbox.hpp"
#include "smnn/distributed/gpu_aware.hpp"
#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/network/line.hpp"

namespace smnn::network::detail {

// `width` columns from column `first_left` on and as many from `first_right` on.
template <class Real>
struct CutEnds {
  Real const* rows;
  std::int64_t row_length, first_left, first_right, width;
  Real* left;   // (rows, width)
  Real* right;  // (rows, width)
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real const* const source = rows + row * row_length;
    for (std::int64_t c = begin; c < end; ++c) {
      if (c < width)
        left[row * width + c] = source[first_left + c];
      else
        right[row * width + c - width] = source[first_right + c - width];
    }
  }
};

template <class Real>
struct AddEnd {
  Real const* end_values;  // (rows, width)
  std::int64_t width, row_length, first;
  Real* rows;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real* const target = rows + row * row_length + first;
    for (std::int64_t c = begin; c < end; ++c) target[c] += end_values[row * width + c];
  }
};

// Collective over the line. Ranks may have different lengths, but have the same rows.
template <class Real, class ExecutionSpace>
class HaloExchange {
 public:
  HaloExchange(Line const& line, std::int64_t width)
      : to_left_(line.left()),
        to_right_(line.right()),
        width_(width),
        leftwards_(line.communicator(), distributed::mpi_takes_device_memory()),
        rightwards_(line.communicator(), distributed::mpi_takes_device_memory()) {}

  void reserve(std::int64_t rows) {
    out_ = Ends(rows * width_);
    halo_ = Ends(rows * width_);
    gradients_ = Ends(rows * width_);
  }

  // Begins to get the columns beyond both ends of x, (rows, length).
  void start(ExecutionSpace const& space, Real const* x, std::int64_t rows, std::int64_t length) {
    for_rows(
        "smnn::halo_cut", space, rows, 2 * width_,
        CutEnds<Real>{x, length, 0, length - width_, width_, out_.left.data(), out_.right.data()});
    start(space, rows, halo_);
  }
  void finish(ExecutionSpace const& space) {
    Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
    rightwards_.finish(space);
    leftwards_.finish(space);
  }

  // What has come, (rows, width) each, from a row on; there until the next `start`.
  Real const* left(std::int64_t row) const { return halo_.left.data() + row * width_; }
  Real const* right(std::int64_t row) const { return halo_.right.data() + row * width_; }

  // Takes the gradients of the columns beyond the ends from padded rows, (rows, length + 2 width),
  // of which the first is `row` of all.
  void take_gradients(ExecutionSpace const& space, Real const* padded, std::int64_t row,
                      std::int64_t rows, std::int64_t length) {
    for_rows("smnn::halo_gradients", space, rows, 2 * width_,
             CutEnds<Real>{padded, length + 2 * width_, 0, length + width_, width_,
                           out_.left.data() + row * width_, out_.right.data() + row * width_});
  }
  // Begins to hand them to their ranks, when those of all rows are taken.
  void start_back(ExecutionSpace const& space, std::int64_t rows) {
    start(space, rows, gradients_);
  }
  // Adds what has come to the ends of dx, (rows, length): first the left neighbour's.
  void finish_back(ExecutionSpace const& space, Real* dx, std::int64_t rows, std::int64_t length) {
    finish(space);
    for_rows("smnn::halo_add", space, rows, width_,
             AddEnd<Real>{gradients_.left.data(), width_, length, 0, dx});
    for_rows("smnn::halo_add", space, rows, width_,
             AddEnd<Real>{gradients_.right.data(), width_, length, length - width_, dx});
  }

 private:
  using Buffer = Kokkos::View<Real*, typename ExecutionSpace::memory_space>;

  struct Ends {
    Buffer left, right;
    Ends() = default;
    explicit Ends(std::int64_t size) {
      for (Buffer* const buffer : {&left, &right}) {
        *buffer = Buffer(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::halo")),
                         static_cast<std::size_t>(size));
      }
    }
  };

  // Two ranks are each other's neighbours on both sides: the tags say which is meant, whatever the
  // order of the messages.
  static constexpr int leftwards_tag = 1;
  static constexpr int rightwards_tag = 2;

  void start(ExecutionSpace const& space, std::int64_t rows, Ends const& in) {
    auto const front = [&](Buffer const& buffer) {
      return Kokkos::View<Real*, typename ExecutionSpace::memory_space, Kokkos::MemoryUnmanaged>(
          buffer.data(), static_cast<std::size_t>(rows * width_));
    };
    rightwards_.start(space, front(out_.right), std::span<int const>(&to_right_, 1), front(in.left),
                      to_left_, rightwards_tag);
    leftwards_.start(space, front(out_.left), std::span<int const>(&to_left_, 1), front(in.right),
                     to_right_, leftwards_tag);
  }

  int to_left_;
  int to_right_;
  std::int64_t width_;
  distributed::detail::Mailbox<Real, ExecutionSpace> leftwards_;
  distributed::detail::Mailbox<Real, ExecutionSpace> rightwards_;
  Ends out_, halo_, gradients_;
};

}  // namespace smnn::network::detail
