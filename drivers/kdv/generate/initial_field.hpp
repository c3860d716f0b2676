/// Initial values, as a command line names them.
#pragma once

#include <cstdint>
#include <optional>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/pde/kdv/random_sines.hpp>
#include <smnn/pde/kdv/solitons.hpp>
#include <string>
#include <vector>

#include "kdv/generate/field_file.hpp"

namespace smnn::drivers::kdv {

/// Either "sines", random ones; or "soliton:SPEED,POSITION", once or several times, whose sum it
/// is; or a file, see FieldFile.
class InitialField {
 public:
  /// For the ranks that share the points. Collective; throws InvalidArgument for words of another
  /// form, IoError for a bad file, on all of them.
  InitialField(distributed::Communicator const& ranks, std::vector<std::string> const& words,
               double nonlinearity, pde::SineRanges const& sines);

  /// Of the period, if the file tells.
  std::optional<double> length() const { return file_ ? file_->length() : std::nullopt; }

  /// Values at the points `own` of `points` on a period, shared as by make_transform. Values of a
  /// file go to other points by trigonometric interpolation. Collective over the ranks.
  std::vector<double> values(pde::SampleRandom& random, double length, std::int64_t points,
                             distributed::Range const& own) const;

  /// The largest part of a soliton's height that is left half a period away from it, where its
  /// shape is cut off; 0 without solitons.
  double cut_off(double length) const;

 private:
  std::vector<double> of_file(std::int64_t points, distributed::Range const& own) const;

  distributed::Communicator ranks_;
  double nonlinearity_;
  pde::SineRanges sines_;
  std::vector<pde::Soliton> solitons_;
  std::optional<FieldFile> file_;
};

}  // namespace smnn::drivers::kdv
