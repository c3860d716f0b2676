#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

#include "../catalogue.hpp"
#include "writers.hpp"

namespace smnn::perf {
namespace {

namespace names = contestant_names;

std::string number(double value, char const* format = "%.3g") {
  if (std::isnan(value)) return "";
  char text[40];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string percent(double share) { return number(share * 100, "%.0f %%"); }
std::string times(double ratio) { return number(ratio, ratio < 10 ? "%.2f x" : "%.0f x"); }

std::string row(std::vector<std::string> const& cells) {
  std::string text = "|";
  for (std::string const& cell : cells) text += ' ' + cell + " |";
  return text + '\n';
}

std::string header(std::vector<std::string> const& cells) {
  return row(cells) + row(std::vector<std::string>(cells.size(), "---"));
}

std::vector<std::string> shape_cells(Shape const& s) {
  std::string const columns =
      s.right_hand_sides > 1 ? " x " + std::to_string(s.right_hand_sides) : "";
  return {std::to_string(s.systems) + columns, std::to_string(s.time_points),
          std::to_string(s.block_order()) + " (" + std::to_string(s.dims) + ',' +
              std::to_string(s.orders) + ',' + std::to_string(s.equations) + ')'};
}

std::string time_cell(GroupResult const& group, std::string const& contestant) {
  if (group.find(contestant) == nullptr) return "";
  return number(group.nanoseconds(contestant)) + " ±" + percent(group.spread_of(contestant));
}

void append(std::vector<std::string>& cells, std::vector<std::string> const& more) {
  cells.insert(cells.end(), more.begin(), more.end());
}

/// Contestants of these cases that do a case's work, in their order.
std::vector<std::string> workers_of(std::vector<GroupResult const*> const& groups) {
  std::vector<std::string> list;
  for (GroupResult const* const group : groups) {
    for (Measurement const& m : group->measurements) {
      bool const machine = m.contestant == names::copy || m.contestant == names::multiply_add;
      if (!machine && !m.seconds.empty() &&
          std::find(list.begin(), list.end(), m.contestant) == list.end())
        list.push_back(m.contestant);
    }
  }
  return list;
}

void write_times(std::ostream& out, std::vector<GroupResult const*> const& groups) {
  std::vector<std::string> const workers = workers_of(groups);
  std::vector<std::string> titles{"B", "T", "n (D,K,E)"};
  append(titles, workers);
  append(titles, {"sweeps of banded"});
  out << header(titles);
  for (GroupResult const* const group : groups) {
    std::vector<std::string> cells = shape_cells(group->item.shape);
    for (std::string const& name : workers) cells.push_back(time_cell(*group, name));
    Measurement const* const banded = group->find(names::banded);
    cells.push_back(banded != nullptr ? number(banded->quality.sweeps) : "");
    out << row(cells);
  }
  out << '\n';
}

/// Peers over `plain`, ours in their arithmetic, and over `corrected`, ours by default.
void write_ratios(std::ostream& out, std::vector<GroupResult const*> const& groups,
                  std::string const& plain, std::string const& corrected) {
  std::vector<std::string> peers = workers_of(groups);
  std::erase_if(peers, [](std::string const& name) {
    return name.starts_with("banded") || name.starts_with("substitute");
  });
  std::vector<std::string> titles{"B", "T", "n (D,K,E)"};
  for (std::string const& peer : peers)
    append(titles, {peer + " / " + plain, peer + " / " + corrected});
  append(titles, {"plain GF/s", "plain GB/s", "copy GB/s", "plain, of copy", "peak GF/s",
                  "plain, of limit"});
  out << header(titles);
  for (GroupResult const* const group : groups) {
    std::vector<std::string> cells = shape_cells(group->item.shape);
    for (std::string const& peer : peers) {
      append(cells, {times(group->ratio(peer, plain)), times(group->ratio(peer, corrected))});
    }
    double const bandwidth = group->copy_bandwidth() / 1e9;
    double const used = group->gigabytes(plain);
    append(cells, {number(group->gigaflops(plain)), number(used), number(bandwidth),
                   percent(used / bandwidth), number(group->peak_flops() / 1e9),
                   percent(group->limit_nanoseconds() / group->nanoseconds(plain))});
    out << row(cells);
  }
  out << '\n';
}

GroupResult const* find_case(Results const& results, Case const& item) {
  auto const found = std::find_if(results.begin(), results.end(),
                                  [&](GroupResult const& g) { return g.item == item; });
  return found != results.end() ? &*found : nullptr;
}

/// Ratios between groups, which ran one after another, not in turns.
void write_inner_ratios(std::ostream& out, Results const& results) {
  std::string lines;
  for (GroupResult const& group : results) {
    Case other = group.item;
    if (other.operation != Operation::forward || other.precision != Precision::double_precision ||
        group.find(names::copy) == nullptr)
      continue;
    other.operation = Operation::forward_adjoint;
    GroupResult const* const adjoint = find_case(results, other);
    other = group.item;
    other.precision = Precision::single_precision;
    GroupResult const* const single = find_case(results, other);
    std::vector<std::string> cells = shape_cells(group.item.shape);
    for (auto const* const name : {names::banded_plain, names::banded}) {
      double const forward = group.nanoseconds(name);
      cells.push_back(adjoint != nullptr ? times(adjoint->nanoseconds(name) / forward) : "");
      cells.push_back(single != nullptr ? times(forward / single->nanoseconds(name)) : "");
    }
    lines += row(cells);
  }
  if (lines.empty()) return;
  out << "## Within smnn\n\nRatios between groups, which ran one after another.\n\n"
      << header({"B", "T", "n (D,K,E)", "plain: forward + adjoint / forward",
                 "plain: double / float", "banded: forward + adjoint / forward",
                 "banded: double / float"})
      << lines << '\n';
}

void write_comparisons(std::ostream& out, Results const& results) {
  for (Precision const precision : {Precision::double_precision, Precision::single_precision}) {
    for (Operation const operation :
         {Operation::forward, Operation::forward_adjoint, Operation::many_rhs, Operation::scaling,
          Operation::scaling_same_data}) {
      std::vector<GroupResult const*> groups;
      std::vector<GroupResult const*> with_baselines;
      for (GroupResult const& group : results) {
        if (group.item.operation != operation || group.item.precision != precision) continue;
        bool const has_baseline =
            operation == Operation::forward && (group.find(names::dense) != nullptr ||
                                                group.find(names::conjugate_gradient) != nullptr);
        (has_baseline ? with_baselines : groups).push_back(&group);
      }
      std::string const title = to_string(operation) + ", " + to_string(precision);
      auto const write = [&](std::string const& heading, auto const& list) {
        if (list.empty()) return;
        out << "## " << heading << "\n\n";
        write_times(out, list);
        if (operation == Operation::many_rhs) {
          write_ratios(out, list, names::substitute_plain, names::substitute);
        } else if (!is_scaling(operation)) {
          write_ratios(out, list, names::banded_plain, names::banded);
        }
      };
      write(title, groups);
      write(title + ": the methods it replaces", with_baselines);
    }
  }
}

void write_exponents(std::ostream& out, Results const& results) {
  std::vector<Exponents> const fits = fit_exponents(results);
  if (fits.empty()) return;
  out << "## Exponents of T\n\nLeast squares on logarithms. The banded solver's must be 1.00 ± "
         "0.05: "
         "time where all T have\nthe same amount of data (`scaling_same_data`: T times systems is "
         "constant), memory where the systems are\nthe same few (`scaling`).\n\n"
      << header(
             {"groups", "contestant", "T", "time of a system", "memory of the solver", "verdict"});
  for (Exponents const& fit : fits) {
    out << row({to_string(fit.operation), fit.contestant,
                number(fit.time_points.front()) + " ... " + number(fit.time_points.back()),
                number(fit.time, "%.3f"), number(fit.memory, "%.3f"),
                fit.judged() ? (fit.holds() ? "PASS" : "FAIL") : "not judged"});
  }
  out << '\n';
}

void write_failures(std::ostream& out, Results const& results) {
  bool first = true;
  for (GroupResult const& group : results) {
    for (Measurement const& m : group.measurements) {
      if (m.error.empty()) continue;
      if (first) out << "## Without result\n\n";
      first = false;
      out << "- " << benchmark_name(group.item, m.contestant) << ": " << m.error << '\n';
    }
  }
  if (!first) out << '\n';
}

constexpr char const* legend = R"(
Times are nanoseconds per time step and system: the median of repetitions, ± half the range between the quartiles.
The contestants of a row took turns in random order within one run.

- `banded`: default mode, corrected until the estimated error is rounding; `banded_fixed1`: one correction;
  `banded_plain`: none, the arithmetic of the peers. All three assemble, factor and solve.
- `banded_plain_rows`: the caller's arrays hold one system after another; elsewhere systems are adjacent.
- `banded_whole`, `banded_plain_whole`: the time axis is not cut, which the others do of few systems if it pays.
- `banded_keep`, `banded_plain_keep`: the factor of the whole batch is stored between solve and adjoint.
- `lapack`: pbtrf + pbtrs, one system a call, threaded over systems; `kokkos_batched`: SerialPbtrf + SerialPbtrs in a
  parallel_for over systems. Both find the matrix **already assembled** as a band of half width n + K - 1, and only factor
  and solve: ratios against them are lower bounds. In forward_adjoint they solve twice and compute no gradient.
- `mkl_compact`: potrf, trsm and gemm of Intel MKL's compact batches, block by block, on blocks already assembled and
  interleaved by SIMD lanes; otherwise as those two.
- `cublas_batched` (CUDA): cuSOLVER's batched potrf, cuBLAS' batched trsm and gemm, a call for the blocks of one time point of
  all systems; otherwise as those.
- many_rhs: B x M right-hand sides, M to a matrix; nanoseconds per time step and right-hand side. `substitute`,
  `substitute_plain` keep the factor of an earlier call, `lapack` is pbtrs alone.
- GF/s and GB/s count the useful work of perf/cost_model.hpp; `copy` and `peak` were measured in the row's own group; the
  limit is the larger of bytes / copy and flops / peak.

)";

}  // namespace

void write_markdown(std::ostream& out, Facts const& facts, Results const& results) {
  out << "# Benchmarks\n\n" << header({"what", "value"});
  for (auto const& [name, value] : facts) out << row({name, value});
  out << legend;
  write_comparisons(out, results);
  write_inner_ratios(out, results);
  write_exponents(out, results);
  write_failures(out, results);
}

}  // namespace smnn::perf
