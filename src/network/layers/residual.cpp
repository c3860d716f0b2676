#include "smnn/network/layers/residual.hpp"

#include <utility>

#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/detail/elementwise.hpp"
#include "smnn/network/layers/sequential.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

void expect_equal(std::string const& label, char const* what, std::int64_t of_shortcut,
                  std::int64_t of_main) {
  if (of_shortcut == of_main) return;
  throw InvalidArgument(label + ": the shortcut has " + std::to_string(of_shortcut) + ' ' + what +
                        ", expected " + std::to_string(of_main) + " as the main layer has");
}

}  // namespace

template <class Real, class ExecutionSpace>
Residual<Real, ExecutionSpace>::Residual(std::string const& name, Pointer main, Pointer shortcut)
    : Base("residual", name, main->inputs(), main->outputs()),
      main_(std::move(main)),
      shortcut_(std::move(shortcut)) {
  expect_equal(this->label(), "inputs", shortcut_ ? shortcut_->inputs() : main_->inputs(),
               main_->inputs());
  expect_equal(this->label(), "outputs", shortcut_ ? shortcut_->outputs() : main_->inputs(),
               main_->outputs());
}

template <class Real, class ExecutionSpace>
void Residual<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  auto const storage = [&](std::string const& label, std::int64_t features) {
    return Storage(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                   static_cast<std::size_t>(samples), static_cast<std::size_t>(features));
  };
  // Not y: the main layer's `backward` needs its own values.
  main_values_ = storage("smnn::residual_main", this->outputs());
  main_->reserve(samples);
  if (!shortcut_) return;
  shortcut_values_ = storage("smnn::residual_shortcut", this->outputs());
  shortcut_gradient_ = storage("smnn::residual_gradient", this->inputs());
  shortcut_->reserve(samples);
}

template <class Real, class ExecutionSpace>
void Residual<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                 ParameterSet const& parameters, Input const& x,
                                                 Output const& y) {
  auto const samples = static_cast<std::int64_t>(y.extent(0));
  Output const main_values = first_rows(main_values_, samples);
  main_->forward(space, parameters, x, main_values);
  if (!shortcut_) {
    detail::add<Real>(space, main_values, x, y);
    return;
  }
  Output const shortcut_values = first_rows(shortcut_values_, samples);
  shortcut_->forward(space, parameters, x, shortcut_values);
  detail::add<Real>(space, main_values, shortcut_values, y);
}

template <class Real, class ExecutionSpace>
void Residual<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                  ParameterSet const& parameters, Input const& x,
                                                  Input const&, Input const& dy, Output const& dx) {
  auto const samples = static_cast<std::int64_t>(dy.extent(0));
  main_->backward(space, parameters, x, first_rows(main_values_, samples), dy, dx);
  if (!shortcut_) {
    if (dx.data() != nullptr) detail::add<Real>(space, dx, dy, dx);
    return;
  }
  Output const gradient = dx.data() != nullptr ? first_rows(shortcut_gradient_, samples) : Output();
  shortcut_->backward(space, parameters, x, first_rows(shortcut_values_, samples), dy, gradient);
  if (dx.data() != nullptr) detail::add<Real>(space, dx, gradient, dx);
}

template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> residual_block(ParameterLayout& layout, std::string const& name,
                                                  ConvolutionOptions const& options,
                                                  HaloExchanges exchanges) {
  if (options.width % 2 == 0 || options.padding) {
    throw InvalidArgument("residual block '" + name + "': width " + std::to_string(options.width) +
                          (options.padding ? " and a padding" : "") +
                          ", expected an odd width and the padding left out");
  }
  using Conv = Convolution<Real, ExecutionSpace>;
  bool const once =
      exchanges == HaloExchanges::per_block && options.line != nullptr && options.line->ranks() > 1;
  ConvolutionOptions first = options;
  // With the outputs beyond its ends, the second one's halo.
  if (once) first.padding = options.width / 2 * (1 + options.stride);
  auto conv1 = std::make_unique<Conv>(layout, name + ".conv1", first);
  ConvolutionOptions second = options;
  second.in_channels = options.out_channels;
  second.length = conv1->out_length();
  second.stride = 1;
  if (once) {
    second.padding = 0;
    second.line = nullptr;
  } else if (options.line) {
    second.line = std::make_shared<Line const>(options.line->strided(options.stride));
  }
  typename Sequential<Real, ExecutionSpace>::Layers layers;
  std::int64_t const inner = conv1->outputs();
  layers.push_back(std::make_unique<Relu<Real, ExecutionSpace>>(name + ".relu1", conv1->inputs()));
  layers.push_back(std::move(conv1));
  layers.push_back(std::make_unique<Relu<Real, ExecutionSpace>>(name + ".relu2", inner));
  layers.push_back(std::make_unique<Conv>(layout, name + ".conv2", second));
  LayerPointer<Real, ExecutionSpace> shortcut;
  if (options.in_channels != options.out_channels || options.stride > 1) {
    ConvolutionOptions narrow = options;
    narrow.width = 1;
    shortcut = std::make_unique<Conv>(layout, name + ".shortcut", narrow);
  }
  return std::make_unique<Residual<Real, ExecutionSpace>>(
      name, std::make_unique<Sequential<Real, ExecutionSpace>>(name + ".main", std::move(layers)),
      std::move(shortcut));
}

#define SMNN_RESIDUAL(Real, ExecutionSpace)                                         \
  template class Residual<Real, ExecutionSpace>;                                    \
  template LayerPointer<Real, ExecutionSpace> residual_block<Real, ExecutionSpace>( \
      ParameterLayout&, std::string const&, ConvolutionOptions const&, HaloExchanges);
SMNN_INSTANTIATE(SMNN_RESIDUAL)

}  // namespace smnn::network
