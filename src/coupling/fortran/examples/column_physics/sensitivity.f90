! The Jacobian of the outgoing longwave radiation (OLR), as data assimilation wants it: by the temperatures and
! optical depths of a column's layers and by its surface temperature.
module sensitivity
  use physics, only: dp, black_body_flux, black_body_flux_derivative
  use levels, only: layers_to_levels, layers_to_levels_adjoint
  use two_stream
  implicit none
  private
  public :: air_columns, olr, olr_jacobian

  type :: air_columns
    real(dp), allocatable :: temperature(:, :), optical_depth(:, :)            ! (column, layer)
    real(dp), allocatable :: single_scattering_albedo(:, :), asymmetry(:, :)   ! (column, level)
    real(dp), allocatable :: surface_temperature(:), emissivity(:)
  end type

  ! In W m-2 per K, and per unit of optical depth.
  type, public :: jacobian
    real(dp), allocatable :: by_temperature(:, :), by_optical_depth(:, :), by_surface_temperature(:)
  end type

contains

  function olr(plan, air)
    type(two_stream_plan), intent(inout) :: plan
    type(air_columns), intent(in), target :: air
    real(dp), allocatable :: olr(:)
    real(dp), dimension(size(air%temperature, 1), size(air%temperature, 2) + 1), target :: planck
    real(dp), dimension(size(planck, 1), size(planck, 2)) :: flux_up, flux_down
    real(dp), target :: surface_planck(size(air%emissivity))
    call black_bodies(air, planck, surface_planck)
    call two_stream_fluxes(plan, longwave_columns(air%optical_depth, air%single_scattering_albedo, air%asymmetry, &
                                                  planck, air%emissivity, surface_planck), flux_up, flux_down)
    olr = flux_up(:, 1)
  end function

  function olr_jacobian(plan, air) result(by)
    type(two_stream_plan), intent(inout) :: plan
    type(air_columns), intent(in), target :: air
    type(jacobian) :: by
    real(dp), dimension(size(air%temperature, 1), size(air%temperature, 2) + 1), target :: planck
    real(dp), dimension(size(planck, 1), size(planck, 2)) :: by_planck, level_temperature
    real(dp), target :: surface_planck(size(air%emissivity))
    call black_bodies(air, planck, surface_planck)
    allocate (by%by_temperature, by%by_optical_depth, mold=air%temperature)
    allocate (by%by_surface_temperature, mold=air%surface_temperature)
    call two_stream_olr_gradient(plan, longwave_columns(air%optical_depth, air%single_scattering_albedo, &
                                                        air%asymmetry, planck, air%emissivity, surface_planck), &
                                 by%by_optical_depth, by_planck, by%by_surface_temperature)
    call layers_to_levels(air%temperature, level_temperature)
    call layers_to_levels_adjoint(by_planck * black_body_flux_derivative(level_temperature), by%by_temperature)
    by%by_surface_temperature = by%by_surface_temperature * black_body_flux_derivative(air%surface_temperature)
  end function

  subroutine black_bodies(air, planck, surface_planck)
    type(air_columns), intent(in) :: air
    real(dp), intent(out) :: planck(:, :), surface_planck(:)
    call layers_to_levels(air%temperature, planck)
    planck = black_body_flux(planck)
    surface_planck = black_body_flux(air%surface_temperature)
  end subroutine

end module
