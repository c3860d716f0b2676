/// The classical solver on points that a line of ranks shares: FFTW shares them otherwise than
/// networks do.
#pragma once

#include <cstdint>
#include <smnn/distributed/redistribution.hpp>
#include <smnn/network/line.hpp>
#include <smnn/pde/kdv/solver.hpp>
#include <span>
#include <vector>

namespace smnn::drivers::kdv {

/// The classical solver on every `stride`-th point of a line's axis. Calls are collective over the
/// line; an error is thrown on all its ranks.
class LineSolver {
 public:
  /// Throws InvalidArgument as KdvSolver does.
  LineSolver(network::Line const& line, std::int64_t stride, pde::KdvOptions const& options);

  /// See KdvSolver; values are those of every stride-th own point of the line.
  void start(double length, std::span<double const> values, double time = 0);
  void advance(double time) { solver_.advance(time); }
  void values(std::span<double> values);
  pde::KdvInvariants invariants() const { return solver_.invariants(); }

 private:
  pde::KdvSolver solver_;
  distributed::Redistribution there_, back_;
  std::vector<double> own_;
};

}  // namespace smnn::drivers::kdv
