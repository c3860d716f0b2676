/// One training step of the published Lorenz network: 512 windows, double precision, Adam.
#pragma once

#include <string>

namespace smnn::perf {

/// Median seconds of a step over `steps` of them, after a warm-up.
double lorenz_step_seconds(int steps);

/// What the command of perf/studies/torch_lorenz_step.py prints, in seconds; NaN if it fails.
double torch_step_seconds(std::string const& command);

}  // namespace smnn::perf
