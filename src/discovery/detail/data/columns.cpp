#include "smnn/discovery/detail/data/columns.hpp"

namespace smnn::discovery::detail {

std::vector<Column> all_columns(Model const& model, int denominator_degree) {
  std::vector<Column> columns;
  for (bool const denominator : {false, true}) {
    if (denominator && model.link != Link::rational) continue;
    for (std::size_t e = 0; e < model.dims(); ++e) {
      for (std::size_t p = 0; p < model.terms.size(); ++p) {
        bool const constant =
            model.terms[p].degree() == 0 && model.terms[p].function == Function::none;
        if (denominator && (constant || model.terms[p].degree() > denominator_degree)) continue;
        columns.push_back({static_cast<int>(e), static_cast<int>(p), denominator});
      }
    }
  }
  return columns;
}

double& coefficient(Model& model, Column const& column) {
  std::size_t const index =
      model.index(static_cast<std::size_t>(column.equation), static_cast<std::size_t>(column.term));
  return column.denominator ? model.denominators[index] : model.coefficients[index];
}

}  // namespace smnn::discovery::detail
