/// Discovery by training the published mechanistic network.
#pragma once

#include <smnn/discovery/encoder.hpp>
#include <smnn/distributed/communicator.hpp>
#include <smnn/network/training/options.hpp>
#include <vector>

#include "experiment.hpp"

namespace smnn::drivers::discovering {

/// Batch, epochs, learning rate and rounds as published: 11 rounds of 400 epochs.
network::TrainingOptions published_training();

/// Trains on all ranks, which share every batch. The outcome's states are the data, and there are
/// no standard errors. Collective.
Outcome train_encoder(distributed::Communicator const& ranks, Experiment const& experiment,
                      std::vector<discovery::Term> const& terms,
                      discovery::EncoderOptions const& encoder,
                      network::TrainingOptions const& training);

}  // namespace smnn::drivers::discovering
