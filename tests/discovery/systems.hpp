// Systems with known equations, and data of theirs, for the tests of discovery.
#pragma once

#include <smnn/discovery/model.hpp>
#include <smnn/discovery/simulate.hpp>
#include <string>
#include <utility>
#include <vector>

namespace smnn::discovery {

struct NamedTerm {
  std::size_t equation;
  std::string term;
  double value;
};

inline Model make_model(std::vector<std::string> const& variables, TermOptions const& options,
                        std::vector<NamedTerm> const& terms, Link link = Link::identity) {
  Model model(variables, make_terms(variables, options), link);
  for (auto const& [equation, term, value] : terms) {
    int const p = find_term(model, parse_term(term, variables));
    model.coefficient(equation, static_cast<std::size_t>(p)) = value;
  }
  return model;
}

inline Model lorenz() {
  return make_model({"x", "y", "z"}, {},
                    {{0, "x", -10},
                     {0, "y", 10},
                     {1, "x", 28},
                     {1, "y", -1},
                     {1, "x z", -1},
                     {2, "z", -8. / 3},
                     {2, "x y", 1}});
}

inline Trajectories lorenz_data(std::int64_t points, double noise = 0, std::uint64_t seed = 1) {
  Trajectories data = simulate(lorenz(), {{1, 1, 1}}, 1e-2, points);
  if (noise > 0) add_noise(data, noise, seed);
  return data;
}

}  // namespace smnn::discovery
