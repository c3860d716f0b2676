# Finds what smnn stands on. Order for Kokkos and Kokkos Kernels: targets of a project that takes us
# in, a site's own (CMAKE_PREFIX_PATH, Kokkos_ROOT, ...), else the cached build of cmake/setup.sh, made
# now if need be. The targets are the same in all cases: Kokkos::kokkos, Kokkos::kokkoskernels,
# MPI::MPI_C, MPI::MPI_CXX, smnn::hdf5, smnn::crypto, smnn::lapack, smnn::fftw, smnn::netcdf.

# Imported targets must be visible to a project that takes us in by add_subdirectory.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)

# A macro, not a function: the package's variables belong to the caller.
macro(smnn_find_or_build package name target)
  if(TARGET ${target})
    # Found by the parent, or part of its build (add_subdirectory, FetchContent): then find_package,
    # which Kokkos Kernels' package calls for Kokkos, has nothing left to do.
    if(NOT ${package}_FOUND AND DEFINED ${package}_SOURCE_DIR)
      get_directory_property(${package}_VERSION DIRECTORY "${${package}_SOURCE_DIR}" DEFINITION ${package}_VERSION)
      file(WRITE "${CMAKE_FIND_PACKAGE_REDIRECTS_DIR}/${package}Config.cmake" "")
    endif()
    if(${package}_VERSION AND NOT ${package}_VERSION MATCHES "^5[.]")
      message(FATAL_ERROR "The parent project's ${package} is ${${package}_VERSION}, expected 5.")
    endif()
    message(STATUS "${package} ${${package}_VERSION}: the parent project's")
  else()
    smnn_find_or_build_package(${package} ${name})
  endif()
endmacro()

macro(smnn_find_or_build_package package name)
  # A build from our cache is looked up afresh each time: its recipe may have changed.
  if(SMNN_BUILT_${package} AND "${${package}_DIR}" MATCHES "^${SMNN_BUILT_${package}}")
    unset(${package}_DIR CACHE)
  endif()
  find_package(${package} 5 CONFIG QUIET)
  if(NOT ${package}_FOUND)
    smnn_build_dependency(${package} ${name})
    find_package(${package} 5 CONFIG REQUIRED PATHS "${SMNN_BUILT_${package}}" NO_DEFAULT_PATH)
  endif()
  message(STATUS "${package} ${${package}_VERSION}: ${${package}_DIR}")
endmacro()

function(smnn_build_dependency package name)
  set(compiler "${CMAKE_CXX_COMPILER}")
  if(SMNN_ENABLE_FUZZERS)
    set(compiler c++) # fuzz targets take little of Kokkos: what the other builds have will do
  endif()
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env "CXX=${compiler}" "SMNN_ARCHIVES=${SMNN_ARCHIVE_DIR}"
            bash "${PROJECT_SOURCE_DIR}/cmake/setup.sh" prefix ${name} ${SMNN_KOKKOS_BACKEND}
    OUTPUT_VARIABLE prefix OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${package} 5 is neither installed (looked in CMAKE_PREFIX_PATH "
                        "'${CMAKE_PREFIX_PATH}', ${package}_ROOT and the system) nor could it be built (see above).")
  endif()
  set(SMNN_BUILT_${package} "${prefix}" CACHE INTERNAL "Prefix in the cache of cmake/setup.sh")
endfunction()

# Says what to do about a missing library: FOUND is its result, SWITCH the option that does without.
function(smnn_require found what debian_package switch)
  if(NOT found)
    message(FATAL_ERROR "${what} not found. Install it (Debian: ${debian_package}), name its prefix in "
                        "CMAKE_PREFIX_PATH, or do without by -D${switch}=OFF.")
  endif()
endfunction()

function(smnn_require_target target)
  set(found NO)
  if(TARGET ${target})
    set(found YES)
  endif()
  smnn_require(${found} ${ARGN})
endfunction()

smnn_find_or_build(Kokkos kokkos Kokkos::kokkos)
if(SMNN_KOKKOS_BACKEND STREQUAL "cuda" AND NOT Kokkos_ENABLE_CUDA)
  message(FATAL_ERROR "SMNN_KOKKOS_BACKEND=cuda, but the Kokkos in ${Kokkos_DIR} has no CUDA.")
endif()
include(backends)
smnn_find_or_build(KokkosKernels kokkos-kernels Kokkos::kokkoskernels)

