/// How temperatures become numbers of order 1.
#pragma once

#include <cstdint>
#include <smnn/climate/learning/windows.hpp>
#include <smnn/climate/record.hpp>
#include <smnn/distributed/communicator.hpp>

namespace smnn::drivers::sst {

/// Sets the form's mean, and its deviation: of all values from that, or with a cycle of each
/// point's values from their seasonal means, as they were before time `end` at the points of all
/// ranks. Collective.
void set_scale(climate::WindowForm& form, distributed::Communicator const& ranks,
               climate::Record const& record, std::int64_t end);

}  // namespace smnn::drivers::sst
