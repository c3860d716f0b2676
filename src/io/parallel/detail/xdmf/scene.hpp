/// @file
/// A view whose datasets have been looked up, ready to be written down.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/xdmf.hpp"

namespace smnn::io::detail {

/// A dataset of the file.
struct XdmfData {
  std::string path;
  Shape extents;
  NumberFormat format;
};

struct XdmfSceneField {
  XdmfField field;
  XdmfData data;
};

struct XdmfScene {
  std::string name;
  std::string file;  ///< As the view names it.
  Shape points;      ///< Of the grid, slowest axis first.
  std::vector<double> origin;
  std::vector<double> spacing;        ///< Of a uniform grid, ...
  std::vector<XdmfData> coordinates;  ///< ... or of a rectilinear one.
  std::vector<double> times;
  std::vector<XdmfSceneField> fields;
};

/// Throws IoError where the file does not fit the view, InvalidArgument where the view is wrong.
XdmfScene look_up(XdmfView const& view, Hdf5ReadGroup const& root);

/// The text of the view's file.
std::string to_xml(XdmfScene const& scene);

}  // namespace smnn::io::detail
