! A small atmosphere: winds that carry heat along, longwave radiation in columns, and a ground that sunlight warms.
! Prints global means, and how far the energy of all columns is from what went in and out at their ends.
program column_physics
  use mpi_f08
  use smnn, only: smnn_initialize, smnn_finalize
  use physics, only: dp
  use failure, only: end_all_ranks
  use settings
  use decomposition
  use atmosphere
  use advection
  use radiation
  implicit none
  type(model_settings) :: chosen
  type(rank_block) :: block
  type(air_and_ground) :: air
  type(radiation_scheme) :: longwave
  real(dp), allocatable :: net_flux(:, :, :), received(:, :) ! W m-2, J m-2 since the start
  real(dp) :: energy_at_start, closure
  integer :: step

  call MPI_Init()
  chosen = read_settings()
  block = create_block(chosen%nx, chosen%ny)
  call check_settings()
  call smnn_initialize(threads=1)
  air = create_air(block, chosen%nz)
  call create_radiation(longwave, block%shape, chosen%nz, chosen%tile, chosen%derivatives)
  allocate (net_flux(block%shape(1), block%shape(2), chosen%nz + 1))
  allocate (received(block%shape(1), block%shape(2)), source=0._dp)
  energy_at_start = global_mean(block, column_energy(block, air))

  if (block%rank == 0) print "(a)", &
    "       day  outgoing longwave W m-2     ground temperature K  energy budget off by"
  do step = 1, chosen%steps
    call advect(block, chosen%dt, air%temperature)
    call net_longwave_flux(longwave, air, net_flux)
    call heat(chosen%dt)
    if (mod(step, chosen%print) == 0 .or. step == chosen%steps) call print_means()
  end do

  call destroy_radiation(longwave)
  call smnn_finalize()
  ! Temperatures and what was received are rounded in every step, sums of energy with every term.
  if (closure > (4 * chosen%steps + chosen%nz + chosen%nx * chosen%ny) * epsilon(closure)) &
    call end_all_ranks("column_physics: the energy budget does not close")
  call MPI_Finalize()

contains

  ! What depends on several arguments, or on the number of ranks.
  subroutine check_settings()
    character(len=40) :: value
    write (value, "(f0.1)") chosen%dt
    if (courant_number(block, chosen%dt) > 1) call reject("dt", value, "a Courant number of at most 1")
    write (value, "(i0, 'x', i0)") chosen%nx, chosen%ny
    if (any(block%global_shape < block%grid)) &
      call reject("nx, ny", value, "a column for each rank along x and along y")
    write (value, "(i0)") chosen%derivatives
    if (chosen%derivatives > 2) call reject("derivatives", value, "1 or 2")
  end subroutine

  ! A layer gains what enters from below and does not leave above; the ground gains the rest.
  subroutine heat(dt)
    real(dp), intent(in) :: dt
    integer :: k
    associate (nx => block%shape(1), ny => block%shape(2), surface => chosen%nz + 1)
      do k = 1, chosen%nz
        air%temperature(1:nx, 1:ny, k) = air%temperature(1:nx, 1:ny, k) &
                                         + dt / layer_heat_capacity(chosen%nz) &
                                         * (net_flux(:, :, k + 1) - net_flux(:, :, k))
      end do
      air%ground_temperature = air%ground_temperature &
                               + dt / ground_heat_capacity * (air%absorbed_sunlight - net_flux(:, :, surface))
    end associate
    received = received + dt * (air%absorbed_sunlight - net_flux(:, :, 1))
  end subroutine

  ! All digits, as they are to be the same for any tiles and ranks.
  subroutine print_means()
    real(dp) :: outgoing, ground, energy, gain
    outgoing = global_mean(block, net_flux(:, :, 1))
    ground = global_mean(block, air%ground_temperature)
    energy = global_mean(block, column_energy(block, air))
    gain = global_mean(block, received)
    closure = abs(energy - energy_at_start - gain) / energy
    if (block%rank == 0) print "(f10.2, 2f25.14, es22.1)", step * chosen%dt / 86400, outgoing, ground, closure
  end subroutine

end program
