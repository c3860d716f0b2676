/// Discovery by training a mechanistic network.
#pragma once

#include <smnn/discovery/encoder.hpp>
#include <smnn/distributed/communicator.hpp>
#include <smnn/network/training/options.hpp>
#include <vector>

#include "discover/experiment.hpp"

namespace smnn::drivers::discovering {

/// Batch, epochs, learning rate and rounds as published: 11 rounds of 400 epochs.
network::TrainingOptions published_training();

/// Trains on all ranks, which share every batch. The outcome's states are the encoder's; its
/// coefficients those of the head, without standard errors, or of variable projection on these
/// states if it is to polish or there is no head. Collective.
Outcome train_encoder(distributed::Communicator const& ranks, Experiment const& experiment,
                      std::vector<discovery::Term> const& terms,
                      discovery::EncoderOptions const& encoder, bool polish,
                      network::TrainingOptions training);

}  // namespace smnn::drivers::discovering
