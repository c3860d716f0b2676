/// A problem, its views and a solver for it, behind an interface that knows neither precision nor
/// execution space. Numbers go in and come out as double, which holds every float.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "platform.hpp"
#include "problem_data.hpp"
#include "smnn/solver/options.hpp"

namespace smnn::test {

enum class ViewLayout {
  right,   // row-major
  left,    // column-major
  spread,  // neither, with gaps between the entries; they must not be written
};

struct SessionOptions {
  SolverOptions solver = {};
  ViewLayout layout = ViewLayout::right;
  bool check_steps = true;
};

struct Diagnostics {
  std::vector<std::int64_t> info;
  std::vector<std::int64_t> sweeps;
  std::vector<double> rounding_error;
  std::vector<double> residual_norm;
};

/// Which arrays of an InputArrays are set.
struct Chosen {
  bool coefficients = true;
  bool rhs = true;
  bool initial_values = true;
  bool steps = true;
};

class Session {
 public:
  virtual ~Session() = default;

  /// New numbers in the same views.
  virtual void set(InputData const& inputs) = 0;

  virtual void factor() = 0;
  virtual void solve() = 0;
  virtual void solve_factored() = 0;
  /// What the last solve wrote; where it wrote nothing, `unwritten`.
  virtual std::vector<double> solution() const = 0;
  /// Gradients for the last solution. Arrays that are not chosen come back empty.
  virtual InputData adjoint(std::vector<double> const& seed, Chosen const& wanted = {}) = 0;
  virtual std::vector<double> tangent(InputData const& direction, Chosen const& given = {}) = 0;

  virtual Diagnostics diagnostics() const = 0;
  virtual std::size_t memory_bytes() const = 0;
  virtual std::string name() const = 0;

  std::vector<double> solved() {
    solve();
    return solution();
  }
};

/// Every output array is filled with this before a call.
inline constexpr double unwritten = -777;

/// Throws what Problem and make_solver throw.
std::unique_ptr<Session> make_session(Platform const& platform, ProblemData const& problem,
                                      SessionOptions const& options = {});

std::size_t solver_memory(Platform const& platform, Extents const& extents,
                          SolverOptions const& options);

/// Worker threads of the platform.
int concurrency(Platform const& platform);

}  // namespace smnn::test
