#include "smnn/io/provenance.hpp"

#include <Kokkos_Core.hpp>

#include "smnn/io/detail/provenance_fields.hpp"
#include "smnn/machine/description.hpp"
#include "smnn/version.hpp"

namespace smnn::io {

Provenance current_provenance(std::string const& program) {
  return {program,        version,    git_revision(),
          command_line(), utc_date(), Kokkos::DefaultExecutionSpace::name()};
}

void write_provenance(Hdf5WriteGroup const& group, Provenance const& provenance) {
  detail::for_each_field(
      provenance, [&](char const* name, auto const& value) { group.attribute(name, value); });
}

}  // namespace smnn::io
