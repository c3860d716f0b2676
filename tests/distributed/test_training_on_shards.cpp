// Ranks that share samples, each with its points of them, train as one rank does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "ranks.hpp"
#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/convolution.hpp"
#include "smnn/network/layers/sequential.hpp"
#include "smnn/network/training/trainer.hpp"
#include "smnn/solver/error.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using network::Line;
using network::LinePointer;
using network::TrainingOptions;
using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;
using Parameters = network::Parameters<double, Space>;

constexpr std::int64_t samples_in_all = 11;
constexpr std::int64_t axis = 24;

/// Two convolutions learn the product of neighbours.
class NeighbourProducts : public network::Objective<double, Space> {
 public:
  explicit NeighbourProducts(LinePointer line)
      : line_(std::move(line)), numbers_(random_values(samples_in_all * axis, 5)) {
    network::ConvolutionOptions options{.out_channels = 4,
                                        .length = line_->points().size(),
                                        .width = 5,
                                        .padding_mode = network::PaddingMode::circular,
                                        .line = line_};
    using Conv = network::Convolution<double, Space>;
    network::Sequential<double, Space>::Layers layers;
    layers.push_back(std::make_unique<Conv>(layout_, "conv1", options));
    layers.push_back(std::make_unique<network::Tanh<double, Space>>("tanh", layers[0]->outputs()));
    std::swap(options.in_channels, options.out_channels);
    layers.push_back(std::make_unique<Conv>(layout_, "conv2", options));
    network_ = std::make_unique<network::Sequential<double, Space>>("net", std::move(layers));
  }

  network::ParameterLayout const& layout() const { return layout_; }
  std::int64_t samples() const override { return samples_in_all; }
  std::vector<std::string> loss_names() const override { return {"squares"}; }
  void reserve(std::int64_t samples) override {
    reserved = samples;
    network_->reserve(samples);
  }

  void evaluate(Space const& space, Parameters const& parameters,
                network::Evaluation const& evaluation, std::span<double> losses) override {
    seen.insert(seen.end(), evaluation.samples.begin(), evaluation.samples.end());
    std::vector<double> inputs;
    std::vector<double> targets;
    for (std::int64_t const sample : evaluation.samples) {
      auto const number = [&](std::int64_t p) {
        return numbers_[static_cast<std::size_t>(sample * axis + (p + axis) % axis)];
      };
      for (std::int64_t p = line_->points().begin; p < line_->points().end; ++p) {
        inputs.push_back(number(p));
        targets.push_back(number(p - 1) * number(p + 1));
      }
    }
    auto const matrix = [&](auto const& view) {
      return network::Matrix<double, Memory>(view.data(), evaluation.samples.size(),
                                             view.size() / evaluation.samples.size());
    };
    auto const x = to_device<double, Memory>(inputs);
    auto const y = to_device<double, Memory>(targets);
    network_->forward(space, parameters, matrix(x), matrix(y));
    std::vector<double> residuals = to_host(y);
    losses[0] = 0;
    for (std::size_t i = 0; i < residuals.size(); ++i) {
      residuals[i] -= targets[i];
      losses[0] += residuals[i] * residuals[i];
      residuals[i] *= 2 * evaluation.gradient_factor;
    }
    if (!evaluation.with_gradients) return;
    auto const dy = to_device<double, Memory>(residuals);
    network_->backward(space, parameters, matrix(x), matrix(y), matrix(dy), {});
    space.fence();
  }

  std::int64_t reserved = 0;
  std::vector<std::int64_t> seen;  ///< samples, in the order of their evaluation

 private:
  LinePointer line_;
  std::vector<double> numbers_;
  network::ParameterLayout layout_;
  network::LayerPointer<double, Space> network_;
};

