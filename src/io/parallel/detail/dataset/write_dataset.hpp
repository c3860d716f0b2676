/// @file
/// One dataset, from its arguments to its values in the file.
#pragma once

#include <span>
#include <string>

#include "smnn/io/parallel/dataset_options.hpp"
#include "smnn/io/parallel/detail/file/writer_file.hpp"
#include "smnn/io/parallel/slab.hpp"

namespace smnn::io::detail {

/// See ParallelWriteGroup::write; for double, float, std::int32_t and std::int64_t.
template <class T>
void write_dataset(WriterFile& file, std::string const& group, std::string const& name,
                   Shape const& extents, Slabs const& own, std::span<T const> values,
                   DatasetOptions const& options);

}  // namespace smnn::io::detail
