# The functions that LIBRARY, static or shared, exports under names that match PATTERN, against LIST, a name a line: one
# that is missing breaks compiled programs, one that is new wants to be in the list.
cmake_minimum_required(VERSION 3.25)

set(dynamic "")
if(NOT LIBRARY MATCHES "[.]a$")
  set(dynamic -D)
endif()
execute_process(COMMAND "${NM}" -g ${dynamic} --defined-only "${LIBRARY}" OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL " T ${PATTERN}\n" exported "${output}")
list(TRANSFORM exported REPLACE " T |\n" "")
list(SORT exported)
file(STRINGS "${LIST}" expected)

foreach(name IN LISTS exported)
  if(NOT name IN_LIST expected)
    message(SEND_ERROR "${LIBRARY} exports ${name}, which is not in ${LIST}")
  endif()
endforeach()
foreach(name IN LISTS expected)
  if(NOT name IN_LIST exported)
    message(SEND_ERROR "${LIBRARY} lacks ${name}, which is in ${LIST}")
  endif()
endforeach()
