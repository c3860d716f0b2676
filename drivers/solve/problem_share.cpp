#include "solve/problem_share.hpp"

#include <algorithm>
#include <utility>

namespace smnn::drivers {
namespace {

using distributed::Range;

io::Slab append(io::Slab slab, io::Slab const& behind) {
  slab.offset.insert(slab.offset.end(), behind.offset.begin(), behind.offset.end());
  slab.count.insert(slab.count.end(), behind.count.begin(), behind.count.end());
  return slab;
}

/// The part of the axis of time, the first behind the batch, that belongs to a rank's points.
Range time_part(ProblemHeader const& h, Input input, Range const& points) {
  std::int64_t const extent = h.trailing[input].front();
  return {std::min(points.begin, extent), std::min(points.end, extent)};
}

ArrayShare input_share(ProblemHeader const& h, Input input, Place const& place) {
  Extents const whole = h.extents();
  bool const shared_in_time = (input == coefficients && whole.coefficients.over_time) ||
                              (input == rhs && whole.rhs.over_time) ||
                              (input == steps && whole.steps.over_time);
  bool const matrix = input == coefficients || input == steps;
  io::Slab trailing = io::whole(h.trailing[input]);
  if (!shared_in_time) {
    Range const part = time_part(h, input, place.points);
    trailing.offset.front() = part.begin;
    trailing.count.front() = part.size();
  }
  if (input == initial_values && whole.initial_steps == 0)
    trailing.count.front() = trailing.count.back() = 0;
  BatchMap map(h.axes, h.leading(input), matrix ? BatchMap::Kind::matrix : BatchMap::Kind::members,
               place.systems);
  return {input_names[input],  h.shapes[input], std::move(map),
          std::move(trailing), !shared_in_time, place};
}

ArrayShare solution_share(ProblemHeader const& h, char const* name, Place const& place) {
  io::Slab trailing = io::whole(h.system_shape());
  trailing.offset.front() = place.points.begin;
  trailing.count.front() = place.points.size();
  return {name,
          h.solution_shape(),
          BatchMap(h.axes, h.axes.extents, BatchMap::Kind::members, place.systems),
          std::move(trailing),
          true,
          place};
}

}  // namespace

ArrayShare::ArrayShare(std::string name, io::Shape file_extents, BatchMap map, io::Slab trailing,
                       bool cut_in_time, Place const& place)
    : name_(std::move(name)),
      file_extents_(std::move(file_extents)),
      map_(std::move(map)),
      trailing_(std::move(trailing)),
      trailing_entries_(io::entries(trailing_.count).value()),
      writes_((map_.use() == BatchMap::Use::distinct || place.first_along_batch) &&
              (cut_in_time || place.first_along_time)) {}

io::Slabs ArrayShare::slabs() const {
  std::vector<io::Slab> slabs;
  for (auto const& block : map_.blocks()) slabs.push_back(append(block, trailing_));
  return slabs;
}

io::Shape ArrayShare::file_index(std::int64_t number) const {
  for (io::Slab const& slab : slabs()) {
    std::int64_t const count = io::entries(slab.count).value();
    if (number >= count) {
      number -= count;
      continue;
    }
    io::Shape index = slab.offset;
    for (std::size_t axis = index.size(); axis-- > 0;) {
      index[axis] += number % slab.count[axis];
      number /= slab.count[axis];
    }
    return index;
  }
  return {};
}

ProblemShare::ProblemShare(ProblemHeader const& header, Place const& where)
    : place(where),
      seed(solution_share(header, "adjoint_seed", where)),
      solution(solution_share(header, "solution", where)),
      diagnostics(
          "diagnostics", header.axes.extents,
          BatchMap(header.axes, header.axes.extents, BatchMap::Kind::members, where.systems), {},
          false, where) {
  for (Input const input : all_inputs) inputs.push_back(input_share(header, input, where));
}

}  // namespace smnn::drivers
