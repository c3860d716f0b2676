# Target smnn::lapack: Fortran symbols of BLAS and LAPACK. It defines SMNN_HAVE_OPENBLAS where
# openblas_set_num_threads() exists: OpenBLAS must not start threads of its own under ours.

find_package(LAPACK QUIET)
smnn_require("${LAPACK_FOUND}" "LAPACK" libopenblas-dev SMNN_ENABLE_LAPACK)

include(CheckFunctionExists)
set(CMAKE_REQUIRED_LIBRARIES ${LAPACK_LIBRARIES})
check_function_exists(openblas_set_num_threads SMNN_LAPACK_IS_OPENBLAS)
unset(CMAKE_REQUIRED_LIBRARIES)

add_library(smnn_lapack INTERFACE)
add_library(smnn::lapack ALIAS smnn_lapack)
set_target_properties(smnn_lapack PROPERTIES EXPORT_NAME lapack)
target_link_libraries(smnn_lapack INTERFACE ${LAPACK_LIBRARIES})
if(SMNN_LAPACK_IS_OPENBLAS)
  target_compile_definitions(smnn_lapack INTERFACE SMNN_HAVE_OPENBLAS)
endif()
message(STATUS "LAPACK: ${LAPACK_LIBRARIES}")
