! Constants and structures of smnn_types.h, handles, and what becomes of errors.
module smnn_types
  use, intrinsic :: iso_c_binding
  use, intrinsic :: iso_fortran_env, only: error_unit
  implicit none
  private
  public :: smnn_check, smnn_last_error_message, smnn_string
  public :: smnn_options_at, smnn_problem_options_at, smnn_weights_at

  ! Status: what `ierr` becomes.
  integer, parameter, public :: SMNN_SUCCESS = 0, SMNN_INVALID_ARGUMENT = 1, SMNN_NUMERICAL_ERROR = 2, &
    SMNN_OUT_OF_MEMORY = 3, SMNN_NOT_RUNNING = 4, SMNN_ERROR = 5
  integer(c_int), parameter, public :: SMNN_FLOAT = 1, SMNN_DOUBLE = 2
  integer(c_int), parameter, public :: SMNN_SPACE_DEFAULT = 0, SMNN_SPACE_SERIAL = 1, SMNN_SPACE_HOST = 2, &
    SMNN_SPACE_DEVICE = 3
  integer(c_int), parameter, public :: SMNN_SMOOTHNESS_TAYLOR = 0, SMNN_SMOOTHNESS_CENTRAL = 1, &
    SMNN_SMOOTHNESS_PADE = 2
  integer(c_int), parameter, public :: SMNN_METHOD_BANDED = 0, SMNN_METHOD_DENSE = 1, &
    SMNN_METHOD_CONJUGATE_GRADIENT = 2
  integer(c_int), parameter, public :: SMNN_FACTORIZATION_CHOLESKY = 0, SMNN_FACTORIZATION_QR = 1
  integer(c_int), parameter, public :: SMNN_FACTOR_PRECISION_WORKING = 0, SMNN_FACTOR_PRECISION_SINGLE = 1
  integer(c_int), parameter, public :: SMNN_REFINEMENT_NONE = 0, SMNN_REFINEMENT_FIXED = 1, &
    SMNN_REFINEMENT_AUTOMATIC = 2
  integer(c_int), parameter, public :: SMNN_STORAGE_AUTOMATIC = 0, SMNN_STORAGE_KEEP = 1, &
    SMNN_STORAGE_RECOMPUTE = 2
  integer(c_int), parameter, public :: SMNN_PARALLELISM_AUTOMATIC = 0, &
    SMNN_PARALLELISM_THREAD_PER_SYSTEM = 1, SMNN_PARALLELISM_TEAM_PER_SYSTEM = 2
  integer(c_int), parameter, public :: SMNN_FAILURE_RAISE = 0, SMNN_FAILURE_MASK = 1
  integer(c_int64_t), parameter, public :: SMNN_INFO_NOT_CONVERGED = -1
  integer, parameter, public :: SMNN_MAX_RANK = 5

  type, bind(c), public :: smnn_array
    type(c_ptr) :: data = c_null_ptr
    integer(c_int) :: type = 0
    integer(c_int) :: rank = 0
    integer(c_int64_t) :: extents(SMNN_MAX_RANK) = 0
    integer(c_int64_t) :: strides(SMNN_MAX_RANK) = 0
  end type

  type, bind(c), public :: smnn_inputs
    type(smnn_array) :: coefficients
    type(smnn_array) :: rhs
    type(smnn_array) :: initial_values
    type(smnn_array) :: steps
  end type

  type, bind(c), public :: smnn_sharing
    integer(c_int) :: over_batch = 0
    integer(c_int) :: over_time = 0
  end type

  type, bind(c), public :: smnn_extents
    integer(c_size_t) :: size = 0
    integer(c_int64_t) :: batch = 1
    integer(c_int64_t) :: right_hand_sides = 1
    integer(c_int64_t) :: time_points = 1
    integer(c_int64_t) :: equations = 1
    integer(c_int64_t) :: dims = 1
    integer(c_int64_t) :: orders = 1
    integer(c_int64_t) :: initial_steps = 0
    integer(c_int64_t) :: initial_orders = 0
    type(smnn_sharing) :: coefficients
    type(smnn_sharing) :: rhs
    type(smnn_sharing) :: initial_values
    type(smnn_sharing) :: steps
    integer(c_int) :: smoothness = SMNN_SMOOTHNESS_TAYLOR
    integer(c_int) :: reserved = 0
  end type

  type, bind(c), public :: smnn_weights
    real(c_double) :: governing = 1
    real(c_double) :: initial = 1
    real(c_double) :: smoothness = 1
    real(c_double) :: highest_order = 0.01_c_double
  end type

  ! The defaults of these are smnn_default_problem_options() and smnn_default_options().
  type, bind(c), public :: smnn_problem_options
    integer(c_size_t) :: size
    integer(c_int) :: smoothness
    integer(c_int) :: check_steps
    type(smnn_weights) :: weights
    integer(c_int64_t) :: time_points
  end type

  type, bind(c), public :: smnn_options
    integer(c_size_t) :: size
    integer(c_int) :: method
    integer(c_int) :: factorization
    integer(c_int) :: factor_precision
    integer(c_int) :: refinement
    integer(c_int) :: sweeps
    integer(c_int) :: storage
    integer(c_int) :: parallelism
    integer(c_int) :: on_failure
    integer(c_int) :: residual_norm
    integer(c_int) :: reserved
    real(c_double) :: tolerance
    integer(c_int64_t) :: time_parts
    real(c_double) :: cg_tolerance
    integer(c_int64_t) :: cg_iteration_limit
  end type

  ! Handles; copies are the same thing. Freed by their destroy procedure.
  type, public :: smnn_context
    type(c_ptr) :: handle = c_null_ptr
  end type
  type, public :: smnn_problem
    type(c_ptr) :: handle = c_null_ptr
  end type
  type, public :: smnn_solver
    type(c_ptr) :: handle = c_null_ptr
  end type

  interface
    function c_last_error_message() bind(c, name="smnn_last_error_message")
      import :: c_ptr
      type(c_ptr) :: c_last_error_message
    end function
    function c_strlen(text) bind(c, name="strlen")
      import :: c_ptr, c_size_t
      type(c_ptr), value :: text
      integer(c_size_t) :: c_strlen
    end function
  end interface

