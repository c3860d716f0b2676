#include "discover/report.hpp"

#include <algorithm>
#include <cmath>
#include <smnn/discovery/text.hpp>

#include "support/table.hpp"

namespace smnn::drivers::discovering {
namespace {

using namespace discovery;

/// A coefficient that the model or the truth has.
struct Entry {
  std::string variable;
  std::string term;
  double found = 0;
  double error = 0;  // standard
  std::optional<double> truth;
};

double truth_of(Model const& truth, std::vector<double> const& coefficients, std::size_t e,
                Term const& term) {
  int const p = find_term(truth, term);
  return p < 0 || coefficients.empty() ? 0
                                       : coefficients[truth.index(e, static_cast<std::size_t>(p))];
}

void add_entries(std::vector<Entry>& entries, Experiment const& experiment, Discovery const& found,
                 bool denominator) {
  Model const& model = found.model;
  auto const& coefficients = denominator ? model.denominators : model.coefficients;
  auto const& errors = denominator ? found.denominator_standard_errors : found.standard_errors;
  if (coefficients.empty()) return;
  for (std::size_t e = 0; e < model.dims(); ++e) {
    for (std::size_t p = 0; p < model.terms.size(); ++p) {
      Entry entry{model.variables[e] + "'", to_string(model.terms[p], model.variables),
                  coefficients[model.index(e, p)], errors[model.index(e, p)], std::nullopt};
      if (denominator) entry.term = "/ " + entry.term;
      if (experiment.truth) {
        Model const& truth = *experiment.truth;
        entry.truth = truth_of(truth, denominator ? truth.denominators : truth.coefficients, e,
                               model.terms[p]);
      }
      if (entry.found != 0 || entry.truth.value_or(0) != 0) entries.push_back(entry);
    }
  }
}

std::vector<Entry> all_entries(Experiment const& experiment, Discovery const& found) {
  std::vector<Entry> entries;
  add_entries(entries, experiment, found, false);
  add_entries(entries, experiment, found, true);
  return entries;
}

std::string verdict(Entry const& entry) {
  if (!entry.truth) return {};
  if (*entry.truth == 0) return "spurious";
  if (entry.found == 0) return "missed";
  return scientific(std::fabs(entry.found - *entry.truth) / std::fabs(*entry.truth));
}

void print_coefficients(Console& console, Experiment const& experiment, Discovery const& found) {
  Table table(experiment.truth
                  ? std::vector<std::string>{"equation", "term", ">found", ">standard error",
                                             ">truth", ">relative error"}
                  : std::vector<std::string>{"equation", "term", ">found", ">standard error"});
  for (auto const& entry : all_entries(experiment, found)) {
    std::vector<std::string> row{entry.variable, entry.term,
                                 entry.found == 0 ? "-" : significant(entry.found, 7),
                                 entry.found == 0 ? "-" : scientific(entry.error)};
    if (entry.truth) {
      row.push_back(*entry.truth == 0 ? "-" : significant(*entry.truth, 7));
      row.push_back(verdict(entry));
    }
    table.add(row);
  }
  console.write(table.text());
}

void print_forecast(Console& console, Experiment const& experiment, Forecast const& forecast) {
  Trajectories const& data = experiment.held_out;
  double const span = data.time(0, data.points - 1) - data.time(0, 0);
  console.print("held-out data, %lld points: ", static_cast<long long>(data.points - 1));
  if (forecast.valid_to_the_end) {
    console.print("the simulated equations stay valid to the end (time %.4g)", span);
  } else {
    console.print("the simulated equations are valid for a time of %.4g of %.4g",
                  forecast.valid_time, span);
  }
  console.print(
      "\n  (error below 40 %% of the deviation); error over the first tenth: %s deviations\n",
      scientific(forecast.short_term_error).c_str());
}

std::string noise_text(Experiment const& experiment, Discovery const& found) {
  auto const deviation = deviations(experiment.training);
  std::string text;
  for (std::size_t d = 0; d < deviation.size(); ++d) {
    text += (d > 0 ? ", " : "") + found.model.variables[d] + " " +
            significant(100 * found.noise[d] / deviation[d], 2) + " %";
  }
  return text;
}

}  // namespace

std::string significant(double value, int digits) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

void print_outcome(Console& console, Experiment const& experiment, Outcome const& outcome) {
  Discovery const& found = outcome.found;
  Trajectories const& data = experiment.training;
  console.print("%s: %lld x %lld points of %lld variables, %zu candidate terms\n\n",
                experiment.source.c_str(), static_cast<long long>(data.count),
                static_cast<long long>(data.points), static_cast<long long>(data.dims()),
                found.model.terms.size());
  console.print("%s\n", to_text(found.model).c_str());
  for (auto const& warning : found.warnings) console.warn(warning);
  print_coefficients(console, experiment, found);
  console.print("\nnoise of the data, in shares of their deviation: %s\n",
                noise_text(experiment, found).c_str());
  if (outcome.forecast) print_forecast(console, experiment, *outcome.forecast);
  if (outcome.difference) {
    ModelDifference const& difference = *outcome.difference;
    if (difference.same_structure()) {
      console.print("every term is right; largest relative error of a coefficient: %s\n",
                    scientific(difference.largest_relative).c_str());
    } else {
      console.judge(false, "structure: " + std::to_string(difference.missed) + " terms missed, " +
                               std::to_string(difference.spurious) + " spurious");
    }
  }
  console.print("found in %s", duration(outcome.seconds).c_str());
  if (found.iterations > 0) console.print(", %d Gauss-Newton steps", found.iterations);
  console.print("\n");
}

void print_systems(Console& console, std::vector<System> const& systems) {
  Table table({"name", ">variables", ">degree", "link", ">points", ">step", "description"});
  for (auto const& system : systems) {
    std::string points = std::to_string(system.points);
    if (system.starts.size() > 1) points = std::to_string(system.starts.size()) + " x " + points;
    table.add({system.name, std::to_string(system.truth.dims()),
               std::to_string(system.terms.degree), to_string(system.truth.link), points,
               significant(system.step, 4), system.description});
  }
  console.write(table.text());
}

std::string trajectories_csv(Trajectories const& data) {
  std::vector<std::string> header{"trajectory", "time"};
  header.insert(header.end(), data.variables.begin(), data.variables.end());
  std::string text = csv_line(header);
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 0; t < data.points; ++t) {
      std::vector<std::string> row{std::to_string(b), csv_number(data.time(b, t))};
      for (std::int64_t d = 0; d < data.dims(); ++d) row.push_back(csv_number(data.state(b, t)[d]));
      text += csv_line(row);
    }
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> picture_data(Experiment const& experiment,
                                                              Outcome const& outcome) {
  std::vector<std::pair<std::string, std::string>> files;
  files.emplace_back("data.csv", trajectories_csv(experiment.training));
  Trajectories states = experiment.training;
  states.values = outcome.found.states;
  files.emplace_back("states.csv", trajectories_csv(states));
  if (outcome.forecast) {
    files.emplace_back("held_out.csv", trajectories_csv(experiment.held_out));
    Trajectories simulated = experiment.held_out;
    simulated.values = outcome.forecast->states;
    files.emplace_back("forecast.csv", trajectories_csv(simulated));
  }
  std::string coefficients = csv_line({"equation", "term", "found", "standard_error", "truth"});
  for (auto const& entry : all_entries(experiment, outcome.found)) {
    coefficients += csv_line({entry.variable, entry.term, csv_number(entry.found),
                              csv_number(entry.error), csv_number(entry.truth)});
  }
  files.emplace_back("coefficients.csv", coefficients);
  files.emplace_back("equations.txt", experiment.source + "\n" + to_text(outcome.found.model));
  return files;
}

}  // namespace smnn::drivers::discovering
