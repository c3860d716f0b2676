#include "smnn/io/parallel/provenance.hpp"

#include "smnn/io/detail/provenance_fields.hpp"

namespace smnn::io {

void write_provenance(distributed::Communicator const& ranks, ParallelWriteGroup const& group,
                      Provenance const& provenance) {
  Provenance complete = provenance;
  complete.ranks = ranks.size();
  detail::for_each_field(
      complete, [&](char const* name, auto const& value) { group.attribute(name, value); });
}

}  // namespace smnn::io