contains

  ! Where structures are that may be left out; null where they are not present.
  function smnn_problem_options_at(options) result(address)
    type(smnn_problem_options), intent(in), optional, target :: options
    type(c_ptr) :: address
    address = c_null_ptr
    if (present(options)) address = c_loc(options)
  end function

  function smnn_options_at(options) result(address)
    type(smnn_options), intent(in), optional, target :: options
    type(c_ptr) :: address
    address = c_null_ptr
    if (present(options)) address = c_loc(options)
  end function

  function smnn_weights_at(weights) result(address)
    type(smnn_weights), intent(in), optional, target :: weights
    type(c_ptr) :: address
    address = c_null_ptr
    if (present(weights)) address = c_loc(weights)
  end function

  ! What the last failed call of this thread said.
  function smnn_last_error_message() result(message)
    character(len=:), allocatable :: message
    message = smnn_string(c_last_error_message())
  end function

  ! A string of C; "" of a null pointer.
  function smnn_string(text) result(string)
    type(c_ptr), intent(in) :: text
    character(len=:), allocatable :: string
    character(kind=c_char), pointer :: characters(:)
    integer :: i
    if (.not. c_associated(text)) then
      string = ""
      return
    end if
    call c_f_pointer(text, characters, [c_strlen(text)])
    allocate (character(len=size(characters)) :: string)
    do i = 1, size(characters)
      string(i:i) = characters(i)
    end do
  end function

  ! The status goes to `ierr`; without one an error ends the program.
  subroutine smnn_check(status, ierr)
    integer(c_int), intent(in) :: status
    integer, intent(out), optional :: ierr
    if (present(ierr)) then
      ierr = status
    else if (status /= SMNN_SUCCESS) then
      write (error_unit, "(a)") smnn_last_error_message()
      error stop 1
    end if
  end subroutine

end module