TrainingOptions options(int ranks_per_shard) {
  TrainingOptions result;
  result.epochs = 6;
  result.batch = 4;  // of 11: the last batch has 3
  result.seed = 4;
  result.ranks_per_shard = ranks_per_shard;
  result.adam.learning_rate = 0.02;
  result.progress = network::ProgressStyle::silent;
  return result;
}

LinePointer line_of(Communicator const& ranks, int ranks_per_shard) {
  return std::make_shared<Line const>(ranks.split(ranks.rank() / ranks_per_shard), axis);
}

struct Trained {
  std::vector<double> losses;
  std::vector<double> parameters;
  std::int64_t reserved;
  std::vector<std::int64_t> seen;
};

Trained train(Communicator const& ranks, int ranks_per_shard) {
  Space const space;
  NeighbourProducts objective(line_of(ranks, ranks_per_shard));
  NeighbourProducts validation(line_of(ranks, ranks_per_shard));
  Parameters const parameters(space, objective.layout(), 3);
  network::Trainer<double, Space> trainer(ranks, space, objective, parameters,
                                          options(ranks_per_shard), &validation);
  trainer.train();
  std::vector<double> losses;
  for (char const* const column : {"train_squares", "validation_squares"}) {
    auto const values = trainer.history().column(column);
    losses.insert(losses.end(), values.begin(), values.end());
  }
  return {losses, to_host(parameters.values()), objective.reserved, objective.seen};
}

TEST(TrainingOnShards, IsTrainingOnOneRank) {
  Trained const alone = train(Communicator(), 1);
  EXPECT_LT(alone.losses[5], 0.9 * alone.losses[0]);
  int const ranks = world().size();
  for (int ranks_per_shard = 1; ranks_per_shard <= ranks; ++ranks_per_shard) {
    if (ranks % ranks_per_shard != 0) continue;
    SCOPED_TRACE(std::to_string(ranks_per_shard) + " of " + std::to_string(ranks) + " ranks");
    Trained const shared = train(world(), ranks_per_shard);
    ASSERT_EQ(shared.losses.size(), alone.losses.size());
    // Sums of about 100 numbers in other orders, over 18 steps of Adam.
    for (std::size_t i = 0; i < alone.losses.size(); ++i)
      EXPECT_NEAR(shared.losses[i], alone.losses[i], 1e-10 * alone.losses[i]) << i;
    std::vector<double> root = shared.parameters;
    world().broadcast(root);
    EXPECT_EQ(shared.parameters, root);
    EXPECT_EQ(shared.parameters, train(world(), ranks_per_shard).parameters);
  }
}

TEST(TrainingOnShards, RanksOfAShardHaveTheSameSamples) {
  int const ranks = world().size();
  Trained const shared = train(world(), ranks);
  EXPECT_EQ(shared.reserved, 4);
  EXPECT_EQ(shared.seen, train(Communicator(), 1).seen);
  if (ranks != 4) return;
  Trained const halves = train(world(), 2);
  EXPECT_EQ(halves.reserved, 2);
  std::vector<std::int64_t> of_pair = halves.seen;
  world().split(world().rank() / 2).broadcast(of_pair);
  EXPECT_EQ(halves.seen, of_pair);
}

TEST(TrainingOnShards, RanksThatMakeUpNoWholeShardsAreRefused) {
  int const ranks = world().size();
  Space const space;
  NeighbourProducts objective(line_of(world(), ranks));
  Parameters const parameters(space, objective.layout(), 3);
  auto const message = [&](int ranks_per_shard) {
    return message_of<InvalidArgument>([&] {
      network::Trainer<double, Space>(world(), space, objective, parameters,
                                      options(ranks_per_shard));
    });
  };
  EXPECT_EQ(message(ranks + 1), "training: ranks_per_shard is " + std::to_string(ranks + 1) +
                                    ", expected a divisor of the " + std::to_string(ranks) +
                                    " ranks");
  EXPECT_EQ(message(0), "training: ranks_per_shard is 0, expected at least 1");
}

}  // namespace
}  // namespace smnn::test
