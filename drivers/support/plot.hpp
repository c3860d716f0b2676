/// Pictures, drawn by Python scripts that come with the program.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace smnn::drivers {

/// Hands the data (file name, contents) to a script of drivers/plots/, for example
/// "plot_validate.py", which writes the picture. Throws IoError, saying what to install, if Python,
/// matplotlib or the script is missing.
void plot(std::string const& script, std::string const& picture,
          std::vector<std::pair<std::string, std::string>> const& data);

/// A file or folder that comes with the program: installed beside it, or in the sources that it was
/// built from. Throws IoError, "WHAT: ...", if it is nowhere.
std::string find_shared(std::string const& name, std::string const& what);

}  // namespace smnn::drivers
