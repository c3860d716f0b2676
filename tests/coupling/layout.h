/* Static assertions about structures, in C99, which has none: an array of negative length does not
 * compile. */
#ifndef SMNN_TESTS_LAYOUT_H
#define SMNN_TESTS_LAYOUT_H

#include <stddef.h>

#define ASSERT(name, condition) typedef char assertion_##name[(condition) ? 1 : -1]
#define SIZE(type, bytes) ASSERT(sizeof_##type, sizeof(type) == (bytes))
#define OFFSET(type, member, bytes) ASSERT(type##_##member, offsetof(type, member) == (bytes))

#endif
