! Longwave fluxes of a tile of columns in the two-stream approximation. With the optical depth tau, from the top,
!
!   d F_up / d tau   = gamma1 F_up - gamma2 F_down - S
!   d F_down / d tau = gamma2 F_up - gamma1 F_down + S,      S = (gamma1 - gamma2) pi B
!
! (W. E. Meador and W. R. Weaver, J. Atmos. Sci. 37, 630-643, 1980; O. B. Toon et al., J. Geophys. Res. 94,
! 16287-16301, 1989) with the closure of the hemispheric mean (Toon's table 1),
!
!   gamma1 = 2 - omega (1 + g),   gamma2 = omega (1 - g)
!
! for the single-scattering albedo omega and the asymmetry factor g. No flux comes down at the top; the surface
! sends F_up = (1 - emissivity) F_down + emissivity pi B(surface temperature).
!
! This is a boundary-value problem: tau is smnn's time, a layer's optical depth its step, and the boundary
! conditions are a third governing equation, which is 0 = 0 at the levels between.
module two_stream
  use smnn
  use physics, only: dp
  use failure, only: abort_all_ranks
  implicit none
  private
  public :: two_stream_create, two_stream_destroy, two_stream_fluxes, two_stream_olr_gradient

  integer, parameter :: up = 1, down = 2, boundary = 3 ! equations; the first two also count the functions

  ! Columns of a tile: pointers into the model's arrays, or sections of them.
  type, public :: longwave_columns
    real(dp), pointer :: optical_depth(:, :)            ! (column, layer)
    real(dp), pointer :: single_scattering_albedo(:, :) ! (column, level), as the next two
    real(dp), pointer :: asymmetry(:, :)
    real(dp), pointer :: planck(:, :)                   ! pi B, W m-2
    real(dp), pointer :: emissivity(:)                  ! (column), as the next
    real(dp), pointer :: surface_planck(:)
  end type

  ! For any tile of so many columns and levels.
  type, public :: two_stream_plan
    private
    type(smnn_context) :: context
    type(smnn_problem_options) :: options
    type(smnn_solver) :: solver
    real(dp), allocatable :: coefficients(:, :, :, :, :) ! (column, level, equation, function, order of derivative)
    real(dp), allocatable :: rhs(:, :, :)                ! (column, level, equation)
    real(dp), allocatable :: initial_values(:, :, :, :)
    real(dp), allocatable :: solution(:, :, :, :)        ! (column, level, function, order of derivative)
  end type

contains

  ! `derivatives` of the fluxes that are unknowns beside them: with 1 the method is of order 2 in a layer's optical
  ! depth; with 2 it is of order 4 if profiles are smooth, while cloud edges make sensitivities of layers above
  ! alternate.
  subroutine two_stream_create(plan, columns, levels, derivatives)
    type(two_stream_plan), intent(out) :: plan
    integer, intent(in) :: columns, levels, derivatives
    type(smnn_extents) :: extents
    type(smnn_options) :: options
    integer :: status

    allocate (plan%coefficients(columns, levels, boundary, down, 0:derivatives), source=0._dp)
    allocate (plan%rhs(columns, levels, boundary), source=0._dp)
    ! None: initial values would fix both fluxes at the top.
    allocate (plan%initial_values(columns, 0, down, 0))
    allocate (plan%solution(columns, levels, down, 0:derivatives))
    plan%coefficients(:, :, up, up, 1) = 1
    plan%coefficients(:, :, down, down, 1) = 1
    plan%coefficients(:, 1, boundary, down, 0) = 1
    plan%coefficients(:, levels, boundary, up, 0) = 1

    ! With the default, .01, order 4 falls below 3 for layers thinner than .1. All other weights are 1: boundary
    ! conditions hold far better than the fluxes between are known (check_two_stream).
    plan%options = smnn_default_problem_options()
    plan%options%smoothness = SMNN_SMOOTHNESS_PADE
    plan%options%weights%highest_order = 1e-3_dp
    extents = smnn_default_extents()
    extents%batch = columns
    extents%time_points = levels
    extents%equations = boundary
    extents%dims = down
    extents%orders = derivatives + 1
    extents%smoothness = plan%options%smoothness
    ! Columns of thousands of layers in small tiles would be cut along tau, and differ in rounding from large tiles.
    options = smnn_default_options()
    options%time_parts = 1
    ! A rank has one thread.
    call smnn_context_create(plan%context, space=SMNN_SPACE_SERIAL, ierr=status)
    call abort_on_error(status)
    call smnn_solver_create(plan%solver, plan%context, SMNN_DOUBLE, extents, options, status)
    call abort_on_error(status)
  end subroutine

  subroutine two_stream_destroy(plan)
    type(two_stream_plan), intent(inout) :: plan
    call smnn_solver_destroy(plan%solver)
    call smnn_context_destroy(plan%context)
  end subroutine

  ! Fluxes in W m-2, (column, level).
  subroutine two_stream_fluxes(plan, columns, flux_up, flux_down)
    type(two_stream_plan), intent(inout), target :: plan
    type(longwave_columns), intent(in) :: columns
    real(dp), intent(out) :: flux_up(:, :), flux_down(:, :)
    type(smnn_problem) :: problem
    call solve(plan, columns, problem)
    call smnn_problem_destroy(problem)
    flux_up = plan%solution(:, :, up, 0)
    flux_down = plan%solution(:, :, down, 0)
  end subroutine

  ! Derivatives of every column's outgoing longwave radiation, F_up at the top.
  subroutine two_stream_olr_gradient(plan, columns, by_optical_depth, by_planck, by_surface_planck)
    type(two_stream_plan), intent(inout), target :: plan
    type(longwave_columns), intent(in) :: columns
    real(dp), intent(out) :: by_optical_depth(:, :), by_planck(:, :), by_surface_planck(:)
    type(smnn_problem) :: problem
    real(dp), allocatable :: seed(:, :, :, :), by_rhs(:, :, :)
    integer :: status
    allocate (seed, mold=plan%solution)
    allocate (by_rhs, mold=plan%rhs)
    seed = 0
    seed(:, 1, up, 0) = 1

    call solve(plan, columns, problem)
    call smnn_solver_adjoint(plan%solver, problem, plan%solution, seed, rhs=by_rhs, steps=by_optical_depth, &
                             ierr=status)
    call abort_on_error(status)
    call smnn_problem_destroy(problem)
    by_planck = (gamma1(columns) - gamma2(columns)) * (by_rhs(:, :, down) - by_rhs(:, :, up))
    by_surface_planck = columns%emissivity * by_rhs(:, size(by_rhs, 2), boundary)
  end subroutine

  ! The problem refers to arrays of the plan and of the columns.
  subroutine solve(plan, columns, problem)
    type(two_stream_plan), intent(inout), target :: plan
    type(longwave_columns), intent(in) :: columns
    type(smnn_problem), intent(out) :: problem
    integer :: status
    call fill(plan%coefficients, plan%rhs, columns)
    call smnn_problem_create(problem, plan%context, plan%coefficients, plan%rhs, plan%initial_values, &
                             columns%optical_depth, plan%options, status)
    call abort_on_error(status)
    call smnn_solver_solve(plan%solver, problem, plan%solution, status)
    call abort_on_error(status)
  end subroutine

  ! All that depends on the state of the columns.
  subroutine fill(coefficients, rhs, columns)
    real(dp), intent(inout) :: coefficients(:, :, :, :, 0:), rhs(:, :, :)
    type(longwave_columns), intent(in) :: columns
    integer :: surface
    surface = size(rhs, 2)
    coefficients(:, :, up, up, 0) = -gamma1(columns)
    coefficients(:, :, up, down, 0) = gamma2(columns)
    coefficients(:, :, down, up, 0) = -gamma2(columns)
    coefficients(:, :, down, down, 0) = gamma1(columns)
    rhs(:, :, down) = (gamma1(columns) - gamma2(columns)) * columns%planck
    rhs(:, :, up) = -rhs(:, :, down)
    coefficients(:, surface, boundary, down, 0) = columns%emissivity - 1
    rhs(:, surface, boundary) = columns%emissivity * columns%surface_planck
  end subroutine

  function gamma1(columns)
    type(longwave_columns), intent(in) :: columns
    real(dp), allocatable :: gamma1(:, :)
    gamma1 = 2 - columns%single_scattering_albedo * (1 + columns%asymmetry)
  end function

  function gamma2(columns)
    type(longwave_columns), intent(in) :: columns
    real(dp), allocatable :: gamma2(:, :)
    gamma2 = columns%single_scattering_albedo * (1 - columns%asymmetry)
  end function

  subroutine abort_on_error(status)
    integer, intent(in) :: status
    if (status /= SMNN_SUCCESS) call abort_all_ranks("two_stream: " // smnn_last_error_message())
  end subroutine

end module
