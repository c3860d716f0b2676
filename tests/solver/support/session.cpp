#include "session.hpp"

#include <ostream>
#include <stdexcept>
#include <type_traits>

#include "session_of.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::test {
namespace {

template <class Real, class ExecutionSpace>
Platform platform_of() {
  return {ExecutionSpace::name(), std::is_same_v<Real, double>};
}

template <class Real, class ExecutionSpace>
bool is(Platform const& platform) {
  Platform const other = platform_of<Real, ExecutionSpace>();
  return platform.space == other.space && platform.in_double == other.in_double;
}

SolverOptions adapted(SolverOptions options, Platform const& platform) {
  if (options.method == Method::banded && platform.factorization != Factorization::cholesky)
    options.factorization = platform.factorization;
  return options;
}

[[noreturn]] void throw_unknown(Platform const& platform) {
  throw std::invalid_argument("no platform " + platform.name());
}

}  // namespace

std::vector<Platform> const& platforms() {
#define SMNN_PLATFORM(REAL, SPACE) platform_of<REAL, SPACE>(),
  static std::vector<Platform> const all{SMNN_INSTANTIATE(SMNN_PLATFORM)};
  return all;
}

std::vector<Platform> const& platforms_and_factorizations() {
  static std::vector<Platform> const all = [] {
    std::vector<Platform> list = platforms();
    for (Platform platform : platforms()) {
      platform.factorization = Factorization::qr;
      list.push_back(platform);
    }
    return list;
  }();
  return all;
}

std::ostream& operator<<(std::ostream& out, Platform const& platform) {
  return out << platform.name();
}

std::unique_ptr<Session> make_session(Platform const& platform, ProblemData const& problem,
                                      SessionOptions const& chosen) {
  SessionOptions options = chosen;
  options.solver = adapted(options.solver, platform);
#define SMNN_SESSION(REAL, SPACE) \
  if (is<REAL, SPACE>(platform)) return std::make_unique<SessionOf<REAL, SPACE>>(problem, options);
  SMNN_INSTANTIATE(SMNN_SESSION)
  throw_unknown(platform);
}

std::size_t solver_memory(Platform const& platform, Extents const& extents,
                          SolverOptions const& chosen) {
  SolverOptions const options = adapted(chosen, platform);
#define SMNN_MEMORY(REAL, SPACE) \
  if (is<REAL, SPACE>(platform)) return solver_memory_bytes<REAL>(SPACE(), extents, options);
  SMNN_INSTANTIATE(SMNN_MEMORY)
  throw_unknown(platform);
}

int concurrency(Platform const& platform) {
#define SMNN_CONCURRENCY(REAL, SPACE) \
  if (is<REAL, SPACE>(platform)) return static_cast<int>(SPACE().concurrency());
  SMNN_INSTANTIATE(SMNN_CONCURRENCY)
  throw_unknown(platform);
}

}  // namespace smnn::test
