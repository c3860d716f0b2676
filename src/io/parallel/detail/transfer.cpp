#include "smnn/io/parallel/detail/transfer.hpp"

#include <vector>

namespace smnn::io::detail {
namespace {

struct Selection {
  Handle memory;
  Handle file;
};

std::vector<hsize_t> unsigned_extents(Shape const& shape) { return {shape.begin(), shape.end()}; }

Selection select(hid_t dataset, Slab const& slab, std::string const& where) {
  Selection selection;
  selection.file = check({H5Dget_space(dataset), H5Sclose}, where, "its extents cannot be read");
  auto const offset = unsigned_extents(slab.offset);
  auto const count = unsigned_extents(slab.count);
  hid_t const memory =
      count.empty() ? H5Screate(H5S_SCALAR)
                    : H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr);
  selection.memory = check({memory, H5Sclose}, where, "its slab cannot be described");
  if (!count.empty() && H5Sselect_hyperslab(selection.file.id(), H5S_SELECT_SET, offset.data(),
                                            nullptr, count.data(), nullptr) < 0)
    fail(where, "its slab cannot be selected");
  return selection;
}

Selection select_nothing(hid_t dataset, std::string const& where) {
  Selection selection;
  selection.file = check({H5Dget_space(dataset), H5Sclose}, where, "its extents cannot be read");
  hsize_t const one = 1;
  selection.memory =
      check({H5Screate_simple(1, &one, nullptr), H5Sclose}, where, "its slab cannot be described");
  H5Sselect_none(selection.file.id());
  H5Sselect_none(selection.memory.id());
  return selection;
}

}  // namespace

void transfer_pieces(distributed::Communicator const& ranks, hid_t dataset, Pieces const& pieces,
                     std::int64_t rounds, TransferPiece const& transfer, std::string const& where,
                     std::string const& failure) {
  for (std::int64_t round = 0; round < rounds; ++round) {
    ranks.together([&] {
      bool const has_piece = round < pieces.count();
      auto const piece = has_piece ? pieces[round] : Piece{};
      Selection const selection =
          has_piece ? select(dataset, piece.slab, where) : select_nothing(dataset, where);
      if (transfer(selection.memory.id(), selection.file.id(), piece.first_value) < 0)
        fail(where, failure);
    });
  }
}

}  // namespace smnn::io::detail
