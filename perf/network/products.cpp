#include "products.hpp"

#include <benchmark/benchmark.h>

#include <Kokkos_Core.hpp>
#include <chrono>
#include <memory>
#include <smnn/network/matrix_product.hpp>
#include <stdexcept>

#include "peer_blas.hpp"

namespace smnn::perf {
namespace {

using network::Matrix;
using network::Transpose;
using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;
using Clock = std::chrono::steady_clock;

template <class Real>
class Operands {
 public:
  explicit Operands(ProductShape const& shape)
      : shape_(shape),
        a_("perf::a", extent(shape.a_transposed ? shape.k : shape.m),
           extent(shape.a_transposed ? shape.m : shape.k)),
        b_("perf::b", extent(shape.b_transposed ? shape.n : shape.k),
           extent(shape.b_transposed ? shape.k : shape.n)),
        c_("perf::c", extent(shape.m), extent(shape.n)) {
    Kokkos::deep_copy(a_, Real(0.5));
    Kokkos::deep_copy(b_, Real(0.25));
  }

  void ours() const {
    auto const is = [](bool transposed) { return transposed ? Transpose::yes : Transpose::no; };
    network::matrix_product<Real>(space_, is(shape_.a_transposed), is(shape_.b_transposed), Real(1),
                                  a_, b_, Real(0), c_);
    space_.fence("smnn::perf: product");
  }
  void peer() const {
    peer_product(space_, shape_, a_.data(), b_.data(), c_.data());
    space_.fence("smnn::perf: product");
  }

 private:
  static std::size_t extent(std::int64_t value) { return static_cast<std::size_t>(value); }

  Space space_;
  ProductShape shape_;
  network::MatrixStorage<Real, Memory> a_, b_, c_;
};

template <class Real>
void add(ProductShape const& shape) {
  auto const operands = std::make_shared<Operands<Real>>(shape);
  auto const run = [](benchmark::State& state, auto&& work) {
    for (auto _ : state) {
      auto const start = Clock::now();
      work();
      state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count());
    }
  };
  char const* const precision = std::is_same_v<Real, double> ? "double" : "float";
  benchmark::RegisterBenchmark(
      product_name(shape, "smnn", precision).c_str(),
      [=](benchmark::State& state) { run(state, [&] { operands->ours(); }); })
      ->UseManualTime();
  benchmark::RegisterBenchmark(product_name(shape, "peer", precision).c_str(),
                               [=](benchmark::State& state) {
                                 PeerThreads const peer;
                                 run(state, [&] { operands->peer(); });
                               })
      ->UseManualTime();
}

}  // namespace

std::string product_name(ProductShape const& shape, std::string const& who,
                         std::string const& precision) {
  return "product/" + who + "/" + precision + "/" + shape.name;
}

std::vector<ProductShape> const& product_shapes() {
  static std::vector<ProductShape> const shapes{
      // Lorenz: 512 windows of 50 x 3, hidden layers of 1024; forward and both gradients.
      {"lorenz_first", 512, 1024, 150, false, true},
      {"lorenz_hidden", 512, 1024, 1024, false, true},
      {"lorenz_last", 512, 150, 1024, false, true},
      {"lorenz_hidden_dx", 512, 1024, 1024, false, false},
      {"lorenz_hidden_dw", 1024, 1024, 512, true, false},
      {"lorenz_first_dw", 1024, 150, 512, true, false},
      // KdV: 32 samples of 256 points, 64 to 256 filters of width 9.
      {"kdv_first_block", 8192, 64, 576, false, true},
      {"kdv_last_block", 8192, 256, 2304, false, true},
      {"kdv_last_block_dw", 256, 2304, 8192, true, false},
      // SST: 6480 points, 52 frequencies, hidden layers of 1024, 208 x 3 coefficients.
      {"sst_encoder", 6480, 1024, 52, false, true},
      {"sst_decoder", 6480, 624, 1024, false, true}};
  return shapes;
}

void add_products() {
  for (ProductShape const& shape : product_shapes()) {
    add<double>(shape);
    add<float>(shape);
  }
}

}  // namespace smnn::perf
