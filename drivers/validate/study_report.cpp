#include "validate/study_report.hpp"

#include "support/table.hpp"

namespace smnn::drivers::validation {
namespace {

std::string plain_number(char const* format, double value) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string order_text(std::optional<double> order) {
  return order ? plain_number("%.2f", *order) : "-";
}

void print_accuracy(Console& console, std::vector<AccuracyRow> const& rows) {
  console.print("Rounding: x'' + x = 0 on [0, 10], Taylor smoothness, largest error of x\n\n");
  Table table({">step", ">T", ">K", ">plain", ">1 sweep", ">2 sweeps", ">3 sweeps", ">4 sweeps",
               ">automatic", ">its estimate", ">truncation alone", ">condition", ""});
  for (auto const& row : rows) {
    std::vector<std::string> cells{plain_number("%g", row.step), std::to_string(row.time_points),
                                   std::to_string(row.orders)};
    for (double const error : row.errors) cells.push_back(scientific(error));
    cells.push_back(scientific(row.estimate));
    cells.push_back(scientific(row.truncation));
    cells.push_back(scientific(row.condition));
    cells.emplace_back(!row.tolerance ? "-" : row.holds() ? "ok" : "FAILED");
    table.add(cells);
  }
  console.write(table.text());
  console.print(
      "\ncondition: of the normal matrix scaled to a unit diagonal. Where its product "
      "with 2.2e-16 is "
      "not well below 1,\ncorrections of the normal equations need not converge, and "
      "there is no tolerance.\n\n");
}

void print_truncation(Console& console, std::vector<TruncationRow> const& rows) {
  console.print("Truncation: largest error of y on [0, 10], rounding removed\n\n");
  Table table({"problem", ">step", ">K", ">Taylor", ">central", ">Pade"});
  for (auto const& row : rows) {
    table.add({row.problem, plain_number("%g", row.step), std::to_string(row.orders),
               scientific(row.taylor), scientific(row.central), scientific(row.pade)});
  }
  console.write(table.text());
  console.print("\n");
}

void print_convergence(Console& console, std::vector<ConvergenceLine> const& lines) {
  console.print(
      "Convergence: largest error of y on [0, 10] of the solver, and the order fitted to it\n\n");
  std::vector<std::string> headings{"problem", "smoothness", ">K"};
  for (auto const& point : lines.front().points)
    headings.push_back(">s = " + plain_number("%g", point.step));
  for (char const* heading : {">fitted", ">expected", ""}) headings.emplace_back(heading);
  Table table(headings);
  for (auto const& line : lines) {
    std::vector<std::string> cells{line.problem, to_string(line.smoothness),
                                   std::to_string(line.orders)};
    for (auto const& point : line.points) cells.push_back(scientific(point.error));
    cells.push_back(order_text(line.fitted));
    cells.push_back(plain_number("%g", line.expected));
    cells.emplace_back(line.holds() ? "ok" : "FAILED");
    table.add(cells);
  }
  console.write(table.text());
  console.print("\nThe fit leaves out points that rounding has moved by more than a tenth.\n");
}

}  // namespace

void print_study(Console& console, Study const& study) {
  print_accuracy(console, study.accuracy);
  print_truncation(console, study.truncation);
  print_convergence(console, study.convergence);
  console.judge(study.holds(), study.holds()
                                   ? "study: all tolerances and orders of convergence hold"
                                   : "study: FAILED");
}

std::string convergence_csv(std::vector<ConvergenceLine> const& lines) {
  std::string text = csv_line({"problem", "smoothness", "K", "step", "error", "truncation",
                               "fitted_order", "expected_order", "holds"});
  for (auto const& line : lines) {
    for (auto const& point : line.points) {
      text +=
          csv_line({line.problem, to_string(line.smoothness), std::to_string(line.orders),
                    csv_number(point.step), csv_number(point.error), csv_number(point.truncation),
                    csv_number(line.fitted), csv_number(line.expected), line.holds() ? "1" : "0"});
    }
  }
  return text;
}

}  // namespace smnn::drivers::validation
