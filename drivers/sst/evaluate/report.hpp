/// What `smnn sst evaluate` says: tables and JSON.
#pragma once

#include <smnn/climate/record.hpp>
#include <string>

#include "sst/evaluate/comparison.hpp"

namespace smnn::drivers::sst {

/// The record, in words, and what errors are divided by.
struct RecordFacts {
  std::string file;
  double mean = 0, deviation = 0;  ///< Degrees Celsius.
};

std::string to_text(RecordFacts const& facts, climate::Record const& record,
                    Comparison const& comparison);

std::string to_json(RecordFacts const& facts, climate::Record const& record,
                    Comparison const& comparison);

}  // namespace smnn::drivers::sst
