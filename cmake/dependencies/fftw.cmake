# Target smnn::fftw: FFTW 3 in double precision, with its MPI part where there is one (then it defines
# SMNN_HAVE_FFTW_MPI). FFTW's own CMake package is not everywhere (Debian has none), and knows nothing of
# the MPI part.

find_path(FFTW_INCLUDE_DIR fftw3.h)
find_library(FFTW_LIBRARY fftw3)
mark_as_advanced(FFTW_INCLUDE_DIR FFTW_LIBRARY)
set(smnn_fftw_found NO)
if(FFTW_INCLUDE_DIR AND FFTW_LIBRARY)
  set(smnn_fftw_found YES)
endif()
smnn_require(${smnn_fftw_found} "FFTW 3" libfftw3-dev SMNN_ENABLE_FFTW)

add_library(smnn_fftw INTERFACE)
add_library(smnn::fftw ALIAS smnn_fftw)
set_target_properties(smnn_fftw PROPERTIES EXPORT_NAME fftw)
target_include_directories(smnn_fftw SYSTEM INTERFACE "${FFTW_INCLUDE_DIR}")
set(smnn_fftw_mpi "without MPI")
if(SMNN_ENABLE_MPI)
  find_path(FFTW_MPI_INCLUDE_DIR fftw3-mpi.h HINTS "${FFTW_INCLUDE_DIR}")
  find_library(FFTW_MPI_LIBRARY fftw3_mpi)
  mark_as_advanced(FFTW_MPI_INCLUDE_DIR FFTW_MPI_LIBRARY)
  if(FFTW_MPI_INCLUDE_DIR AND FFTW_MPI_LIBRARY)
    target_include_directories(smnn_fftw SYSTEM INTERFACE "${FFTW_MPI_INCLUDE_DIR}")
    target_link_libraries(smnn_fftw INTERFACE "${FFTW_MPI_LIBRARY}" MPI::MPI_CXX)
    target_compile_definitions(smnn_fftw INTERFACE SMNN_HAVE_FFTW_MPI)
    set(smnn_fftw_mpi "with MPI")
  else()
    set(smnn_fftw_mpi "without its MPI part: no grids over several ranks; Debian: libfftw3-mpi-dev")
  endif()
endif()
target_link_libraries(smnn_fftw INTERFACE "${FFTW_LIBRARY}") # behind the part that needs it
message(STATUS "FFTW: ${FFTW_LIBRARY} (${smnn_fftw_mpi})")
