! The command line: NAME=VALUE ...
module settings
  use physics, only: dp
  use failure, only: end_all_ranks
  implicit none
  private
  public :: model_settings, read_settings, reject

  type :: model_settings
    integer :: nx = 32, ny = 16, nz = 20 ! columns along x and y, layers
    integer :: tile = 48                 ! columns at most
    integer :: derivatives = 2           ! of fluxes, as in two_stream_create
    integer :: steps = 240, print = 48   ! time steps in all, and between two lines
    real(dp) :: dt = 3600                ! s
  end type

contains

  function read_settings() result(chosen)
    type(model_settings) :: chosen
    character(len=100) :: argument
    integer :: i, equals
    do i = 1, command_argument_count()
      call get_command_argument(i, argument)
      equals = index(argument, "=")
      if (equals == 0) call reject(argument, "", "NAME=VALUE")
      associate (name => argument(:equals - 1), value => argument(equals + 1:))
        select case (name)
        case ("nx")
          call read_integer(name, value, 1, chosen%nx)
        case ("ny")
          call read_integer(name, value, 1, chosen%ny)
        case ("nz")
          call read_integer(name, value, 2, chosen%nz)
        case ("tile")
          call read_integer(name, value, 1, chosen%tile)
        case ("derivatives")
          call read_integer(name, value, 1, chosen%derivatives)
        case ("steps")
          call read_integer(name, value, 1, chosen%steps)
        case ("print")
          call read_integer(name, value, 1, chosen%print)
        case ("dt")
          call read_positive(name, value, chosen%dt)
        case default
          call reject(name, value, "one of nx, ny, nz, tile, derivatives, steps, print, dt")
        end select
      end associate
    end do
  end function

  ! Ends all ranks.
  subroutine reject(name, value, expected)
    character(len=*), intent(in) :: name, value, expected
    call end_all_ranks("column_physics: argument '" // trim(name) // "' with value '" // trim(value) &
                       // "': expected " // expected)
  end subroutine

  subroutine read_integer(name, value, least, number)
    character(len=*), intent(in) :: name, value
    integer, intent(in) :: least
    integer, intent(inout) :: number
    character(len=20) :: limit
    integer :: status
    read (value, *, iostat=status) number
    write (limit, "(i0)") least
    if (verify(trim(value), "+-0123456789") /= 0 .or. status /= 0 .or. number < least) &
      call reject(name, value, "an integer of at least " // trim(limit))
  end subroutine

  subroutine read_positive(name, value, number)
    character(len=*), intent(in) :: name, value
    real(dp), intent(inout) :: number
    integer :: status
    read (value, *, iostat=status) number
    ! List-directed reads take "1/2" for 1.
    if (verify(trim(value), "+-.0123456789eEdD") /= 0 .or. status /= 0 .or. .not. number > 0 &
        .or. number > huge(number)) call reject(name, value, "a positive number")
  end subroutine

end module
