! Compares two_stream with the equations' closed form, and its gradients with differences of its fluxes. Fails if a
! bound does not hold.
program check_two_stream
  use mpi_f08
  use smnn, only: smnn_initialize, smnn_finalize
  use physics, only: dp
  use failure, only: end_all_ranks
  use closed_form
  use sensitivity
  use two_stream
  implicit none
  logical :: passed = .true.
  integer :: derivatives

  call MPI_Init()
  call smnn_initialize(threads=1)
  print "(a)", "Fluxes of homogeneous columns against the closed form, relative to the largest flux"
  print "(a)", "derivatives  optical depth  layers  error    order  bound    boundary conditions off by"
  do derivatives = 1, 2
    call check_convergence(derivatives, optical_depth=4._dp, layers=8, doublings=5)
    ! exp(rate tau) overflows here, as shooting would.
    call check_convergence(derivatives, optical_depth=1000._dp, layers=1000, doublings=2)
  end do
  call check_jacobian(derivatives=2)
  call smnn_finalize()
  if (.not. passed) call end_all_ranks("check_two_stream: a bound does not hold")
  call MPI_Finalize()

contains

  ! With `layers` of them and their number doubled again and again.
  subroutine check_convergence(derivatives, optical_depth, layers, doublings)
    integer, intent(in) :: derivatives, layers, doublings
    real(dp), intent(in) :: optical_depth
    real(dp) :: error, coarser_error, order, bound, off_boundary, rate
    type(homogeneous_column) :: columns(3)
    integer :: i, n
    columns = homogeneous_column(single_scattering_albedo=0.5_dp, asymmetry=0.85_dp, emissivity=0.9_dp, &
                                 optical_depth=optical_depth, planck_at_top=100, planck_at_surface=400, &
                                 surface_planck=450)
    columns%single_scattering_albedo = [0._dp, 0.5_dp, 0.9_dp]
    rate = maxval(decay_rate(columns))
    coarser_error = 0
    order = 0
    do i = 0, doublings
      n = layers * 2**i
      call measure(columns, derivatives, n, error, off_boundary)
      if (i > 0) order = log(coarser_error / error) / log(2._dp)
      coarser_error = error
      write (*, "(i11, f15.0, i8, es9.1)", advance="no") derivatives, optical_depth, n, error
      if (i == 0) write (*, "(7x)", advance="no")
      if (i > 0) write (*, "(f7.2)", advance="no") order
      bound = largest_error(derivatives, rate * optical_depth / n)
      write (*, "(2es9.1)") bound, off_boundary
      call require(error <= bound)
      ! Boundary conditions are rows like all others: their weight of 1 is enough if they are not what errs.
      call require(off_boundary <= error)
    end do
    call require(order >= 2 * derivatives - 0.3_dp)
  end subroutine

  ! Of a flux that changes as exp(x) over a layer, the trapezoidal rule is off by x**3 / 12, and the two-point
  ! Obreshkov formula with first and second derivatives by x**5 / 720. These are Pade's rows of the fluxes. Per unit
  ! of rate times optical depth that is a power of x less, and errors fade over such a unit, as the modes do.
  real(dp) function largest_error(derivatives, x)
    integer, intent(in) :: derivatives
    real(dp), intent(in) :: x
    largest_error = merge(x**2 / 12, x**4 / 720, derivatives == 1)
  end function

  ! `off_boundary`: residuals of the conditions at top and surface.
  subroutine measure(columns, derivatives, layers, error, off_boundary)
    type(homogeneous_column), intent(in) :: columns(:)
    integer, intent(in) :: derivatives, layers
    real(dp), intent(out) :: error, off_boundary
    type(two_stream_plan) :: plan
    real(dp), dimension(size(columns), layers), target :: optical_depth
    real(dp), dimension(size(columns), layers + 1), target :: single_scattering_albedo, asymmetry, planck
    real(dp), dimension(size(columns)), target :: emissivity, surface_planck
    real(dp), dimension(size(columns), layers + 1) :: flux_up, flux_down, exact_up, exact_down
    real(dp) :: depth(layers + 1) ! as a fraction of the column's
    integer :: b, level
    depth = [(real(level, dp) / layers, level=0, layers)]
    do b = 1, size(columns)
      associate (c => columns(b))
        optical_depth(b, :) = c%optical_depth / layers
        single_scattering_albedo(b, :) = c%single_scattering_albedo
        asymmetry(b, :) = c%asymmetry
        planck(b, :) = c%planck_at_top + (c%planck_at_surface - c%planck_at_top) * depth
        emissivity(b) = c%emissivity
        surface_planck(b) = c%surface_planck
        call closed_form_fluxes(c, c%optical_depth * depth, exact_up(b, :), exact_down(b, :))
      end associate
    end do

    call two_stream_create(plan, size(columns), layers + 1, derivatives)
    call two_stream_fluxes(plan, longwave_columns(optical_depth, single_scattering_albedo, asymmetry, planck, &
                                                  emissivity, surface_planck), flux_up, flux_down)
    call two_stream_destroy(plan)
    error = max(maxval(abs(flux_up - exact_up)), maxval(abs(flux_down - exact_down))) / maxval(exact_up)
    associate (n => layers + 1)
      off_boundary = max(maxval(abs(flux_down(:, 1))), maxval(abs( &
                         flux_up(:, n) - (1 - emissivity) * flux_down(:, n) - emissivity * surface_planck))) &
                     / maxval(exact_up)
    end associate
  end subroutine

  ! By one call of the adjoint for all columns, against central differences.
  subroutine check_jacobian(derivatives)
    integer, intent(in) :: derivatives
    integer, parameter :: columns = 2, layers = 10
    type(air_columns) :: air
    type(two_stream_plan) :: plan
    type(jacobian) :: by, differences
    integer :: k
    air = example_columns(columns, layers)
    call two_stream_create(plan, columns, layers + 1, derivatives)
    by = olr_jacobian(plan, air)
    differences = by
    do k = 1, layers
      differences%by_temperature(:, k) = central_difference(plan, air, layer=k, temperature=0.02_dp)
      differences%by_optical_depth(:, k) = central_difference(plan, air, layer=k, optical_depth=1e-4_dp)
    end do
    differences%by_surface_temperature = central_difference(plan, air, surface_temperature=0.02_dp)
    call two_stream_destroy(plan)

    print "(/, a)", "Derivatives of a cloudy column's outgoing longwave radiation"
    print "(a)", "layer  optical depth  by it (W m-2)  temperature (K)  by it (W m-2 K-1)"
    print "(i5, f15.3, f15.3, f17.1, f19.4)", (k, air%optical_depth(2, k), by%by_optical_depth(2, k), &
                                              air%temperature(2, k), by%by_temperature(2, k), k=1, layers)
    print "(a, f45.1, f19.4)", "ground", air%surface_temperature(2), by%by_surface_temperature(2)
    print "(a)", "Difference from central differences, relative to the largest derivative"
    call compare("by optical depth", by%by_optical_depth, differences%by_optical_depth)
    call compare("by temperature", by%by_temperature, differences%by_temperature)
    call compare("by ground's temperature", spread(by%by_surface_temperature, 2, 1), &
                 spread(differences%by_surface_temperature, 2, 1))
  end subroutine

  ! Steps are 1e-4 of what they change, whose squares are 1e-8; fluxes known to 1e-14 leave 1e-10 by the division.
  ! Ten times the sum is allowed.
  subroutine compare(name, gradient, differences)
    character(len=*), intent(in) :: name
    real(dp), intent(in) :: gradient(:, :), differences(:, :)
    real(dp) :: off
    off = maxval(abs(gradient - differences)) / maxval(abs(differences))
    print "(a, t26, es8.1)", name, off
    call require(off <= 1e-7_dp)
  end subroutine

  ! The first clear, the second with a scattering cloud.
  function example_columns(columns, layers) result(air)
    integer, intent(in) :: columns, layers
    type(air_columns) :: air
    integer :: k
    allocate (air%temperature(columns, layers), air%optical_depth(columns, layers))
    allocate (air%single_scattering_albedo(columns, layers + 1), air%asymmetry(columns, layers + 1))
    do k = 1, layers
      air%temperature(:, k) = 210 + 8 * k
      air%optical_depth(:, k) = 0.02_dp + 0.006_dp * k**2
    end do
    air%single_scattering_albedo(1, :) = 0
    air%single_scattering_albedo(2, :) = [(0.5_dp * exp(-((k - 8) / 2._dp)**2), k=1, layers + 1)]
    air%asymmetry = 0.85_dp
    air%surface_temperature = [292._dp, 298._dp]
    air%emissivity = [1._dp, 0.9_dp]
  end function

  ! By what is present, and changed by so much; optical depths by that fraction of them.
  function central_difference(plan, air, layer, temperature, optical_depth, surface_temperature) result(difference)
    type(two_stream_plan), intent(inout) :: plan
    type(air_columns), intent(in) :: air
    integer, intent(in), optional :: layer
    real(dp), intent(in), optional :: temperature, optical_depth, surface_temperature
    real(dp), allocatable :: difference(:), width(:)
    type(air_columns) :: above, below
    above = air
    below = air
    if (present(temperature)) then
      above%temperature(:, layer) = above%temperature(:, layer) + temperature
      below%temperature(:, layer) = below%temperature(:, layer) - temperature
      width = above%temperature(:, layer) - below%temperature(:, layer)
    else if (present(optical_depth)) then
      above%optical_depth(:, layer) = above%optical_depth(:, layer) * (1 + optical_depth)
      below%optical_depth(:, layer) = below%optical_depth(:, layer) * (1 - optical_depth)
      width = above%optical_depth(:, layer) - below%optical_depth(:, layer)
    else
      above%surface_temperature = above%surface_temperature + surface_temperature
      below%surface_temperature = below%surface_temperature - surface_temperature
      width = above%surface_temperature - below%surface_temperature
    end if
    difference = (olr(plan, above) - olr(plan, below)) / width
  end function

  subroutine require(holds)
    logical, intent(in) :: holds
    passed = passed .and. holds
  end subroutine

end program
