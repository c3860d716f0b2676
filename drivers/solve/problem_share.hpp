/// What one rank has of a problem in a file.
#pragma once

#include <array>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/io/parallel/slab.hpp>
#include <smnn/solver/extents.hpp>
#include <string>
#include <vector>

#include "solve/batch_map.hpp"
#include "solve/problem_file.hpp"

namespace smnn::drivers {

/// A rank's place among the ranks.
struct Place {
  distributed::Range systems;
  distributed::Range points;
  bool first_along_batch = true;  // of those that have systems
  bool first_along_time = true;

  bool works() const { return systems.size() > 0 && points.size() > 0; }
};

/// One array of the file and this rank's part of it, in memory of shape (B, M, trailing...).
class ArrayShare {
 public:
  /// `trailing`: the part of the axes behind the batch; `cut_in_time`: whether these are other
  /// parts on other ranks along time.
  ArrayShare(std::string name, io::Shape file_extents, BatchMap map, io::Slab trailing,
             bool cut_in_time, Place const& place);

  std::string const& name() const { return name_; }
  io::Shape const& file_extents() const { return file_extents_; }
  BatchMap const& map() const { return map_; }
  io::Shape const& trailing() const { return trailing_.count; }
  std::int64_t trailing_entries() const { return trailing_entries_; }

  /// Numbers of the part as it lies in the file, and as it lies in memory.
  std::int64_t block_numbers() const { return map_.block_entries() * trailing_entries_; }
  std::int64_t numbers() const { return map_.batch() * map_.members() * trailing_entries_; }

  /// Where the part lies in the file. Of a result, `written` is what this rank writes of it:
  /// nothing where another rank has the same.
  io::Slabs slabs() const;
  io::Slabs written() const { return writes_ ? slabs() : io::Slabs(); }
  bool writes() const { return writes_; }

  /// The index tuple in the file of one of the part's numbers as they lie there.
  io::Shape file_index(std::int64_t number) const;

 private:
  std::string name_;
  io::Shape file_extents_;
  BatchMap map_;
  io::Slab trailing_;
  std::int64_t trailing_entries_;
  bool writes_;
};

struct ProblemShare {
  Place place;
  std::vector<ArrayShare> inputs;  // in the order of Input
  ArrayShare seed;                 // adjoint_seed, which lies as the solution
  ArrayShare solution;
  ArrayShare diagnostics;  // a number per solution

  ProblemShare(ProblemHeader const& header, Place const& place);
};

}  // namespace smnn::drivers
