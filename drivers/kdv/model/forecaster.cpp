#include "kdv/model/forecaster.hpp"

#include <algorithm>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::kdv {
namespace {

ModelOptions of_line(ModelOptions options, network::Line const& line, std::string const& file) {
  if (options.dense_heads && options.points != line.length()) {
    throw InvalidArgument(file + ": a model of " + std::to_string(options.points) +
                          " points by its dense heads, expected " + std::to_string(line.length()) +
                          " as the data have, or convolutional heads");
  }
  options.points = line.length();
  return options;
}

}  // namespace

Forecaster::Forecaster(distributed::Communicator const& ranks, Space const& space,
                       std::string const& file, network::LinePointer const& line,
                       SolverOptions const& solver, std::int64_t batch)
    : space_(space),
      options_(of_line(from_map(read_model_options(ranks, file, to_map({}))), *line, file)),
      model_(make_model(layout_, options_, solver, line)),
      parameters_(space, layout_, 0),
      batch_(batch) {
  read_model_parameters(ranks, file, parameters_);
  model_->reserve(batch);
}

Forecaster::Fields Forecaster::roll_out(Fields const& given, std::int64_t times,
                                        std::int64_t advance) const {
  std::int64_t const levels = options_.levels;
  std::int64_t const kept = advance > 0 ? advance : levels - 1;
  std::int64_t const needed = (given.levels() - levels + kept - 1) / kept;
  return forecast::roll_out(space_, parameters_, *model_, given, levels,
                            times > 0 ? times : std::max<std::int64_t>(needed, 1), batch_, advance);
}

void Forecaster::forecast(Fields const& given, std::int64_t first, std::int64_t count) const {
  using Storage = network::MatrixStorage<Real, Space::memory_space>;
  auto const storage = [&](char const* label) {
    return Storage(Kokkos::view_alloc(space_, Kokkos::WithoutInitializing, std::string(label)),
                   static_cast<std::size_t>(count), static_cast<std::size_t>(model_->inputs()));
  };
  Storage const input = storage("smnn::forecast_input");
  Storage const output = storage("smnn::forecast_output");
  std::vector<forecast::Window> windows;
  for (std::int64_t i = 0; i < count; ++i) windows.push_back({first + i, 0});
  given.read(space_, windows, 0, options_.levels, network::first_rows(input, count));
  model_->forward(space_, parameters_, network::first_rows(input, count),
                  network::first_rows(output, count));
}

}  // namespace smnn::drivers::kdv
