#include "kdv/generate/initial_field.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
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

}  // namespace

InitialField::InitialField(distributed::Communicator const& ranks,
                           std::vector<std::string> const& words, double nonlinearity,
                           pde::SineRanges const& sines)
    : ranks_(ranks), nonlinearity_(nonlinearity), sines_(sines) {
  ranks.together([&] {
    if (words.empty()) throw InvalidArgument("--initial: got nothing, expected initial values");
    bool const all_solitons = std::all_of(words.begin(), words.end(), [](std::string const& word) {
      return word.starts_with(soliton_prefix);
    });
    if (words.size() > 1 && !all_solitons) {
      throw InvalidArgument("--initial: got " + io::quote(words[0]) + " and " +
                            io::quote(words[1]) +
                            ", expected one kind of initial values, or solitons alone");
    }
    if (!all_solitons) return;
    for (auto const& word : words) {
      solitons_.push_back(parse_soliton(word));
      check(solitons_.back(), nonlinearity_, "--initial");
    }
  });
  if (solitons_.empty() && words[0] != "sines") file_.emplace(ranks, words[0]);
}

std::vector<double> InitialField::of_file(std::int64_t points,
                                          distributed::Range const& own) const {
  if (file_->points() == points) return file_->read(own);
  auto const from = pde::make_transform(ranks_, file_->points());
  auto const to = pde::make_transform(ranks_, points);
  return pde::resample(ranks_, *from, file_->read(from->own_points()), *to);
}

std::vector<double> InitialField::values(pde::SampleRandom& random, double length,
                                         std::int64_t points, distributed::Range const& own) const {
  if (file_) return of_file(points, own);
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
