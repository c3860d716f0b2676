# Target smnn::hdf5: the HDF5 C library with its high-level part (dimension scales). Not an imported
# target: its paths go into the installed package as they are, because FindHDF5 would ask a consumer
# in C++ alone for a C compiler.

set(HDF5_PREFER_PARALLEL ${SMNN_ENABLE_MPI})
find_package(HDF5 QUIET COMPONENTS C HL)
smnn_require("${HDF5_FOUND}" "HDF5 for C" libhdf5-openmpi-dev SMNN_ENABLE_HDF5)

add_library(smnn_hdf5 INTERFACE)
add_library(smnn::hdf5 ALIAS smnn_hdf5)
set_target_properties(smnn_hdf5 PROPERTIES EXPORT_NAME hdf5)
target_include_directories(smnn_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS})
target_link_libraries(smnn_hdf5 INTERFACE ${HDF5_HL_LIBRARIES} ${HDF5_C_LIBRARIES})
target_compile_definitions(smnn_hdf5 INTERFACE ${HDF5_C_DEFINITIONS})
if(HDF5_IS_PARALLEL)
  # A parallel HDF5's headers include mpi.h, even in a program that uses no MPI itself.
  find_package(MPI QUIET REQUIRED COMPONENTS CXX)
  target_link_libraries(smnn_hdf5 INTERFACE MPI::MPI_CXX)
endif()
message(STATUS "HDF5 ${HDF5_VERSION}: ${HDF5_C_LIBRARIES} (parallel: ${HDF5_IS_PARALLEL})")
