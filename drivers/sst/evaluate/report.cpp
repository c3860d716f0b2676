#include "sst/evaluate/report.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <smnn/climate/baselines.hpp>

#include "support/table.hpp"

namespace smnn::drivers::sst {
namespace {

using Json = nlohmann::ordered_json;

std::string decimals(double value, int digits) {
  if (!std::isfinite(value)) return "-";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

// Beyond this a forecast of 1e30 would make a table of its own width.
std::string error_text(double mse) { return mse < 1e3 ? decimals(mse, 5) : scientific(mse); }

std::string skill_text(double skill) {
  return std::isfinite(skill) && skill < -1e3 ? scientific(skill) : decimals(skill, 3);
}

double skill_in(Row const& row, std::size_t region) {
  return climate::skill(row.scores.overall(region).mse(), row.ten_years.overall(region).mse());
}

Table overall_table(Comparison const& comparison) {
  Table table({"forecast", ">starts", ">MSE", ">by area", ">skill (10 years)", ">skill (window)",
               ">anomaly correlation"});
  for (Row const& row : comparison.rows) {
    climate::ErrorSums const sums = row.scores.overall();
    table.add({row.name, std::to_string(row.starts), error_text(sums.mse()),
               error_text(sums.weighted_mse()), skill_text(skill_in(row, 0)),
               skill_text(climate::skill(sums.mse(), row.window.overall().mse())),
               decimals(sums.anomaly_correlation(), 3)});
  }
  return table;
}

Table region_table(Comparison const& comparison) {
  std::vector<std::string> headings{"MSE (skill, 10 years)"};
  for (climate::Region const& region : climate::regions()) headings.push_back(">" + region.name);
  Table table(headings);
  for (Row const& row : comparison.rows) {
    std::vector<std::string> cells{row.name};
    for (std::size_t r = 0; r < climate::regions().size(); ++r) {
      cells.push_back(error_text(row.scores.overall(r).mse()) + " (" +
                      skill_text(skill_in(row, r)) + ")");
    }
    table.add(cells);
  }
  return table;
}

std::string date_of_step(climate::Record const& record, std::int64_t i) {
  return to_string(climate::date_at(record.time, i));
}

// JSON has no NaN: null.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json json_of(climate::ErrorSums const& sums, climate::ErrorSums const& ten_years,
             climate::ErrorSums const& window) {
  return {{"mse", number(sums.mse())},
          {"area_weighted_mse", number(sums.weighted_mse())},
          {"skill_10_years", number(climate::skill(sums.mse(), ten_years.mse()))},
          {"skill_window", number(climate::skill(sums.mse(), window.mse()))},
          {"anomaly_correlation", number(sums.anomaly_correlation())}};
}

Json json_of(Row const& row) {
  Json json{{"name", row.name}, {"starts", row.starts}};
  json.update(json_of(row.scores.overall(), row.ten_years.overall(), row.window.overall()));
  Json regions = Json::object();
  for (std::size_t r = 0; r < climate::regions().size(); ++r) {
    regions[climate::regions()[r].name] =
        json_of(row.scores.overall(r), row.ten_years.overall(r), row.window.overall(r));
  }
  json["regions"] = regions;
  Json leads = Json::array();
  for (std::int64_t lead = 0; lead < row.scores.steps(); ++lead)
    leads.push_back(
        json_of(row.scores.at(0, lead), row.ten_years.at(0, lead), row.window.at(0, lead)));
  json["by_lead"] = leads;
  return json;
}

}  // namespace

std::string to_text(RecordFacts const& facts, climate::Record const& record,
                    Comparison const& comparison) {
  Cases const& cases = comparison.cases;
  std::string text = facts.file + ": " + std::to_string(record.grid.points()) +
                     " ocean points; errors divided by the standard deviation, " +
                     decimals(facts.deviation, 2) + " K\n" + std::to_string(cases.steps) + " " +
                     to_string(record.time.sampling) + " steps from " +
                     date_of_step(record, cases.all.front().start) + " on";
  if (cases.all.size() > 1) {
    text += ", and from " + std::to_string(cases.all.size() - 1) + " later starts until " +
            date_of_step(record, cases.all.back().start) + ": errors of all together";
  }
  return text + "; window " + std::to_string(cases.window) + "\n\n" +
         overall_table(comparison).text() + "\n" + region_table(comparison).text();
}

std::string to_json(RecordFacts const& facts, climate::Record const& record,
                    Comparison const& comparison) {
  Json json;
  json["file"] = facts.file;
  json["ocean_points"] = record.grid.points();
  json["mean"] = facts.mean;
  json["deviation"] = facts.deviation;
  json["sampling"] = to_string(record.time.sampling);
  json["steps"] = comparison.cases.steps;
  json["window"] = comparison.cases.window;
  for (Case const& one : comparison.cases.all)
    json["starts"].push_back(date_of_step(record, one.start));
  for (Row const& row : comparison.rows) json["forecasts"].push_back(json_of(row));
  // Names in files need not be UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace smnn::drivers::sst
