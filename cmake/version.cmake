# Generates smnn/version.hpp and smnn/config.hpp, and version.cpp with the git revision of each build.

set(smnn_include_dir "${PROJECT_BINARY_DIR}/include")

set(SMNN_HAVE_MPI ${SMNN_ENABLE_MPI})
set(SMNN_HAVE_HDF5 ${SMNN_ENABLE_HDF5})
set(SMNN_HAVE_LAPACK ${SMNN_ENABLE_LAPACK})
set(SMNN_HAVE_FFTW ${SMNN_ENABLE_FFTW})
set(SMNN_HAVE_NETCDF ${SMNN_ENABLE_NETCDF})

configure_file("${PROJECT_SOURCE_DIR}/cmake/templates/version.hpp.in" "${smnn_include_dir}/smnn/version.hpp" @ONLY)
configure_file("${PROJECT_SOURCE_DIR}/cmake/templates/config.hpp.in" "${smnn_include_dir}/smnn/config.hpp" @ONLY)

# Runs at every build, but touches version.cpp only when the revision changed.
add_custom_target(
  smnn_version
  COMMAND ${CMAKE_COMMAND} -D "source=${PROJECT_SOURCE_DIR}" -D "target=${PROJECT_BINARY_DIR}/version.cpp" -P
          "${PROJECT_SOURCE_DIR}/cmake/git_revision.cmake"
  BYPRODUCTS "${PROJECT_BINARY_DIR}/version.cpp"
  COMMENT "Looking up the git revision"
  VERBATIM)
