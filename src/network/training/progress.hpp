/// @file
/// What a user sees of a training while it runs.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "smnn/network/training/options.hpp"

namespace smnn::network {

/// A moment of a training.
struct Moment {
  std::int64_t epoch = 0;  ///< Complete ones.
  std::int64_t epochs = 0;
  std::int64_t batch = 0;  ///< Complete ones of the epoch under way.
  std::int64_t batches = 0;
  double samples_per_second = 0;  ///< 0: not known yet.
  double seconds_left = 0;
  std::string losses;  ///< "total 0.0123  data 0.011".
};

/// "epoch 3/400 [####      ] batch 2/20  1234 samples/s  ETA 0:12  total 0.0123", cut to the width.
std::string bar_text(Moment const& moment, int width);
/// "epoch 3/400  total 0.0123  1234 samples/s  ETA 0:12".
std::string line_text(Moment const& moment);
/// "NAME VALUE  NAME VALUE", four digits each.
std::string losses_text(std::span<std::string const> names, std::span<double const> values);

/// Shows moments on standard error: a bar that is drawn anew, or lines now and then; the lines go
/// to a log, too, if there is one.
class Progress {
 public:
  using Log = std::function<void(std::string const&)>;

  /// Silent where `speaks` is false: on all ranks but one.
  Progress(ProgressStyle style, bool speaks, Log log = {});
  /// Ends the bar's line.
  ~Progress();
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;

  /// Starts the clock: `samples_left` to the end of all epochs.
  void start(double samples_left);

  /// After a batch of `samples`; `losses` is what to show, and made only if it is shown.
  template <class MakeLosses>
  void batch_done(Moment moment, std::int64_t samples, MakeLosses const& losses) {
    done_ += static_cast<double>(samples);
    if (!bar_due()) return;
    moment.losses = losses();
    draw(moment);
  }
  void epoch_done(Moment moment);

  /// A sentence for the user, on a line of its own.
  void note(std::string const& text, bool warning = false);

 private:
  using Clock = std::chrono::steady_clock;

  bool shows() const { return style_ == ProgressStyle::bar || style_ == ProgressStyle::lines; }
  bool bar_due() const;
  bool line_due(Moment const& moment);
  void draw(Moment moment);
  void estimate(Moment& moment) const;
  void print_line(std::string const& text);

  ProgressStyle style_;
  Log log_;
  bool bar_drawn_ = false;
  double done_ = 0;
  double left_at_start_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_bar_{};
  Clock::time_point last_line_{};
  std::int64_t last_tenth_ = -1;
};

}  // namespace smnn::network
