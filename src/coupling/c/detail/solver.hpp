// Solvers of either precision on any execution space, behind one interface.
#pragma once

#include <cstddef>
#include <cstdint>

#include "smnn/coupling/c/detail/runtime.hpp"

struct smnn_solver : smnn::coupling::LiveHandle {
  virtual void factor(smnn_problem const* problem) = 0;
  virtual void solve_factored(smnn_problem const* problem, smnn_array const* solution) = 0;
  virtual void solve(smnn_problem const* problem, smnn_array const* solution) = 0;
  virtual void adjoint(smnn_problem const* problem, smnn_array const* solution,
                       smnn_array const* seed, smnn_inputs const* gradients) = 0;
  virtual void tangent(smnn_problem const* problem, smnn_array const* solution,
                       smnn_inputs const* directions, smnn_array const* solution_direction) = 0;
  virtual void info(std::int64_t* values, std::int64_t count) const = 0;
  virtual void sweeps(std::int64_t* values, std::int64_t count) const = 0;
  virtual void rounding_error(double* values, std::int64_t count) const = 0;
  virtual void residual_norm(double* values, std::int64_t count) const = 0;
  virtual char const* name() const = 0;
  virtual std::size_t memory_bytes() const = 0;
};
