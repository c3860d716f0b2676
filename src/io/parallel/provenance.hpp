/// @file
/// Where the result of several ranks comes from.
#pragma once

#include "smnn/io/parallel/writer.hpp"
#include "smnn/io/provenance.hpp"

namespace smnn::io {

/// Writes one attribute per field, under the field's name, as rank 0 has them, except that `ranks`
/// are those that write. Collective.
void write_provenance(distributed::Communicator const& ranks, ParallelWriteGroup const& group,
                      Provenance const& provenance);

}  // namespace smnn::io
