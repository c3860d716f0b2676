#include "discover/results_file.hpp"

#include <smnn/discovery/text.hpp>
#include <smnn/io/hdf5_writer.hpp>
#include <smnn/io/provenance.hpp>

namespace smnn::drivers::discovering {
namespace {

using namespace discovery;

void write(io::Hdf5WriteGroup const& group, char const* name, io::Shape const& shape,
           std::vector<double> const& values) {
  group.write(name, shape, std::span<double const>(values));
}

void write_terms(io::Hdf5WriteGroup const& group, Model const& model) {
  std::vector<std::int64_t> exponents;
  std::vector<std::int64_t> functions;
  std::string names;
  for (auto const& term : model.terms) {
    exponents.insert(exponents.end(), term.exponents.begin(), term.exponents.end());
    functions.push_back(static_cast<std::int64_t>(term.function));
    names += (names.empty() ? "" : ", ") + to_string(term, model.variables);
  }
  auto const count = static_cast<std::int64_t>(model.terms.size());
  group.write("exponents", {count, static_cast<std::int64_t>(model.dims())},
              std::span<std::int64_t const>(exponents));
  group.write("functions", {count}, std::span<std::int64_t const>(functions));
  group.attribute("terms", names);
}

/// The true coefficients of the model's terms.
std::vector<double> true_coefficients(Model const& model, Model const& truth) {
  std::vector<double> values(model.coefficients.size(), 0);
  for (std::size_t e = 0; e < model.dims(); ++e) {
    for (std::size_t p = 0; p < model.terms.size(); ++p) {
      int const found = find_term(truth, model.terms[p]);
      if (found >= 0)
        values[model.index(e, p)] = truth.coefficient(e, static_cast<std::size_t>(found));
    }
  }
  return values;
}

}  // namespace

void write_hdf5(std::string const& path, Experiment const& experiment, Outcome const& outcome) {
  Discovery const& found = outcome.found;
  Model const& model = found.model;
  Trajectories const& data = experiment.training;
  auto const dims = static_cast<std::int64_t>(model.dims());
  auto const terms = static_cast<std::int64_t>(model.terms.size());
  io::Hdf5Writer writer(path);
  auto const root = writer.root();
  io::write_provenance(root, io::current_provenance("smnn discover"));
  root.attribute("source", experiment.source);
  root.attribute("equations", to_text(model, 8));
  root.attribute("latex", to_latex(model, 8));
  root.attribute("link", to_string(model.link));
  root.attribute("seconds", outcome.seconds);
  write_terms(root, model);
  write(root, "coefficients", {dims, terms}, model.coefficients);
  write(root, "standard_errors", {dims, terms}, found.standard_errors);
  if (model.link == Link::rational) {
    write(root, "denominators", {dims, terms}, model.denominators);
    write(root, "denominator_standard_errors", {dims, terms}, found.denominator_standard_errors);
  }
  if (experiment.truth) {
    write(root, "truth", {dims, terms}, true_coefficients(model, *experiment.truth));
  }
  write(root, "time", {data.count, data.points}, data.times);
  write(root, "data", {data.count, data.points, dims}, data.values);
  write(root, "states", {data.count, data.points, dims}, found.states);
  write(root, "noise", {dims}, found.noise);
  if (outcome.forecast) {
    Trajectories const& held_out = experiment.held_out;
    write(root, "held_out_time", {held_out.count, held_out.points}, held_out.times);
    write(root, "held_out", {held_out.count, held_out.points, dims}, held_out.values);
    write(root, "forecast", {held_out.count, held_out.points, dims}, outcome.forecast->states);
  }
  writer.commit();
}

}  // namespace smnn::drivers::discovering
