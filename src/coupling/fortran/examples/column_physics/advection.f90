! Donor-cell (upwind) transport in flux form by a prescribed wind without divergence.
module advection
  use physics, only: dp, pi
  use decomposition, only: rank_block, exchange_halo
  implicit none
  private
  public :: courant_number, advect

  real(dp), parameter :: size_of_plane(2) = [4.e7_dp, 2.e7_dp] ! m
  real(dp), parameter :: fastest(2) = [30._dp, 5._dp]          ! m s-1

contains

  real(dp) function courant_number(block, dt)
    type(rank_block), intent(in) :: block
    real(dp), intent(in) :: dt
    courant_number = sum(dt * fastest * block%global_shape / size_of_plane)
  end function

  ! `field` has a halo of one column, which is updated here.
  subroutine advect(block, dt, field)
    type(rank_block), intent(in) :: block
    real(dp), intent(in) :: dt
    real(dp), intent(inout) :: field(0:, 0:, :)
    real(dp) :: flux_x(0:block%shape(1), block%shape(2)), flux_y(block%shape(1), 0:block%shape(2)), height
    real(dp) :: along_x(block%shape(2)), along_y(block%shape(1))
    integer :: j, k
    call exchange_halo(block, field)
    associate (nx => block%shape(1), ny => block%shape(2), per_cell => dt * block%global_shape / size_of_plane)
      ! No divergence: the wind along an axis is the same all along it.
      associate (whole => zonal_wind(block))
        along_x = whole(block%offset(2) + 1:block%offset(2) + ny)
      end associate
      associate (whole => meridional_wind(block))
        along_y = whole(block%offset(1) + 1:block%offset(1) + nx)
      end associate
      do k = 1, size(field, 3)
        height = 1 - (k - 0.5_dp) / size(field, 3)
        do j = 1, ny
          flux_x(:, j) = upwind(along_x(j) * height, field(0:nx, j, k), field(1:nx + 1, j, k))
        end do
        do j = 0, ny
          flux_y(:, j) = upwind(along_y * (1 - 2 * height), field(1:nx, j, k), field(1:nx, j + 1, k))
        end do
        field(1:nx, 1:ny, k) = field(1:nx, 1:ny, k) - per_cell(1) * (flux_x(1:nx, :) - flux_x(0:nx - 1, :)) &
                               - per_cell(2) * (flux_y(:, 1:ny) - flux_y(:, 0:ny - 1))
      end do
    end associate
  end subroutine

  elemental real(dp) function upwind(wind, behind, ahead)
    real(dp), intent(in) :: wind, behind, ahead
    upwind = wind * merge(behind, ahead, wind > 0)
  end function

  ! Of the whole plane on every rank, to be cut: compilers call one sine for several columns at a time and another
  ! for those left over, which would depend on the block.
  function zonal_wind(block)
    type(rank_block), intent(in) :: block
    real(dp) :: zonal_wind(block%global_shape(2)), y(block%global_shape(2))
    integer :: j
    y = [((j - 0.5_dp) / block%global_shape(2), j=1, size(y))]
    zonal_wind = fastest(1) * cos(2 * pi * y) ! easterly in the tropics, westerly beyond
  end function

  function meridional_wind(block)
    type(rank_block), intent(in) :: block
    real(dp) :: meridional_wind(block%global_shape(1)), x(block%global_shape(1))
    integer :: i
    x = [((i - 0.5_dp) / block%global_shape(1), i=1, size(x))]
    meridional_wind = fastest(2) * sin(4 * pi * x)
  end function

end module
