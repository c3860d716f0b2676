! State and prescribed properties of a rank's columns. Layers and levels count from the top.
module atmosphere
  use physics, only: dp, pi, gravity, heat_capacity_of_air, surface_pressure
  use decomposition, only: rank_block
  implicit none
  private
  public :: air_and_ground, create_air, layer_heat_capacity, column_energy

  real(dp), parameter, public :: ground_heat_capacity = 1.e7_dp ! J m-2 K-1

  type :: air_and_ground
    real(dp), allocatable :: temperature(:, :, :)                              ! (0:nx+1, 0:ny+1, layer), K
    real(dp), allocatable :: ground_temperature(:, :)                          ! (nx, ny), K
    real(dp), allocatable :: optical_depth(:, :, :)                            ! (nx, ny, layer)
    real(dp), allocatable :: single_scattering_albedo(:, :, :), asymmetry(:, :, :) ! (nx, ny, level)
    real(dp), allocatable :: emissivity(:, :)                                  ! (nx, ny)
    real(dp), allocatable :: absorbed_sunlight(:, :)                           ! (nx, ny), W m-2
  end type

contains

  function create_air(block, layers) result(air)
    type(rank_block), intent(in) :: block
    integer, intent(in) :: layers
    type(air_and_ground) :: air
    real(dp) :: longitude, latitude
    integer :: i, j
    associate (nx => block%shape(1), ny => block%shape(2))
      allocate (air%temperature(0:nx + 1, 0:ny + 1, layers), source=0._dp)
      allocate (air%ground_temperature(nx, ny), air%emissivity(nx, ny), air%absorbed_sunlight(nx, ny))
      allocate (air%optical_depth(nx, ny, layers))
      allocate (air%single_scattering_albedo(nx, ny, layers + 1), air%asymmetry(nx, ny, layers + 1))
      do j = 1, ny
        latitude = pi * ((block%offset(2) + j - 0.5_dp) / block%global_shape(2) - 0.5_dp)
        do i = 1, nx
          longitude = 2 * pi * (block%offset(1) + i - 0.5_dp) / block%global_shape(1)
          call set_optics(latitude, longitude, air%optical_depth(i, j, :), air%single_scattering_albedo(i, j, :))
          call set_temperatures(latitude, air%ground_temperature(i, j), air%temperature(i, j, :))
          air%absorbed_sunlight(i, j) = 240 + 90 * cos(2 * latitude)
        end do
      end do
      air%asymmetry = 0.85_dp
      air%emissivity = 0.97_dp
    end associate
  end function

  subroutine set_optics(latitude, longitude, optical_depth, single_scattering_albedo)
    real(dp), intent(in) :: latitude, longitude
    real(dp), intent(out) :: optical_depth(:), single_scattering_albedo(:)
    real(dp), parameter :: albedo_of_cloud = 0.5_dp
    real(dp) :: air, cloud
    integer :: k
    do k = 1, size(optical_depth)
      call optical_density(latitude, longitude, (k - 0.5_dp) / size(optical_depth), air, cloud)
      optical_depth(k) = (air + cloud) / size(optical_depth)
    end do
    do k = 1, size(single_scattering_albedo)
      call optical_density(latitude, longitude, (k - 1._dp) / size(optical_depth), air, cloud)
      single_scattering_albedo(k) = albedo_of_cloud * cloud / (air + cloud)
    end do
  end subroutine

  ! Optical depth per unit of pressure, where that is 1 at the surface: of grey air as in D. M. W. Frierson et al.,
  ! J. Atmos. Sci. 63, 2548-2566, 2006 (twice ours, their gamma1 being 1), and of a cloud.
  subroutine optical_density(latitude, longitude, pressure, air, cloud)
    real(dp), intent(in) :: latitude, longitude, pressure
    real(dp), intent(out) :: air, cloud
    real(dp), parameter :: at_equator = 3, at_pole = 0.75_dp, linear_part = 0.1_dp
    air = (at_equator + (at_pole - at_equator) * sin(latitude)**2) &
          * (linear_part + 4 * (1 - linear_part) * pressure**3)
    cloud = 4 * (1 + cos(longitude)) * cos(latitude)**2 * exp(-((pressure - 0.7_dp) / 0.15_dp)**2)
  end subroutine

  subroutine set_temperatures(latitude, ground, air)
    real(dp), intent(in) :: latitude
    real(dp), intent(out) :: ground, air(:)
    integer :: k
    ground = 275 + 25 * cos(2 * latitude)
    air = [(max(200._dp, ground * ((k - 0.5_dp) / size(air))**0.19_dp), k=1, size(air))]
  end subroutine

  ! J m-2 K-1; all layers have the same mass.
  real(dp) function layer_heat_capacity(layers)
    integer, intent(in) :: layers
    layer_heat_capacity = heat_capacity_of_air * surface_pressure / (gravity * layers)
  end function

  ! J m-2.
  function column_energy(block, air) result(energy)
    type(rank_block), intent(in) :: block
    type(air_and_ground), intent(in) :: air
    real(dp) :: energy(block%shape(1), block%shape(2))
    integer :: k
    energy = ground_heat_capacity * air%ground_temperature
    do k = 1, size(air%temperature, 3)
      energy = energy + layer_heat_capacity(size(air%temperature, 3)) &
               * air%temperature(1:block%shape(1), 1:block%shape(2), k)
    end do
  end function

end module
