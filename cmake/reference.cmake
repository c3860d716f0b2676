# Target `reference`: HTML pages of the API, by Doxygen, and of the Python package, by Sphinx. Warnings are errors.

find_package(Doxygen QUIET)
find_program(SMNN_SPHINX_BUILD sphinx-build DOC "Sphinx, for the reference of the Python package")
mark_as_advanced(SMNN_SPHINX_BUILD DOXYGEN_EXECUTABLE)
if(NOT DOXYGEN_FOUND)
  return()
endif()

set(smnn_reference_dir "${PROJECT_BINARY_DIR}/reference")
configure_file("${PROJECT_SOURCE_DIR}/cmake/reference/Doxyfile.in" "${PROJECT_BINARY_DIR}/Doxyfile" @ONLY)
set(pages_of_python)
if(SMNN_ENABLE_PYTHON AND SMNN_SPHINX_BUILD)
  # -E: what a changed module says is read again.
  set(pages_of_python COMMAND ${CMAKE_COMMAND} -E env "PYTHONPATH=${PROJECT_BINARY_DIR}/python" "${SMNN_SPHINX_BUILD}" -q -E -W
      --keep-going -b html -d "${PROJECT_BINARY_DIR}/sphinx" "${PROJECT_SOURCE_DIR}/cmake/reference/python"
      "${smnn_reference_dir}/python")
endif()
add_custom_target(reference
  COMMAND ${CMAKE_COMMAND} -E make_directory "${smnn_reference_dir}"
  COMMAND "${DOXYGEN_EXECUTABLE}" "${PROJECT_BINARY_DIR}/Doxyfile"
  ${pages_of_python}
  COMMENT "Reference: ${smnn_reference_dir}/index.html"
  VERBATIM)
if(TARGET smnn_python)
  add_dependencies(reference smnn_python)
endif()
