/// Pictures, drawn by a Python script that comes with the program.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace smnn::drivers::validation {

/// Hands the data (file name, contents) to drivers/plot_validate.py, which writes the picture.
/// Throws IoError, saying what to install, if Python, matplotlib or the script is missing.
void plot(std::string const& picture, std::vector<std::pair<std::string, std::string>> const& data);

}  // namespace smnn::drivers::validation
