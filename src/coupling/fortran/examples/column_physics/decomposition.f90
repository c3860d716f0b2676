! Blocks of columns of a doubly periodic plane on a Cartesian grid of ranks.
module decomposition
  use mpi_f08
  use physics, only: dp
  implicit none
  private
  public :: rank_block, create_block, exchange_halo, global_mean

  type :: rank_block
    type(MPI_Comm) :: ranks
    integer :: rank
    integer :: shape(2)  ! columns of this rank along x and y
    integer :: offset(2) ! columns west and south of them
    integer :: global_shape(2)
    integer :: grid(2)   ! of ranks
    integer :: west, east, south, north
  end type

contains

  function create_block(nx, ny) result(block)
    integer, intent(in) :: nx, ny
    type(rank_block) :: block
    integer :: size, coordinates(2)
    call MPI_Comm_size(MPI_COMM_WORLD, size)
    block%grid = 0
    call MPI_Dims_create(size, 2, block%grid)
    call MPI_Cart_create(MPI_COMM_WORLD, 2, block%grid, [.true., .true.], .true., block%ranks)
    call MPI_Comm_rank(block%ranks, block%rank)
    call MPI_Cart_coords(block%ranks, block%rank, 2, coordinates)
    call MPI_Cart_shift(block%ranks, 0, 1, block%west, block%east)
    call MPI_Cart_shift(block%ranks, 1, 1, block%south, block%north)
    block%global_shape = [nx, ny]
    block%offset = coordinates * block%global_shape / block%grid
    block%shape = (coordinates + 1) * block%global_shape / block%grid - block%offset
  end function

  ! `field` has a halo of one column around the block; corners are not needed.
  subroutine exchange_halo(block, field)
    type(rank_block), intent(in) :: block
    real(dp), intent(inout) :: field(0:, 0:, :)
    associate (nx => block%shape(1), ny => block%shape(2))
      field(0, 1:ny, :) = received(block, field(nx, 1:ny, :), to=block%east, from=block%west)
      field(nx + 1, 1:ny, :) = received(block, field(1, 1:ny, :), to=block%west, from=block%east)
      field(1:nx, 0, :) = received(block, field(1:nx, ny, :), to=block%north, from=block%south)
      field(1:nx, ny + 1, :) = received(block, field(1:nx, 1, :), to=block%south, from=block%north)
    end associate
  end subroutine

  function received(block, edge, to, from)
    type(rank_block), intent(in) :: block
    real(dp), intent(in) :: edge(:, :)
    integer, intent(in) :: to, from
    real(dp), dimension(size(edge, 1), size(edge, 2)) :: sent, received
    sent = edge
    call MPI_Sendrecv(sent, size(sent), MPI_DOUBLE_PRECISION, to, 0, &
                      received, size(received), MPI_DOUBLE_PRECISION, from, 0, block%ranks, MPI_STATUS_IGNORE)
  end function

  ! The same bits on any number of ranks: every rank adds up all columns in one order. What MPI adds up are zeros,
  ! but for one rank's value.
  real(dp) function global_mean(block, field)
    type(rank_block), intent(in) :: block
    real(dp), intent(in) :: field(:, :)
    real(dp) :: everywhere(block%global_shape(1), block%global_shape(2))
    integer :: i, j
    everywhere = 0
    associate (i0 => block%offset(1), j0 => block%offset(2))
      everywhere(i0 + 1:i0 + block%shape(1), j0 + 1:j0 + block%shape(2)) = field
    end associate
    call MPI_Allreduce(MPI_IN_PLACE, everywhere, size(everywhere), MPI_DOUBLE_PRECISION, MPI_SUM, block%ranks)
    global_mean = 0
    do j = 1, size(everywhere, 2)
      do i = 1, size(everywhere, 1)
        global_mean = global_mean + everywhere(i, j)
      end do
    end do
    global_mean = global_mean / size(everywhere)
  end function

end module
