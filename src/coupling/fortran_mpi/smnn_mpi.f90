! The distributed solver for Fortran, beside module smnn, whose rules hold here too; smnn_mpi.h documents it.
! The communicator is an integer, as of `use mpi`; module smnn_mpi_f08 takes a type(MPI_Comm) as well.
module smnn_mpi
  use, intrinsic :: iso_c_binding
  use smnn_types
  use smnn_mpi_c
  use smnn_mpi_calls_double, only: factor_d => factor, solve_factored_d => solve_factored, solve_d => solve, &
    adjoint_d => adjoint, tangent_d => tangent
  use smnn_mpi_calls_float, only: factor_f => factor, solve_factored_f => solve_factored, solve_f => solve, &
    adjoint_f => adjoint, tangent_f => tangent
  use smnn_mpi_calls_double_members, only: factor_dm => factor, solve_factored_dm => solve_factored, &
    solve_dm => solve, adjoint_dm => adjoint, tangent_dm => tangent
  use smnn_mpi_calls_float_members, only: factor_fm => factor, solve_factored_fm => solve_factored, &
    solve_fm => solve, adjoint_fm => adjoint, tangent_fm => tangent
  implicit none
  private

  public :: SMNN_SEPARATORS_AUTOMATIC, SMNN_SEPARATORS_GATHERED, SMNN_SEPARATORS_PAIRS
  public :: smnn_distributed, smnn_distributed_options, smnn_share
  public :: smnn_default_distributed_options, smnn_distributed_create, smnn_distributed_memory_estimate, &
    smnn_distributed_memory_bytes, smnn_distributed_share, smnn_distributed_extents, smnn_distributed_factor, &
    smnn_distributed_solve_factored, smnn_distributed_solve, smnn_distributed_adjoint, &
    smnn_distributed_tangent, smnn_distributed_info, smnn_distributed_sweeps, smnn_distributed_rounding_error, &
    smnn_distributed_residual_norm, smnn_distributed_destroy

  ! (solver, context, ranks, type, whole [, solver_options] [, options] [, ierr])
  interface smnn_distributed_create
    procedure create
  end interface
  ! (solver, coefficients, rhs, initial_values, steps [, weights] [, ierr])
  interface smnn_distributed_factor
    procedure factor_d, factor_f, factor_dm, factor_fm
  end interface
  ! (solver, coefficients, rhs, initial_values, steps, solution [, weights] [, ierr])
  interface smnn_distributed_solve
    procedure solve_d, solve_f, solve_dm, solve_fm
  end interface
  interface smnn_distributed_solve_factored
    procedure solve_factored_d, solve_factored_f, solve_factored_dm, solve_factored_fm
  end interface
  ! (solver, coefficients, rhs, initial_values, steps, solution, seed [, grad_coefficients] [, grad_rhs]
  ! [, grad_initial_values] [, grad_steps] [, weights] [, ierr])
  interface smnn_distributed_adjoint
    procedure adjoint_d, adjoint_f, adjoint_dm, adjoint_fm
  end interface
  ! (solver, coefficients, rhs, initial_values, steps, solution, solution_direction [, along_coefficients]
  ! [, along_rhs] [, along_initial_values] [, along_steps] [, weights] [, ierr])
  interface smnn_distributed_tangent
    procedure tangent_d, tangent_f, tangent_dm, tangent_fm
  end interface

contains

  function smnn_default_distributed_options() result(options)
    type(smnn_distributed_options) :: options
    call smnn_check(c_distributed_options_init(options, c_sizeof(options)))
  end function

  subroutine create(solver, context, ranks, type, whole, solver_options, options, ierr)
    type(smnn_distributed), intent(out) :: solver
    type(smnn_context), intent(in) :: context
    integer, intent(in) :: ranks
    integer(c_int), intent(in) :: type
    type(smnn_extents), intent(in) :: whole
    type(smnn_options), intent(in), optional, target :: solver_options
    type(smnn_distributed_options), intent(in), optional, target :: options
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_create(context%handle, int(ranks, c_int), type, whole, &
                                         smnn_options_at(solver_options), options_at(options), solver%handle), ierr)
  end subroutine

  subroutine smnn_distributed_memory_estimate(context, rank, ranks, type, whole, bytes, solver_options, options, &
                                              ierr)
    type(smnn_context), intent(in) :: context
    integer(c_int), intent(in) :: rank, ranks, type
    type(smnn_extents), intent(in) :: whole
    integer(c_size_t), intent(out) :: bytes
    type(smnn_options), intent(in), optional, target :: solver_options
    type(smnn_distributed_options), intent(in), optional, target :: options
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_memory_estimate(context%handle, rank, ranks, type, whole, &
                                                  smnn_options_at(solver_options), options_at(options), &
                                                  bytes), ierr)
  end subroutine

  function options_at(options) result(address)
    type(smnn_distributed_options), intent(in), optional, target :: options
    type(c_ptr) :: address
    address = c_null_ptr
    if (present(options)) address = c_loc(options)
  end function

  subroutine smnn_distributed_memory_bytes(solver, bytes, ierr)
    type(smnn_distributed), intent(in) :: solver
    integer(c_size_t), intent(out) :: bytes
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_memory_bytes(solver%handle, bytes), ierr)
  end subroutine

  subroutine smnn_distributed_share(solver, share, ierr)
    type(smnn_distributed), intent(in) :: solver
    type(smnn_share), intent(out) :: share
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_share(solver%handle, share), ierr)
  end subroutine

  subroutine smnn_distributed_extents(solver, extents, ierr)
    type(smnn_distributed), intent(in) :: solver
    type(smnn_extents), intent(out) :: extents
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_extents(solver%handle, extents, c_sizeof(extents)), ierr)
  end subroutine

  subroutine smnn_distributed_info(solver, values, ierr)
    type(smnn_distributed), intent(in) :: solver
    integer(c_int64_t), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_info(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_distributed_sweeps(solver, values, ierr)
    type(smnn_distributed), intent(in) :: solver
    integer(c_int64_t), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_sweeps(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_distributed_rounding_error(solver, values, ierr)
    type(smnn_distributed), intent(in) :: solver
    real(c_double), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_rounding_error(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_distributed_residual_norm(solver, values, ierr)
    type(smnn_distributed), intent(in) :: solver
    real(c_double), intent(inout), contiguous :: values(:)
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_residual_norm(solver%handle, values, size(values, kind=c_int64_t)), ierr)
  end subroutine

  subroutine smnn_distributed_destroy(solver, ierr)
    type(smnn_distributed), intent(inout) :: solver
    integer, intent(out), optional :: ierr
    call smnn_check(c_distributed_destroy(solver%handle), ierr)
  end subroutine

end module
