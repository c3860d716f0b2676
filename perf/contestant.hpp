/// One side of a comparison: something that does the work of a case, or measures the machine.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <string>

namespace smnn::perf {

/// What a contestant's last run gave, besides its time. NaN: does not apply.
struct Quality {
  double difference = std::numeric_limits<double>::quiet_NaN();    // to the reference, relative
  double sweeps = std::numeric_limits<double>::quiet_NaN();        // mean corrections or iterations
  double memory_bytes = std::numeric_limits<double>::quiet_NaN();  // of the solver
  double work_per_run = std::numeric_limits<double>::quiet_NaN();  // bytes copied, or flops: of
                                                                   // those that measure the machine
};

class Contestant {
 public:
  Contestant() = default;
  Contestant(Contestant const&) = delete;
  Contestant& operator=(Contestant const&) = delete;
  virtual ~Contestant() = default;

  /// Before every run, not timed.
  virtual void prepare() {}
  /// Timed; the work is done on return. Throws if it failed.
  virtual void run() = 0;
  /// After a run.
  virtual Quality quality() = 0;
};

struct Entry {
  std::string name;
  std::function<std::unique_ptr<Contestant>()> make;
  bool slow = false;  // a run takes so long that few repetitions must do
};

}  // namespace smnn::perf
