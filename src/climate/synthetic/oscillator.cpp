#include "smnn/climate/synthetic/oscillator.hpp"

#include <cmath>
#include <cstddef>

#include "smnn/climate/synthetic/detail/streams.hpp"
#include "smnn/kernels/random.hpp"

namespace smnn::climate {
namespace {

constexpr double strength = 0.75;
constexpr double delay = 6;
constexpr double period = 16.164;
constexpr double longest_step = 0.05;
constexpr std::int64_t long_run_steps = 200'000;  // more than 35 periods, mostly 600

std::int64_t rounded(double value) { return static_cast<std::int64_t>(std::llround(value)); }

}  // namespace

DelayedOscillator::DelayedOscillator(Settings const& settings) : settings_(settings) {
  double const step = settings.step * period;
  substeps_ = static_cast<std::int64_t>(std::ceil(step / longest_step));
  dt_ = step / static_cast<double>(substeps_);
  delay_ = rounded(delay / dt_);
  quarter_ = rounded(period / 4 / dt_);
  // Five periods take it to its cycle; up to one more, by the seed, is its phase.
  double const phase = kernels::random_uniform(settings.seed, detail::oscillator_start_stream, 0);
  history_ = delay_ + rounded((5 + phase) * period / dt_);
  std::int64_t const size = position(settings.samples - 1) + 1;
  values_.assign(static_cast<std::size_t>(delay_ + 1), 0.9);
  values_.reserve(static_cast<std::size_t>(size));
  extend(values_, detail::oscillator_stream, 0, size - delay_ - 1);
}

// The value after values[i], the last; i >= delay_.
double DelayedOscillator::step_forward(std::vector<double> const& values, std::int64_t i,
                                       double normal) const {
  auto const rate = [&](double now, std::int64_t at) {
    double const returning = values[static_cast<std::size_t>(at - delay_)];
    return now - now * now * now - strength * returning;
  };
  double const now = values[static_cast<std::size_t>(i)];
  double const kick = settings_.forcing * std::sqrt(dt_) * normal;
  double const first = rate(now, i);
  double const second = rate(now + dt_ * first + kick, i + 1);
  return now + dt_ / 2 * (first + second) + kick;
}

void DelayedOscillator::extend(std::vector<double>& values, std::uint64_t stream,
                               std::uint64_t index, std::int64_t steps) const {
  for (std::int64_t step = 0; step < steps; ++step) {
    double const normal = settings_.forcing == 0
                              ? 0
                              : kernels::random_normal(settings_.seed, stream,
                                                       index + static_cast<std::uint64_t>(step));
    values.push_back(step_forward(values, static_cast<std::int64_t>(values.size()) - 1, normal));
  }
}

DelayedOscillator::Pair DelayedOscillator::sample(std::int64_t i) const {
  std::int64_t const at = position(i);
  return {values_[static_cast<std::size_t>(at)], values_[static_cast<std::size_t>(at - quarter_)]};
}

std::vector<DelayedOscillator::Outlook> DelayedOscillator::outlook(std::int64_t start,
                                                                   std::int64_t steps,
                                                                   std::int64_t members) const {
  if (settings_.forcing == 0) members = 1;
  std::int64_t const known = position(start - 1) + 1;
  std::vector<double> const history(values_.begin() + (known - 1 - delay_ - quarter_),
                                    values_.begin() + known);
  std::vector<Outlook> outlook(static_cast<std::size_t>(steps));
  std::vector<double> path;
  for (std::int64_t member = 0; member < members; ++member) {
    path = history;
    extend(path, detail::ensemble_stream | static_cast<std::uint64_t>(start),
           static_cast<std::uint64_t>(member) << 40, steps * substeps_);
    for (std::int64_t i = 0; i < steps; ++i) {
      // Means and squares of the differences so far, by Welford's update.
      auto const at = static_cast<std::int64_t>(history.size()) - 1 + (i + 1) * substeps_;
      Outlook& of = outlook[static_cast<std::size_t>(i)];
      double const now = path[static_cast<std::size_t>(at)] - of.mean.now;
      double const before = path[static_cast<std::size_t>(at - quarter_)] - of.mean.before;
      auto const count = static_cast<double>(member + 1);
      of.mean.now += now / count;
      of.mean.before += before / count;
      double const weight = 1 - 1 / count;
      of.spread.now += weight * now * now;
      of.spread.both += weight * now * before;
      of.spread.before += weight * before * before;
    }
  }
  for (Outlook& of : outlook) {
    double const degrees = members > 1 ? static_cast<double>(members - 1) : 1;
    of.spread.now /= degrees;
    of.spread.both /= degrees;
    of.spread.before /= degrees;
  }
  return outlook;
}

DelayedOscillator::Moments DelayedOscillator::long_run() const {
  std::vector<double> path(static_cast<std::size_t>(delay_ + 1), 0.9);
  std::int64_t const skipped = history_ + quarter_;
  extend(path, detail::oscillator_moments_stream, 0, skipped + long_run_steps);
  Moments sums;
  for (std::size_t i = path.size() - static_cast<std::size_t>(long_run_steps); i < path.size();
       ++i) {
    double const now = path[i];
    double const before = path[i - static_cast<std::size_t>(quarter_)];
    sums.now += now * now;
    sums.both += now * before;
    sums.before += before * before;
  }
  auto const count = static_cast<double>(long_run_steps);
  return {sums.now / count, sums.both / count, sums.before / count};
}

}  // namespace smnn::climate
