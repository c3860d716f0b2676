// From run-time sizes to the kernel compiled for them.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/solver/banded/kernels.hpp"

namespace smnn::detail {

// How a batch is executed; fixed when the solver is constructed.
template <class Real>
struct Execution {
  int block_order = 1;
  int orders = 1;
  int bandwidth = 1;
  bool teams = false;
  int lanes = 1;                  // of a team, that work on one system
  int arena_size = 0;             // of blocks of run-time order, in scalars
  Real* scratch = nullptr;        // of thread workers of run-time orders
  std::int64_t scratch_size = 0;  // of one worker, in Real
};

template <class Real>
struct Request {
  Operation operation = Operation::solve;
  kernels::Batch<Real> batch;
  Arguments<Real> arguments;
};

// Enqueues the request on the instance, with the kernel of its block order.
template <class Real, class ExecutionSpace>
void launch(ExecutionSpace const& space, Execution<Real> const& execution,
            Request<Real> const& request);

// The same for one compile-time order, defined in a translation unit of its own. Returns false if K
// is not specialised.
template <int BlockOrder, class Real, class ExecutionSpace>
bool launch_order(ExecutionSpace const& space, Execution<Real> const& execution,
                  Request<Real> const& request);

// The same for block orders without kernels of their own, and for teams.
template <class Real, class ExecutionSpace>
void launch_run_time_order(ExecutionSpace const& space, Execution<Real> const& execution,
                           Request<Real> const& request);

// Whether such blocks have kernels of compile-time order on the host or on the device.
bool is_specialised(bool on_host, int block_order, int orders, int bandwidth);

// Whether a host has kernels for them that take a pair of packs per thread.
bool is_paired(int block_order, int orders, int bandwidth);

}  // namespace smnn::detail
