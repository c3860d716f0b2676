/// A data set, from its options to its file.
#pragma once

#include <cstdint>
#include <functional>
#include <smnn/distributed/communicator.hpp>
#include <string>

#include "kdv/generate/options.hpp"
#include "kdv/generate/trajectory.hpp"

namespace smnn::drivers::kdv {

struct SplitReport {
  std::string split = {};
  std::int64_t samples = 0;
  Quality quality = {};  ///< Of all ranks.
  double cut_off = 0;    ///< The worst; see InitialField.
  double seconds = 0;
};

/// What happens on the way, on all ranks.
struct GenerateEvents {
  std::function<void(SplitReport const&)> on_split = {};
  bool show_progress = false;  ///< This rank's.
};

/// Generates the data set and writes it in the published layout (pde/kdv/dataset.hpp), with the
/// options that made it. Samples are shared by ranks, or with `single` the points of the one
/// sample; then there is also a view FILE.xmf beside it. The same options give the same values on
/// any number of ranks, but for rounding with `single`. The file appears when it is complete.
/// Errors: InvalidArgument, IoError, NumericalError, on all ranks. Collective.
void generate_file(distributed::Communicator const& ranks, GenerateOptions const& options,
                   GenerateEvents const& events = {});

/// "data/kdv.xmf" for "data/kdv.h5".
std::string view_name(std::string const& output);

}  // namespace smnn::drivers::kdv
