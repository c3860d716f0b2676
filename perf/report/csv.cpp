#include <ostream>

#include "../catalogue.hpp"
#include "../statistics.hpp"
#include "../workload/cost_model.hpp"
#include "writers.hpp"

namespace smnn::perf {

void write_csv(std::ostream& out, Facts const& facts, Results const& results) {
  for (auto const& [name, value] : facts) out << "# " << name << ": " << value << '\n';
  out << "operation,precision,B,M,T,n,D,K,E,contestant,repetitions,median_s,min_s,q25_s,q75_s,max_"
         "s,"
         "ns_per_step_system,gflops,gbytes_per_s,copy_gbytes_per_s,peak_gflops,limit_ns,sweeps,"
         "difference,memory_bytes,error\n";
  for (GroupResult const& group : results) {
    Shape const& s = group.item.shape;
    for (Measurement const& m : group.measurements) {
      auto const& name = m.contestant;
      out << to_string(group.item.operation) << ',' << to_string(group.item.precision) << ','
          << s.systems << ',' << s.right_hand_sides << ',' << s.time_points << ','
          << s.block_order() << ',' << s.dims << ',' << s.orders << ',' << s.equations << ','
          << name << ',' << m.seconds.size();
      for (double const share : {0.5, 0.0, 0.25, 0.75, 1.0})
        out << ',' << quantile(m.seconds, share);
      bool const works = !(m.quality.work_per_run > 0);
      for (double const figure :
           {group.nanoseconds(name), group.gigaflops(name), group.gigabytes(name)}) {
        out << ',';
        if (works) out << figure;
      }
      out << ',' << group.copy_bandwidth() / 1e9 << ',' << group.peak_flops() / 1e9 << ','
          << group.limit_nanoseconds() << ',' << m.quality.sweeps << ',' << m.quality.difference
          << ',' << m.quality.memory_bytes << ",\"" << m.error << "\"\n";
    }
  }
}

}  // namespace smnn::perf
