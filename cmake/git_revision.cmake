# Script (cmake -P): writes version.cpp with the revision of `source` to the file `target`.

find_package(Git QUIET)
set(revision "")
if(GIT_EXECUTABLE)
  execute_process(COMMAND "${GIT_EXECUTABLE}" -C "${source}" describe --always --dirty --abbrev=12 --match "v*"
                  OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT revision)
  set(revision "unknown") # a release archive, or git is missing
endif()
file(CONFIGURE OUTPUT "${target}" @ONLY CONTENT [[
#include "smnn/version.hpp"

namespace smnn {

char const* git_revision() noexcept { return "@revision@"; }

}  // namespace smnn
]])
