! Solves y' + y = 0, y(0) = 1 on 0 <= t <= 1 and compares with exp(-t). The README shows this file.
program consumer
  use, intrinsic :: iso_c_binding
  use smnn
  implicit none
  real(c_double), target :: coefficients(1, 1, 1, 1, 3), rhs(1, 1, 1), initial_values(1, 1, 1, 1), steps(1, 100)
  real(c_double) :: y(1, 101, 1, 3) ! (B, T, D, K)
  type(smnn_context) :: context
  type(smnn_problem) :: problem
  type(smnn_solver) :: solver
  type(smnn_extents) :: extents
  coefficients(1, 1, 1, 1, :) = [1, 1, 0]
  rhs = 0
  initial_values = 1
  steps = 0.01d0

  call smnn_initialize()
  call smnn_context_create(context, space=SMNN_SPACE_HOST)
  call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps)
  call smnn_problem_extents(problem, extents)
  call smnn_solver_create(solver, context, SMNN_DOUBLE, extents)
  call smnn_solver_solve(solver, problem, y)
  print "(3a, f9.7, a, f10.7, a, f9.7)", "smnn ", smnn_version(), ": y(1) = ", y(1, 101, 1, 1), ", y'(1) = ", &
    y(1, 101, 1, 2), ", exp(-1) = ", exp(-1d0)
  call smnn_solver_destroy(solver)
  call smnn_problem_destroy(problem)
  call smnn_context_destroy(context)
  call smnn_finalize()
  if (abs(y(1, 101, 1, 1) - exp(-1d0)) > 1d-5) error stop 1
end program
