# What PROGRAM prints must not depend on how its columns are shared out: by ranks, or by tiles of a rank.
foreach(run IN ITEMS "1 1000" "1 7" "2 24" "3 11" "4 5")
  separate_arguments(run)
  list(GET run 0 ranks)
  list(GET run 1 tile)
  execute_process(COMMAND "${LAUNCHER}" ${NUMBER_OF_RANKS} ${ranks} ${FLAGS} "${PROGRAM}" tile=${tile} steps=24 print=6
                  OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
  if(NOT DEFINED expected)
    set(expected "${printed}")
    message("${expected}")
  elseif(NOT printed STREQUAL expected)
    message(FATAL_ERROR "${ranks} ranks with tiles of at most ${tile} columns print\n${printed}instead of the above")
  endif()
endforeach()
