# Builds the example in PETSc against the installed smnn and runs it, where there is a PETSc. Part of install_tests.cmake.

find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
  pkg_check_modules(smnn_petsc QUIET PETSc>=3.18)
endif()
if(NOT smnn_petsc_FOUND)
  return()
endif()

smnn_add_project_test(petsc_example "${PROJECT_SOURCE_DIR}/src/coupling/c/examples/reactive_transport" ${installed}
                      "-DCMAKE_C_COMPILER=${CMAKE_C_COMPILER}" -DCMAKE_C_FLAGS=-Werror)
set_tests_properties(install.petsc_example PROPERTIES FIXTURES_SETUP smnn_petsc_example)
list(APPEND smnn_prefix_tests install.petsc_example)

# smnn_add_petsc_run(NAME RANKS OPTION...)
function(smnn_add_petsc_run name ranks)
  add_test(NAME install.${name}
           COMMAND ${MPIEXEC_EXECUTABLE} ${MPIEXEC_NUMPROC_FLAG} ${ranks} ${MPIEXEC_PREFLAGS}
                   "${work}/petsc_example/reactive_transport" ${MPIEXEC_POSTFLAGS} -nx 24 -ny 12 -steps 8 ${ARGN})
  set_tests_properties(install.${name} PROPERTIES LABELS install FIXTURES_REQUIRED smnn_petsc_example TIMEOUT 300
                       PROCESSORS ${ranks} ENVIRONMENT "${smnn_ranks_test_environment}")
endfunction()

smnn_add_petsc_run(petsc_example.check_on_1_rank 1 -check)
smnn_add_petsc_run(petsc_example.check_on_3_ranks 3 -check)
smnn_add_petsc_run(petsc_example.recover_on_2_ranks 2 -recover)
