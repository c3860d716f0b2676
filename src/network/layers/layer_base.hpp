/// @file
/// What all layers of this folder share: a name, fixed numbers of features, checks of the shapes.
///
/// The features of a sample are one contiguous row. A layer that sees a shape in them, such as
/// (channels, length), is told at construction; so there is nothing that flattens or reshapes: a
/// dense layer may follow a convolution as it is.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/network/layer.hpp"

namespace smnn::network {

template <class Real, class ExecutionSpace>
class LayerBase : public Layer<Real, ExecutionSpace> {
 public:
  using typename Layer<Real, ExecutionSpace>::MemorySpace;
  using typename Layer<Real, ExecutionSpace>::Input;
  using typename Layer<Real, ExecutionSpace>::Output;
  using typename Layer<Real, ExecutionSpace>::ParameterSet;

  std::int64_t inputs() const final { return inputs_; }
  std::int64_t outputs() const final { return outputs_; }

  /// Kind and name, as messages have them: "dense 'encoder.0'".
  std::string const& label() const { return label_; }

  void reserve(std::int64_t samples) final;

  /// The batch has y's rows, as many as reserved or fewer; x is not looked at by a layer without
  /// inputs. Throws InvalidArgument if a shape is wrong.
  void forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
               Output const& y) final;
  void backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                Input const& y, Input const& dy, Output const& dx) final;

 protected:
  /// Throws InvalidArgument if inputs are negative or outputs not positive.
  LayerBase(std::string const& kind, std::string const& name, std::int64_t inputs,
            std::int64_t outputs);

  /// What `reserve` does when there are more samples than ever before.
  virtual void allocate(std::int64_t samples) { static_cast<void>(samples); }

  /// `forward` and `backward` of arrays whose shapes are right.
  virtual void run_forward(ExecutionSpace const& space, ParameterSet const& parameters,
                           Input const& x, Output const& y) = 0;
  virtual void run_backward(ExecutionSpace const& space, ParameterSet const& parameters,
                            Input const& x, Input const& y, Input const& dy, Output const& dx) = 0;

 private:
  void check(char const* array, Input const& got, std::int64_t samples,
             std::int64_t features) const;
  void check_forward(Input const& x, Input const& y) const;

  std::string label_;
  std::int64_t inputs_;
  std::int64_t outputs_;
  std::int64_t reserved_ = 0;
};

}  // namespace smnn::network
