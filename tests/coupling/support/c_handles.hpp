/// Handles of the C API that free themselves, for tests.
#pragma once

#include <gtest/gtest.h>
#include <smnn/smnn.h>

#include <utility>

namespace smnn::test {

inline void expect_success(int status) {
  EXPECT_EQ(status, SMNN_SUCCESS) << smnn_last_error_message();
}

template <class Handle, int (*destroy)(Handle**)>
class Owned {
 public:
  Owned() = default;
  Owned(Owned&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Owned& operator=(Owned&&) = delete;
  ~Owned() { expect_success(destroy(&handle_)); }

  Handle** address() { return &handle_; }
  operator Handle*() const { return handle_; }

 private:
  Handle* handle_ = nullptr;
};

using Context = Owned<smnn_context, smnn_context_destroy>;
using CProblem = Owned<smnn_problem, smnn_problem_destroy>;
using CSolver = Owned<smnn_solver, smnn_solver_destroy>;

inline Context make_context(int space = SMNN_SPACE_HOST) {
  Context context;
  expect_success(smnn_context_create(space, nullptr, context.address()));
  return context;
}

inline smnn_options default_options() {
  smnn_options options;
  expect_success(smnn_options_init(&options, sizeof options));
  return options;
}

inline smnn_extents extents_of(smnn_problem const* problem) {
  smnn_extents extents;
  expect_success(smnn_problem_extents(problem, &extents, sizeof extents));
  return extents;
}

inline CProblem make_problem(smnn_context* context, smnn_inputs const& inputs,
                             smnn_problem_options const* options = nullptr) {
  CProblem problem;
  expect_success(smnn_problem_create(context, &inputs, options, problem.address()));
  return problem;
}

inline CSolver make_solver(smnn_context* context, int type, smnn_problem const* problem,
                           smnn_options const* options = nullptr) {
  CSolver solver;
  smnn_extents const extents = extents_of(problem);
  expect_success(smnn_solver_create(context, type, &extents, options, solver.address()));
  return solver;
}

}  // namespace smnn::test
