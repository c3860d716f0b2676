/* Checks of test programs in C: the first that fails ends the program and says where. */
#ifndef SMNN_TESTS_CHECK_H
#define SMNN_TESTS_CHECK_H

#include <smnn/smnn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                \
  do {                                                                                  \
    if (!(condition)) {                                                                 \
      fprintf(stderr, "%s:%d: %s does not hold (last error: %s)\n", __FILE__, __LINE__, \
              #condition, smnn_last_error_message());                                   \
      exit(1);                                                                          \
    }                                                                                   \
  } while (0)

/* A call that must succeed, or fail with a status and a message that has `part` in it. */
#define SUCCEEDS(call) CHECK((call) == SMNN_SUCCESS)
#define FAILS(status, part, call)                           \
  do {                                                      \
    CHECK((call) == (status));                              \
    CHECK(strstr(smnn_last_error_message(), part) != NULL); \
  } while (0)

#endif
