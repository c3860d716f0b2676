/// Results of `smnn solve --adjoint` beside those of the public S-MNN.
#pragma once

#include <array>
#include <filesystem>
#include <string>

namespace smnn::test {

/// The groups of reference_cases.h5.
inline constexpr std::array reference_groups{
    "central",           "central_odd",   "coupled_3d",    "coupled_3d_order2", "long",
    "no_initial_values", "scalar_order1", "scalar_order2", "scalar_order4_kdv", "shared_matrix",
    "weighted"};

/// The shipped file, or the complete one that the environment's SMNN_REFERENCE_CASES names.
std::filesystem::path reference_file();

/// Compares a group of an output with the reference file's, in shape and value.
void expect_agreement(std::filesystem::path const& output, std::string const& group);

}  // namespace smnn::test
