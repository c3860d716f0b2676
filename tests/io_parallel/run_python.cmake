# Runs a Python script that needs a module, with the first Python that has it: SMNN_PYTHON, else the
# one in PATH, else the system's. Without any it says SKIPPED, which CTest reports.
# cmake -D MODULE=... -D SCRIPT=... -D ARGUMENTS=... -P run_python.cmake
set(candidates python3 /usr/bin/python3)
if(DEFINED ENV{SMNN_PYTHON})
  set(candidates "$ENV{SMNN_PYTHON}")
endif()
foreach(python IN LISTS candidates)
  execute_process(COMMAND "${python}" -c "import numpy, ${MODULE}" RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
  if(status EQUAL 0)
    execute_process(COMMAND "${python}" "${SCRIPT}" ${ARGUMENTS} COMMAND_ERROR_IS_FATAL ANY)
    return()
  endif()
endforeach()
message("SKIPPED: none of '${candidates}' has the Python modules numpy and ${MODULE}")
