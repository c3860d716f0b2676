#include "solve/failures.hpp"

#include <algorithm>
#include <smnn/solver/error.hpp>
#include <smnn/solver/solver.hpp>

namespace smnn::drivers {
namespace {

constexpr std::size_t listed = 5;

std::string describe(Failure const& failure, BatchAxes const& axes) {
  return leading_index(axes, failure.solution) +
         (failure.info == info_not_converged
              ? " did not converge"
              : " at time point " + std::to_string(failure.info - 1));
}

Failures own_failures(std::span<std::int64_t const> info, std::int64_t first_solution) {
  Failures failures;
  for (std::size_t i = 0; i < info.size(); ++i) {
    if (info[i] == 0) continue;
    if (failures.first.size() < listed)
      failures.first.push_back({first_solution + static_cast<std::int64_t>(i), info[i]});
    ++failures.count;
  }
  return failures;
}

}  // namespace

Failures gather_failures(distributed::Communicator const& ranks, std::span<std::int64_t const> info,
                         std::int64_t first_solution) {
  Failures const own = own_failures(info, first_solution);
  double any = own.count > 0 ? 1 : 0;
  ranks.maximum(std::span(&any, 1));
  if (any == 0) return {};
  // Every rank has a row of its own; the others leave it at its lowest.
  constexpr std::size_t width = 1 + 2 * listed;
  constexpr double lowest = -2;  // below any info
  std::vector<double> rows(width * static_cast<std::size_t>(ranks.size()), lowest);
  auto row = rows.begin() + static_cast<std::ptrdiff_t>(width) * ranks.rank();
  *row++ = static_cast<double>(own.count);
  for (Failure const& failure : own.first) {
    *row++ = static_cast<double>(failure.solution);
    *row++ = static_cast<double>(failure.info);
  }
  ranks.maximum(rows);
  Failures all;
  for (std::size_t begin = 0; begin < rows.size(); begin += width) {
    all.count += static_cast<std::int64_t>(rows[begin]);
    for (std::size_t i = begin + 1; i < begin + width && rows[i] != lowest; i += 2)
      all.first.push_back(
          {static_cast<std::int64_t>(rows[i]), static_cast<std::int64_t>(rows[i + 1])});
  }
  std::sort(all.first.begin(), all.first.end(),
            [](Failure const& a, Failure const& b) { return a.solution < b.solution; });
  if (all.first.size() > listed) all.first.resize(listed);
  return all;
}

void raise(Failures const& failures, ProblemHeader const& header) {
  if (failures.count == 0) return;
  std::string list;
  for (auto const& failure : failures.first)
    list += (list.empty() ? " " : ", ") + describe(failure, header.axes);
  bool const more = failures.count > static_cast<std::int64_t>(failures.first.size());
  throw NumericalError(
      header.group.where() + ": " + std::to_string(failures.count) + " of " +
      std::to_string(header.axes.batch * header.axes.members) + " systems failed:" + list +
      (more ? ", ..." : "") +
      "; expected positive, finite pivots and finite inputs (--mask-failures writes the others)");
}

}  // namespace smnn::drivers
