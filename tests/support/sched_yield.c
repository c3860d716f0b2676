/* Preloaded by tests on several ranks. An MPI rank that waits asks its messages again and again,
 * and yields between; where ranks are more than cores, that yield leaves the core to nobody, and
 * every exchange costs a time slice. Here it sleeps. */
#include <time.h>

int sched_yield(void);

int sched_yield(void) {
  struct timespec const pause = {0, 20000};
  nanosleep(&pause, 0);
  return 0;
}
