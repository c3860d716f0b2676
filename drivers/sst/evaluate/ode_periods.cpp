#include "sst/evaluate/ode_periods.hpp"

#include <smnn/io/parallel/reader.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::sst {

std::vector<double> ode_periods(distributed::Communicator const& ranks, std::string const& file,
                                climate::Grid const& grid) {
  if (file.empty()) return {};
  io::ParallelReadGroup const root = io::open_hdf5(ranks, file);
  auto const cells = root.read_replicated<std::int64_t>("cell");
  auto periods = root.read_replicated<double>("period");
  if (cells != grid.ocean || periods.size() != cells.size()) {
    throw IoError(root.where("cell") + ": " + std::to_string(cells.size()) + " cells and " +
                  std::to_string(periods.size()) + " periods, expected the " +
                  std::to_string(grid.ocean.size()) + " of the record's ocean");
  }
  return periods;
}

}  // namespace smnn::drivers::sst
