#include <cmath>
#include <numbers>
#include <utility>

#include "smnn/climate/baselines.hpp"
#include "smnn/climate/detail/year/future.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

// Row-major.
struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;

  double* row(std::size_t i) { return values.data() + i * columns; }
  double const* row(std::size_t i) const { return values.data() + i * columns; }
};

// The functions that are fitted, at the times begin .. end-1; the trend is 0 at `start`.
Matrix functions(TimeAxis const& time, std::int64_t begin, std::int64_t end, std::int64_t start,
                 int harmonics, bool trend) {
  std::vector<double> const parts = detail::year_parts(time, begin, end);
  Matrix matrix{parts.size(), static_cast<std::size_t>(1 + 2 * harmonics + (trend ? 1 : 0)), {}};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    matrix.values.push_back(1);
    for (int k = 1; k <= harmonics; ++k) {
      double const angle = 2 * std::numbers::pi * k * parts[i];
      matrix.values.push_back(std::cos(angle));
      matrix.values.push_back(std::sin(angle));
    }
    // In decades, so that the normal equations' entries are of one size.
    if (trend) {
      auto const t = static_cast<double>(begin - start + static_cast<std::int64_t>(i));
      matrix.values.push_back(t / (10 * static_cast<double>(time.phases())));
    }
  }
  return matrix;
}

// By Cholesky's L of the normal equations, which few nearly orthogonal functions leave well
// conditioned. False if the functions depend on each other.
bool factor(Matrix& normal) {
  for (std::size_t j = 0; j < normal.columns; ++j) {
    double const original = normal.row(j)[j];
    for (std::size_t i = j; i < normal.rows; ++i) {
      double sum = normal.row(i)[j];
      for (std::size_t k = 0; k < j; ++k) sum -= normal.row(i)[k] * normal.row(j)[k];
      if (i == j && !(sum > 1e-12 * original)) return false;
      normal.row(i)[j] = i == j ? std::sqrt(sum) : sum / normal.row(j)[j];
    }
  }
  return true;
}

void solve(Matrix const& l, std::vector<double>& x) {
  for (std::size_t i = 0; i < l.rows; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= l.row(i)[k] * x[k];
    x[i] /= l.row(i)[i];
  }
  for (std::size_t i = l.rows; i-- > 0;) {
    for (std::size_t k = i + 1; k < l.rows; ++k) x[i] -= l.row(k)[i] * x[k];
    x[i] /= l.row(i)[i];
  }
}

Matrix normal_equations(Matrix const& past) {
  Matrix normal{past.columns, past.columns, std::vector<double>(past.columns * past.columns)};
  for (std::size_t t = 0; t < past.rows; ++t) {
    for (std::size_t i = 0; i < past.columns; ++i)
      for (std::size_t j = 0; j < past.columns; ++j)
        normal.row(i)[j] += past.row(t)[i] * past.row(t)[j];
  }
  return normal;
}

}  // namespace

std::vector<float> seasonal_fit(Record const& record, std::int64_t begin, std::int64_t start,
                                std::int64_t steps, int harmonics, bool trend) {
  if (harmonics < 0) {
    throw InvalidArgument("seasonal fit: " + std::to_string(harmonics) +
                          " harmonics, expected 0 or more");
  }
  detail::check_past("seasonal fit", record, begin, start, steps, record.time.phases());
  Matrix const past = functions(record.time, begin, start, start, harmonics, trend);
  Matrix const future = functions(record.time, start, start + steps, start, harmonics, trend);
  Matrix normal = normal_equations(past);
  if (!factor(normal)) {
    throw InvalidArgument("seasonal fit: " + std::to_string(start - begin) + " times cannot tell " +
                          std::to_string(past.columns) + " functions of the year apart");
  }
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(record.points.size() * steps));
  std::vector<double> weights;
  for (std::int64_t point = record.points.begin; point < record.points.end; ++point) {
    float const* const series = record.series(point) + begin;
    weights.assign(past.columns, 0);
    for (std::size_t t = 0; t < past.rows; ++t)
      for (std::size_t i = 0; i < past.columns; ++i)
        weights[i] += past.row(t)[i] * static_cast<double>(series[t]);
    solve(normal, weights);
    for (std::size_t t = 0; t < future.rows; ++t) {
      double sum = 0;
      for (std::size_t i = 0; i < future.columns; ++i) sum += future.row(t)[i] * weights[i];
      values.push_back(static_cast<float>(sum));
    }
  }
  return values;
}

}  // namespace smnn::climate
