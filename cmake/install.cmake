# `cmake --install`, and the package that find_package(smnn) reads.

include(CMakePackageConfigHelpers)
set(smnn_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/smnn")

install(TARGETS smnn EXPORT smnnTargets)
foreach(target IN ITEMS smnn_hdf5 smnn_crypto smnn_lapack smnn_fftw smnn_netcdf_c)
  if(TARGET ${target})
    install(TARGETS ${target} EXPORT smnnTargets)
  endif()
endforeach()
set(smnn_further_targets smnn_c smnn_distributed smnn_network smnn_discovery smnn_forecast smnn_climate)
foreach(target IN ITEMS smnn_c_mpi smnn_fortran smnn_fortran_mpi)
  if(TARGET ${target})
    list(APPEND smnn_further_targets ${target})
  endif()
endforeach()
if(SMNN_ENABLE_HDF5)
  list(APPEND smnn_further_targets smnn_parallel_io)
endif()
if(SMNN_ENABLE_FFTW)
  list(APPEND smnn_further_targets smnn_pde)
endif()
if(SMNN_ENABLE_NETCDF)
  list(APPEND smnn_further_targets smnn_netcdf)
endif()
install(TARGETS ${smnn_further_targets} EXPORT smnnTargets)
set(smnn_installed_targets smnn ${smnn_further_targets})
if(SMNN_ENABLE_DRIVERS)
  install(TARGETS smnn_program)
  list(APPEND smnn_installed_targets smnn_program)
endif()
file(RELATIVE_PATH smnn_bin_to_lib "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
set_target_properties(${smnn_installed_targets} PROPERTIES INSTALL_RPATH "$ORIGIN/${smnn_bin_to_lib}"
                                                           INSTALL_RPATH_USE_LINK_PATH ON)

# Of src/, what users include and what that includes; install.headers_are_complete tests it.
set(smnn_internal_headers REGEX "/solver/(baseline|banded|partition)$|/distributed/detail/(gathered_separators|mpi_state|separator_tree|separators|share_kernels|step_exchange|sum_gradients|time_share)[.]hpp$|/layers/detail/complex_products_by_blas[.]hpp$|/solver/instantiate[.]hpp$|/(io(/(parallel|netcdf))?|climate|pde/fourier|pde/kdv)/detail$|/src/coupling$" EXCLUDE
                          REGEX "/solver/detail/(gradient_partials|grouping|reduce_partials|refinement_control|row_tables|solver_base)[.]hpp$" EXCLUDE)
if(NOT SMNN_ENABLE_HDF5)
  list(APPEND smnn_internal_headers REGEX "/io/(hdf5[a-z_]*|provenance)[.]hpp$" EXCLUDE
       REGEX "/io/(checkpoint|parallel)$" EXCLUDE REGEX "/pde/kdv/dataset[a-z_]*[.]hpp$" EXCLUDE)
endif()
if(NOT SMNN_ENABLE_FFTW)
  list(APPEND smnn_internal_headers REGEX "/src/pde$" EXCLUDE)
endif()
if(NOT SMNN_ENABLE_NETCDF)
  list(APPEND smnn_internal_headers REGEX "/io/netcdf$" EXCLUDE REGEX "/climate/(sst|forecast)_file[a-z_]*[.]hpp$" EXCLUDE)
endif()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/kernels" "${PROJECT_SOURCE_DIR}/src/"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/smnn" FILES_MATCHING PATTERN "*.hpp" ${smnn_internal_headers})
install(FILES ${smnn_c_headers} "${smnn_include_dir}/smnn/version.hpp" "${smnn_include_dir}/smnn/config.hpp"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/smnn")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/templates/smnnConfig.cmake.in" "${PROJECT_BINARY_DIR}/smnnConfig.cmake"
                              INSTALL_DESTINATION "${smnn_package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/smnnConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(EXPORT smnnTargets NAMESPACE smnn:: DESTINATION "${smnn_package_dir}")
install(FILES "${PROJECT_BINARY_DIR}/smnnConfig.cmake" "${PROJECT_BINARY_DIR}/smnnConfigVersion.cmake"
        DESTINATION "${smnn_package_dir}")
