#include "support/progress.hpp"

#include <unistd.h>

#include <cstdio>

#include "support/table.hpp"

namespace smnn::drivers {

ProgressLine::ProgressLine(bool speaks) : speaks_(speaks), terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::show(std::string const& what, std::int64_t done, std::int64_t all,
                        char const* unit) {
  if (!speaks_) return;
  auto const now = Clock::now();
  if (what != what_) {
    what_ = what;
    start_ = last_ = now;
  }
  double const pause = terminal_ ? 0.1 : 10;
  if (done == 0 || std::chrono::duration<double>(now - last_).count() < pause) return;
  last_ = now;
  double const each =
      std::chrono::duration<double>(now - start_).count() / static_cast<double>(done);
  std::fprintf(stderr, "%s%s: %lld of %lld %s, %s each, %s left%s", terminal_ ? "\r" : "",
               what.c_str(), static_cast<long long>(done), static_cast<long long>(all), unit,
               duration(each).c_str(), duration(each * static_cast<double>(all - done)).c_str(),
               terminal_ ? "\x1b[K" : "\n");
  std::fflush(stderr);
  drawn_ = terminal_;
}

}  // namespace smnn::drivers
