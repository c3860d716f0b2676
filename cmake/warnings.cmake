# Warnings and sanitizers for our own targets.

# Under CUDA these reach the host compiler through nvcc_wrapper; cudafe's own diagnostics stay as they are.
function(smnn_set_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # Wrongly raised inside std::string's operator+ (GCC bug 105651) and the AVX-512 intrinsics (105593).
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized)
    if(SMNN_QUICK_BUILD) # at -O2 also, and of indices in branches that unrolling has made dead
      target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-uninitialized)
    endif()
  endif()
  if(CMAKE_UNITY_BUILD) # all unnamed namespaces are one, and seem to stand in a header
    target_compile_options(${target} PRIVATE -Wno-shadow)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
    endif()
  endif()
  if(Kokkos_ENABLE_CUDA)
    target_compile_options(${target} PRIVATE -Wno-parentheses) # nvcc puts some around declarators
  endif()
  if(SMNN_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# Sources of Fortran 2008 and nothing else.
function(smnn_set_fortran_warnings target)
  if(CMAKE_Fortran_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:Fortran>:-std=f2008;-Wall;-Wextra;-pedantic>)
    if(SMNN_WARNINGS_AS_ERRORS)
      target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:Fortran>:-Werror>)
    endif()
  endif()
endfunction()

if(SMNN_QUICK_BUILD) # two thirds of the time of -O3
  add_compile_options($<$<AND:$<CONFIG:Release>,$<COMPILE_LANGUAGE:CXX>>:-O2>)
endif()

if(SMNN_SANITIZE)
  list(JOIN SMNN_SANITIZE "," smnn_sanitizers)
  add_compile_options(-fsanitize=${smnn_sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # Checks of every pointer and reference, a third of the compilation: bad ones end the program anyway, since the address
  # sanitizer reports the fault, of packs that are not aligned, too.
  if("undefined" IN_LIST SMNN_SANITIZE)
    add_compile_options(-fno-sanitize=null,alignment,object-size,vptr)
  endif()
  add_link_options(-fsanitize=${smnn_sanitizers})
endif()
