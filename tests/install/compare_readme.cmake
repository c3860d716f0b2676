# The README shows consumer.cpp; the two may not drift apart.
file(READ "${SOURCE_DIR}/README.md" readme)
file(READ "${SOURCE_DIR}/tests/install/consumer.cpp" consumer)

string(FIND "${readme}" "```cpp\n${consumer}```" place)
if(place EQUAL -1)
  message(FATAL_ERROR "README.md does not show tests/install/consumer.cpp as it is")
endif()
