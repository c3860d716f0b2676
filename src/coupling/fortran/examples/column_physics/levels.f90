! Layers 1 .. n are bounded by levels 1 .. n + 1, from the top down.
module levels
  use physics, only: dp
  implicit none
  private
  public :: layers_to_levels, layers_to_levels_adjoint

contains

  ! Means of neighbouring layers; extrapolated at top and surface.
  subroutine layers_to_levels(layers, at_levels)
    real(dp), intent(in) :: layers(:, :)     ! (column, layer)
    real(dp), intent(out) :: at_levels(:, :) ! (column, level)
    integer :: n
    n = size(layers, 2)
    at_levels(:, 1) = 1.5_dp * layers(:, 1) - 0.5_dp * layers(:, 2)
    at_levels(:, 2:n) = 0.5_dp * (layers(:, 1:n - 1) + layers(:, 2:n))
    at_levels(:, n + 1) = 1.5_dp * layers(:, n) - 0.5_dp * layers(:, n - 1)
  end subroutine

  ! Derivatives by values at levels become those by values of layers: the transpose of the above.
  subroutine layers_to_levels_adjoint(by_levels, by_layers)
    real(dp), intent(in) :: by_levels(:, :)
    real(dp), intent(out) :: by_layers(:, :)
    integer :: n
    n = size(by_layers, 2)
    by_layers = 0
    by_layers(:, 1:n - 1) = 0.5_dp * by_levels(:, 2:n)
    by_layers(:, 2:n) = by_layers(:, 2:n) + 0.5_dp * by_levels(:, 2:n)
    by_layers(:, 1) = by_layers(:, 1) + 1.5_dp * by_levels(:, 1)
    by_layers(:, 2) = by_layers(:, 2) - 0.5_dp * by_levels(:, 1)
    by_layers(:, n) = by_layers(:, n) + 1.5_dp * by_levels(:, n + 1)
    by_layers(:, n - 1) = by_layers(:, n - 1) - 0.5_dp * by_levels(:, n + 1)
  end subroutine

end module
