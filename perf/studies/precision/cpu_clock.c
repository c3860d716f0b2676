/* Preloaded, lets every program that asks for the time see what the process has computed for so
   far: times on a crowded machine, of programs with one thread. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec* time) {
  (void)clock;
  return (int)syscall(SYS_clock_gettime, CLOCK_PROCESS_CPUTIME_ID, time);
}
