// Problems of either precision, in either memory.
#pragma once

#include "smnn/coupling/c/detail/runtime.hpp"
#include "smnn/solver/problem.hpp"

struct smnn_problem : smnn::coupling::LiveHandle {
  virtual smnn::Extents const& extents() const = 0;
  // Precision and memory, for messages.
  virtual std::string kind() const = 0;
};

namespace smnn::coupling {

template <class Real, class MemorySpace>
class ProblemIn final : public smnn_problem {
 public:
  explicit ProblemIn(Problem<Real, MemorySpace> const& problem) : problem_(problem) {}

  Problem<Real, MemorySpace> const& problem() const { return problem_; }
  Extents const& extents() const override { return problem_.extents(); }
  std::string kind() const override { return kind_name(); }

  static std::string kind_name() {
    return std::string(std::is_same_v<Real, double> ? "double" : "float") + " in " +
           MemorySpace::name();
  }

 private:
  Problem<Real, MemorySpace> problem_;
};

}  // namespace smnn::coupling
