// What is written in words on command lines: process grids ("2x3"), terms of equations ("x^2 y"),
// and links. The first byte chooses the number of ranks.
#include <smnn/discovery/terms.hpp>
#include <smnn/discovery/text.hpp>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/io/text.hpp>

#include "fuzz.hpp"

namespace smnn::fuzz {
namespace {

void read_grid(std::string const& text, int ranks) {
  distributed::ProcessGrid const grid = distributed::grid_named(text, ranks);
  require(grid.batch >= 1 && grid.time >= 1 && grid.ranks() == ranks);
  distributed::Partition const partition(Extents{.batch = 7, .time_points = 5}, grid);
  std::int64_t shared = 0;
  for (int rank = 0; rank < ranks; ++rank)
    shared += partition.systems(rank).size() * partition.points(rank).size();
  require(shared == 7 * 5);
}

void read_term(std::string const& text) {
  std::vector<std::string> const variables{"x", "y", "x1"};
  discovery::Term const term = discovery::parse_term(text, variables);
  require(term.exponents.size() == variables.size() && term.degree() >= 0);
  std::string const name = to_string(term, variables);
  require(discovery::parse_term(name, variables) == term);
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace smnn;
  if (size == 0) return 0;
  std::string const text(fuzz::text_of(data + 1, size - 1));
  fuzz::allow_errors([&] { fuzz::read_grid(text, 1 + data[0] % 32); });
  fuzz::allow_errors([&] { fuzz::read_term(text); });
  fuzz::allow_errors([&] { discovery::link_named(text); });
  io::quote(text);
  return 0;
}
