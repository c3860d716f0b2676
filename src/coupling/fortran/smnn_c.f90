! The functions of smnn.h that the Fortran module calls.
module smnn_c
  use, intrinsic :: iso_c_binding
  use smnn_types
  implicit none
  public

  interface
    function c_version() bind(c, name="smnn_version")
      import :: c_ptr
      type(c_ptr) :: c_version
    end function
    function c_git_revision() bind(c, name="smnn_git_revision")
      import :: c_ptr
      type(c_ptr) :: c_git_revision
    end function
    function c_space_name(space) bind(c, name="smnn_space_name")
      import :: c_int, c_ptr
      integer(c_int), value :: space
      type(c_ptr) :: c_space_name
    end function
    integer(c_int) function c_initialize(threads, device) bind(c, name="smnn_initialize")
      import :: c_int
      integer(c_int), value :: threads, device
    end function
    integer(c_int) function c_finalize() bind(c, name="smnn_finalize")
      import :: c_int
    end function
    integer(c_int) function c_is_running() bind(c, name="smnn_is_running")
      import :: c_int
    end function
    integer(c_int) function c_device_count(count) bind(c, name="smnn_device_count")
      import :: c_int
      integer(c_int), intent(out) :: count
    end function
    integer(c_int) function c_device_id(device) bind(c, name="smnn_device_id")
      import :: c_int
      integer(c_int), intent(out) :: device
    end function
    integer(c_int) function c_thread_count(threads) bind(c, name="smnn_thread_count")
      import :: c_int
      integer(c_int), intent(out) :: threads
    end function
    integer(c_int) function c_extents_init(extents, size) bind(c, name="smnn_extents_init")
      import :: c_int, c_size_t, smnn_extents
      type(smnn_extents), intent(out) :: extents
      integer(c_size_t), value :: size
    end function
    integer(c_int) function c_problem_options_init(options, size) bind(c, name="smnn_problem_options_init")
      import :: c_int, c_size_t, smnn_problem_options
      type(smnn_problem_options), intent(out) :: options
      integer(c_size_t), value :: size
    end function
    integer(c_int) function c_options_init(options, size) bind(c, name="smnn_options_init")
      import :: c_int, c_size_t, smnn_options
      type(smnn_options), intent(out) :: options
      integer(c_size_t), value :: size
    end function
    integer(c_int) function c_extents_validate(extents) bind(c, name="smnn_extents_validate")
      import :: c_int, smnn_extents
      type(smnn_extents), intent(in) :: extents
    end function
    integer(c_int) function c_context_create(space, stream, context) bind(c, name="smnn_context_create")
      import :: c_int, c_ptr
      integer(c_int), value :: space
      type(c_ptr), value :: stream
      type(c_ptr), intent(out) :: context
    end function
    integer(c_int) function c_context_synchronize(context) bind(c, name="smnn_context_synchronize")
      import :: c_int, c_ptr
      type(c_ptr), value :: context
    end function
    integer(c_int) function c_context_destroy(context) bind(c, name="smnn_context_destroy")
      import :: c_int, c_ptr
      type(c_ptr), intent(inout) :: context
    end function
    ! Structures that may be left out come as addresses.
    integer(c_int) function c_problem_create(context, inputs, options, problem) &
      bind(c, name="smnn_problem_create")
      import :: c_int, c_ptr, smnn_inputs
      type(c_ptr), value :: context, options
      type(smnn_inputs), intent(in) :: inputs
      type(c_ptr), intent(out) :: problem
    end function
    integer(c_int) function c_problem_extents(problem, extents, size) bind(c, name="smnn_problem_extents")
      import :: c_int, c_ptr, c_size_t, smnn_extents
      type(c_ptr), value :: problem
      type(smnn_extents), intent(out) :: extents
      integer(c_size_t), value :: size
    end function
    integer(c_int) function c_problem_destroy(problem) bind(c, name="smnn_problem_destroy")
      import :: c_int, c_ptr
      type(c_ptr), intent(inout) :: problem
    end function
    integer(c_int) function c_solver_create(context, type, extents, options, solver) &
      bind(c, name="smnn_solver_create")
      import :: c_int, c_ptr, smnn_extents
      type(c_ptr), value :: context, options
      integer(c_int), value :: type
      type(smnn_extents), intent(in) :: extents
      type(c_ptr), intent(out) :: solver
    end function
    integer(c_int) function c_solver_memory_estimate(context, type, extents, options, bytes) &
      bind(c, name="smnn_solver_memory_estimate")
      import :: c_int, c_ptr, c_size_t, smnn_extents
      type(c_ptr), value :: context, options
      integer(c_int), value :: type
      type(smnn_extents), intent(in) :: extents
      integer(c_size_t), intent(out) :: bytes
    end function
    function c_solver_name(solver) bind(c, name="smnn_solver_name")
      import :: c_ptr
      type(c_ptr), value :: solver
      type(c_ptr) :: c_solver_name
    end function
    integer(c_int) function c_solver_memory_bytes(solver, bytes) bind(c, name="smnn_solver_memory_bytes")
      import :: c_int, c_ptr, c_size_t
      type(c_ptr), value :: solver
      integer(c_size_t), intent(out) :: bytes
    end function
    integer(c_int) function c_solver_factor(solver, problem) bind(c, name="smnn_solver_factor")
      import :: c_int, c_ptr
      type(c_ptr), value :: solver, problem
    end function
    integer(c_int) function c_solver_solve(solver, problem, solution) bind(c, name="smnn_solver_solve")
      import :: c_int, c_ptr, smnn_array
      type(c_ptr), value :: solver, problem
      type(smnn_array), intent(in) :: solution
    end function
    integer(c_int) function c_solver_solve_factored(solver, problem, solution) &
      bind(c, name="smnn_solver_solve_factored")
      import :: c_int, c_ptr, smnn_array
      type(c_ptr), value :: solver, problem
      type(smnn_array), intent(in) :: solution
    end function
    integer(c_int) function c_solver_adjoint(solver, problem, solution, seed, gradients) &
      bind(c, name="smnn_solver_adjoint")
      import :: c_int, c_ptr, smnn_array, smnn_inputs
      type(c_ptr), value :: solver, problem
      type(smnn_array), intent(in) :: solution, seed
      type(smnn_inputs), intent(in) :: gradients
    end function
    integer(c_int) function c_solver_tangent(solver, problem, solution, directions, solution_direction) &
      bind(c, name="smnn_solver_tangent")
      import :: c_int, c_ptr, smnn_array, smnn_inputs
      type(c_ptr), value :: solver, problem
      type(smnn_array), intent(in) :: solution, solution_direction
      type(smnn_inputs), intent(in) :: directions
    end function
    integer(c_int) function c_solver_info(solver, values, count) bind(c, name="smnn_solver_info")
      import :: c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      integer(c_int64_t), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_solver_sweeps(solver, values, count) bind(c, name="smnn_solver_sweeps")
      import :: c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      integer(c_int64_t), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_solver_rounding_error(solver, values, count) &
      bind(c, name="smnn_solver_rounding_error")
      import :: c_double, c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      real(c_double), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_solver_residual_norm(solver, values, count) &
      bind(c, name="smnn_solver_residual_norm")
      import :: c_double, c_int, c_int64_t, c_ptr
      type(c_ptr), value :: solver
      real(c_double), intent(out) :: values(*)
      integer(c_int64_t), value :: count
    end function
    integer(c_int) function c_solver_destroy(solver) bind(c, name="smnn_solver_destroy")
      import :: c_int, c_ptr
      type(c_ptr), intent(inout) :: solver
    end function
  end interface

end module
