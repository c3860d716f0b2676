#include "smnn/io/parallel/detail/xdmf/scene.hpp"

#include <algorithm>
#include <cmath>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

using Center = XdmfField::Center;
using Role = XdmfAxis::Role;

struct Located {
  Hdf5ReadGroup group;
  std::string name;
};

Located locate(Hdf5ReadGroup const& root, std::string const& path) {
  std::size_t const slash = path.rfind('/');
  if (slash == std::string::npos) return {root, path};
  return {root.group(path.substr(0, slash)), path.substr(slash + 1)};
}

XdmfData look_up_data(Hdf5ReadGroup const& root, std::string const& path) {
  auto const [group, name] = locate(root, path);
  XdmfData const data{(path.starts_with('/') ? "" : "/") + path, group.shape(name),
                      group.number_format(name)};
  if (data.format.bytes != 4 && data.format.bytes != 8) {
    throw IoError(group.where(name) + ": has numbers of " + std::to_string(data.format.bytes) +
                  " bytes, expected 4 or 8 for a view");
  }
  return data;
}

std::string where(Hdf5ReadGroup const& root, std::string const& path) {
  auto const [group, name] = locate(root, path);
  return group.where(name);
}

/// Extents of a dataset of one axis.
std::int64_t look_up_length(Hdf5ReadGroup const& root, XdmfData const& data) {
  if (data.extents.size() != 1) {
    throw IoError(where(root, data.path) + ": extents are " + to_string(data.extents) +
                  ", expected one axis");
  }
  return data.extents[0];
}

void check_points(Shape const& points) {
  bool const sound = !points.empty() && points.size() <= 3 &&
                     std::all_of(points.begin(), points.end(), [](auto n) { return n >= 1; });
  if (!sound) {
    throw InvalidArgument("view: got a grid of " + to_string(points) +
                          " points, expected 1 to 3 axes with at least one each");
  }
}

void look_up_grid(UniformGrid const& grid, Hdf5ReadGroup const& /*root*/, XdmfScene& scene) {
  std::size_t const axes = grid.points.size();
  bool sound = grid.origin.size() == axes && grid.spacing.size() == axes;
  for (std::size_t axis = 0; sound && axis < axes; ++axis)
    sound = std::isfinite(grid.origin[axis]) && std::isfinite(grid.spacing[axis]);
  if (!sound) {
    throw InvalidArgument("view: got " + std::to_string(grid.origin.size()) + " origins and " +
                          std::to_string(grid.spacing.size()) +
                          " spacings, expected a finite one for each axis of " +
                          to_string(grid.points));
  }
  scene.points = grid.points;
  scene.origin = grid.origin;
  scene.spacing = grid.spacing;
}

void look_up_grid(RectilinearGrid const& grid, Hdf5ReadGroup const& root, XdmfScene& scene) {
  for (auto const& path : grid.coordinates) {
    scene.coordinates.push_back(look_up_data(root, path));
    scene.points.push_back(look_up_length(root, scene.coordinates.back()));
  }
}

void look_up_times(std::string const& path, Hdf5ReadGroup const& root, XdmfScene& scene) {
  if (path.empty()) return;
  look_up_length(root, look_up_data(root, path));
  auto const [group, name] = locate(root, path);
  scene.times = group.read<double>(name);
  for (double const time : scene.times) {
    if (!std::isfinite(time))
      throw IoError(group.where(name) + ": has the time " + to_string(time) +
                    ", expected finite ones");
  }
  if (scene.times.empty()) throw IoError(group.where(name) + ": is empty, expected times");
}

/// What an axis must be as long as; -1 for any length.
std::int64_t expected_extent(XdmfScene const& scene, XdmfField const& field, std::size_t axis,
                             std::size_t space_axis) {
  switch (field.axes[axis].role) {
    case Role::space:
      return scene.points[space_axis] - (field.center == Center::cell ? 1 : 0);
    case Role::time:
      return static_cast<std::int64_t>(scene.times.size());
    case Role::component:
      return 3;
    default:
      return -1;
  }
}

std::ptrdiff_t count(XdmfField const& field, Role role) {
  return std::count_if(field.axes.begin(), field.axes.end(),
                       [&](XdmfAxis const& axis) { return axis.role == role; });
}

void check_roles(XdmfScene const& scene, XdmfField const& field) {
  auto const refuse = [&](std::string const& expected) {
    throw InvalidArgument("view: field " + quote(field.name) + ": expected " + expected);
  };
  auto const space = static_cast<std::size_t>(count(field, Role::space));
  if (space != scene.points.size())
    refuse("an axis in space for each of the grid's " + std::to_string(scene.points.size()) +
           ", got " + std::to_string(space));
  if (count(field, Role::time) > (scene.times.empty() ? 0 : 1))
    refuse("at most one axis of times, and none in a view without times");
  if (auto const components = count(field, Role::component);
      components > 1 || (components == 1 && field.axes.back().role != Role::component))
    refuse("at most one axis of components, the last");
  if (field.center == Center::cell &&
      (scene.points.size() < 2 || *std::min_element(scene.points.begin(), scene.points.end()) < 2))
    refuse("cells only on grids of two axes at least, with two points along each");
}

void check_extents(XdmfScene const& scene, XdmfSceneField const& entry, Hdf5ReadGroup const& root) {
  auto const& [field, data] = entry;
  if (data.extents.size() != field.axes.size()) {
    throw IoError(where(root, data.path) + ": extents are " + to_string(data.extents) +
                  ", expected " + std::to_string(field.axes.size()) + " axes, as the view says");
  }
  std::size_t space_axis = 0;
  for (std::size_t axis = 0; axis < field.axes.size(); ++axis) {
    std::int64_t const expected = expected_extent(scene, field, axis, space_axis);
    std::int64_t const extent = data.extents[axis];
    bool const is_index = field.axes[axis].role == Role::index;
    std::int64_t const index = field.axes[axis].value;
    if (is_index && (index < 0 || index >= extent)) {
      throw IoError(where(root, data.path) + ": extents are " + to_string(data.extents) +
                    ", expected axis " + std::to_string(axis) + " to have an entry " +
                    std::to_string(index));
    }
    if (!is_index && extent != expected) {
      throw IoError(where(root, data.path) + ": extents are " + to_string(data.extents) +
                    ", expected " + std::to_string(expected) + " along axis " +
                    std::to_string(axis) + " of the view's grid");
    }
    if (field.axes[axis].role == Role::space) ++space_axis;
  }
}

}  // namespace

XdmfScene look_up(XdmfView const& view, Hdf5ReadGroup const& root) {
  XdmfScene scene;
  scene.name = view.name;
  std::visit([&](auto const& grid) { look_up_grid(grid, root, scene); }, view.grid);
  check_points(scene.points);
  look_up_times(view.times, root, scene);
  for (auto const& field : view.fields) {
    check_roles(scene, field);
    scene.fields.push_back({field, look_up_data(root, field.dataset)});
    check_extents(scene, scene.fields.back(), root);
  }
  return scene;
}

}  // namespace smnn::io::detail
