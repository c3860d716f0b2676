#include "smnn/distributed/phase_table.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>

namespace smnn::distributed {
namespace {

/// Paths of all ranks, the same on all. Usually one round: all ranks have those of rank 0.
std::vector<std::string> common_paths(Communicator const& ranks, std::vector<Phase> const& phases) {
  std::vector<std::string> common;
  auto const is_missing = [&](Phase const& phase) {
    return std::find(common.begin(), common.end(), phase.path) == common.end();
  };
  while (true) {
    bool const lacks = std::any_of(phases.begin(), phases.end(), is_missing);
    double first = lacks ? ranks.size() - ranks.rank() : 0;  // the lowest rank has the largest
    ranks.maximum(std::span(&first, 1));
    if (first == 0) return common;
    std::string lines;
    for (auto const& phase : phases)
      if (is_missing(phase)) lines += phase.path + '\n';
    ranks.broadcast(lines, ranks.size() - static_cast<int>(first));
    std::istringstream stream(lines);
    for (std::string path; std::getline(stream, path);) common.push_back(path);
  }
}

/// Behind the last phase inside its parent; at the end if there is none.
void insert_below_parent(std::vector<std::string>& paths, std::string const& path) {
  auto place = paths.end();
  auto const parent = std::find(paths.begin(), paths.end(), path.substr(0, path.rfind('/')));
  if (parent != paths.end() && path.find('/') != std::string::npos) {
    place = std::find_if(parent + 1, paths.end(), [inside = *parent + '/'](auto const& other) {
      return !other.starts_with(inside);
    });
  }
  paths.insert(place, path);
}

template <class... Values>
std::string format(char const* pattern, Values... values) {
  char text[128];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

std::string numbers(char const* pattern, PhaseStatistics const& phase) {
  return format(pattern, static_cast<long long>(phase.calls), phase.least, phase.mean, phase.most);
}

/// Mean seconds outside all phases directly inside.
double remainder(PhaseStatistics const& phase, std::vector<PhaseStatistics> const& phases) {
  std::string const inside = phase.path + '/';
  double rest = phase.mean;
  for (auto const& other : phases) {
    if (other.path.starts_with(inside) && other.path.find('/', inside.size()) == std::string::npos)
      rest -= other.mean;
  }
  return std::max(rest, 0.0);  // rounding
}

/// A field of a CSV file: names of regions that are not ours may have commas.
std::string csv_field(std::string const& text) {
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string field = "\"";
  for (char const c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + '"';
}

std::string padded(std::string name, std::size_t width) {
  name.resize(std::max(width, name.size()), ' ');
  return name;
}

}  // namespace

std::vector<PhaseStatistics> gather_phases(Communicator const& ranks,
                                           std::vector<Phase> const& phases) {
  std::map<std::string, Phase> own;
  for (auto const& phase : phases) own[phase.path] = phase;
  auto const paths = common_paths(ranks, phases);
  std::size_t const count = paths.size();
  std::vector<double> extremes(3 * count);  // most calls, most seconds, minus least seconds
  std::vector<double> sums(count);
  for (std::size_t i = 0; i < count; ++i) {
    Phase const& phase = own[paths[i]];
    extremes[i] = static_cast<double>(phase.calls);
    extremes[count + i] = phase.seconds;
    extremes[2 * count + i] = -phase.seconds;
    sums[i] = phase.seconds;
  }
  ranks.maximum(extremes);
  ranks.sum_in_rank_order(std::span<double>(sums));
  std::vector<std::string> order;
  for (auto const& path : paths) insert_below_parent(order, path);
  std::vector<PhaseStatistics> table;
  for (auto const& path : order) {
    auto const found = std::find(paths.begin(), paths.end(), path);
    auto const i = static_cast<std::size_t>(found - paths.begin());
    table.push_back({path, static_cast<std::int64_t>(extremes[i]), -extremes[2 * count + i],
                     sums[i] / ranks.size(), extremes[count + i]});
  }
  return table;
}

std::string phase_table(std::vector<PhaseStatistics> const& phases) {
  std::vector<std::string> names;
  std::size_t width = std::string("phase").size();
  for (auto const& phase : phases) {
    auto const depth = std::count(phase.path.begin(), phase.path.end(), '/');
    names.push_back(std::string(2 * static_cast<std::size_t>(depth), ' ') +
                    phase.path.substr(phase.path.rfind('/') + 1));
    width = std::max(width, names.back().size());
  }
  std::string text =
      padded("phase", width) + "     calls        min s       mean s        max s     itself s\n";
  for (std::size_t i = 0; i < phases.size(); ++i) {
    text += padded(names[i], width) + numbers(" %9lld %12.6f %12.6f %12.6f", phases[i]) +
            format(" %12.6f\n", remainder(phases[i], phases));
  }
  return text;
}

std::string phase_csv(std::vector<PhaseStatistics> const& phases) {
  std::string text = "region,calls,min_s,mean_s,max_s\n";
  for (auto const& phase : phases)
    text += csv_field(phase.path) + numbers(",%lld,%.9g,%.9g,%.9g\n", phase);
  return text;
}

}  // namespace smnn::distributed
