#include "sst/model/forecaster.hpp"

#include <algorithm>
#include <smnn/io/parallel/provenance.hpp>
#include <smnn/io/parallel/writer.hpp>
#include <utility>

#include "sst/model/periods.hpp"
#include "sst/spans.hpp"
#include "support/model_file.hpp"

namespace smnn::drivers::sst {
namespace {

constexpr std::int64_t batch_rows = 4096;

using Rows = network::MatrixStorage<Real, Space::memory_space>;

template <class Matrix>
void append(std::vector<float>& values, Matrix const& rows) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), rows);
  values.insert(values.end(), host.data(), host.data() + host.size());
}

}  // namespace

ModelOptions read_options(distributed::Communicator const& ranks, std::string const& file) {
  return from_map(read_model_options(ranks, file, to_map({})));
}

Forecaster::Forecaster(distributed::Communicator const& ranks, std::string const& file,
                       ModelOptions const& options, SolverOptions const& solver)
    : options_(options), model_(make_model(layout_, options, solver)) {
  parameters_ = std::make_unique<ParameterSet>(Space(), layout_, 0);
  read_model_parameters(ranks, file, *parameters_);
}

template <class Act>
void Forecaster::for_batches(climate::Record const& record, std::int64_t start, Act const& act) {
  Space const space;
  climate::SeriesWindows<Real, Space> windows(space, record.time, record.values, options_.form);
  std::int64_t const rows = std::min(batch_rows, record.points.size());
  Rows const input("smnn::sst_input", static_cast<std::size_t>(rows),
                   static_cast<std::size_t>(options_.form.window));
  Rows const output("smnn::sst_output", static_cast<std::size_t>(rows),
                    static_cast<std::size_t>(options_.form.horizon));
  model_->reserve(rows);
  for (std::int64_t first = 0; first < record.points.size(); first += rows) {
    std::int64_t const count = std::min(rows, record.points.size() - first);
    std::vector<climate::WindowPlace> places;
    for (std::int64_t i = 0; i < count; ++i) places.push_back({first + i, start});
    auto const x = network::first_rows(input, count);
    auto const y = network::first_rows(output, count);
    windows.choose(space, places, true);
    windows.read_inputs(space, x);
    model_->forward(space, *parameters_, x, y);
    windows.unscale(space, y);
    space.fence("smnn::sst_forecast");
    act(first, y);
  }
}

std::vector<float> Forecaster::forecast(climate::Record const& record, std::int64_t start) {
  std::vector<float> values;
  for_batches(record, start, [&](std::int64_t, auto const& rows) { append(values, rows); });
  return values;
}

void Forecaster::write_odes(distributed::Communicator const& ranks, std::string const& file,
                            climate::Record const& record, std::int64_t start) {
  std::vector<float> codes, coefficients, rhs, steps, solution;
  ranks.together([&] {
    for_batches(record, start, [&](std::int64_t, auto const&) {
      append(codes, model_->codes());
      append(coefficients, model_->coefficients());
      append(rhs, model_->rhs());
      append(steps, model_->steps());
      append(solution, model_->solution());
    });
  });
  forecast::SeriesForecastOptions const& series = model_->options();
  std::vector<float> const periods = oscillation_periods(
      coefficients, steps, series, 1 / climate::times_of_a_year(record.time.sampling));

  io::ParallelHdf5Writer writer(ranks, file);
  io::ParallelWriteGroup const root = writer.root();
  io::write_provenance(ranks, root, io::current_provenance("smnn sst forecast"));
  auto const write = [&](char const* name, std::vector<float> const& values,
                         io::Shape const& shape) {
    io::Shape extents{record.grid.points()}, offset{record.points.begin},
        count{record.points.size()};
    for (auto const extent : shape) {
      extents.push_back(extent);
      offset.push_back(0);
      count.push_back(extent);
    }
    root.write(name, extents, io::Slabs(offset, count), std::span<float const>(values));
  };
  std::int64_t const times = series.points();
  std::int64_t const orders = series.orders;
  write("code", codes, {model_->code_size()});
  write("coefficients", coefficients, {series.constant_coefficients ? 1 : times, orders});
  write("rhs", rhs, {series.rhs()});
  write("steps", steps, {series.steps()});
  write("solution", solution, {times, orders});
  write("period", periods, {});
  root.write_replicated("cell", {record.grid.points()},
                        std::span<std::int64_t const>(record.grid.ocean));
  writer.commit();
}

}  // namespace smnn::drivers::sst
