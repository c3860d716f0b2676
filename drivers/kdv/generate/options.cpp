#include "kdv/generate/options.hpp"

#include <cmath>
#include <limits>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::kdv {
namespace {

void require(bool sound, std::string const& option, double value, std::string const& expected) {
  if (sound) return;
  throw InvalidArgument(option + ": got " + io::to_string(value) + ", expected " + expected);
}

void require_positive(std::string const& option, double value) {
  require(value > 0 && std::isfinite(value), option, value, "a positive, finite number");
}

void require_spread(std::string const& option, double value) {
  require(value >= 0 && value < 1, option, value, "a number from 0 on and below 1");
}

void check_times(std::vector<double> const& times) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    bool const sound =
        std::isfinite(times[i]) && (i == 0 ? times[0] >= 0 : times[i] > times[i - 1]);
    require(sound, "--times", times[i], "finite times from 0 on, strictly increasing");
  }
}

}  // namespace

void check(GenerateOptions const& options) {
  require_positive("--length", options.length);
  require_spread("--length-spread", options.length_spread);
  require_positive("--end-time", options.end_time);
  require_spread("--end-spread", options.end_spread);
  if (options.domain) require_positive("--domain", *options.domain);
  check_times(options.times);
  // What can be counted in int once refined.
  std::int64_t const most =
      std::numeric_limits<int>::max() / std::max<std::int64_t>(1, options.refine);
  require(options.points >= 4 && options.points <= most, "--points",
          static_cast<double>(options.points), "4 to " + std::to_string(most));
  if (options.times.empty()) {
    require(options.levels >= 2, "--levels", static_cast<double>(options.levels), "at least 2");
    require(options.keep >= 1 && options.keep <= options.levels, "--keep",
            static_cast<double>(options.keep),
            "1 to the levels, " + std::to_string(options.levels));
  }
  std::int64_t const samples = options.train + options.valid + options.test;
  if (!options.single && samples == 0)
    throw InvalidArgument("--train, --valid, --test: got no samples, expected some in one of them");
  check(options.sines);
}

SampleFrame make_frame(GenerateOptions const& options, pde::SampleRandom& random) {
  SampleFrame frame;
  double const length =
      options.length * (1 + random.uniform(-options.length_spread, options.length_spread));
  double const end =
      options.end_time * (1 + random.uniform(-options.end_spread, options.end_spread));
  frame.length = options.domain.value_or(length);
  frame.times = options.times;
  if (!frame.times.empty()) return frame;
  auto const last = static_cast<double>(options.levels - 1);
  for (std::int64_t level = options.levels - options.keep; level < options.levels; ++level)
    frame.times.push_back(end * (static_cast<double>(level) / last));
  return frame;
}

}  // namespace smnn::drivers::kdv
