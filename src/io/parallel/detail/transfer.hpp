/// @file
/// The values of a rank's slabs between memory and an open dataset, in pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/parallel/detail/pieces.hpp"

namespace smnn::io::detail {

/// H5Dread or H5Dwrite of the value `first_value` and those behind it.
using TransferPiece =
    std::function<herr_t(hid_t memory_space, hid_t file_space, std::int64_t first_value)>;

/// Calls it in as many rounds as the rank with the most pieces needs; ranks that have none left
/// take part with nothing. Collective; IoError on all ranks if one fails.
void transfer_pieces(distributed::Communicator const& ranks, hid_t dataset, Pieces const& pieces,
                     std::int64_t rounds, TransferPiece const& transfer, std::string const& where,
                     std::string const& failure);

}  // namespace smnn::io::detail
