#include "catalogue.hpp"

#include <algorithm>

#include "contestants/contestants.hpp"

namespace smnn::perf {
namespace {

namespace names = contestant_names;

// A GPU wants a hundred thousand systems where a CPU core wants a dozen; its memory must hold the
// factors of all contestants.
std::int64_t batch_scale(int block_order) {
  return runs_on_host() ? 1 : (block_order <= 6 ? 32 : 8);
}

Shape shape(std::int64_t systems, std::int64_t time_points, int dims, int orders, int equations) {
  return {systems * batch_scale(dims * orders), time_points, dims, orders, equations};
}

SolverOptions with(Refinement refinement) {
  SolverOptions options;
  options.refinement = refinement;
  return options;
}

SolverOptions with(Method method) {
  SolverOptions options;
  options.method = method;
  return options;
}

Entry smnn_entry(std::string name, Case const& item, SolverOptions const& options,
                 Placement placement = Placement::systems_adjacent) {
  return {std::move(name), [=] { return make_smnn(item, options, placement); }};
}

/// Ours in its modes, the banded peers, and the machine's limits.
Group comparison(Case const& item) {
  Group group{item, {}};
  auto& entries = group.entries;
  entries.push_back(smnn_entry(names::banded, item, {}));
  entries.push_back(smnn_entry(names::banded_fixed, item, with(Refinement::fixed(1))));
  entries.push_back(smnn_entry(names::banded_plain, item, with(Refinement::none())));
  entries.push_back(
      smnn_entry("banded_plain_rows", item, with(Refinement::none()), Placement::systems_apart));
  if (item.shape.systems < concurrent_systems()) {
    SolverOptions whole = {};
    whole.time_parts = 1;
    entries.push_back(smnn_entry("banded_whole", item, whole));
    whole.refinement = Refinement::none();
    entries.push_back(smnn_entry("banded_plain_whole", item, whole));
  }
  if (item.operation == Operation::forward_adjoint) {
    SolverOptions keep = {};
    keep.storage = FactorStorage::keep;
    entries.push_back(smnn_entry("banded_keep", item, keep));
    keep.refinement = Refinement::none();
    entries.push_back(smnn_entry("banded_plain_keep", item, keep));
  }
#ifdef SMNN_HAVE_LAPACK
  if (runs_on_host()) entries.push_back({names::lapack, [=] { return make_lapack(item); }});
#endif
  entries.push_back({names::kokkos_batched, [=] { return make_kokkos_batched(item); }});
#ifdef SMNN_HAVE_MKL_COMPACT
  // It has lanes for systems alone: fewer would be padded.
  if (runs_on_host() && item.shape.systems >= concurrent_systems())
    entries.push_back({names::mkl_compact, [=] { return make_mkl_compact(item); }});
#endif
#ifdef SMNN_HAVE_CUBLAS_BATCHED
  // Five launches per time point: a long time axis would measure nothing else.
  if (!runs_on_host() && item.shape.time_points <= 1000)
    entries.push_back({names::cublas_batched, [=] { return make_cublas_batched(item); }});
#endif
  entries.push_back({names::copy, [] { return make_copy(); }});
  entries.push_back({names::multiply_add, [=] { return make_multiply_add(item.precision); }});
  return group;
}

/// One factor for many right-hand sides.
Group many_rhs(Case const& item) {
  Group group{item, {}};
  auto const add = [&](char const* name, Refinement refinement, bool keeps_factor) {
    SolverOptions options = with(refinement);
    if (keeps_factor) options.storage = FactorStorage::keep;
    group.entries.push_back({name, [=] { return make_many_rhs(item, options, keeps_factor); }});
  };
  add(names::banded, {}, false);
  add(names::banded_plain, Refinement::none(), false);
  add(names::substitute, {}, true);
  add(names::substitute_plain, Refinement::none(), true);
#ifdef SMNN_HAVE_LAPACK
  if (runs_on_host())
    group.entries.push_back({names::lapack, [=] { return make_lapack_many_rhs(item); }});
#endif
  group.entries.push_back({names::copy, [] { return make_copy(); }});
  group.entries.push_back({names::multiply_add, [=] { return make_multiply_add(item.precision); }});
  return group;
}

Entry baseline(char const* name, Case const& item, Method method) {
  Entry entry = smnn_entry(name, item, with(method));
  entry.slow = item.shape.unknowns() > 1000;
  return entry;
}

/// The methods that the banded solver replaces.
Group baselines(Case const& item) {
  return {item,
          {smnn_entry(names::banded, item, {}),
           smnn_entry(names::banded_plain, item, with(Refinement::none())),
           baseline(names::dense, item, Method::dense),
           baseline(names::conjugate_gradient, item, Method::conjugate_gradient)}};
}

/// Ours for a given T.
Group scaling_group(Operation operation, std::int64_t time_points, std::int64_t systems) {
  Case const item{operation, Precision::double_precision, {systems, time_points, 1, 3, 1}};
  Group group{item,
              {smnn_entry(names::banded, item, {}),
               smnn_entry(names::banded_plain, item, with(Refinement::none()))}};
  for (Entry& entry : group.entries) entry.slow = time_points * systems >= 1'000'000;
  return group;
}

/// T alone grows; the baselines take part as long as they can.
Group scaling(std::int64_t time_points, std::int64_t systems) {
  Group group = scaling_group(Operation::scaling, time_points, systems);
  Case const& item = group.item;
  if (time_points <= 1000) {
    group.entries.push_back(baseline(names::dense, item, Method::dense));
    group.entries.push_back(baseline(names::conjugate_gradient, item, Method::conjugate_gradient));
  }
  return group;
}

std::vector<Shape> comparison_shapes(Extent extent) {
  if (extent == Extent::smoke) return {shape(64, 20, 1, 3, 1)};
  std::vector<Shape> shapes{shape(512, 1000, 1, 2, 1), shape(512, 1000, 1, 3, 1),
                            shape(512, 200, 3, 2, 3),  shape(256, 200, 3, 3, 3),
                            shape(128, 200, 4, 3, 4),  shape(4096, 50, 1, 3, 1)};
  if (extent == Extent::quick) return shapes;
  std::vector<Shape> const more{
      // the rest of PERFORMANCE.md's tables
      shape(512, 1000, 1, 4, 1), shape(4096, 10, 1, 5, 1), shape(2048, 100, 1, 2, 1),
      Shape{1, 5000, 1, 3, 1}, Shape{1, 100'000, 1, 3, 1}, Shape{1, 1'000'000, 1, 3, 1},
      Shape{1, 100'000, 3, 2, 3}, Shape{4, 100'000, 1, 3, 1},
      // large batches
      shape(4096, 50, 1, 2, 1), shape(4096, 50, 3, 2, 3), shape(4096, 50, 4, 3, 4)};
  shapes.insert(shapes.end(), more.begin(), more.end());
  return shapes;
}

}  // namespace

std::vector<Group> catalogue(Shape const& shape) {
  std::vector<Group> groups;
  for (Precision const precision : {Precision::double_precision, Precision::single_precision}) {
    for (Operation const operation : {Operation::forward, Operation::forward_adjoint})
      groups.push_back(comparison({operation, precision, shape}));
  }
  return groups;
}

std::vector<Group> catalogue(Extent extent) {
  std::vector<Group> groups;
  auto const add_comparisons = [&](Precision precision) {
    for (Operation const operation : {Operation::forward, Operation::forward_adjoint}) {
      for (Shape const& s : comparison_shapes(extent))
        groups.push_back(comparison({operation, precision, s}));
    }
  };
  add_comparisons(Precision::double_precision);
  if (extent != Extent::quick) add_comparisons(Precision::single_precision);

  std::int64_t const few = std::max<std::int64_t>(8, batch_scale(3));
  std::int64_t const longest = extent == Extent::full    ? 1'000'000
                               : extent == Extent::quick ? 100'000
                                                         : 200;
  if (extent != Extent::smoke) {
    groups.push_back(
        baselines({Operation::forward, Precision::double_precision, {few, 1000, 1, 3, 1}}));
  }
  if (extent != Extent::quick) {
    std::int64_t const m = extent == Extent::smoke ? 16 : 64 * batch_scale(3);
    for (Shape const& s : extent == Extent::smoke ? std::vector<Shape>{{2, 20, 1, 3, 1, m}}
                                                  : std::vector<Shape>{{1, 1000, 1, 3, 1, 8 * m},
                                                                       {64, 200, 3, 2, 3, m},
                                                                       {1, 200, 3, 3, 3, 8 * m}})
      groups.push_back(many_rhs({Operation::many_rhs, Precision::double_precision, s}));
  }
  for (std::int64_t const t : {100, 200, 500, 1000, 10'000, 100'000, 1'000'000}) {
    if (t <= longest) groups.push_back(scaling(t, few));
  }
  // On a GPU few systems leave most threads idle, whatever their data.
  if (extent == Extent::full && runs_on_host()) {
    for (std::int64_t const t : {1000, 10'000, 100'000, 1'000'000}) {
      groups.push_back(
          scaling_group(Operation::scaling_same_data, t, concurrent_systems() * (longest / t)));
    }
  }
  return groups;
}

}  // namespace smnn::perf
