# Properties of the library target smnn that follow from the build, not from its sources (src/).

target_sources(smnn PRIVATE "${PROJECT_BINARY_DIR}/version.cpp")
add_dependencies(smnn smnn_version)
target_include_directories(smnn PUBLIC "$<BUILD_INTERFACE:${smnn_include_dir}>"
                                       "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
target_compile_features(smnn PUBLIC cxx_std_20)
target_link_libraries(smnn PUBLIC Kokkos::kokkos)
if(KokkosKernels_HEADER_ONLY)
  target_link_libraries(smnn PRIVATE $<BUILD_INTERFACE:Kokkos::kokkoskernels>) # an installed smnn does without
else()
  target_link_libraries(smnn PRIVATE Kokkos::kokkoskernels)
endif()
if(SMNN_ENABLE_MPI)
  target_link_libraries(smnn PRIVATE MPI::MPI_CXX)
endif()
if(SMNN_ENABLE_HDF5)
  target_link_libraries(smnn PRIVATE smnn::hdf5 smnn::crypto $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
endif()
if(SMNN_ENABLE_LAPACK)
  target_link_libraries(smnn PRIVATE smnn::lapack)
endif()
set_target_properties(smnn PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
smnn_set_warnings(smnn)
