! smnn for Fortran: the C API (smnn.h, which documents it) with assumed-shape arrays, of kind c_float or
! c_double, in the shapes and with the order of axes that smnn.h gives: coefficients(B, T, E, D, K),
! solution(B, T, D, K) and so on. Any array sections will do; nothing is copied. Of the two shapes that
! rhs, initial values and solutions can have, all arrays of a call have that without M, or all that with it.
!
! Inputs of a problem must have the attribute TARGET and stay as long as the problem is used.
!
! `ierr` is a status (SMNN_SUCCESS = 0); smnn_last_error_message() has the sentence. Without the argument
! an error is printed and ends the program: of an MPI program this rank alone, so give it there, and call
! MPI_Abort. Messages count from 0.
module smnn
  use, intrinsic :: iso_c_binding
  use smnn_types
  use smnn_c
  use smnn_calls_double, only: create_d => problem_create, solve_d => solver_solve, &
    solve_factored_d => solver_solve_factored, adjoint_d => solver_adjoint, tangent_d => solver_tangent
  use smnn_calls_float, only: create_f => problem_create, solve_f => solver_solve, &
    solve_factored_f => solver_solve_factored, adjoint_f => solver_adjoint, tangent_f => solver_tangent
  use smnn_calls_double_members, only: create_dm => problem_create, solve_dm => solver_solve, &
    solve_factored_dm => solver_solve_factored, adjoint_dm => solver_adjoint, tangent_dm => solver_tangent
  use smnn_calls_float_members, only: create_fm => problem_create, solve_fm => solver_solve, &
    solve_factored_fm => solver_solve_factored, adjoint_fm => solver_adjoint, tangent_fm => solver_tangent
  implicit none
  private

  public :: SMNN_SUCCESS, SMNN_INVALID_ARGUMENT, SMNN_NUMERICAL_ERROR, SMNN_OUT_OF_MEMORY, SMNN_NOT_RUNNING, &
    SMNN_ERROR, SMNN_FLOAT, SMNN_DOUBLE, SMNN_SPACE_DEFAULT, SMNN_SPACE_SERIAL, SMNN_SPACE_HOST, &
    SMNN_SPACE_DEVICE, SMNN_SMOOTHNESS_TAYLOR, SMNN_SMOOTHNESS_CENTRAL, SMNN_SMOOTHNESS_PADE, &
    SMNN_METHOD_BANDED, SMNN_METHOD_DENSE, SMNN_METHOD_CONJUGATE_GRADIENT, SMNN_FACTORIZATION_CHOLESKY, &
    SMNN_FACTORIZATION_QR, SMNN_FACTOR_PRECISION_WORKING, SMNN_FACTOR_PRECISION_SINGLE, &
    SMNN_REFINEMENT_NONE, SMNN_REFINEMENT_FIXED, SMNN_REFINEMENT_AUTOMATIC, &
    SMNN_STORAGE_AUTOMATIC, SMNN_STORAGE_KEEP, SMNN_STORAGE_RECOMPUTE, SMNN_PARALLELISM_AUTOMATIC, &
    SMNN_PARALLELISM_THREAD_PER_SYSTEM, SMNN_PARALLELISM_TEAM_PER_SYSTEM, SMNN_FAILURE_RAISE, &
    SMNN_FAILURE_MASK, SMNN_INFO_NOT_CONVERGED
  public :: smnn_sharing, smnn_extents, smnn_weights, smnn_problem_options, smnn_options, smnn_context, &
    smnn_problem, smnn_solver
  public :: smnn_last_error_message, smnn_version, smnn_git_revision, smnn_initialize, smnn_finalize, &
    smnn_is_running, smnn_space_name, smnn_device_count, smnn_device_id, smnn_thread_count, &
    smnn_default_extents, smnn_default_problem_options, smnn_default_options, smnn_extents_validate
  public :: smnn_context_create, smnn_context_synchronize, smnn_context_destroy
  public :: smnn_problem_create, smnn_problem_extents, smnn_problem_destroy
  public :: smnn_solver_create, smnn_solver_memory_estimate, smnn_solver_name, smnn_solver_memory_bytes, &
    smnn_solver_factor, smnn_solver_solve, smnn_solver_solve_factored, smnn_solver_adjoint, smnn_solver_tangent, &
    smnn_solver_info, smnn_solver_sweeps, smnn_solver_rounding_error, smnn_solver_residual_norm, &
    smnn_solver_destroy

  ! (problem, context, coefficients, rhs, initial_values, steps [, options] [, ierr])
  interface smnn_problem_create
    procedure create_d, create_f, create_dm, create_fm
  end interface
  ! (solver, problem, solution [, ierr])
  interface smnn_solver_solve
    procedure solve_d, solve_f, solve_dm, solve_fm
  end interface
  interface smnn_solver_solve_factored
    procedure solve_factored_d, solve_factored_f, solve_factored_dm, solve_factored_fm
  end interface
  ! (solver, problem, solution, seed [, coefficients] [, rhs] [, initial_values] [, steps] [, ierr]): the
  ! optional arrays are the gradients that are wanted.
  interface smnn_solver_adjoint
    procedure adjoint_d, adjoint_f, adjoint_dm, adjoint_fm
  end interface
  ! (solver, problem, solution, solution_direction [, coefficients] [, rhs] [, initial_values] [, steps]
  ! [, ierr]): the optional arrays are the directions that are not zero.
  interface smnn_solver_tangent
    procedure tangent_d, tangent_f, tangent_dm, tangent_fm
  end interface

