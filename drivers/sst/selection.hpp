/// Command-line options of all subcommands of `smnn sst` that read a file: which part of it.
#pragma once

#include <CLI/CLI.hpp>
#include <smnn/climate/sst_file.hpp>

namespace smnn::drivers::sst {

/// Adds --variable, --mask, --mask-variable, --first, --last, --south, --north, --west and --east.
/// `selection` must live until the command line has been parsed.
void add_selection(CLI::App& app, climate::SstSelection& selection);

}  // namespace smnn::drivers::sst
