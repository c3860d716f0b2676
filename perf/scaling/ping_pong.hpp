/// What a message costs.
#pragma once

#include <smnn/distributed/communicator.hpp>

namespace smnn::perf {

/// Prints bytes and the median time of one way, as CSV, for messages of 8 bytes to 8 MiB between
/// ranks 0 and 1, and ranks and the median time of an agreement (the maximum of 3 numbers) of all.
/// Collective; InvalidArgument on one rank.
void ping_pong(distributed::Communicator const& ranks);

}  // namespace smnn::perf
