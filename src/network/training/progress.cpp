#include "smnn/network/training/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace smnn::network {

namespace {

constexpr double seconds_between_bars = 0.1;
constexpr double seconds_between_lines = 10;

template <class... Values>
std::string format(char const* pattern, Values... values) {
  char text[128];
  std::snprintf(text, sizeof(text), pattern, values...);
  return text;
}

std::string duration(double seconds) {
  auto const whole = static_cast<long long>(std::ceil(std::min(seconds, 1e12)));
  long long const hours = whole / 3600;
  int const minutes = static_cast<int>(whole / 60 % 60);
  int const rest = static_cast<int>(whole % 60);
  return hours > 0 ? format("%lld:%02d:%02d", hours, minutes, rest)
                   : format("%d:%02d", minutes, rest);
}

std::string rate_and_time(Moment const& moment) {
  if (!(moment.samples_per_second > 0)) return {};
  return format(moment.samples_per_second < 10 ? "  %.2g samples/s" : "  %.0f samples/s",
                moment.samples_per_second) +
         "  ETA " + duration(moment.seconds_left);
}

std::string of(char const* what, std::int64_t done, std::int64_t all) {
  return what + std::to_string(done) + '/' + std::to_string(all);
}

int terminal_width() {
  winsize size{};
  bool const known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

}  // namespace

std::string losses_text(std::span<std::string const> names, std::span<double const> values) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (text.empty() ? "" : "  ") + names[i] + format(" %.4g", values[i]);
  return text;
}

std::string bar_text(Moment const& moment, int width) {
  constexpr int cells = 20;
  double const epochs_done = static_cast<double>(moment.epoch) +
                             static_cast<double>(moment.batch) /
                                 static_cast<double>(std::max<std::int64_t>(1, moment.batches));
  double const part = epochs_done / static_cast<double>(std::max<std::int64_t>(1, moment.epochs));
  auto const full = static_cast<std::size_t>(std::clamp(static_cast<int>(part * cells), 0, cells));
  // The epoch under way counts from 1; behind the last one there is none.
  std::int64_t const batch = moment.epoch < moment.epochs ? moment.batch : moment.batches;
  std::string text = of("epoch ", std::min(moment.epoch + 1, moment.epochs), moment.epochs) + " [" +
                     std::string(full, '#') + std::string(cells - full, ' ') + "]" +
                     of(" batch ", batch, moment.batches) + rate_and_time(moment);
  if (!moment.losses.empty()) text += "  " + moment.losses;
  return text.substr(0, static_cast<std::size_t>(std::max(width, 1)));
}

std::string line_text(Moment const& moment) {
  std::string text = of("epoch ", moment.epoch, moment.epochs);
  if (!moment.losses.empty()) text += "  " + moment.losses;
  return text + rate_and_time(moment);
}

Progress::Progress(ProgressStyle style, bool speaks, Log log)
    : style_(style), log_(std::move(log)) {
  if (!speaks) {
    style_ = ProgressStyle::silent;
    log_ = {};
  }
  if (style_ == ProgressStyle::automatic)
    style_ = isatty(STDERR_FILENO) != 0 ? ProgressStyle::bar : ProgressStyle::lines;
}

Progress::~Progress() {
  if (bar_drawn_) std::fputc('\n', stderr);
}

void Progress::start(double samples_left) {
  start_ = Clock::now();
  last_line_ = start_;
  done_ = 0;
  left_at_start_ = samples_left;
}

bool Progress::bar_due() const {
  std::chrono::duration<double> const since = Clock::now() - last_bar_;
  return style_ == ProgressStyle::bar && since.count() > seconds_between_bars;
}

void Progress::estimate(Moment& moment) const {
  double const seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  if (!(seconds > 0) || !(done_ > 0)) return;
  moment.samples_per_second = done_ / seconds;
  moment.seconds_left = std::max(0.0, left_at_start_ - done_) / moment.samples_per_second;
}

void Progress::draw(Moment moment) {
  estimate(moment);
  // Clears what an earlier, longer bar has left.
  std::fprintf(stderr, "\r%s\x1b[K", bar_text(moment, terminal_width() - 1).c_str());
  std::fflush(stderr);
  bar_drawn_ = true;
  last_bar_ = Clock::now();
}

bool Progress::line_due(Moment const& moment) {
  // The first and the last epoch, every tenth of all, and else one in a while.
  std::int64_t const tenth = moment.epoch * 10 / std::max<std::int64_t>(1, moment.epochs);
  std::chrono::duration<double> const since = Clock::now() - last_line_;
  if (moment.epoch != moment.epochs && tenth == last_tenth_ &&
      since.count() < seconds_between_lines) {
    return false;
  }
  last_tenth_ = tenth;
  last_line_ = Clock::now();
  return true;
}

void Progress::epoch_done(Moment moment) {
  if (!shows() && !log_) return;
  if (style_ == ProgressStyle::bar && (moment.epoch == moment.epochs || bar_due())) draw(moment);
  if (!line_due(moment)) return;
  estimate(moment);
  std::string const line = line_text(moment);
  if (style_ == ProgressStyle::lines) print_line(line);
  if (log_) log_(line);
}

void Progress::note(std::string const& text, bool warning) {
  if (shows() || (warning && style_ == ProgressStyle::warnings)) print_line(text);
  if (log_) log_(text);
}

void Progress::print_line(std::string const& text) {
  std::fprintf(stderr, "%s%s\n", bar_drawn_ ? "\n" : "", text.c_str());
  std::fflush(stderr);
  bar_drawn_ = false;
}

}  // namespace smnn::network
