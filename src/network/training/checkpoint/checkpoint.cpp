#include "smnn/config.hpp"

#ifdef SMNN_HAVE_HDF5

#include <cstdint>
#include <type_traits>

#include "smnn/io/provenance.hpp"
#include "smnn/io/text.hpp"
#include "smnn/network/parameters/parameter_file.hpp"
#include "smnn/network/training/checkpoint/checkpoint.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::network {

namespace {

constexpr char const* format_name = "smnn training checkpoint";
constexpr std::int64_t format_version = 2;

// Calls action(dataset, buffer) for those that the state keeps.
template <class Real, class Action>
void for_each_buffer(CheckpointBuffers<Real> const& buffers, bool with_best, Action const& action) {
  action("value", buffers.values);
  action("first_moment", buffers.first_moment);
  action("second_moment", buffers.second_moment);
  if (with_best) action("best", buffers.best);
}

std::string joined(std::vector<std::string> const& columns) {
  std::string text;
  for (auto const& name : columns) text += (text.empty() ? "" : ",") + name;
  return text;
}

void write_state(io::Hdf5WriteGroup const& group, TrainingState const& state) {
  for_each_number(state,
                  [&](char const* name, auto const& number) { group.attribute(name, number); });
  for_each_list(state, [&](char const* name, std::vector<double> const& values) {
    group.write(name, {static_cast<std::int64_t>(values.size())}, std::span<double const>(values));
  });
}

TrainingState read_state(io::Hdf5ReadGroup const& group) {
  TrainingState state;
  for_each_number(state, [&](char const* name, auto& number) {
    if constexpr (std::is_same_v<decltype(number), double&>)
      number = group.number(name);
    else
      number = group.integer(name);
  });
  for_each_list(state, [&](char const* name, std::vector<double>& values) {
    values = group.read<double>(name);
  });
  return state;
}

void check_format(io::Hdf5ReadGroup const& root) {
  std::string const format = root.text("format");
  std::int64_t const version = root.integer("format_version");
  if (format == format_name && version == format_version) return;
  throw IoError(root.where() + ": the format is " + io::quote(format) + ", version " +
                std::to_string(version) + ", expected " + io::quote(format_name) + ", version " +
                std::to_string(format_version));
}

}  // namespace

template <class Real>
void write_checkpoint(std::filesystem::path const& file, CheckpointLabels const& labels,
                      ParameterLayout const& layout, CheckpointBuffers<Real const> const& buffers,
                      TrainingState const& state) {
  io::Hdf5Writer writer(file);
  io::Hdf5WriteGroup const root = writer.root();
  root.attribute("format", std::string(format_name));
  root.attribute("format_version", format_version);
  io::write_provenance(root, io::current_provenance(labels.program));
  for_each_buffer(buffers, state.keeps_best != 0,
                  [&](char const* dataset, std::span<Real const> buffer) {
                    write_arrays(root.group("parameters"), layout, dataset, buffer);
                  });
  io::Hdf5WriteGroup const group = root.group("state");
  group.attribute("history_columns", joined(labels.columns));
  write_state(group, state);
  writer.commit();
}

template <class Real>
TrainingState read_checkpoint(std::filesystem::path const& file, CheckpointLabels const& labels,
                              ParameterLayout const& layout,
                              CheckpointBuffers<Real> const& buffers) {
  io::Hdf5ReadGroup const root = io::open_hdf5(file);
  check_format(root);
  io::Hdf5ReadGroup const group = root.group("state");
  TrainingState state = read_state(group);
  std::string const columns = group.text("history_columns");
  if (columns != joined(labels.columns) || state.history.size() % labels.columns.size() != 0) {
    throw IoError(group.where() + ": the history's columns are " + io::quote(columns) +
                  ", expected " + io::quote(joined(labels.columns)));
  }
  io::Hdf5ReadGroup const parameters = root.group("parameters");
  for_each_buffer(buffers, state.keeps_best != 0, [&](char const* dataset, std::span<Real> buffer) {
    check_arrays(parameters, layout, dataset);
    read_arrays(parameters, layout, dataset, buffer);
  });
  return state;
}

#define SMNN_CHECKPOINT(Real)                                                                   \
  template void write_checkpoint(std::filesystem::path const&, CheckpointLabels const&,         \
                                 ParameterLayout const&, CheckpointBuffers<Real const> const&,  \
                                 TrainingState const&);                                         \
  template TrainingState read_checkpoint(std::filesystem::path const&, CheckpointLabels const&, \
                                         ParameterLayout const&, CheckpointBuffers<Real> const&);
SMNN_CHECKPOINT(double)
SMNN_CHECKPOINT(float)

}  // namespace smnn::network

#endif
