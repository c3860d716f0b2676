# Proves the ways of using smnn from another project: the consumers in tests/install/ are configured, built and run
# against an installed smnn, that in C++ against the source tree too; so are examples in src/. Label: install.

set(consumers "${PROJECT_SOURCE_DIR}/tests/install")
set(work "${PROJECT_BINARY_DIR}/tests/install")

add_test(NAME install.into_a_prefix
         COMMAND ${CMAKE_COMMAND} --install "${PROJECT_BINARY_DIR}" --prefix "${work}/prefix")
set_tests_properties(install.into_a_prefix PROPERTIES FIXTURES_SETUP smnn_installed)

# smnn_add_project_test(NAME FOLDER CMAKE_ARGUMENT... [--test-command PROGRAM]): configures and builds FOLDER, runs PROGRAM.
function(smnn_add_project_test name folder)
  add_test(NAME install.${name}
           COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test "${folder}" "${work}/${name}" --build-generator
                   "${CMAKE_GENERATOR}" --build-noclean --build-options
                   "-DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}" ${ARGN})
endfunction()

# smnn_add_consumer_test(NAME LANGUAGE CMAKE_ARGUMENT...): that of the folder LANGUAGE.
function(smnn_add_consumer_test name language)
  smnn_add_project_test(${name} "${consumers}/${language}" ${ARGN} --test-command consumer)
endfunction()

set(installed -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=${work}/prefix")
smnn_add_consumer_test(find_package cpp ${installed})
smnn_add_consumer_test(find_package_from_c c ${installed} "-DCMAKE_C_COMPILER=${CMAKE_C_COMPILER}")
set(smnn_prefix_tests install.find_package install.find_package_from_c)
if(SMNN_ENABLE_FORTRAN)
  smnn_add_consumer_test(find_package_from_fortran fortran ${installed} "-DCMAKE_Fortran_COMPILER=${CMAKE_Fortran_COMPILER}")
  list(APPEND smnn_prefix_tests install.find_package_from_fortran)
endif()
if(SMNN_ENABLE_FORTRAN AND SMNN_HAVE_MPI_F08) # a project with tests of its own
  smnn_add_project_test(column_example "${PROJECT_SOURCE_DIR}/src/coupling/fortran/examples/column_physics" ${installed}
                        "-DCMAKE_Fortran_COMPILER=${CMAKE_Fortran_COMPILER}" "-DMPIEXEC_EXECUTABLE=${MPIEXEC_EXECUTABLE}"
                        --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure)
  list(APPEND smnn_prefix_tests install.column_example)
endif()
find_program(PKG_CONFIG_EXECUTABLE pkg-config)
mark_as_advanced(PKG_CONFIG_EXECUTABLE)
if(PKG_CONFIG_EXECUTABLE AND NOT SMNN_SANITIZE)
  add_test(NAME install.pkg_config
           COMMAND ${CMAKE_COMMAND} "-DPKG_CONFIG=${PKG_CONFIG_EXECUTABLE}" "-DCC=${CMAKE_C_COMPILER}" "-DPREFIX=${work}/prefix"
                   "-DLIBDIR=${CMAKE_INSTALL_LIBDIR}" "-DSOURCE=${consumers}/c/consumer.c" "-DWORK=${work}/pkg_config"
                   -P "${consumers}/pkg_config.cmake")
  list(APPEND smnn_prefix_tests install.pkg_config)
endif()
if(SMNN_ENABLE_MPI AND NOT SMNN_SANITIZE)
  include(petsc_example_tests)
endif()
set_tests_properties(${smnn_prefix_tests} PROPERTIES FIXTURES_REQUIRED smnn_installed)

# Builds the library once more; no block orders, no optimisation, no debugging data and sources built together keep that short.
smnn_add_consumer_test(
  add_subdirectory cpp -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=24
  "-DSMNN_SOURCE_DIR=${PROJECT_SOURCE_DIR}" "-DSMNN_BLOCK_ORDERS="
  "-DKokkos_DIR=${Kokkos_DIR}" "-DKokkosKernels_DIR=${KokkosKernels_DIR}" -DSMNN_ENABLE_MPI=OFF
  -DSMNN_ENABLE_HDF5=OFF -DSMNN_ENABLE_LAPACK=OFF)

set_tests_properties(install.into_a_prefix ${smnn_prefix_tests} install.add_subdirectory
                     PROPERTIES LABELS install TIMEOUT 900 ENVIRONMENT "${smnn_test_environment}")
if(TEST install.column_example)
  set_tests_properties(install.column_example PROPERTIES ENVIRONMENT "${smnn_ranks_test_environment}")
endif()

add_test(NAME install.headers_are_complete
         COMMAND ${CMAKE_COMMAND} "-DINCLUDE_DIR=${work}/prefix/${CMAKE_INSTALL_INCLUDEDIR}" -P "${consumers}/check_headers.cmake")
set_tests_properties(install.headers_are_complete PROPERTIES LABELS install FIXTURES_REQUIRED smnn_installed)

add_test(NAME install.readme_shows_the_consumers
         COMMAND ${CMAKE_COMMAND} "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}" -P "${consumers}/compare_readme.cmake")
set_tests_properties(install.readme_shows_the_consumers PROPERTIES LABELS install)

add_test(NAME install.spack_recipe_sets_our_options
         COMMAND ${CMAKE_COMMAND} "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}" "-DBUILD_DIR=${PROJECT_BINARY_DIR}"
                 -P "${consumers}/check_spack_recipe.cmake")
set_tests_properties(install.spack_recipe_sets_our_options PROPERTIES LABELS install)
