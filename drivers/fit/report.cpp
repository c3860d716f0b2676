#include "fit/report.hpp"

#include <cmath>
#include <limits>

#include "support/table.hpp"
#ifdef SMNN_HAVE_HDF5
#include <smnn/io/provenance.hpp>
#endif

namespace smnn::drivers::fitting {
namespace {

/// Entry r of point t of series s.
double entry(std::vector<double> const& values, Data const& data, Fit const& fit, std::size_t s,
             std::size_t t, std::int64_t r) {
  return values[(s * data.time.size() + t) * static_cast<std::size_t>(fit.orders) +
                static_cast<std::size_t>(r)];
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

}  // namespace

std::vector<Quality> qualities(Data const& data, Fit const& fit) {
  std::vector<Quality> result;
  std::size_t const points = data.time.size();
  for (std::size_t s = 0; s < data.names.size(); ++s) {
    double mean = 0;
    for (std::size_t t = 0; t < points; ++t) mean += data.values[s * points + t];
    mean /= static_cast<double>(points);
    Quality quality;
    double variation = 0;
    double to_truth = 0;
    for (std::size_t t = 0; t < points; ++t) {
      double const value = data.values[s * points + t];
      double const fitted = entry(fit.solution, data, fit, s, t, 0);
      quality.squares += (fitted - value) * (fitted - value);
      variation += (value - mean) * (value - mean);
      if (!data.truth.empty()) {
        double const difference = fitted - data.truth[s * points + t];
        to_truth += difference * difference;
      }
    }
    quality.rms = std::sqrt(quality.squares / static_cast<double>(points));
    quality.determination = 1 - quality.squares / variation;
    quality.rms_to_truth = data.truth.empty() ? std::numeric_limits<double>::quiet_NaN()
                                              : std::sqrt(to_truth / static_cast<double>(points));
    result.push_back(quality);
  }
  return result;
}

void print(Console& console, Data const& data, Fit const& fit) {
  Table table({"series", ">points", ">sum of squares", ">rms", ">R^2", ">rms to truth"});
  std::vector<Quality> const all = qualities(data, fit);
  for (std::size_t s = 0; s < all.size(); ++s) {
    table.add({data.names[s], std::to_string(data.points()), short_number(all[s].squares),
               short_number(all[s].rms), short_number(all[s].determination),
               std::isnan(all[s].rms_to_truth) ? "-" : short_number(all[s].rms_to_truth)});
  }
  console.write(table.text());
}

std::string csv(Data const& data, Fit const& fit) {
  std::vector<std::string> headings{"time"};
  for (std::string const& name : data.names) {
    headings.push_back(name);
    if (!data.truth.empty()) headings.push_back(name + "_truth");
    headings.push_back(name + "_fit");
    for (std::int64_t r = 1; r < fit.orders; ++r)
      headings.push_back(name + "_d" + std::to_string(r));
    for (std::int64_t r = 0; r < fit.orders; ++r)
      headings.push_back(name + "_c" + std::to_string(r));
    headings.push_back(name + "_step");
  }
  std::string text = csv_line(headings);
  std::size_t const points = data.time.size();
  for (std::size_t t = 0; t < points; ++t) {
    std::vector<std::string> cells{csv_number(data.time[t])};
    for (std::size_t s = 0; s < data.names.size(); ++s) {
      cells.push_back(csv_number(data.values[s * points + t]));
      if (!data.truth.empty()) cells.push_back(csv_number(data.truth[s * points + t]));
      for (std::int64_t r = 0; r < fit.orders; ++r)
        cells.push_back(csv_number(entry(fit.solution, data, fit, s, t, r)));
      for (std::int64_t r = 0; r < fit.orders; ++r)
        cells.push_back(csv_number(entry(fit.coefficients, data, fit, s, t, r)));
      cells.push_back(t + 1 < points ? csv_number(fit.steps[s * (points - 1) + t]) : "");
    }
    text += csv_line(cells);
  }
  return text;
}

#ifdef SMNN_HAVE_HDF5
void write_hdf5(std::filesystem::path const& file, Data const& data, Fit const& fit,
                Scaling const& scaling) {
  io::Hdf5Writer writer(file);
  io::Hdf5WriteGroup const root = writer.root();
  io::write_provenance(root, io::current_provenance("smnn fit"));
  root.attribute("source", data.source);
  root.write("time", {data.points()}, std::span<double const>(data.time));
  for (std::size_t s = 0; s < data.names.size(); ++s) {
    io::Hdf5WriteGroup const group = root.group(data.names[s]);
    auto const part = [&](std::vector<double> const& values, std::size_t per_series) {
      return std::span<double const>(values).subspan(s * per_series, per_series);
    };
    std::size_t const points = data.time.size();
    std::size_t const entries = points * static_cast<std::size_t>(fit.orders);
    group.write("data", {data.points()}, part(data.values, points));
    if (!data.truth.empty()) group.write("truth", {data.points()}, part(data.truth, points));
    group.write("solution", {data.points(), fit.orders}, part(fit.solution, entries));
    group.write("coefficients", {data.points(), fit.orders}, part(fit.coefficients, entries));
    group.write("steps", {data.points() - 1}, part(fit.steps, points - 1));
    group.attribute("mean", scaling.mean[s]);
    group.attribute("deviation", scaling.deviation[s]);
  }
  writer.commit();
}
#endif

}  // namespace smnn::drivers::fitting
