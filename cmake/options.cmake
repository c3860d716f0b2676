# Every option of the build. README.md has the same table for readers.

option(SMNN_ENABLE_MPI "Several ranks, and parallel HDF5 files" ON)
option(SMNN_ENABLE_HDF5 "Read and write HDF5 files, save and resume trainings" ON)
option(SMNN_ENABLE_LAPACK "The dense baseline, and LAPACK as a peer in the benchmarks" ON)
# FFTW came later than the rest: a machine without it goes on as before.
find_library(FFTW_LIBRARY fftw3)
if(FFTW_LIBRARY)
  option(SMNN_ENABLE_FFTW "Partial differential equations: data sets of smnn kdv" ON)
else()
  option(SMNN_ENABLE_FFTW "Partial differential equations: data sets of smnn kdv" OFF)
endif()
# A project that takes us in decides about its languages itself.
if(PROJECT_IS_TOP_LEVEL)
  include(CheckLanguage)
  check_language(Fortran)
endif()
if(CMAKE_Fortran_COMPILER)
  option(SMNN_ENABLE_FORTRAN "The Fortran module smnn" ON)
else()
  option(SMNN_ENABLE_FORTRAN "The Fortran module smnn" OFF)
endif()
# SMNN_ENABLE_NETCDF stands in dependencies/netcdf.cmake: whether it is ON by default follows from HDF5, found by then.
# SMNN_ENABLE_PYTHON stands in dependencies/python.cmake: ON by default where what it needs is found.
option(SMNN_ENABLE_DRIVERS "Build the program smnn" ${PROJECT_IS_TOP_LEVEL})
option(SMNN_ENABLE_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(SMNN_ENABLE_PERF "Build the benchmarks" ${PROJECT_IS_TOP_LEVEL})
option(SMNN_ENABLE_FUZZERS "With the tests: fuzz the readers of files (clang with libFuzzer only)" OFF)
option(SMNN_QUICK_BUILD "Tests and program with precompiled headers, the library less optimised, the program hardly: builds faster, hides a missing include" OFF)
option(SMNN_WARNINGS_AS_ERRORS "Treat compiler warnings in our own code as errors" OFF)

set(SMNN_BLOCK_ORDERS "1;2;3;4;5;6;7;8;9;10;11;12"
    CACHE STRING "Block orders with kernels specialised at compile time; others use the run-time-order kernel")
set(SMNN_SANITIZE "" CACHE STRING "Sanitizers for our own code, for example address;undefined")
set(SMNN_KOKKOS_BACKEND openmp CACHE STRING "Kokkos to build where none is installed: openmp or cuda")
set_property(CACHE SMNN_KOKKOS_BACKEND PROPERTY STRINGS openmp cuda)
set(SMNN_ARCHIVE_DIR "$ENV{SMNN_ARCHIVES}" CACHE PATH "Folder of source archives, used before any download")

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
endif()

foreach(order IN LISTS SMNN_BLOCK_ORDERS)
  if(NOT order MATCHES "^[1-9][0-9]?$" OR order GREATER 64)
    message(FATAL_ERROR "SMNN_BLOCK_ORDERS is '${SMNN_BLOCK_ORDERS}', expected integers 1 to 64 separated by semicolons; "
                        "'${order}' is none.")
  endif()
endforeach()
list(REMOVE_DUPLICATES SMNN_BLOCK_ORDERS)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(GNUInstallDirs)
