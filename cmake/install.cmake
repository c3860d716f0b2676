# `cmake --install`, and the package that find_package(smnn) reads.

include(CMakePackageConfigHelpers)
set(smnn_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/smnn")

install(TARGETS smnn EXPORT smnnTargets)
foreach(target IN ITEMS smnn_hdf5 smnn_lapack)
  if(TARGET ${target})
    install(TARGETS ${target} EXPORT smnnTargets)
  endif()
endforeach()
if(SMNN_ENABLE_DRIVERS)
  install(PROGRAMS "$<TARGET_FILE:smnn_program>" TYPE BIN)
endif()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/kernels" "${PROJECT_SOURCE_DIR}/src/"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/smnn" FILES_MATCHING PATTERN "*.hpp")
install(FILES "${smnn_include_dir}/smnn/version.hpp" "${smnn_include_dir}/smnn/config.hpp"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/smnn")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/smnnConfig.cmake.in" "${PROJECT_BINARY_DIR}/smnnConfig.cmake"
                              INSTALL_DESTINATION "${smnn_package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/smnnConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(EXPORT smnnTargets NAMESPACE smnn:: DESTINATION "${smnn_package_dir}")
install(FILES "${PROJECT_BINARY_DIR}/smnnConfig.cmake" "${PROJECT_BINARY_DIR}/smnnConfigVersion.cmake"
        DESTINATION "${smnn_package_dir}")
