/// What `smnn sst forecast --odes` wrote, for a picture.
#pragma once

#include <smnn/climate/record.hpp>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

namespace smnn::drivers::sst {

/// The period of every point's ODE in years, 0 where it does not oscillate; none if there is no
/// file. Collective; throws IoError, the same on all ranks, if it is not of the grid's ocean.
std::vector<double> ode_periods(distributed::Communicator const& ranks, std::string const& file,
                                climate::Grid const& grid);

}  // namespace smnn::drivers::sst
