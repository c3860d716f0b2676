#include "ping_pong.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <smnn/solver/error.hpp>
#include <vector>

#include "../statistics.hpp"

namespace smnn::perf {
namespace {

constexpr int repetitions = 200;
constexpr std::size_t largest = std::size_t{1} << 20;  // numbers: 8 MiB

template <class Action>
double median_seconds(Action const& action) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) {
    auto const begin = Clock::now();
    action();
    seconds.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
  }
  return median(seconds);
}

}  // namespace

void ping_pong(distributed::Communicator const& ranks) {
  if (ranks.size() < 2) throw InvalidArgument("--ping-pong: got one rank, expected two or more");
  if (ranks.rank() == 0) std::printf("kind,bytes_or_ranks,seconds\n");
  std::vector<double> message(largest);
  for (std::size_t count = 1; count <= largest; count *= 4) {
    std::span<double> const part(message.data(), count);
    ranks.barrier();
    double const there_and_back = median_seconds([&] {
      if (ranks.rank() == 0) {
        ranks.send<double>(part, 1);
        ranks.receive<double>(part, 1);
      } else if (ranks.rank() == 1) {
        ranks.receive<double>(part, 0);
        ranks.send<double>(part, 0);
      }
    });
    if (ranks.rank() == 0)
      std::printf("message,%zu,%.9g\n", count * sizeof(double), there_and_back / 2);
  }
  std::array<double, 3> values{};
  double const agreement = median_seconds([&] { ranks.maximum(values); });
  if (ranks.rank() == 0) std::printf("agreement,%d,%.9g\n", ranks.size(), agreement);
}

}  // namespace smnn::perf
