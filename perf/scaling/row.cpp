#include "row.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdio>
#include <smnn/machine/description.hpp>
#include <smnn/machine/placement.hpp>
#include <smnn/version.hpp>
#include <string>
#include <utility>

#include "../statistics.hpp"

namespace smnn::perf {
namespace {

using Column = std::pair<std::string, std::string>;
using Space = Kokkos::DefaultExecutionSpace;

std::string const exchange = "smnn::exchange";

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

/// A comma would end the field.
std::string field(std::string text) {
  std::replace(text.begin(), text.end(), ',', ' ');
  return text;
}

bool is_named(std::string const& path, std::string const& name) {
  return path == name || path.ends_with('/' + name);
}

/// Of all phases of that name, wherever they are, less the exchanges right inside them. Least and
/// most are sums of bounds: exact for phases that a rank is in once.
distributed::PhaseStatistics total(Measurement const& m, std::string const& name) {
  distributed::PhaseStatistics sum;
  for (auto const& phase : m.phases) {
    double const sign = is_named(phase.path, name)                    ? 1
                        : is_named(phase.path, name + '/' + exchange) ? -1
                                                                      : 0;
    sum.mean += sign * phase.mean;
    sum.least += sign * (sign < 0 ? phase.most : phase.least);
    sum.most += sign * (sign < 0 ? phase.least : phase.most);
  }
  sum.least = std::max(sum.least, 0.0);
  return sum;
}

void append_problem(std::vector<Column>& row, ScalingOptions const& o, int ranks,
                    distributed::ProcessGrid const& grid) {
  row.insert(row.end(), {{"label", field(o.label)},
                         {"ranks", std::to_string(ranks)},
                         {"threads", std::to_string(Space().concurrency())},
                         {"grid_batch", std::to_string(grid.batch)},
                         {"grid_time", std::to_string(grid.time)},
                         {"systems", std::to_string(o.systems)},
                         {"points", std::to_string(o.points)},
                         {"dims", std::to_string(o.dims)},
                         {"orders", std::to_string(o.orders)},
                         {"precision", o.single_precision ? "float" : "double"},
                         {"mode", o.plain ? "plain" : "default"},
                         {"operation", o.adjoint ? "solve+adjoint" : "solve"}});
}

void append_times(std::vector<Column>& row, Measurement const& m) {
  row.emplace_back("corrections", std::to_string(m.corrections));
  row.emplace_back("seconds", number(median(m.seconds)));
  row.emplace_back("quickest", number(*std::min_element(m.seconds.begin(), m.seconds.end())));
  row.emplace_back("slowest", number(*std::max_element(m.seconds.begin(), m.seconds.end())));
  for (std::string const name :
       {"factor_part", "eliminate_part", "substitute_part", "gradients_part", "factor_separators",
        "solve_separators", "agree", "exchange"}) {
    auto const phase = total(m, "smnn::" + name);
    row.emplace_back(name, number(phase.mean));
    row.emplace_back(name + "_least", number(phase.least));
    row.emplace_back(name + "_most", number(phase.most));
  }
}

}  // namespace

void print_row(ScalingOptions const& options, int ranks, Measurement const& measurement) {
  std::vector<Column> row;
  append_problem(row, options, ranks, measurement.grid);
  append_times(row, measurement);
  row.insert(row.end(), {{"host", field(host_name())},
                         {"device", field(device_name())},
                         {"revision", git_revision()},
                         {"date", utc_date()}});
  std::string heading;
  std::string values;
  for (auto const& [name, value] : row) {
    heading += (heading.empty() ? "" : ",") + name;
    values += (&name == &row.front().first ? "" : ",") + value;
  }
  std::printf("%s\n%s\n", heading.c_str(), values.c_str());
}

}  // namespace smnn::perf
