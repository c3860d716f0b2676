! Module smnn_mpi with communicators of `use mpi_f08`.
module smnn_mpi_f08
  use, intrinsic :: iso_c_binding, only: c_int
  use mpi_f08, only: MPI_Comm
  use smnn_types, only: smnn_context, smnn_extents, smnn_options
  use smnn_mpi
  implicit none
  public
  private :: c_int, create_f08

  interface smnn_distributed_create
    procedure create_f08
  end interface

contains

  subroutine create_f08(solver, context, ranks, type, whole, solver_options, options, ierr)
    type(smnn_distributed), intent(out) :: solver
    type(smnn_context), intent(in) :: context
    type(MPI_Comm), intent(in) :: ranks
    integer(c_int), intent(in) :: type
    type(smnn_extents), intent(in) :: whole
    type(smnn_options), intent(in), optional :: solver_options
    type(smnn_distributed_options), intent(in), optional :: options
    integer, intent(out), optional :: ierr
    call smnn_distributed_create(solver, context, ranks%mpi_val, type, whole, solver_options, options, ierr)
  end subroutine

end module
