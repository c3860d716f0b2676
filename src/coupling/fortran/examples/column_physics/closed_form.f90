! The two-stream equations of a homogeneous column solved in closed form, for pi B linear in the optical depth.
module closed_form
  use physics, only: dp
  implicit none
  private
  public :: homogeneous_column, decay_rate, closed_form_fluxes

  type :: homogeneous_column
    real(dp) :: single_scattering_albedo, asymmetry, emissivity
    real(dp) :: optical_depth
    real(dp) :: planck_at_top, planck_at_surface ! of the air
    real(dp) :: surface_planck                   ! of the ground
  end type

contains

  ! Of the modes exp(rate tau) and exp(-rate tau), without the source.
  elemental real(dp) function decay_rate(column)
    type(homogeneous_column), intent(in) :: column
    decay_rate = 2 * sqrt((1 - column%single_scattering_albedo) &
                          * (1 - column%single_scattering_albedo * column%asymmetry))
  end function

  ! Each mode is scaled to 1 where it is largest, so that nothing overflows however thick the column is.
  subroutine closed_form_fluxes(column, tau, flux_up, flux_down)
    type(homogeneous_column), intent(in) :: column
    real(dp), intent(in) :: tau(:)
    real(dp), intent(out) :: flux_up(:), flux_down(:)
    real(dp) :: gamma1, gamma2, rate, reflection, slope, shift, across, albedo
    real(dp) :: at_top, at_surface, determinant, mode_from_surface, mode_from_top
    gamma1 = 2 - column%single_scattering_albedo * (1 + column%asymmetry)
    gamma2 = column%single_scattering_albedo * (1 - column%asymmetry)
    rate = decay_rate(column)
    reflection = gamma2 / (gamma1 + rate)
    slope = (column%planck_at_surface - column%planck_at_top) / column%optical_depth
    shift = slope / (gamma1 + gamma2) ! particular solution: pi B + shift upwards, pi B - shift downwards
    across = exp(-rate * column%optical_depth)
    albedo = 1 - column%emissivity

    ! Boundary conditions: reflection across mode_from_surface + mode_from_top = at_top, and so on.
    at_top = shift - column%planck_at_top
    at_surface = column%emissivity * column%surface_planck &
                 - (column%planck_at_surface + shift) + albedo * (column%planck_at_surface - shift)
    determinant = reflection * across**2 * (reflection - albedo) - (1 - albedo * reflection)
    mode_from_surface = (at_top * across * (reflection - albedo) - at_surface) / determinant
    mode_from_top = (reflection * across * at_surface - (1 - albedo * reflection) * at_top) / determinant

    flux_up = mode_from_surface * exp(-rate * (column%optical_depth - tau)) &
              + reflection * mode_from_top * exp(-rate * tau) + column%planck_at_top + slope * tau + shift
    flux_down = reflection * mode_from_surface * exp(-rate * (column%optical_depth - tau)) &
                + mode_from_top * exp(-rate * tau) + column%planck_at_top + slope * tau - shift
  end subroutine

end module
