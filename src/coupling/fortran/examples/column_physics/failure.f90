! Ends of the program in which no rank is left waiting for another.
module failure
  use, intrinsic :: iso_fortran_env, only: error_unit
  use mpi_f08
  implicit none
  private
  public :: end_all_ranks, abort_all_ranks

contains

  ! Called by all ranks, which have found the same.
  subroutine end_all_ranks(message)
    character(len=*), intent(in) :: message
    integer :: rank
    call MPI_Comm_rank(MPI_COMM_WORLD, rank)
    if (rank == 0) write (error_unit, "(a)") message
    call MPI_Finalize()
    stop 1, quiet=.true.
  end subroutine

  ! Called by the rank that has met with it.
  subroutine abort_all_ranks(message)
    character(len=*), intent(in) :: message
    write (error_unit, "(a)") message
    call MPI_Abort(MPI_COMM_WORLD, 1)
  end subroutine

end module
