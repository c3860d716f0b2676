/// @file
/// The attributes that say where a file comes from, in one place for all that write them.
#pragma once

#include "smnn/io/provenance.hpp"

namespace smnn::io::detail {

/// Calls `write(name, value)` for every attribute; values are strings and integers.
template <class Write>
void for_each_field(Provenance const& provenance, Write const& write) {
  write("program", provenance.program);
  write("version", provenance.version);
  write("git_revision", provenance.git_revision);
  write("command_line", provenance.command_line);
  write("date", provenance.date);
  write("backend", provenance.backend);
  write("ranks", provenance.ranks);
  if (provenance.seed) write("seed", *provenance.seed);
}

}  // namespace smnn::io::detail
