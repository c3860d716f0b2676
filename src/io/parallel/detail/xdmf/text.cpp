#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "smnn/io/parallel/detail/xdmf/scene.hpp"

// What VTK's reader makes of it decides (tests/io_parallel): meshes of one axis are boxes with two
// axes of one point; those of two axes must be 2DRectMesh, since of 2DCoRectMesh it makes planes
// across y and z, and cells of a flat box it does not find.

namespace smnn::io::detail {
namespace {

using Center = XdmfField::Center;
using Role = XdmfAxis::Role;

std::string escape(std::string const& text) {
  std::string result;
  for (char const c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string number(double value) {
  std::array<char, 32> text{};
  auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}
std::string number(std::int64_t value) { return std::to_string(value); }

template <class T>
std::string join(std::vector<T> const& values) {
  std::string text;
  for (T const& value : values) text += (text.empty() ? "" : " ") + number(value);
  return text;
}

std::string element(std::string const& tag, std::string const& attributes,
                    std::string const& content) {
  return "<" + tag + " " + attributes + ">" + content + "</" + tag + ">\n";
}

std::string inline_numbers(std::vector<double> const& values, std::string const& attributes = {}) {
  auto const size = static_cast<std::int64_t>(values.size());
  return element("DataItem",
                 attributes + "Dimensions=\"" + number(size) +
                     R"(" NumberType="Float" Precision="8" Format="XML")",
                 join(values));
}

std::string number_type(NumberFormat const& format) {
  std::string const type = format.is_floating ? "Float" : (format.is_signed ? "Int" : "UInt");
  return "NumberType=\"" + type + "\" Precision=\"" + std::to_string(format.bytes) + "\"";
}

std::string whole_dataset(XdmfScene const& scene, XdmfData const& data) {
  return element(
      "DataItem",
      "Dimensions=\"" + join(data.extents) + "\" " + number_type(data.format) + " Format=\"HDF\"",
      escape(scene.file + ":" + data.path));
}

/// The entries of a dataset that a field has at one time.
std::string part_of_dataset(XdmfScene const& scene, XdmfSceneField const& entry,
                            std::int64_t step) {
  auto const& [field, data] = entry;
  Shape start;
  Shape counts;
  Shape shape;  // as the reader is to see it
  if (scene.points.size() == 1) shape = {1, 1};
  for (std::size_t axis = 0; axis < field.axes.size(); ++axis) {
    Role const role = field.axes[axis].role;
    bool const whole = role == Role::space || role == Role::component;
    start.push_back(whole ? 0 : (role == Role::time ? step : field.axes[axis].value));
    counts.push_back(whole ? data.extents[axis] : 1);
    if (whole) shape.push_back(data.extents[axis]);
  }
  auto const axes = static_cast<std::int64_t>(field.axes.size());
  Shape const strides(field.axes.size(), 1);
  std::string const selection =
      element("DataItem",
              "Dimensions=\"3 " + number(axes) + R"(" NumberType="Int" Precision="8" Format="XML")",
              join(start) + "  " + join(strides) + "  " + join(counts));
  return element(
      "DataItem",
      "ItemType=\"HyperSlab\" Dimensions=\"" + join(shape) + "\" " + number_type(data.format),
      "\n" + selection + whole_dataset(scene, data));
}

std::string attribute(XdmfScene const& scene, XdmfSceneField const& entry, std::int64_t step) {
  auto const& field = entry.field;
  bool const is_vector = !field.axes.empty() && field.axes.back().role == Role::component;
  return element("Attribute",
                 "Name=\"" + escape(field.name) + "\" AttributeType=\"" +
                     (is_vector ? "Vector" : "Scalar") + "\" Center=\"" +
                     (field.center == Center::cell ? "Cell" : "Node") + "\"",
                 "\n" + part_of_dataset(scene, entry, step));
}

bool is_box(XdmfScene const& scene) {
  return scene.points.size() == 3 && scene.coordinates.empty();
}

/// Coordinates of uniform grids of one or two axes, written once for all times.
std::string shared_coordinates(XdmfScene const& scene) {
  if (is_box(scene) || !scene.coordinates.empty()) return {};
  std::string text;
  for (std::size_t axis = 0; axis < scene.points.size(); ++axis) {
    std::vector<double> values;
    for (std::int64_t i = 0; i < scene.points[axis]; ++i)
      values.push_back(scene.origin[axis] + static_cast<double>(i) * scene.spacing[axis]);
    text += inline_numbers(values, "Name=\"axis" + std::to_string(axis) + "\" ");
  }
  return text;
}

std::string coordinates(XdmfScene const& scene, std::size_t axis) {
  if (!scene.coordinates.empty()) return whole_dataset(scene, scene.coordinates[axis]);
  return element("DataItem", "Reference=\"XML\"",
                 "/Xdmf/Domain/DataItem[@Name='axis" + std::to_string(axis) + "']");
}

std::string mesh(XdmfScene const& scene) {
  if (is_box(scene)) {
    return element("Topology",
                   "TopologyType=\"3DCoRectMesh\" Dimensions=\"" + join(scene.points) + "\"", "") +
           element("Geometry", "GeometryType=\"ORIGIN_DXDYDZ\"",
                   "\n" + inline_numbers(scene.origin) + inline_numbers(scene.spacing));
  }
  std::size_t const axes = scene.points.size();
  std::string text = "\n";
  for (std::size_t axis = axes; axis-- > 0;) text += coordinates(scene, axis);  // x first
  if (axes == 1) text += inline_numbers({0}) + inline_numbers({0});
  std::string const type = axes == 2 ? "2DRectMesh" : "3DRectMesh";
  std::string const dimensions = (axes == 1 ? "1 1 " : "") + join(scene.points);
  std::string const geometry = axes == 2 ? "VXVY" : "VXVYVZ";
  return element("Topology", "TopologyType=\"" + type + "\" Dimensions=\"" + dimensions + "\"",
                 "") +
         element("Geometry", "GeometryType=\"" + geometry + "\"", text);
}

std::string grid(XdmfScene const& scene, std::int64_t step) {
  std::string text = "\n";
  if (!scene.times.empty())
    text += "<Time Value=\"" + number(scene.times[static_cast<std::size_t>(step)]) + "\"/>\n";
  text += mesh(scene);
  for (auto const& field : scene.fields) text += attribute(scene, field, step);
  return element("Grid", "Name=\"" + escape(scene.name) + "\" GridType=\"Uniform\"", text);
}

std::string grids(XdmfScene const& scene) {
  if (scene.times.empty()) return grid(scene, 0);
  std::string text = "\n";
  for (std::size_t step = 0; step < scene.times.size(); ++step)
    text += grid(scene, static_cast<std::int64_t>(step));
  return element(
      "Grid",
      "Name=\"" + escape(scene.name) + R"(" GridType="Collection" CollectionType="Temporal")",
      text);
}

}  // namespace

std::string to_xml(XdmfScene const& scene) {
  return "<?xml version=\"1.0\"?>\n" +
         element("Xdmf", "Version=\"2.0\"",
                 "\n<Domain>\n" + shared_coordinates(scene) + grids(scene) + "</Domain>\n");
}

}  // namespace smnn::io::detail
