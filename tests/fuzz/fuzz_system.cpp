// The systems' TOML files, as `smnn discover --system` reads them.
#include <cmath>
#include <smnn/discovery/text.hpp>

#include "discover/system.hpp"
#include "fuzz.hpp"
#include "support/plot.hpp"

namespace smnn::drivers {

// No system is looked up by name.
std::string find_shared(std::string const&, std::string const&) { return {}; }

}  // namespace smnn::drivers

namespace smnn::fuzz {
namespace {

/// What simulation takes for granted of a system.
void check(drivers::discovering::System const& system) {
  std::size_t const dims = system.truth.dims();
  require(dims > 0 && !system.truth.terms.empty() && !system.starts.empty());
  require(system.truth.coefficients.size() == dims * system.truth.terms.size());
  for (auto const& start : system.starts) require(start.size() == dims);
  require(std::isfinite(system.step) && system.step > 0 && system.points > 1);
  for (double const coefficient : system.truth.coefficients) require(std::isfinite(coefficient));
  std::vector<double> derivative(dims);
  system.truth.derivative(system.starts[0].data(), derivative.data());
  discovery::to_text(system.truth);
  discovery::to_latex(system.truth);
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace smnn::fuzz;
  ScratchFile const file(text_of(data, size));
  allow_errors([&] { check(smnn::drivers::discovering::read_system(file.path())); });
  return 0;
}
