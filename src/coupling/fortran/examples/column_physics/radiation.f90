! The longwave scheme on a rank's columns, tile by tile with one plan.
module radiation
  use physics, only: dp, black_body_flux
  use levels, only: layers_to_levels
  use atmosphere, only: air_and_ground
  use two_stream
  implicit none
  private
  public :: create_radiation, destroy_radiation, net_longwave_flux

  type, public :: radiation_scheme
    private
    type(two_stream_plan) :: plan
    integer :: tile ! columns
    real(dp), allocatable :: planck(:, :, :), surface_planck(:, :)
  end type

contains

  subroutine create_radiation(scheme, shape, layers, longest_tile, derivatives)
    type(radiation_scheme), intent(out) :: scheme
    integer, intent(in) :: shape(2), layers, longest_tile, derivatives
    scheme%tile = min(longest_tile, product(shape))
    allocate (scheme%planck(shape(1), shape(2), layers + 1), scheme%surface_planck(shape(1), shape(2)))
    call two_stream_create(scheme%plan, scheme%tile, layers + 1, derivatives)
  end subroutine

  subroutine destroy_radiation(scheme)
    type(radiation_scheme), intent(inout) :: scheme
    call two_stream_destroy(scheme%plan)
  end subroutine

  ! Upwards, at levels (nx, ny, level), in W m-2.
  subroutine net_longwave_flux(scheme, air, net_flux)
    type(radiation_scheme), intent(inout), target :: scheme
    type(air_and_ground), intent(in), target :: air
    real(dp), intent(out), contiguous, target :: net_flux(:, :, :)
    type(longwave_columns) :: block
    real(dp), pointer :: net(:, :)
    real(dp), dimension(scheme%tile, size(net_flux, 3)) :: flux_up, flux_down
    integer :: columns, levels, first, last

    call set_planck(air, scheme%planck)
    scheme%surface_planck = black_body_flux(air%ground_temperature)

    ! (nx, ny, level) as (column, level): the same memory.
    columns = size(air%ground_temperature)
    levels = size(net_flux, 3)
    block%optical_depth(1:columns, 1:levels - 1) => air%optical_depth
    block%single_scattering_albedo(1:columns, 1:levels) => air%single_scattering_albedo
    block%asymmetry(1:columns, 1:levels) => air%asymmetry
    block%planck(1:columns, 1:levels) => scheme%planck
    block%emissivity(1:columns) => air%emissivity
    block%surface_planck(1:columns) => scheme%surface_planck
    net(1:columns, 1:levels) => net_flux

    ! All tiles have the plan's length: the last begins before the one ahead of it ends.
    last = 0
    do while (last < columns)
      last = min(last + scheme%tile, columns)
      first = last - scheme%tile + 1
      call two_stream_fluxes(scheme%plan, tile_of(block, first, last), flux_up, flux_down)
      net(first:last, :) = flux_up - flux_down
    end do
  end subroutine

  ! Sections, not copies.
  function tile_of(block, first, last) result(tile)
    type(longwave_columns), intent(in) :: block
    integer, intent(in) :: first, last
    type(longwave_columns) :: tile
    tile%optical_depth => block%optical_depth(first:last, :)
    tile%single_scattering_albedo => block%single_scattering_albedo(first:last, :)
    tile%asymmetry => block%asymmetry(first:last, :)
    tile%planck => block%planck(first:last, :)
    tile%emissivity => block%emissivity(first:last)
    tile%surface_planck => block%surface_planck(first:last)
  end function

  subroutine set_planck(air, planck)
    type(air_and_ground), intent(in) :: air
    real(dp), intent(out) :: planck(:, :, :)
    integer :: j
    do j = 1, size(planck, 2)
      call layers_to_levels(air%temperature(1:size(planck, 1), j, :), planck(:, j, :))
    end do
    planck = black_body_flux(planck)
  end subroutine

end module
