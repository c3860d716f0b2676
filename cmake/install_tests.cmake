# Proves both ways of using smnn from another project: tests/install/ is configured, built and run
# against an installed smnn and against the source tree. Label: install.

set(consumer "${PROJECT_SOURCE_DIR}/tests/install")
set(work "${PROJECT_BINARY_DIR}/tests/install")

add_test(NAME install.into_a_prefix
         COMMAND ${CMAKE_COMMAND} --install "${PROJECT_BINARY_DIR}" --prefix "${work}/prefix")
set_tests_properties(install.into_a_prefix PROPERTIES FIXTURES_SETUP smnn_installed)

# smnn_add_consumer_test(NAME CMAKE_ARGUMENT...)
function(smnn_add_consumer_test name)
  add_test(NAME install.${name}
           COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test "${consumer}" "${work}/${name}" --build-generator
                   "${CMAKE_GENERATOR}" --build-noclean --build-options
                   "-DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}" ${ARGN} --test-command consumer)
endfunction()

smnn_add_consumer_test(find_package -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=${work}/prefix")
set_tests_properties(install.find_package PROPERTIES FIXTURES_REQUIRED smnn_installed)

# Builds the library once more; no block orders, no optimisation, no debugging data and sources built together keep that short.
smnn_add_consumer_test(
  add_subdirectory -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=24
  "-DSMNN_SOURCE_DIR=${PROJECT_SOURCE_DIR}" "-DSMNN_BLOCK_ORDERS="
  "-DKokkos_DIR=${Kokkos_DIR}" "-DKokkosKernels_DIR=${KokkosKernels_DIR}" -DSMNN_ENABLE_MPI=OFF
  -DSMNN_ENABLE_HDF5=OFF -DSMNN_ENABLE_LAPACK=OFF)

set_tests_properties(install.into_a_prefix install.find_package install.add_subdirectory
                     PROPERTIES LABELS install TIMEOUT 900 ENVIRONMENT "${smnn_test_environment}")

add_test(NAME install.headers_are_complete
         COMMAND ${CMAKE_COMMAND} "-DINCLUDE_DIR=${work}/prefix/${CMAKE_INSTALL_INCLUDEDIR}" -P "${consumer}/check_headers.cmake")
set_tests_properties(install.headers_are_complete PROPERTIES LABELS install FIXTURES_REQUIRED smnn_installed)

add_test(NAME install.readme_shows_the_consumer
         COMMAND ${CMAKE_COMMAND} "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}" -P "${consumer}/compare_readme.cmake")
set_tests_properties(install.readme_shows_the_consumer PROPERTIES LABELS install)
