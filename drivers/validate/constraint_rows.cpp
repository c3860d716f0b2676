#include "validate/constraint_rows.hpp"

namespace smnn::drivers::validation {
namespace {

DoubleDouble power(DoubleDouble const& base, int exponent) {
  DoubleDouble result = 1;
  for (int i = 0; i < exponent; ++i) result = result * base;
  return result;
}

double factorial(int n) {
  double result = 1;
  for (int i = 2; i <= n; ++i) result *= i;
  return result;
}

class RowWriter {
 public:
  RowWriter(Sample const& sample, Smoothness smoothness, Weights const& weights,
            std::int64_t member, RowConsumer const& consume)
      : sample_(sample),
        smoothness_(smoothness),
        weights_(weights),
        member_(member),
        consume_(consume) {}

  void write() {
    for (std::int64_t t = 0; t < sample_.time_points; ++t) {
      governing(t);
      if (t == 0) initial();
      for (int d = 0; d < sample_.dims; ++d) {
        if (t + 1 < sample_.time_points) smooth(t, d);
        if (t + 2 < sample_.time_points && smoothness_ == Smoothness::central) central(t, d);
      }
    }
  }

 private:
  int highest() const { return sample_.orders - 1; }

  double at(HostArray const& array, std::int64_t t, std::int64_t entries,
            std::int64_t entry) const {
    std::int64_t const b = array.members == 1 ? 0 : member_;
    std::int64_t const i = array.time_points == 1 ? 0 : t;
    return array.values[static_cast<std::size_t>((b * array.time_points + i) * entries + entry)];
  }

  double step(std::int64_t t) const { return at(sample_.steps, t, 1, 0); }

  void put(std::int64_t t, int d, int r, DoubleDouble const& value) {
    row_.push_back({(t * sample_.dims + d) * sample_.orders + r, value});
  }

  void finish(DoubleDouble const& scale, DoubleDouble const& rhs = {}) {
    for (auto& entry : row_) entry.value = scale * entry.value;
    consume_(row_, scale * rhs);
    row_.clear();
  }

  void governing(std::int64_t t) {
    std::int64_t const width = sample_.block_order();
    for (int e = 0; e < sample_.dims; ++e) {
      for (int d = 0; d < sample_.dims; ++d) {
        for (int r = 0; r < sample_.orders; ++r) {
          put(t, d, r,
              at(sample_.coefficients, t, sample_.dims * width,
                 e * width + d * sample_.orders + r));
        }
      }
      finish(weights_.governing, at(sample_.rhs, t, sample_.dims, e));
    }
  }

  void initial() {
    for (int d = 0; d < sample_.dims; ++d) {
      for (int r = 0; r < sample_.initial_orders; ++r) {
        put(0, d, r, 1);
        finish(weights_.initial,
               at(sample_.initial_values, 0, sample_.dims * sample_.initial_orders,
                  d * sample_.initial_orders + r));
      }
    }
  }

  void smooth(std::int64_t t, int d) {
    if (smoothness_ == Smoothness::pade) {
      for (int i = 0; i < highest(); ++i) pade(t, d, i);
      weak(t, d);
      return;
    }
    int const last = smoothness_ == Smoothness::central ? highest() - 1 : highest();
    for (int i = 0; i <= last; ++i) {
      taylor(t, t + 1, step(t), d, i);
      taylor(t + 1, t, -step(t), d, i);
    }
  }

  /// The Taylor polynomial at `from` predicts derivative i at `to`.
  void taylor(std::int64_t from, std::int64_t to, double distance, int d, int i) {
    for (int r = i; r <= highest(); ++r) {
      put(from, d, r, power(distance, r - i) / factorial(r - i));
    }
    put(to, d, i, -1);
    finish(weights_.smoothness * power(std::fabs(distance), i));
  }

  void central(std::int64_t t, int d) {
    DoubleDouble const h = DoubleDouble(step(t)) + DoubleDouble(step(t + 1));
    put(t, d, highest() - 1, DoubleDouble(1) / h);
    put(t + 2, d, highest() - 1, DoubleDouble(-1) / h);
    put(t + 1, d, highest(), 1);
    finish(weights_.smoothness * power(h, highest() - 1));
  }

  /// Obreshkov's two-point formula for derivative i with m = R - i further derivatives.
  void pade(std::int64_t t, int d, int i) {
    int const m = highest() - i;
    for (int k = 0; k <= m; ++k) {
      DoubleDouble const a = DoubleDouble(factorial(2 * m - k) * factorial(m)) /
                             DoubleDouble(factorial(2 * m) * factorial(k) * factorial(m - k));
      DoubleDouble const term = a * power(step(t), k);
      put(t, d, i + k, term);
      put(t + 1, d, i + k, k % 2 == 0 ? -term : term);
    }
    finish(weights_.smoothness * power(step(t), i));
  }

  void weak(std::int64_t t, int d) {
    put(t, d, highest(), 1);
    put(t + 1, d, highest(), -1);
    finish(weights_.smoothness * weights_.highest_order * power(step(t), highest()));
  }

  Sample const& sample_;
  Smoothness smoothness_;
  Weights const& weights_;
  std::int64_t member_;
  RowConsumer const& consume_;
  std::vector<RowEntry> row_;
};

}  // namespace

void for_each_row(Sample const& sample, Smoothness smoothness, Weights const& weights,
                  std::int64_t member, RowConsumer const& consume) {
  RowWriter(sample, smoothness, weights, member, consume).write();
}

}  // namespace smnn::drivers::validation
