/// How far a long computation is, for whoever waits.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace smnn::drivers {

/// On standard error: a line that is rewritten on a terminal, else one every ten seconds.
class ProgressLine {
 public:
  /// Silent unless `speaks`.
  explicit ProgressLine(bool speaks);
  ~ProgressLine();
  ProgressLine(ProgressLine const&) = delete;
  ProgressLine& operator=(ProgressLine const&) = delete;

  /// "train: 12 of 512 samples, 0.2 s each, 100 s left"
  void show(std::string const& what, std::int64_t done, std::int64_t all, char const* unit);

 private:
  using Clock = std::chrono::steady_clock;

  bool speaks_;
  bool terminal_;
  bool drawn_ = false;
  std::string what_;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace smnn::drivers
