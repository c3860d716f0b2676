/// @file
/// The learning curve: one row of numbers per epoch, also as a CSV file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace smnn::network {

class History {
 public:
  History() = default;
  explicit History(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  std::vector<std::string> const& columns() const { return columns_; }
  std::int64_t rows() const;
  std::span<double const> row(std::int64_t i) const;
  /// Row after row.
  std::vector<double> const& values() const { return values_; }

  /// Throws InvalidArgument if there is no column of that name.
  std::vector<double> column(std::string const& name) const;

  /// As many values as columns.
  void append(std::span<double const> row);
  /// All rows at once, as `values` has them.
  void restore(std::vector<double> values) { values_ = std::move(values); }

 private:
  std::vector<std::string> columns_;
  std::vector<double> values_;
};

/// Columns of a training: epoch, seconds, learning_rate, gradient_norm, train_LOSS...,
/// validation_LOSS... .
std::vector<std::string> history_columns(std::vector<std::string> const& training_losses,
                                         std::vector<std::string> const& validation_losses);

/// Replaces the file by the header and all rows. Numbers are written such that reading gives the
/// same bits. Throws IoError.
void write_csv(std::filesystem::path const& file, History const& history);
/// Adds the last row to the file that `write_csv` has made; it is with the system on return.
void append_csv(std::filesystem::path const& file, History const& history);

}  // namespace smnn::network