contains

  function smnn_version() result(version)
    character(len=:), allocatable :: version
    version = smnn_string(c_version())
  end function

  function smnn_git_revision() result(revision)
    character(len=:), allocatable :: revision
    revision = smnn_string(c_git_revision())
  end function

  ! "" if this build does not have the space.
  function smnn_space_name(space) result(name)
    integer(c_int), intent(in) :: space
    character(len=:), allocatable :: name
    name = smnn_string(c_space_name(space))
  end function

  subroutine smnn_initialize(threads, device, ierr)
    integer, intent(in), optional :: threads, device
    integer, intent(out), optional :: ierr
    integer(c_int) :: chosen_threads, chosen_device
    chosen_threads = 0
    chosen_device = -1
    if (present(threads)) chosen_threads = threads
    if (present(device)) chosen_device = device
    call smnn_check(c_initialize(chosen_threads, chosen_device), ierr)
  end subroutine

  subroutine smnn_finalize(ierr)
    integer, intent(out), optional :: ierr
    call smnn_check(c_finalize(), ierr)
  end subroutine

  logical function smnn_is_running()
    smnn_is_running = c_is_running() /= 0
  end function

  subroutine smnn_device_count(count, ierr)
    integer(c_int), intent(out) :: count
    integer, intent(out), optional :: ierr
    call smnn_check(c_device_count(count), ierr)
  end subroutine

  subroutine smnn_device_id(device, ierr)
    integer(c_int), intent(out) :: device
    integer, intent(out), optional :: ierr
    call smnn_check(c_device_id(device), ierr)
  end subroutine

  subroutine smnn_thread_count(threads, ierr)
    integer(c_int), intent(out) :: threads
    integer, intent(out), optional :: ierr
    call smnn_check(c_thread_count(threads), ierr)
  end subroutine

  function smnn_default_extents() result(extents)
    type(smnn_extents) :: extents
    call smnn_check(c_extents_init(extents, c_sizeof(extents)))
  end function

  function smnn_default_problem_options() result(options)
    type(smnn_problem_options) :: options
    call smnn_check(c_problem_options_init(options, c_sizeof(options)))
  end function

  function smnn_default_options() result(options)
    type(smnn_options) :: options
    call smnn_check(c_options_init(options, c_sizeof(options)))
  end function

  subroutine smnn_extents_validate(extents, ierr)
    type(smnn_extents), intent(in) :: extents
    integer, intent(out), optional :: ierr
    call smnn_check(c_extents_validate(extents), ierr)
  end subroutine

  ! `stream`: a cudaStream_t or hipStream_t.
  subroutine smnn_context_create(context, space, stream, ierr)
    type(smnn_context), intent(out) :: context
    integer(c_int), intent(in), optional :: space
    type(c_ptr), intent(in), optional :: stream
    integer, intent(out), optional :: ierr
    integer(c_int) :: chosen_space
    type(c_ptr) :: chosen_stream
    chosen_space = SMNN_SPACE_DEFAULT
    chosen_stream = c_null_ptr
    if (present(space)) chosen_space = space
    if (present(stream)) chosen_stream = stream
    call smnn_check(c_context_create(chosen_space, chosen_stream, context%handle), ierr)
  end subroutine

  subroutine smnn_context_synchronize(context, ierr)
    type(smnn_context), intent(in) :: context
    integer, intent(out), optional :: ierr
    call smnn_check(c_context_synchronize(context%handle), ierr)
  end subroutine

  subroutine smnn_context_destroy(context, ierr)
    type(smnn_context), intent(inout) :: context
    integer, intent(out), optional :: ierr
    call smnn_check(c_context_destroy(context%handle), ierr)
  end subroutine

  subroutine smnn_problem_extents(problem, extents, ierr)
    type(smnn_problem), intent(in) :: problem
    type(smnn_extents), intent(out) :: extents
    integer, intent(out), optional :: ierr
    call smnn_check(c_problem_extents(problem%handle, extents, c_sizeof(extents)), ierr)
  end subroutine

  subroutine smnn_problem_destroy(problem, ierr)
    type(smnn_problem), intent(inout) :: problem
    integer, intent(out), optional :: ierr
    call smnn_check(c_problem_destroy(problem%handle), ierr)
  end subroutine

  ! `type`: SMNN_DOUBLE or SMNN_FLOAT.
  subroutine smnn_solver_create(solver, context, type, extents, options, ierr)
    type(smnn_solver), intent(out) :: solver
    type(smnn_context), intent(in) :: context
    integer(c_int), intent(in) :: type
    type(smnn_extents), intent(in) :: extents
    type(smnn_options), intent(in), optional, target :: options
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_create(context%handle, type, extents, smnn_options_at(options), solver%handle), ierr)
  end subroutine

  subroutine smnn_solver_memory_estimate(context, type, extents, bytes, options, ierr)
    type(smnn_context), intent(in) :: context
    integer(c_int), intent(in) :: type
    type(smnn_extents), intent(in) :: extents
    integer(c_size_t), intent(out) :: bytes
    type(smnn_options), intent(in), optional, target :: options
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_memory_estimate(context%handle, type, extents, smnn_options_at(options), bytes), ierr)
  end subroutine

  function smnn_solver_name(solver) result(name)
    type(smnn_solver), intent(in) :: solver
    character(len=:), allocatable :: name
    name = smnn_string(c_solver_name(solver%handle))
  end function

  subroutine smnn_solver_memory_bytes(solver, bytes, ierr)
    type(smnn_solver), intent(in) :: solver
    integer(c_size_t), intent(out) :: bytes
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_memory_bytes(solver%handle, bytes), ierr)
  end subroutine

  subroutine smnn_solver_factor(solver, problem, ierr)
    type(smnn_solver), intent(in) :: solver
    type(smnn_problem), intent(in) :: problem
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_factor(solver%handle, problem%handle), ierr)
  end subroutine

  ! Diagnostics have B M entries, that of solution (b, m) at 1 + (b - 1) M + m - 1.
  subroutine smnn_solver_info(solver, values, ierr)
    type(smnn_solver), intent(in) :: solver
    integer(c_int64_t), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_info(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_solver_sweeps(solver, values, ierr)
    type(smnn_solver), intent(in) :: solver
    integer(c_int64_t), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_sweeps(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_solver_rounding_error(solver, values, ierr)
    type(smnn_solver), intent(in) :: solver
    real(c_double), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_rounding_error(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_solver_residual_norm(solver, values, ierr)
    type(smnn_solver), intent(in) :: solver
    real(c_double), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_residual_norm(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_solver_destroy(solver, ierr)
    type(smnn_solver), intent(inout) :: solver
    integer, intent(out), optional :: ierr
    call smnn_check(c_solver_destroy(solver%handle), ierr)
  end subroutine

end module
