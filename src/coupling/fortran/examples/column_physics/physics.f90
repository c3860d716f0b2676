module physics
  use, intrinsic :: iso_c_binding, only: dp => c_double
  implicit none
  private
  public :: dp, black_body_flux, black_body_flux_derivative

  real(dp), parameter, public :: pi = acos(-1._dp)
  real(dp), parameter, public :: gravity = 9.80665_dp                ! m s-2
  real(dp), parameter, public :: heat_capacity_of_air = 1004.64_dp   ! J kg-1 K-1
  real(dp), parameter, public :: surface_pressure = 1.e5_dp          ! Pa
  real(dp), parameter :: stefan_boltzmann = 5.670374419e-8_dp        ! W m-2 K-4

contains

  ! pi B, in W m-2.
  elemental real(dp) function black_body_flux(temperature)
    real(dp), intent(in) :: temperature
    black_body_flux = stefan_boltzmann * temperature**4
  end function

  elemental real(dp) function black_body_flux_derivative(temperature)
    real(dp), intent(in) :: temperature
    black_body_flux_derivative = 4 * stefan_boltzmann * temperature**3
  end function

end module
