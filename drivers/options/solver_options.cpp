#include "options/solver_options.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace smnn::drivers {
namespace {

template <class Value, std::size_t Count>
using Names = std::array<std::pair<char const*, Value>, Count>;

constexpr Names<Method, 3> methods{
    {{"banded", Method::banded}, {"dense", Method::dense}, {"cg", Method::conjugate_gradient}}};
constexpr Names<Factorization, 2> factorizations{
    {{"cholesky", Factorization::cholesky}, {"qr", Factorization::qr}}};
constexpr Names<FactorPrecision, 2> factor_precisions{
    {{"working", FactorPrecision::working}, {"single", FactorPrecision::single}}};
constexpr Names<Precision, 2> precisions{
    {{"double", Precision::double_precision}, {"single", Precision::single_precision}}};
constexpr Names<Smoothness, 3> smoothnesses{
    {{"taylor", Smoothness::taylor}, {"central", Smoothness::central}, {"pade", Smoothness::pade}}};

template <class Value, std::size_t Count>
std::optional<Value> value_named(Names<Value, Count> const& names, std::string const& name) {
  for (auto const& [known, value] : names) {
    if (name == known) return value;
  }
  return std::nullopt;
}

template <class Value, std::size_t Count>
std::string name_of(Names<Value, Count> const& names, Value value) {
  for (auto const& [name, known] : names) {
    if (known == value) return name;
  }
  return "unknown";
}

/// An option whose value is one of a list of names.
template <class Target, class Value, std::size_t Count>
CLI::Option* add_choice(CLI::App& app, char const* flag, Target& target,
                        Names<Value, Count> const& names, char const* help) {
  std::vector<std::string> allowed;
  for (auto const& entry : names) allowed.emplace_back(entry.first);
  auto const set = [&target, &names](std::string const& name) {
    target = *value_named(names, name);
  };
  return app.add_option_function<std::string>(flag, set, help)->check(CLI::IsMember(allowed));
}

/// "plain", "auto" or a number of sweeps; the error text, empty if it is one of these.
std::string parse_refinement(std::string const& text, Refinement& refinement) {
  double const tolerance = refinement.tolerance;
  int sweeps = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), sweeps);
  if (text == "plain") {
    refinement = Refinement::none();
  } else if (text == "auto") {
    refinement = Refinement::automatic(tolerance);
  } else if (error == std::errc() && end == text.data() + text.size() && sweeps >= 0 &&
             sweeps <= 1000) {
    refinement = Refinement::fixed(sweeps);
  } else {
    return "is '" + text + "', expected plain, auto or a number of sweeps up to 1000";
  }
  return {};
}

}  // namespace

void add_solver_options(CLI::App& app, SolverChoice& choice) {
  std::string const group = "Solver";
  SolverOptions& options = choice.options;
  add_choice(app, "--solver", options.method, methods,
             "banded: block-banded Cholesky; dense, cg: the baselines (dense Cholesky, conjugate "
             "gradients)")
      ->default_str("banded")
      ->group(group);
  add_choice(app, "--factorization", options.factorization, factorizations,
             "Of banded: cholesky of the normal equations, or qr of their rows, for steps so small "
             "that corrections do not converge otherwise")
      ->default_str("cholesky")
      ->group(group);
  add_choice(app, "--factor-precision", options.factor_precision, factor_precisions,
             "Of banded: keep the factor in the working precision, or in single (mixed precision): "
             "half its memory, more corrections")
      ->default_str("working")
      ->group(group);
  add_choice(app, "--precision", choice.precision, precisions, "Arithmetic of the solver")
      ->default_str("double")
      ->group(group);
  add_choice(app, "--smoothness", choice.smoothness, smoothnesses,
             "How neighbouring time points are tied together")
      ->group(group);
  auto const refine = [&options](std::string const& text) {
    parse_refinement(text, options.refinement);
  };
  auto const check = [](std::string const& text) {
    Refinement ignored;
    return parse_refinement(text, ignored);
  };
  app.add_option_function<std::string>(
         "--refinement", refine,
         "plain: normal equations alone; K: that many corrections; auto: until they stop helping")
      ->check(CLI::Validator(check, "plain|auto|K"))
      ->default_str("auto")
      ->group(group);
  app.add_option("--refinement-tolerance", options.refinement.tolerance,
                 "auto stops when the expected error is below this share of the solution; 0: "
                 "rounding of the precision")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(group);
  app.add_option("--time-parts", options.time_parts,
                 "Parts of the time axis that fill lanes and threads where systems are few; 0: as "
                 "many as pay; 1: one")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(group);
  app.add_option("--cg-tolerance", options.conjugate_gradient.tolerance,
                 "cg stops when the residual is below this share of the right-hand side")
      ->check(CLI::PositiveNumber)
      ->capture_default_str()
      ->group(group);
  app.add_option("--cg-iterations", options.conjugate_gradient.iteration_limit,
                 "cg gives up after that many iterations; 0: ten times the number of unknowns")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(group);
}

std::string to_string(Smoothness smoothness) { return name_of(smoothnesses, smoothness); }
std::optional<Smoothness> smoothness_named(std::string const& name) {
  return value_named(smoothnesses, name);
}
std::string to_string(Method method) { return name_of(methods, method); }
std::string to_string(Factorization factorization) {
  return name_of(factorizations, factorization);
}
std::string to_string(FactorPrecision precision) { return name_of(factor_precisions, precision); }
std::string to_string(Precision precision) { return name_of(precisions, precision); }

std::string to_string(Refinement const& refinement) {
  switch (refinement.mode) {
    case Refinement::Mode::none:
      return "plain";
    case Refinement::Mode::fixed:
      return std::to_string(refinement.sweeps);
    default:
      return "auto";
  }
}

}  // namespace smnn::drivers
