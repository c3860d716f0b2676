#include "kdv/generate/initial_field.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <smnn/io/series.hpp>
#include <smnn/io/text.hpp>
#include <smnn/pde/fourier/real_transform.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::kdv {
namespace {

constexpr std::string_view soliton_prefix = "soliton:";

pde::Soliton parse_soliton(std::string const& word) {
  pde::Soliton soliton;
  char const* const end = word.data() + word.size();
  auto const speed = std::from_chars(word.data() + soliton_prefix.size(), end, soliton.speed);
  bool sound = speed.ec == std::errc() && speed.ptr != end && *speed.ptr == ',';
  if (sound) {
    auto const position = std::from_chars(speed.ptr + 1, end, soliton.position);
    sound = position.ec == std::errc() && position.ptr == end;
  }
  if (!sound) {
    throw InvalidArgument("--initial: got " + io::quote(word) +
                          ", expected soliton:SPEED,POSITION with two numbers");
  }
  return soliton;
}

std::vector<double> column(io::Series const& series, std::int64_t number) {
  std::vector<double> values;
  for (std::int64_t point = 0; point < series.points(); ++point)
    values.push_back(series(point, number));
  return values;
}

/// The length of a period on whose points x are.
double length_of(std::vector<double> const& x, std::string const& where) {
  double const step = (x.back() - x.front()) / static_cast<double>(x.size() - 1);
  for (std::size_t j = 0; j < x.size(); ++j) {
    double const expected = x.front() + step * static_cast<double>(j);
    if (!(step > 0) || std::abs(x[j] - expected) > 1e-3 * step) {
      throw IoError(where + ", column 'x': is " + io::to_string(x[j]) + " in row " +
                    std::to_string(j + 1) + ", expected increasing, equidistant points");
    }
  }
  return step * static_cast<double>(x.size());
}

}  // namespace

InitialField::InitialField(std::vector<std::string> const& words, double nonlinearity,
                           pde::SineRanges const& sines)
    : nonlinearity_(nonlinearity), sines_(sines) {
  if (words.empty()) throw InvalidArgument("--initial: got nothing, expected initial values");
  bool const all_solitons = std::all_of(words.begin(), words.end(), [](std::string const& word) {
    return word.starts_with(soliton_prefix);
  });
  if (words.size() > 1 && !all_solitons) {
    throw InvalidArgument("--initial: got " + io::quote(words[0]) + " and " + io::quote(words[1]) +
                          ", expected one kind of initial values, or solitons alone");
  }
  for (auto const& word : words) add_word(word);
}

void InitialField::add_word(std::string const& word) {
  if (word.starts_with(soliton_prefix)) {
    solitons_.push_back(parse_soliton(word));
    check(solitons_.back(), nonlinearity_, "--initial");
  } else if (word != "sines") {
    read_file(word);
  }
}

void InitialField::read_file(std::string const& path) {
  io::SeriesOptions options;
  options.time_column = "none";
  io::Series const series = io::read_series(path, options);
  std::string const where = "file " + io::quote(path);
  std::int64_t x = -1;
  std::int64_t u = -1;
  std::int64_t others = 0;
  for (std::int64_t number = 0; number < series.columns(); ++number) {
    auto const& name = series.names[static_cast<std::size_t>(number)];
    if (name == "x") x = number;
    if (name != "x" && (u < 0 || name == "u")) u = number;
    if (name != "x" && name != "u") ++others;
  }
  bool const named = u >= 0 && series.names[static_cast<std::size_t>(u)] == "u";
  if (u < 0 || (!named && others > 1)) {
    throw IoError(where + ": has " + std::to_string(series.columns()) +
                  " columns, expected one called u, or only one beside x");
  }
  field_ = column(series, u);
  if (x >= 0) length_ = length_of(column(series, x), where);
}

std::vector<double> InitialField::values(pde::SampleRandom& random, double length,
                                         std::int64_t points, distributed::Range const& own) const {
  if (!field_.empty()) {
    auto const all =
        static_cast<std::int64_t>(field_.size()) == points ? field_ : pde::resample(field_, points);
    return {all.begin() + own.begin, all.begin() + own.end};
  }
  pde::SineSum const sines(sines_, random);
  std::vector<double> result;
  for (std::int64_t j = own.begin; j < own.end; ++j) {
    double const position = static_cast<double>(j) / static_cast<double>(points);
    double value = solitons_.empty() ? sines(position) : 0;
    for (auto const& soliton : solitons_)
      value += pde::periodic_soliton(soliton, nonlinearity_, length, length * position);
    result.push_back(value);
  }
  return result;
}

double InitialField::cut_off(double length) const {
  double largest = 0;
  for (auto const& soliton : solitons_) {
    pde::Soliton const resting{soliton.speed, 0};
    largest = std::max(largest, std::abs(pde::soliton(resting, nonlinearity_, length / 2, 0) /
                                         pde::soliton(resting, nonlinearity_, 0, 0)));
  }
  return largest;
}

}  // namespace smnn::drivers::kdv
