/// @file
/// What is trained: the only thing that the training loop knows of a model and its data.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "smnn/network/parameters/parameters.hpp"

namespace smnn::network {

/// One call's work.
struct Evaluation {
  std::span<std::int64_t const> samples;  ///< Indices into the objective's samples; this rank's.
  bool with_gradients = false;
  double gradient_factor = 1;  ///< 1 / samples of the batch over all ranks.
};

/// A model with its data: losses, each a sum over samples, and their gradients. Knows nothing of
/// ranks: every rank has all samples, or finds those it is asked for.
///
/// Unless ranks evaluate samples together (TrainingOptions::ranks_per_shard): these are called with
/// the same samples, and each gives its part of their losses and gradients. An objective whose
/// ranks exchange messages in `evaluate` must throw on all of them, by Communicator::together of
/// what can fail on one: else those wait for ever.
template <class Real, class ExecutionSpace>
class Objective {
 public:
  using ParameterSet = Parameters<Real, ExecutionSpace>;

  virtual ~Objective() = default;

  /// Samples in all; the same on every rank.
  virtual std::int64_t samples() const = 0;

  /// The first is what is minimised, the others are its parts or whatever is worth a curve. Words
  /// without spaces and commas: they become columns.
  virtual std::vector<std::string> loss_names() const = 0;

  /// Makes room for calls of up to `samples` samples; called once before the first.
  virtual void reserve(std::int64_t samples) { static_cast<void>(samples); }

  /// Writes the sum over the call's samples of every loss, in the order of the names, and if asked
  /// adds `gradient_factor` times the gradient of the first of these sums to the parameters'
  /// gradients. Returns when the losses are there; the gradients may still be on their way on
  /// `space`. Sums are made in a fixed order, so that a run can be repeated bit by bit. May throw
  /// on one rank only; then all ranks end with its message. Never called without samples.
  virtual void evaluate(ExecutionSpace const& space, ParameterSet const& parameters,
                        Evaluation const& evaluation, std::span<double> losses) = 0;

  /// Before every epoch, counted from 0, on every rank; a place to change masks or weights. Not
  /// called again for an epoch that is resumed in its middle.
  virtual void begin_epoch(ExecutionSpace const& space, ParameterSet const& parameters,
                           std::int64_t epoch) {
    static_cast<void>(space);
    static_cast<void>(parameters);
    static_cast<void>(epoch);
  }

  /// What `begin_epoch` has changed, to be kept in checkpoints. `restore` throws InvalidArgument if
  /// it cannot be this model's.
  virtual std::vector<double> state() const { return {}; }
  virtual void restore(std::span<double const> state) { static_cast<void>(state); }
};

}  // namespace smnn::network
