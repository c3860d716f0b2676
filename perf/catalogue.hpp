/// All that can be measured: groups of contestants that take turns on the same case.
#pragma once

#include <vector>

#include "contestant.hpp"
#include "workload/shape.hpp"

namespace smnn::perf {

enum class Extent {
  smoke,  // one tiny shape: proves that the program works
  quick,  // half a dozen shapes, double only
  full
};

struct Group {
  Case item;
  std::vector<Entry> entries;
};

std::vector<Group> catalogue(Extent extent);

/// The comparisons of one shape alone: both operations, both precisions.
std::vector<Group> catalogue(Shape const& shape);

/// Names of contestants that reports single out.
namespace contestant_names {
inline constexpr char banded[] = "banded";                      // default refinement
inline constexpr char banded_fixed[] = "banded_fixed1";         // one correction
inline constexpr char banded_plain[] = "banded_plain";          // none: the arithmetic of the peers
inline constexpr char substitute[] = "substitute";              // kept factor, default refinement
inline constexpr char substitute_plain[] = "substitute_plain";  // kept factor, none
inline constexpr char lapack[] = "lapack";
inline constexpr char kokkos_batched[] = "kokkos_batched";
inline constexpr char mkl_compact[] = "mkl_compact";
inline constexpr char cublas_batched[] = "cublas_batched";
inline constexpr char dense[] = "dense";
inline constexpr char conjugate_gradient[] = "cg";
inline constexpr char copy[] = "copy";
inline constexpr char multiply_add[] = "multiply_add";
}  // namespace contestant_names

}  // namespace smnn::perf
