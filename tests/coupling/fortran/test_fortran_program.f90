! A program in Fortran from beginning to end: y' + y = 0 in both kinds, sections of arrays, gradients beside
! finite differences, many right-hand sides, errors.
program test_fortran_program
  use, intrinsic :: iso_c_binding
  use smnn
  implicit none
  integer, parameter :: points = 101
  real(c_double), parameter :: e = exp(-1._c_double)
  type(smnn_context) :: context
  integer :: status

  call check(index(smnn_version(), ".") > 0, "the version is a text")
  call smnn_context_create(context, ierr=status)
  call expect(SMNN_NOT_RUNNING, "smnn_initialize", "nothing works before the start")
  call smnn_initialize(threads=1)
  call check(smnn_is_running(), "Kokkos runs")
  call smnn_context_create(context, space=SMNN_SPACE_HOST)

  call structures_are_those_of_c()
  call solve_in_double()
  call solve_in_float()
  call differentiate()
  call solve_many_right_hand_sides()
  call errors_are_told()

  call smnn_context_destroy(context)
  call smnn_finalize()
  print "(a)", "passed"

contains

  subroutine structures_are_those_of_c()
    type(smnn_options) :: options
    type(smnn_problem_options) :: problem_options
    type(smnn_extents) :: extents
    type(smnn_weights) :: weights
    options = smnn_default_options()
    problem_options = smnn_default_problem_options()
    extents = smnn_default_extents()
    call check(options%size == c_sizeof(options), "smnn_options has its size")
    call check(problem_options%size == c_sizeof(problem_options), "smnn_problem_options has its size")
    call check(extents%size == c_sizeof(extents), "smnn_extents has its size")
    call check(options%sweeps == 10 .and. options%refinement == SMNN_REFINEMENT_AUTOMATIC .and. &
               near(options%cg_tolerance, 1e-12_c_double, 1e-20_c_double), "options have their defaults")
    call check(problem_options%check_steps == 1 .and. &
               near(problem_options%weights%highest_order, weights%highest_order, 0._c_double), &
               "weights have their defaults")
    call check(extents%batch == 1 .and. extents%initial_orders == 0 .and. extents%reserved == 0, &
               "extents have their defaults")
  end subroutine

  subroutine solve_in_double()
    real(c_double), target :: coefficients(1, 1, 1, 1, 3), rhs(1, 1, 1), initial_values(1, 1, 1, 1), steps(1, points - 1)
    real(c_double) :: y(1, points, 1, 3), wide(2, 3 * points, 1, 6), errors(1)
    integer(c_int64_t) :: info(1), sweeps(1)
    integer(c_size_t) :: estimate, bytes
    type(smnn_problem) :: problem
    type(smnn_solver) :: solver
    type(smnn_extents) :: extents
    type(smnn_options) :: options
    coefficients = reshape([real(c_double) :: 1, 1, 0], shape(coefficients))
    rhs = 0
    initial_values = 1
    steps = .01_c_double
    call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps)
    call smnn_problem_extents(problem, extents)
    call check(extents%time_points == points .and. extents%orders == 3, "the problem has its extents")
    call smnn_extents_validate(extents)
    options = smnn_default_options()
    options%residual_norm = 1
    call smnn_solver_create(solver, context, SMNN_DOUBLE, extents, options)
    call smnn_solver_memory_estimate(context, SMNN_DOUBLE, extents, estimate, options)
    call smnn_solver_memory_bytes(solver, bytes)
    call check(estimate == bytes, "the estimate of memory holds")
    call check(smnn_solver_name(solver) == "banded", "the solver has a name")
    call smnn_solver_solve(solver, problem, y)
    call check(near(y(1, points, 1, 1), e, 1e-5_c_double), "y(1) is exp(-1)")
    call smnn_solver_info(solver, info)
    call smnn_solver_sweeps(solver, sweeps)
    call smnn_solver_rounding_error(solver, errors)
    call check(info(1) == 0 .and. sweeps(1) > 0 .and. errors(1) < 1e-12_c_double, "the solver tells how it went")
    call smnn_solver_residual_norm(solver, errors)
    call check(errors(1) > 0, "there is a residual")
    wide = 7
    call smnn_solver_solve(solver, problem, wide(2:2, 3 * points:1:-3, :, 1:6:2))
    call check(all(abs(wide(2, 3 * points:1:-3, 1, 1:6:2) - y(1, :, 1, :)) <= 0), "a section has the same numbers")
    call check(count(abs(wide - 7) > 0) == size(y), "nothing else is written")
    call smnn_solver_destroy(solver)
    call smnn_problem_destroy(problem)
  end subroutine

  subroutine solve_in_float()
    real(c_float), target :: coefficients(1, 1, 1, 1, 3), rhs(1, 1, 1), initial_values(1, 1, 1, 1), steps(1, 10)
    real(c_float) :: y(1, 11, 1, 3)
    type(smnn_problem) :: problem
    type(smnn_solver) :: solver
    type(smnn_extents) :: extents
    type(smnn_problem_options) :: options
    coefficients = reshape([real(c_float) :: 1, 1, 0], shape(coefficients))
    rhs = 0
    initial_values = 1
    steps = .1_c_float
    options = smnn_default_problem_options()
    options%smoothness = SMNN_SMOOTHNESS_PADE
    call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps, options)
    call smnn_problem_extents(problem, extents)
    call smnn_solver_create(solver, context, SMNN_FLOAT, extents)
    call smnn_solver_solve(solver, problem, y)
    call check(near(real(y(1, 11, 1, 1), c_double), e, 1e-4_c_double), "y(1) is exp(-1) in float")
    call smnn_solver_destroy(solver)
    call smnn_problem_destroy(problem)
  end subroutine

  subroutine differentiate()
    integer, parameter :: b = 2, t = 9
    real(c_double), parameter :: h = 1e-5_c_double
    real(c_double), target :: coefficients(b, t, 1, 1, 3), rhs(b, t, 1), initial_values(b, 1, 1, 1), steps(b, t - 1)
    real(c_double) :: y(b, t, 1, 3), seed(b, t, 1, 3), above(b, t, 1, 3), below(b, t, 1, 3), dy(b, t, 1, 3)
    real(c_double) :: along_coefficients(b, t, 1, 1, 3), along_steps(b, t - 1), difference
    real(c_double) :: grad_coefficients(b, t, 1, 1, 3), grad_steps(b, t - 1)
    type(smnn_problem) :: problem
    type(smnn_solver) :: solver
    type(smnn_extents) :: extents
    call random_number(coefficients)
    call random_number(rhs)
    call random_number(initial_values)
    call random_number(steps)
    call random_number(seed)
    call random_number(along_coefficients)
    call random_number(along_steps)
    steps = steps + .5_c_double
    call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps)
    call smnn_problem_extents(problem, extents)
    call smnn_solver_create(solver, context, SMNN_DOUBLE, extents)
    call smnn_solver_solve(solver, problem, y)
    call smnn_solver_adjoint(solver, problem, y, seed, coefficients=grad_coefficients, steps=grad_steps)
    call smnn_solver_tangent(solver, problem, y, dy, coefficients=along_coefficients, steps=along_steps)
    coefficients = coefficients + h * along_coefficients
    steps = steps + h * along_steps
    call smnn_solver_solve(solver, problem, above)
    coefficients = coefficients - 2 * h * along_coefficients
    steps = steps - 2 * h * along_steps
    call smnn_solver_solve(solver, problem, below)
    call check(maxval(abs(dy - (above - below) / (2 * h))) < 1e-6_c_double * max(1._c_double, maxval(abs(dy))), &
               "the tangent is that of finite differences")
    difference = sum(seed * dy)
    call check(near(sum(grad_coefficients * along_coefficients) + sum(grad_steps * along_steps), difference, &
                    1e-8_c_double * max(1._c_double, abs(difference))), "the adjoint is that of the tangent")
    call smnn_solver_destroy(solver)
    call smnn_problem_destroy(problem)
  end subroutine

  subroutine solve_many_right_hand_sides()
    integer, parameter :: m = 3
    real(c_double), target :: coefficients(1, 1, 1, 1, 3), rhs(1, 1, 1, 1), initial_values(1, m, 1, 1, 1), steps(1, points - 1)
    real(c_double) :: y(1, m, points, 1, 3)
    type(smnn_problem) :: problem
    type(smnn_solver) :: solver
    type(smnn_extents) :: extents
    type(smnn_options) :: options
    integer :: i
    coefficients = reshape([real(c_double) :: 1, 1, 0], shape(coefficients))
    rhs = 0
    initial_values = reshape([(real(i, c_double), i=1, m)], shape(initial_values))
    steps = .01_c_double
    call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps)
    call smnn_problem_extents(problem, extents)
    options = smnn_default_options()
    options%storage = SMNN_STORAGE_KEEP
    call smnn_solver_create(solver, context, SMNN_DOUBLE, extents, options)
    call smnn_solver_factor(solver, problem)
    call smnn_solver_solve_factored(solver, problem, y)
    call check(all(abs(y(1, :, points, 1, 1) - e * initial_values(1, :, 1, 1, 1)) < 1e-4_c_double), &
               "every right-hand side has its solution")
    call smnn_solver_destroy(solver)
    call smnn_problem_destroy(problem)
  end subroutine

  subroutine errors_are_told()
    real(c_double), target :: coefficients(1, 1, 1, 1, 3), rhs(1, 1, 1), initial_values(1, 0, 1, 0), steps(1, 4)
    real(c_double) :: y(1, 4, 1, 3)
    type(smnn_problem) :: problem
    type(smnn_solver) :: solver
    type(smnn_extents) :: extents
    integer(c_int64_t) :: info(2)
    coefficients = 1
    rhs = 0
    steps = 1
    call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps(:, :0), ierr=status)
    call check(status == SMNN_SUCCESS, "T may be 1: steps of no size are taken")
    call smnn_problem_destroy(problem)
    call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps, ierr=status)
    call check(status == SMNN_SUCCESS, "no initial values are taken")
    call smnn_problem_extents(problem, extents)
    call smnn_solver_create(solver, context, SMNN_DOUBLE, extents)
    call smnn_solver_solve(solver, problem, y, ierr=status)
    call expect(SMNN_INVALID_ARGUMENT, "solution: extents are (1, 4, 1, 3), expected (1, 5, 1, 3)", &
                "a wrong shape is refused")
    call smnn_solver_info(solver, info, ierr=status)
    call expect(SMNN_INVALID_ARGUMENT, "count is 2", "a wrong number of diagnostics is refused")
    call smnn_finalize(ierr=status)
    call expect(SMNN_INVALID_ARGUMENT, "handles are left", "Kokkos does not end under handles")
    call smnn_solver_destroy(solver)
    call smnn_problem_destroy(problem)
  end subroutine

  pure logical function near(a, b, tolerance)
    real(c_double), intent(in) :: a, b, tolerance
    near = abs(a - b) <= tolerance
  end function

  ! The last call failed with this status, and said so.
  subroutine expect(expected, part, what)
    integer, intent(in) :: expected
    character(len=*), intent(in) :: part, what
    call check(status == expected, what)
    call check(index(smnn_last_error_message(), part) > 0, what // " in words")
  end subroutine

  subroutine check(condition, what)
    logical, intent(in) :: condition
    character(len=*), intent(in) :: what
    if (condition) return
    print "(4a)", "does not hold: ", what, "; last error: ", smnn_last_error_message()
    error stop 1
  end subroutine

end program
