! Structures, constants and functions of smnn_mpi.h that the Fortran module uses.
module smnn_mpi_c
  use, intrinsic :: iso_c_binding
  use smnn_types
  implicit none
  public

  integer(c_int), parameter :: SMNN_SEPARATORS_AUTOMATIC = 0, SMNN_SEPARATORS_GATHERED = 1, &
    SMNN_SEPARATORS_PAIRS = 2

  ! The default is smnn_default_distributed_options(); `time_cuts` is the address of integers of kind
  ! c_int64_t that count from 0.
  type, bind(c) :: smnn_distributed_options
    integer(c_size_t) :: size
    integer(c_int) :: grid_batch
    integer(c_int) :: grid_time
    integer(c_int) :: separators
    integer(c_int) :: gpu_aware_mpi
    type(c_ptr) :: time_cuts
    integer(c_int64_t) :: time_cut_count
    integer(c_int64_t) :: mini_batch
  end type

  ! First indices count from 0.
  type, bind(c) :: smnn_share
    integer(c_int64_t) :: first_system = 0
    integer(c_int64_t) :: systems = 0
    integer(c_int64_t) :: first_point = 0
    integer(c_int64_t) :: points = 0
  end type

  type :: smnn_distributed
    type(c_ptr) :: handle = c_null_ptr
  end type

  interface
    integer(c_int) function c_distributed_options_init(options, size) &
      bind(c, name="smnn_distributed_options_init")
      import :: c_int, c_size_t, smnn_distributed_options
      type(smnn_distributed_options), intent(out) :: options
      integer(c_size_t), value :: size
    end function
    ! MPI_Fint is a C int. Structures that may be left out come as addresses.
    integer(c_int) function c_distributed_create(context, ranks, type, whole, solver_options, options, solver) &
      bind(c, name="smnn_distributed_create_fortran")
      import :: c_int, c_ptr, smnn_extents
      type(c_ptr), value :: context, solver_options, options
      integer(c_int), value :: ranks, type
      type(smnn_extents), intent(in) :: whole
      type(c_ptr), intent(out) :: solver
    end function
    integer(c_int) function c_distributed_memory_estimate(context, rank, ranks, type, whole, solver_options, &
                                                          options, bytes) &
      bind(c, name="smnn_distributed_memory_estimate")
      import :: c_int, c_ptr, c_size_t, smnn_extents
      type(c_ptr), value :: context, solver_options, options
      integer(c_int), value :: rank, ranks, type
      type(smnn_extents), intent(in) :: whole
      integer(c_size_t), intent(out) :: bytes
    end function
    integer(c_int) function c_distributed_memory_bytes(solver, bytes) &
      bind(c, name="smnn_distributed_memory_bytes")
      import :: c_int, c_ptr, c_size_t
      type(c_ptr), value :: solver
      integer(c_size_t), intent(out) :: bytes
    end function
    integer(c_int) function c_distributed_share(solver, share) bind(c, name="smnn_distributed_share")
      import :: c_int, c_ptr, smnn_share
      type(c_ptr), value :: solver
      type(smnn_share), intent(out) :: share
    end function
    integer(c_int) function c_distributed_extents(solver, extents, size) bind(c, name="smnn_distributed_extents")
      import :: c_int, c_ptr, c_size_t, smnn_extents
      type(c_ptr), value :: solver
      type(smnn_extents), intent(out) :: extents
      integer(c_size_t), value :: size
    end function
    integer(c_int) function c_distributed_factor(solver, inputs, weights) bind(c, name="smnn_distributed_factor")
      import :: c_int, c_ptr, smnn_inputs
      type(c_ptr), value :: solver, weights
      type(smnn_inputs), intent(in) :: inputs
    end function
    integer(c_int) function c_distributed_solve_factored(solver, inputs, weights, solution) &
      bind(c, name="smnn_distributed_solve_factored")
      import :: c_int, c_ptr, smnn_array, smnn_inputs
      type(c_ptr), value :: solver, weights
      type(smnn_inputs), intent(in) :: inputs
      type(smnn_array), intent(in) :: solution
    end function
    integer(c_int) function c_distributed_solve(solver, inputs, weights, solution) &
      bind(c, name="smnn_distributed_solve")
      import :: c_int, c_ptr, smnn_array, smnn_inputs
      type(c_ptr), value :: solver, weights
      type(smnn_inputs), intent(in) :: inputs
      type(smnn_array), intent(in) :: solution
    end function
    integer(c_int) function c_distributed_adjoint(solver, inputs, weights, solution, seed, gradients) &
      bind(c, name="smnn_distributed_adjoint")
      import :: c_int, c_ptr, smnn_array, smnn_inputs
      type(c_ptr), value :: solver, weights
      type(smnn_inputs), intent(in) :: inputs, gradients
      type(smnn_array), intent(in) :: solution, seed
    end function
    integer(c_int) function c_distributed_tangent(solver, inputs, weights, solution, directions, &
                                                  solution_direction) &
      bind(c, name="smnn_distributed_tangent")
      import :: c_int, c_ptr, smnn_array, smnn_inputs
      type(c_ptr), value :: solver, weights
      type(smnn_inputs), intent(in) :: inputs, directions
      type(smnn_array), intent(in) :: solution, solution_direction
    end function
    integer(c_int) function c_distributed_info(solver, values, count) bind(c, name="smnn_distributed_info")
      import :: c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      integer(c_int64_t), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_distributed_sweeps(solver, values, count) bind(c, name="smnn_distributed_sweeps")
      import :: c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      integer(c_int64_t), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_distributed_rounding_error(solver, values, count) &
      bind(c, name="smnn_distributed_rounding_error")
      import :: c_double, c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      real(c_double), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_distributed_residual_norm(solver, values, count) &
      bind(c, name="smnn_distributed_residual_norm")
      import :: c_double, c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      real(c_double), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_distributed_destroy(solver) bind(c, name="smnn_distributed_destroy")
      import :: c_int, c_ptr
      type(c_ptr), intent(inout) :: solver
    end function
  end interface

end module
