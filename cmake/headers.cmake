# The folder that users include: ${smnn_include_dir}/smnn, in the tree made of links to the sources.

file(CREATE_LINK "${PROJECT_SOURCE_DIR}/kernels" "${smnn_include_dir}/smnn/kernels" SYMBOLIC)
file(GLOB smnn_public_sources CONFIGURE_DEPENDS LIST_DIRECTORIES true RELATIVE "${PROJECT_SOURCE_DIR}/src"
     "${PROJECT_SOURCE_DIR}/src/*")
foreach(entry IN LISTS smnn_public_sources)
  if(IS_DIRECTORY "${PROJECT_SOURCE_DIR}/src/${entry}" OR entry MATCHES "\\.hpp$")
    file(CREATE_LINK "${PROJECT_SOURCE_DIR}/src/${entry}" "${smnn_include_dir}/smnn/${entry}" SYMBOLIC)
  endif()
endforeach()
# Of the C API, <smnn/smnn.h> and what stands beside it.
file(GLOB smnn_c_headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/coupling/*/*.h")
if(NOT SMNN_ENABLE_MPI)
  list(FILTER smnn_c_headers EXCLUDE REGEX "/smnn_mpi[.]h$")
endif()
foreach(header IN LISTS smnn_c_headers)
  cmake_path(GET header FILENAME name)
  file(CREATE_LINK "${header}" "${smnn_include_dir}/smnn/${name}" SYMBOLIC)
endforeach()