if(SMNN_ENABLE_MPI)
  find_package(MPI QUIET COMPONENTS C CXX)
  smnn_require("${MPI_CXX_FOUND}" "MPI for C++" libopenmpi-dev SMNN_ENABLE_MPI)
  set(SMNN_HAVE_MPI_F08 OFF)
  if(SMNN_ENABLE_FORTRAN)
    find_package(MPI QUIET COMPONENTS Fortran)
    set(SMNN_HAVE_MPI_F08 ${MPI_Fortran_HAVE_F08_MODULE})
  endif()
endif()
if(SMNN_ENABLE_HDF5)
  include(hdf5)
  include(crypto)
  include(netcdf)
else()
  set(SMNN_ENABLE_NETCDF OFF) # NetCDF-4 is HDF5
endif()
if(SMNN_ENABLE_LAPACK)
  include(lapack)
endif()
if(SMNN_ENABLE_FFTW)
  include(fftw)
endif()
include(python)

# smnn_package_or_source(PACKAGE TARGET PATTERN): an installed package, else its sources, unpacked
# (SMNN_ARCHIVE_DIR/PATTERN/, /usr/src/PATTERN/) or packed (SMNN_ARCHIVE_DIR/PATTERN*.tar.gz).
macro(smnn_package_or_source package target pattern)
  find_package(${package} QUIET)
  if(NOT TARGET ${target})
    smnn_source_folder(${pattern} smnn_source)
    if(smnn_source)
      message(STATUS "${package}: building ${smnn_source}")
      add_subdirectory("${smnn_source}" "${PROJECT_BINARY_DIR}/third_party/${pattern}" EXCLUDE_FROM_ALL SYSTEM)
    endif()
  endif()
endmacro()

function(smnn_source_folder pattern result)
  file(GLOB packed "${SMNN_ARCHIVE_DIR}/${pattern}*.tar.gz")
  set(unpacked "${PROJECT_BINARY_DIR}/third_party/${pattern}-source")
  if(packed AND NOT EXISTS "${unpacked}")
    list(GET packed 0 packed)
    file(ARCHIVE_EXTRACT INPUT "${packed}" DESTINATION "${unpacked}")
  endif()
  file(GLOB candidates "${SMNN_ARCHIVE_DIR}/${pattern}/CMakeLists.txt" "${unpacked}/*/CMakeLists.txt"
       "/usr/src/${pattern}/CMakeLists.txt")
  set(folder "")
  if(candidates)
    list(GET candidates 0 first)
    cmake_path(GET first PARENT_PATH folder)
  endif()
  set(${result} "${folder}" PARENT_SCOPE)
endfunction()

# Of checkpoints, and of what smnn discover writes.
if(SMNN_ENABLE_HDF5 OR SMNN_ENABLE_DRIVERS)
  smnn_package_or_source(nlohmann_json nlohmann_json::nlohmann_json nlohmann_json)
endif()
if(SMNN_ENABLE_HDF5)
  smnn_require_target(nlohmann_json::nlohmann_json "nlohmann's JSON, which checkpoints need," nlohmann-json3-dev SMNN_ENABLE_HDF5)
endif()
if(SMNN_ENABLE_DRIVERS)
  smnn_package_or_source(CLI11 CLI11::CLI11 CLI11)
  smnn_require_target(CLI11::CLI11 CLI11 libcli11-dev SMNN_ENABLE_DRIVERS)
endif()
# Headers only; smnn discover simulates with Odeint and reads its systems as TOML.
find_package(Boost QUIET)
if(SMNN_ENABLE_DRIVERS)
  smnn_require_target(Boost::headers "Boost's headers" libboost-dev SMNN_ENABLE_DRIVERS)
  smnn_package_or_source(tomlplusplus tomlplusplus::tomlplusplus tomlplusplus)
  smnn_require_target(tomlplusplus::tomlplusplus toml++ libtomlplusplus-dev SMNN_ENABLE_DRIVERS)
  smnn_require_target(nlohmann_json::nlohmann_json "nlohmann's JSON" nlohmann-json3-dev SMNN_ENABLE_DRIVERS)
endif()
if(SMNN_ENABLE_TESTS)
  smnn_package_or_source(GTest GTest::gmock googletest)
  smnn_require_target(GTest::gmock "GoogleTest" "libgtest-dev libgmock-dev" SMNN_ENABLE_TESTS)
endif()
if(SMNN_ENABLE_PERF)
  set(BENCHMARK_ENABLE_TESTING OFF)
  smnn_package_or_source(benchmark benchmark::benchmark benchmark)
  smnn_require_target(benchmark::benchmark "Google Benchmark" libbenchmark-dev SMNN_ENABLE_PERF)
endif()
