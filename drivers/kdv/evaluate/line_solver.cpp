#include "kdv/evaluate/line_solver.hpp"

#include "kdv/generate/trajectory.hpp"

namespace smnn::drivers::kdv {

LineSolver::LineSolver(network::Line const& line, std::int64_t stride,
                       pde::KdvOptions const& options)
    : solver_(line.communicator(), line.length() / stride, options),
      there_(line.communicator(), coarse_points(line.points(), stride), solver_.own_points()),
      back_(line.communicator(), solver_.own_points(), coarse_points(line.points(), stride)),
      own_(static_cast<std::size_t>(solver_.own_points().size())) {}

void LineSolver::start(double length, std::span<double const> values, double time) {
  there_(values, own_);
  solver_.start(length, own_, time);
}

void LineSolver::values(std::span<double> values) {
  solver_.values(own_);
  back_(own_, values);
}

}  // namespace smnn::drivers::kdv
