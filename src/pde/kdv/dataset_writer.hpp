/// @file
/// Writing data sets of solutions of the Korteweg-de Vries equation in the published layout; see
/// KdvDataset.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "smnn/distributed/process_grid.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/pde/kdv/dataset.hpp"

namespace smnn::pde {

/// What a rank has of a split: some samples, of each some points. Row-major.
struct KdvShare {
  distributed::Range samples = {};
  distributed::Range points = {};
  std::vector<double> lengths = {};  ///< (own samples): the periods; x begins at 0.
  std::vector<double> times = {};    ///< (own samples, levels)
};

/// "pde_140-256"
std::string kdv_field_name(KdvExtents const& extents);

/// Writes u (own samples, levels, own points), x, t, dx and, of several levels, dt into the group
/// `split`, each in u's precision, with names of dimensions, units and descriptions, and the
/// nonlinearity as attribute. Shares of all ranks have everything once. Collective; errors as those
/// of the writer.
template <class Real>
void write_kdv_split(io::ParallelWriteGroup const& root, std::string const& split,
                     KdvExtents const& extents, double nonlinearity, KdvShare const& share,
                     std::span<Real const> fields);

/// The same for the one sample of a large grid, with x (points) and t (levels), which are the
/// coordinates of the field's axes and can be viewed as such.
template <class Real>
void write_kdv_sample(io::ParallelWriteGroup const& root, std::string const& split,
                      KdvExtents const& extents, double nonlinearity, KdvShare const& share,
                      std::span<Real const> fields);

}  // namespace smnn::pde
