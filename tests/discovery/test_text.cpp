// Equations in words and in LaTeX.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <smnn/discovery/text.hpp>
#include <smnn/solver/error.hpp>

#include "systems.hpp"

namespace smnn::discovery {
namespace {

TEST(Text, WritesOneLineAnEquation) {
  EXPECT_EQ(to_text(lorenz()),
            "x' = -10.00 x + 10.00 y\n"
            "y' = 28.00 x - 1.000 y - 1.000 x z\n"
            "z' = -2.667 z + 1.000 x y\n");
}

TEST(Text, WritesConstantsSmallNumbersAndEmptySums) {
  Model const model =
      make_model({"a", "b"}, {}, {{0, "1", -0.25}, {0, "a^2", 1.5e-7}, {0, "b", 0.0125}});
  EXPECT_EQ(to_text(model, 3), "a' = -0.250 + 0.0125 b + 1.50e-07 a^2\nb' = 0\n");
}

TEST(Text, WritesWhatIsNoNumber) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Model const model = make_model({"a"}, {}, {{0, "1", std::nan("")}, {0, "a", -infinity}});
  EXPECT_EQ(to_text(model, 3), "a' = nan - inf a\n");
  EXPECT_NO_THROW(to_latex(model, 3));
}

TEST(Text, WritesLinks) {
  std::vector<NamedTerm> const terms{{0, "x", -2.5}};
  EXPECT_EQ(to_text(make_model({"x"}, {}, terms, Link::tanh), 2), "x' = tanh(-2.5 x)\n");
  EXPECT_EQ(to_text(make_model({"x"}, {}, terms, Link::exp), 2), "x' = exp(-2.5 x)\n");
  Model fraction = make_model({"x"}, {}, terms, Link::rational);
  EXPECT_EQ(to_text(fraction, 2), "x' = -2.5 x\n");
  fraction.denominators[1] = 1.5;
  EXPECT_EQ(to_text(fraction, 2), "x' = (-2.5 x) / (1 + 1.5 x)\n");
  fraction.denominators[1] = -1.5;
  EXPECT_EQ(to_text(fraction, 2), "x' = (-2.5 x) / (1 - 1.5 x)\n");
}

TEST(Latex, WritesAnAlignedEnvironment) {
  Model const model = make_model({"x", "prey"}, {.sine = true},
                                 {{0, "x prey", 2}, {0, "sin(x)", -1}, {1, "prey^2", 3e-7}});
  EXPECT_EQ(to_latex(model, 2),
            "\\begin{align*}\n"
            "\\dot{x} &= 2.0 x \\mathrm{prey} - 1.0 \\sin(x) \\\\\n"
            "\\dot{\\mathrm{prey}} &= 3.0 \\cdot 10^{-7} \\mathrm{prey}^{2}\n"
            "\\end{align*}\n");
}

TEST(LinkNames, AreReadBack) {
  for (Link const link : {Link::identity, Link::tanh, Link::exp, Link::rational}) {
    EXPECT_EQ(link_named(to_string(link)), link);
  }
  EXPECT_THROW(link_named("cosine"), InvalidArgument);
}

}  // namespace
}  // namespace smnn::discovery
