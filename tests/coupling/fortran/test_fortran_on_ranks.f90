! The distributed solver from Fortran, for both kinds of communicators: ranks share the time points of y' + y = 0,
! and every one has the serial solver's numbers for its share.
program test_fortran_on_ranks
  use, intrinsic :: iso_c_binding
  use mpi_f08
  use smnn
  use smnn_mpi_f08
  implicit none
  integer, parameter :: b = 3, t = 101
  real(c_double), target :: coefficients(1, 1, 1, 1, 3), rhs(1, 1, 1), initial_values(b, 1, 1, 1), steps(1, t - 1)
  real(c_double) :: y(b, t, 1, 3), seed(b, t, 1, 3), dy(b, t, 1, 3)
  real(c_double) :: grad_coefficients(1, 1, 1, 1, 3), grad_initial_values(b, 1, 1, 1)
  integer :: ranks
  type(smnn_context) :: context
  type(smnn_problem) :: problem
  type(smnn_solver) :: serial
  type(smnn_extents) :: whole
  type(smnn_distributed) :: solver
  type(smnn_distributed_options) :: options

  call MPI_Init()
  call MPI_Comm_size(MPI_COMM_WORLD, ranks)
  call smnn_initialize(threads=1)
  call smnn_context_create(context, space=SMNN_SPACE_HOST)
  coefficients = reshape([real(c_double) :: 1, 1, 0], shape(coefficients))
  rhs = 0
  initial_values = reshape([real(c_double) :: 1, 2, 3], shape(initial_values))
  steps = .01_c_double
  call smnn_problem_create(problem, context, coefficients, rhs, initial_values, steps)
  call smnn_problem_extents(problem, whole)
  whole%steps%over_time = 0
  call smnn_solver_create(serial, context, SMNN_DOUBLE, whole)
  call smnn_solver_solve(serial, problem, y)
  seed = 1
  call smnn_solver_adjoint(serial, problem, y, seed, coefficients=grad_coefficients, initial_values=grad_initial_values)
  call smnn_solver_tangent(serial, problem, y, dy, initial_values=initial_values)

  options = smnn_default_distributed_options()
  call check(options%size == c_sizeof(options), "smnn_distributed_options has its size")
  options%grid_batch = 1
  options%grid_time = ranks
  call smnn_distributed_create(solver, context, MPI_COMM_WORLD, SMNN_DOUBLE, whole, options=options)
  call compare_share()
  call smnn_distributed_destroy(solver)
  call smnn_distributed_create(solver, context, MPI_COMM_WORLD%mpi_val, SMNN_DOUBLE, whole, options=options)
  call compare_share()
  call smnn_distributed_destroy(solver)
  call one_rank_is_wrong()

  call smnn_solver_destroy(serial)
  call smnn_problem_destroy(problem)
  call smnn_context_destroy(context)
  call smnn_finalize()
  call MPI_Finalize()

contains

  subroutine compare_share()
    type(smnn_share) :: share
    type(smnn_extents) :: local
    integer :: first, last, initial_steps, own_steps
    real(c_double), allocatable :: own(:, :, :, :), direction(:, :, :, :), gradient(:, :, :, :)
    real(c_double) :: shared(1, 1, 1, 1, 3), errors(b)
    integer(c_int64_t) :: info(b)
    call smnn_distributed_share(solver, share)
    call smnn_distributed_extents(solver, local)
    first = int(share%first_point) + 1
    last = first + int(share%points) - 1
    own_steps = min(last, t - 1)
    initial_steps = int(local%initial_steps)
    call check(share%systems == b .and. local%time_points == share%points, "the share has its extents")
    allocate (own(b, first:last, 1, 3), direction(b, first:last, 1, 3), gradient(b, initial_steps, 1, 1))
    call smnn_distributed_solve(solver, coefficients, rhs, initial_values(:, :initial_steps, :, :), &
                                steps(:, first:own_steps), own)
    call check(maxval(abs(own - y(:, first:last, :, :))) < 1e-11_c_double, "solutions are those of one rank")
    call smnn_distributed_info(solver, info)
    call smnn_distributed_rounding_error(solver, errors)
    call check(all(info == 0) .and. all(errors < 1e-11_c_double), "the solver tells how it went")
    call smnn_distributed_tangent(solver, coefficients, rhs, initial_values(:, :initial_steps, :, :), &
                                  steps(:, first:own_steps), own, direction, &
                                  along_initial_values=initial_values(:, :initial_steps, :, :))
    call check(maxval(abs(direction - dy(:, first:last, :, :))) < 1e-11_c_double, "tangents are those of one rank")
    call smnn_distributed_adjoint(solver, coefficients, rhs, initial_values(:, :initial_steps, :, :), &
                                  steps(:, first:own_steps), own, seed(:, first:last, :, :), &
                                  grad_coefficients=shared, grad_initial_values=gradient)
    call check(maxval(abs(shared - grad_coefficients)) < 1e-6_c_double, "gradients are those of one rank")
  end subroutine

  ! All are told, none waits for ever.
  subroutine one_rank_is_wrong()
    integer :: rank, status
    call MPI_Comm_rank(MPI_COMM_WORLD, rank)
    options%separators = SMNN_SEPARATORS_AUTOMATIC
    if (rank == ranks - 1) options%separators = 9
    call smnn_distributed_create(solver, context, MPI_COMM_WORLD, SMNN_DOUBLE, whole, options=options, ierr=status)
    call check(status == SMNN_INVALID_ARGUMENT, "an option out of range is refused on all ranks")
    call check(index(smnn_last_error_message(), "separators is 9") > 0, "the message says why")
  end subroutine

  subroutine check(condition, what)
    logical, intent(in) :: condition
    character(len=*), intent(in) :: what
    if (condition) return
    print "(4a)", "does not hold: ", what, "; last error: ", smnn_last_error_message()
    call MPI_Abort(MPI_COMM_WORLD, 1)
  end subroutine

end program
