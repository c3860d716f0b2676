/// Values of an equation's solution and all its derivatives: from its closed form, or by reference
/// integration.
#pragma once

#include <span>
#include <vector>

#include "validate/equation.hpp"

namespace smnn::drivers::validation {

/// y_d^(r)(times[i]) of a member as (times, D, orders). The first time is the equation's `begin`;
/// orders <= 8.
std::vector<double> exact_solution(Equation const& equation, int member,
                                   std::span<Number const> times, int orders);

/// The same by integration from the values at `begin`, whether or not there is a closed form: power
/// series of the solution from the equation itself, in extended precision, summed over steps of a
/// fifth at most.
std::vector<double> integrated_solution(Equation const& equation, int member,
                                        std::span<Number const> times, int orders);

/// y_d^(r) at `begin`, r < highest_order, as (D, highest_order).
std::vector<Number> initial_state(Equation const& equation, int member);

}  // namespace smnn::drivers::validation
