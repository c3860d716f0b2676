/// @file
/// Reading data sets of solutions of the Korteweg-de Vries equation, also those made elsewhere.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/distributed/process_grid.hpp"
#include "smnn/io/parallel/reader.hpp"

namespace smnn::pde {

struct KdvExtents {
  std::int64_t samples = 0;
  std::int64_t levels = 0;  ///< In time.
  std::int64_t points = 0;  ///< In space.

  bool operator==(KdvExtents const&) const = default;
};

/// What of a split a rank wants.
struct KdvSelection {
  std::vector<std::int64_t> samples;  ///< In any order; may repeat; may be none.
  distributed::Range levels;
  distributed::Range points;
};

/// S samples, T levels, X points of a split, in the order of the selection; row-major.
template <class Real>
struct KdvSamples {
  std::vector<Real> fields;    ///< (S, T, X): u.
  std::vector<double> x;       ///< (S, X), equidistant.
  std::vector<double> t;       ///< (S, T), strictly increasing.
  std::vector<double> dx;      ///< (S), between neighbouring points.
  std::vector<double> dt;      ///< (S), the mean between neighbouring levels of all.
  std::vector<double> length;  ///< (S), the period: dx times the points of all.
};

/// One split of a file in the published layout: a group train, valid or test (or any other) with
///
///     pde_LEVELS-POINTS (samples, levels, points)    u
///     x (samples, points) or (points)                equidistant, increasing
///     t (samples, levels) or (levels)                strictly increasing
///     dx, dt (samples), (1) or scalar
///
/// and, optionally, the attribute nonlinearity: a in u_t + a u u_x + u_xxx = 0, else 1. Numbers are
/// of single or double precision. One of x and dx may be missing, and one of t and dt: they follow
/// from each other, then from 0 on.
///
/// Nothing in the file is trusted. Sizes are checked against each other when it is opened, and
/// against memory before anything of their size is allocated; values, when they are read: fields
/// finite, x equidistant, t increasing, dx and dt as they follow. Every error is an IoError naming
/// file, group, dataset and place, and thrown by all ranks.
class KdvDataset {
 public:
  /// Collective. `name` is that of the field where a split has several; empty: the only one called
  /// pde_...
  KdvDataset(distributed::Communicator const& ranks, std::filesystem::path const& file,
             std::string const& split, std::string const& name = {});

  std::string const& name() const { return name_; }  ///< "pde_140-256".
  KdvExtents const& extents() const { return extents_; }
  std::int64_t samples() const { return extents_.samples; }
  std::int64_t levels() const { return extents_.levels; }
  std::int64_t points() const { return extents_.points; }
  double nonlinearity() const { return nonlinearity_; }

  /// All of the samples begin .. end-1.
  KdvSelection all(distributed::Range const& samples) const;

  /// Reads what each rank selects, the memory for it O(the selection). Collective; ranks may select
  /// different things, nothing too. Throws InvalidArgument, on all ranks, for a selection that is
  /// not within the split.
  template <class Real>
  KdvSamples<Real> read(KdvSelection const& selection) const;

 private:
  enum class Axis { missing, shared, per_sample };

  Axis find_axis(std::string const& axis, std::string const& step, std::int64_t length) const;
  std::vector<double> read_step(std::string const& step) const;
  void check(KdvSelection const& selection) const;
  template <class Real>
  void read_x(KdvSelection const& selection, KdvSamples<Real>& samples) const;
  template <class Real>
  void read_t(KdvSelection const& selection, KdvSamples<Real>& samples) const;

  distributed::Communicator ranks_;
  std::string name_;
  std::optional<io::ParallelReadGroup> group_;
  KdvExtents extents_;
  double nonlinearity_ = 1;
  Axis x_ = Axis::missing;
  Axis t_ = Axis::missing;
  std::vector<double> dx_;  // (samples), as the file says; empty: it does not
  std::vector<double> dt_;
};

}  // namespace smnn::pde
