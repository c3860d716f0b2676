! What test_fortran_values.cpp calls: solve, adjoint and tangent by the Fortran module.
subroutine solve_in_fortran(sizes, coefficients, rhs, initial_values, steps, seed, solution, grad_coefficients, &
                            grad_rhs, grad_initial_values, grad_steps, solution_direction) bind(c)
  use, intrinsic :: iso_c_binding
  use smnn
  implicit none
  integer(c_int64_t), intent(in) :: sizes(8) ! B, M, T, E, D, K, T0, K0
  real(c_double), intent(in), target :: coefficients(sizes(1), sizes(3), sizes(4), sizes(5), sizes(6)), &
    rhs(sizes(1), sizes(2), sizes(3), sizes(4)), steps(sizes(1), sizes(3) - 1), &
    initial_values(sizes(1), sizes(2), sizes(7), sizes(5), sizes(8))
  real(c_double), intent(in) :: seed(sizes(1), sizes(2), sizes(3), sizes(5), sizes(6))
  real(c_double), intent(inout) :: solution(sizes(1), sizes(2), sizes(3), sizes(5), sizes(6)), &
    solution_direction(sizes(1), sizes(2), sizes(3), sizes(5), sizes(6)), &
    grad_coefficients(sizes(1), sizes(3), sizes(4), sizes(5), sizes(6)), &
    grad_rhs(sizes(1), sizes(2), sizes(3), sizes(4)), grad_steps(sizes(1), sizes(3) - 1), &
    grad_initial_values(sizes(1), sizes(2), sizes(7), sizes(5), sizes(8))
  type(smnn_context) :: context
  type(smnn_problem) :: problem
  type(smnn_solver) :: solver
  type(smnn_extents) :: extents
  call smnn_context_create(context, space=SMNN_SPACE_HOST)
  call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps)
  call smnn_problem_extents(problem, extents)
  call smnn_solver_create(solver, context, SMNN_DOUBLE, extents)
  call smnn_solver_solve(solver, problem, solution)
  call smnn_solver_adjoint(solver, problem, solution, seed, grad_coefficients, grad_rhs, grad_initial_values, &
                           grad_steps)
  call smnn_solver_tangent(solver, problem, solution, solution_direction, coefficients, rhs, initial_values, steps)
  call smnn_solver_destroy(solver)
  call smnn_problem_destroy(problem)
  call smnn_context_destroy(context)
end subroutine
