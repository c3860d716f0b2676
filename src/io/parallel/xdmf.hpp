/// @file
/// Views of gridded HDF5 data that ParaView and VisIt open: XDMF, a text file beside the data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/memory.hpp"

namespace smnn::io {

/// Points at equal distances; axes are slowest first, as in the data: z, y, x.
struct UniformGrid {
  Shape points;  ///< 1 to 3 axes.
  std::vector<double> origin;
  std::vector<double> spacing;
};

/// Points with the coordinates that one-dimensional datasets have, one per axis, slowest first.
struct RectilinearGrid {
  std::vector<std::string> coordinates;  ///< Paths from the root of the file.
};

/// What an axis of a dataset stands for.
struct XdmfAxis {
  enum class Role { space, time, component, index };
  Role role = Role::space;
  std::int64_t value = 0;  ///< The index, if it is one.

  static XdmfAxis space() { return {Role::space, 0}; }  ///< The grid's next axis.
  static XdmfAxis time() { return {Role::time, 0}; }
  static XdmfAxis component() { return {Role::component, 0}; }  ///< Of a vector: x, y, z. The last.
  static XdmfAxis at(std::int64_t index) { return {Role::index, index}; }  ///< Only this entry.
};

struct XdmfField {
  enum class Center { node, cell };

  std::string name;
  std::string dataset;         ///< Path from the root of the file.
  std::vector<XdmfAxis> axes;  ///< One for every axis of the dataset.
  Center center = Center::node;
};

struct XdmfView {
  std::string name = "grid";
  std::variant<UniformGrid, RectilinearGrid> grid;
  /// Path of the one-dimensional dataset of the times, all steps on the same grid; empty for data
  /// without. Fields without an axis of times are the same at all of them.
  std::string times = {};
  std::vector<XdmfField> fields;
};

/// Writes the view `target` (usually NAME.xmf) of the HDF5 file `data`, which it names relative to
/// itself; both can be moved together. The view is rank 0's. It appears complete or not at all, and
/// only if all datasets exist and their extents fit the grid: otherwise IoError names file and
/// dataset. InvalidArgument for a view that cannot be. Collective.
///
/// Cells want two axes at least: VTK's reader finds none on a line.
void write_xdmf_view(distributed::Communicator const& ranks, std::filesystem::path const& target,
                     std::filesystem::path const& data, XdmfView const& view);

}  // namespace smnn::io
