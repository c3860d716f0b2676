#include "kdv/evaluate/report.hpp"

#include <algorithm>

namespace smnn::drivers::kdv {

Table table_of(std::vector<Judgement> const& judgements) {
  Table table({"forecast", ">parameters", ">relative", ">notebook", ">mass", ">momentum", ">energy",
               ">per trajectory"});
  for (Judgement const& j : judgements) {
    table.add({j.name, j.parameters ? std::to_string(*j.parameters) : "-",
               scientific(j.relative_error), scientific(j.notebook_error), scientific(j.mass_drift),
               scientific(j.momentum_drift), scientific(j.energy_drift), duration(j.seconds)});
  }
  return table;
}

std::string growth_csv(std::vector<Judgement> const& judgements, FieldData const& data,
                       std::int64_t given) {
  std::vector<std::string> heading{"time"};
  for (Judgement const& j : judgements) heading.push_back(j.name);
  std::string text = csv_line(heading);
  for (std::size_t l = 0; l < judgements.front().growth.size(); ++l) {
    auto const first = static_cast<std::size_t>(given) - 1;
    std::vector<std::string> row{csv_number(data.time[first + 1 + l] - data.time[first])};
    for (Judgement const& j : judgements)
      row.push_back(l < j.growth.size() ? csv_number(j.growth[l]) : "");
    text += csv_line(row);
  }
  return text;
}

std::string judgements_csv(std::vector<Judgement> const& judgements) {
  std::string text =
      csv_line({"forecast", "parameters", "relative_error", "notebook_error", "mass_drift",
                "momentum_drift", "energy_drift", "seconds_per_trajectory"});
  for (Judgement const& j : judgements) {
    text += csv_line({j.name, j.parameters ? std::to_string(*j.parameters) : "",
                      csv_number(j.relative_error), csv_number(j.notebook_error),
                      csv_number(j.mass_drift), csv_number(j.momentum_drift),
                      csv_number(j.energy_drift), csv_number(j.seconds)});
  }
  return text;
}

std::string spectra_csv(std::vector<Judgement> const& judgements, std::vector<double> const& truth,
                        Bands const& bands) {
  std::vector<std::string> heading{"wavenumber", "truth"};
  for (Judgement const& j : judgements) heading.push_back(j.name);
  std::string text = csv_line(heading);
  for (std::size_t band = 0; band < truth.size(); ++band) {
    std::vector<std::string> row{std::to_string(static_cast<std::int64_t>(band) * bands.width),
                                 csv_number(truth[band])};
    for (Judgement const& j : judgements) row.push_back(csv_number(j.spectrum[band]));
    text += csv_line(row);
  }
  return text;
}

std::string field_csv(FieldData const& data, FieldData const& like, std::int64_t levels) {
  auto const points = static_cast<std::size_t>(data.points);
  std::vector<std::string> heading{"time"};
  for (std::size_t x = 0; x < points; ++x) heading.push_back(csv_number(like.x[x]));
  std::string text = csv_line(heading);
  for (std::size_t l = 0; l < static_cast<std::size_t>(std::min(levels, data.levels)); ++l) {
    std::vector<std::string> row{csv_number(like.time[l])};
    for (std::size_t x = 0; x < points; ++x) row.push_back(csv_number(data.values[l * points + x]));
    text += csv_line(row);
  }
  return text;
}

std::string ode_csv(OdeShare const& odes, std::size_t points) {
  std::string text = csv_line({"level", "order", "values..."});
  for (std::size_t t = 0; t < static_cast<std::size_t>(odes.levels); ++t) {
    for (std::size_t r = 0; r <= static_cast<std::size_t>(odes.orders); ++r) {
      bool const rhs = r == static_cast<std::size_t>(odes.orders);
      std::vector<std::string> row{std::to_string(t), rhs ? "rhs" : std::to_string(r)};
      float const* const values =
          rhs ? odes.rhs.data() + t * points
              : odes.coefficients.data() + (t * static_cast<std::size_t>(odes.orders) + r) * points;
      for (std::size_t x = 0; x < points; ++x)
        row.push_back(csv_number(static_cast<double>(values[x])));
      text += csv_line(row);
    }
  }
  return text;
}

}  // namespace smnn::drivers::kdv
