#include "smnn/network/training/checkpoint/configuration.hpp"

#include <charconv>

namespace smnn::network {

namespace {

// As short as reading it back to the same bits allows.
std::string exact(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

}  // namespace

std::map<std::string, std::string> configuration_of(TrainingOptions const& options,
                                                    Sampler const& sampler,
                                                    std::string const& precision) {
  std::map<std::string, std::string> configuration = options.configuration;
  configuration["samples"] = std::to_string(sampler.samples());
  configuration["batch_size"] = std::to_string(sampler.batch_size());
  configuration["shuffle"] = options.shuffle ? "yes" : "no";
  configuration["drop_last"] = options.drop_last ? "yes" : "no";
  configuration["seed"] = std::to_string(options.seed);
  configuration["learning_rate"] = exact(options.adam.learning_rate);
  configuration["precision"] = precision;
  return configuration;
}

}  // namespace smnn::network
