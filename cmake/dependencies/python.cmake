# What the Python package needs: Python's development files and nanobind, a site's own or the cached one of
# cmake/setup.sh. Whether SMNN_ENABLE_PYTHON is ON by default follows from whether they are there, and numpy.

# Python_EXECUTABLE if it is given, else the first Python that has numpy, which need not be the first in PATH.
function(smnn_find_python_with_numpy result)
  if(Python_EXECUTABLE)
    set(${result} "${Python_EXECUTABLE}" PARENT_SCOPE)
    return()
  endif()
  foreach(candidate IN ITEMS python3 /usr/bin/python3)
    execute_process(COMMAND "${candidate}" -c "import sys, numpy; print(sys.executable)" OUTPUT_VARIABLE executable
                    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
    if(status EQUAL 0)
      set(${result} "${executable}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(${result} "" PARENT_SCOPE)
endfunction()

# A macro: what find_package defines belongs to the caller.
macro(smnn_find_nanobind)
  execute_process(COMMAND "${Python_EXECUTABLE}" -m nanobind --cmake_dir OUTPUT_VARIABLE nanobind_ROOT
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  find_package(nanobind CONFIG QUIET)
  if(NOT nanobind_FOUND)
    execute_process(
      COMMAND ${CMAKE_COMMAND} -E env "SMNN_ARCHIVES=${SMNN_ARCHIVE_DIR}"
              bash "${PROJECT_SOURCE_DIR}/cmake/setup.sh" prefix nanobind
      OUTPUT_VARIABLE nanobind_ROOT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    find_package(nanobind CONFIG QUIET HINTS "${nanobind_ROOT}/nanobind/cmake")
  endif()
endmacro()

# Looked for if asked for, and by default at the top level, but not under sanitizers: the interpreter would have to be
# built with them, too.
set(smnn_python_wanted OFF)
if(DEFINED SMNN_ENABLE_PYTHON)
  set(smnn_python_wanted ${SMNN_ENABLE_PYTHON})
elseif(PROJECT_IS_TOP_LEVEL AND NOT SMNN_SANITIZE)
  set(smnn_python_wanted ON)
endif()

set(smnn_python_found NO)
set(smnn_python_lacks "not asked for")
if(smnn_python_wanted)
  set(smnn_python_lacks "no Python 3.10 with numpy and development files; Debian: python3-dev, python3-numpy")
  smnn_find_python_with_numpy(Python_EXECUTABLE)
  if(Python_EXECUTABLE)
    find_package(Python 3.10 QUIET COMPONENTS Interpreter Development.Module)
  endif()
  if(Python_FOUND)
    smnn_find_nanobind()
    set(smnn_python_found ${nanobind_FOUND})
    set(smnn_python_lacks "no nanobind, and none to be had; pip install nanobind")
  endif()
endif()

option(SMNN_ENABLE_PYTHON "The Python package" ${smnn_python_found})
if(SMNN_ENABLE_PYTHON)
  smnn_require(${smnn_python_found} "What the Python package needs (${smnn_python_lacks}) was" "python3-dev python3-numpy"
               SMNN_ENABLE_PYTHON)
  message(STATUS "Python ${Python_VERSION}: ${Python_EXECUTABLE} (nanobind ${nanobind_VERSION}: ${nanobind_DIR})")
else()
  message(STATUS "Python package: off (${smnn_python_lacks})")
endif()
