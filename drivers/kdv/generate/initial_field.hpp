/// Initial values, as a command line names them.
#pragma once

#include <cstdint>
#include <optional>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/pde/kdv/random_sines.hpp>
#include <smnn/pde/kdv/solitons.hpp>
#include <string>
#include <vector>

namespace smnn::drivers::kdv {

/// Either "sines", random ones; or "soliton:SPEED,POSITION", once or several times, whose sum it
/// is; or a file: CSV or HDF5 with a column u (or only one beside x), on equidistant points of a
/// period, the first at 0, and optionally a column x, which tells the length.
class InitialField {
 public:
  /// Throws InvalidArgument for words of another form, IoError for a bad file, which every rank
  /// reads by itself.
  InitialField(std::vector<std::string> const& words, double nonlinearity,
               pde::SineRanges const& sines);

  /// Of the period, if the file tells.
  std::optional<double> length() const { return length_; }

  /// Values at the points `own` of `points` on a period. Values of a file go to other points by
  /// trigonometric interpolation.
  std::vector<double> values(pde::SampleRandom& random, double length, std::int64_t points,
                             distributed::Range const& own) const;

  /// The largest part of a soliton's height that is left half a period away from it, where its
  /// shape is cut off; 0 without solitons.
  double cut_off(double length) const;

 private:
  void add_word(std::string const& word);
  void read_file(std::string const& path);

  double nonlinearity_;
  pde::SineRanges sines_;
  std::vector<pde::Soliton> solitons_;
  std::vector<double> field_;  // of a file
  std::optional<double> length_;
};

}  // namespace smnn::drivers::kdv
