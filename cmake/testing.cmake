# smnn_add_gtest: one GoogleTest program, its tests registered with CTest one by one.
# smnn_add_mpi_test: one that runs on several ranks.

include(GoogleTest)

# What every test needs in its environment; machine specifics, hence not in the code.
set(smnn_test_environment
    "OMPI_ALLOW_RUN_AS_ROOT=1" "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1" # containers and CI run as root
    "OMPI_MCA_rmaps_base_oversubscribe=1" # more ranks than cores
    "OPENBLAS_NUM_THREADS=1" # we thread over systems
    "OMP_PROC_BIND=false" "OMP_WAIT_POLICY=passive" # tests share the machine with others
    "ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:allocator_may_return_null=1" "UBSAN_OPTIONS=print_stacktrace=1"
    "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/lsan.supp:print_suppressions=0")

# On several ranks.
set(smnn_ranks_test_environment ${smnn_test_environment} "OMP_NUM_THREADS=1")
if(SMNN_ENABLE_MPI AND CMAKE_SYSTEM_NAME STREQUAL "Linux" AND NOT SMNN_SANITIZE) # whose libraries want to be loaded first
  add_library(smnn_test_yield MODULE "${PROJECT_SOURCE_DIR}/tests/support/sched_yield.c")
  set_target_properties(smnn_test_yield PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  list(APPEND smnn_ranks_test_environment "OMPI_MCA_mpi_yield_when_idle=1"
       "LD_PRELOAD=${PROJECT_BINARY_DIR}/tests/${CMAKE_SHARED_MODULE_PREFIX}smnn_test_yield${CMAKE_SHARED_MODULE_SUFFIX}")
endif()

# What a test program needs. Its own code is compiled faster than it would run: what is tested lies in the libraries.
function(smnn_make_test_program name)
  smnn_set_warnings(${name})
  # At -O1 g++ warns of its own AVX-512 intrinsics (GCC bug 105593).
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1> $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized>)
endfunction()

# Half the time of compiling a test goes into reading these; all programs share the first one's.
function(smnn_precompile_headers name)
  if(NOT SMNN_QUICK_BUILD)
    return()
  endif()
  if(NOT TARGET smnn_test_headers)
    add_executable(smnn_test_headers EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/tests/main.cpp")
    target_link_libraries(smnn_test_headers PRIVATE smnn::smnn smnn_test_main)
    smnn_make_test_program(smnn_test_headers)
    target_precompile_headers(smnn_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h> <Kokkos_Core.hpp>)
  endif()
  target_precompile_headers(${name} REUSE_FROM smnn_test_headers)
  # g++ 12 warns of std::string's own copies (GCC bug 105651) where its header is precompiled.
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow>)
endfunction()

# smnn_add_gtest(NAME SOURCE... [LABEL label] [LIBRARIES target...])
function(smnn_add_gtest name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "LIBRARIES")
  if(NOT arg_LABEL)
    get_filename_component(arg_LABEL "${CMAKE_CURRENT_SOURCE_DIR}" NAME) # tests/kernels -> kernels
  endif()
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE smnn::smnn smnn_test_main ${arg_LIBRARIES})
  target_compile_definitions(${name} PRIVATE SMNN_TEST_DATA_DIR="${PROJECT_SOURCE_DIR}/tests/data")
  smnn_make_test_program(${name})
  smnn_precompile_headers(${name})
  # At test time, not at build time: a CUDA program does not even start where there is no driver.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
                       PROPERTIES LABELS ${arg_LABEL} TIMEOUT 300)
  # Among those properties a list would lose all but its first entry, so that CTest sets this one by itself.
  set(environment "${CMAKE_CURRENT_BINARY_DIR}/${name}_environment.cmake")
  file(CONFIGURE OUTPUT "${environment}" @ONLY CONTENT [[
foreach(test IN LISTS @name@_TESTS)
  set_tests_properties("${test}" PROPERTIES ENVIRONMENT "@smnn_test_environment@")
endforeach()
]])
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${environment}")
endfunction()

# smnn_add_mpi_test(NAME SOURCE... RANKS n... [LABEL label] [LIBRARIES target...]): one GoogleTest
# program, run as a whole on each number of ranks; a test that would wait for ever is ended.
function(smnn_add_mpi_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "RANKS;LIBRARIES")
  if(NOT arg_LABEL)
    get_filename_component(arg_LABEL "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  endif()
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS} "${PROJECT_SOURCE_DIR}/tests/mpi_main.cpp")
  target_link_libraries(${name} PRIVATE smnn::smnn MPI::MPI_CXX GTest::gtest GTest::gmock ${arg_LIBRARIES})
  smnn_make_test_program(${name})
  smnn_precompile_headers(${name})
  foreach(ranks IN LISTS arg_RANKS)
    add_test(NAME ${name}.on_${ranks}_ranks
             COMMAND ${MPIEXEC_EXECUTABLE} ${MPIEXEC_NUMPROC_FLAG} ${ranks} ${MPIEXEC_PREFLAGS}
                     $<TARGET_FILE:${name}> ${MPIEXEC_POSTFLAGS})
    set_tests_properties(${name}.on_${ranks}_ranks PROPERTIES LABELS ${arg_LABEL} TIMEOUT 300 PROCESSORS ${ranks}
                         ENVIRONMENT "${smnn_ranks_test_environment}")
  endforeach()
endfunction()

add_library(smnn_test_main STATIC "${PROJECT_SOURCE_DIR}/tests/main.cpp")
target_link_libraries(smnn_test_main PUBLIC Kokkos::kokkos GTest::gtest GTest::gmock)
smnn_set_warnings(smnn_test_main)
