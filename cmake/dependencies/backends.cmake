# The backends that Kokkos was configured with, each of which the library is compiled for.

set(smnn_backends "")
foreach(backend IN ITEMS CUDA HIP OPENMP SERIAL) # sorted: smnnConfig.cmake compares
  if(Kokkos_ENABLE_${backend})
    list(APPEND smnn_backends ${backend})
  endif()
endforeach()
foreach(backend IN ITEMS THREADS HPX SYCL OPENMPTARGET OPENACC)
  if(Kokkos_ENABLE_${backend})
    message(FATAL_ERROR "Kokkos has the backend ${backend} enabled; smnn supports Serial, OpenMP, Cuda and HIP.")
  endif()
endforeach()
