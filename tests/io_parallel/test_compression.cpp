// Compressed datasets, whose chunks several ranks share.
#include <gtest/gtest.h>

#include "numbers.hpp"
#include "ranks.hpp"
#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/writer.hpp"

namespace smnn::io {
namespace {

using test::entries_of;

template <class T>
void write(distributed::Communicator const& ranks, std::filesystem::path const& file,
           Shape const& extents, std::size_t axis, DatasetOptions const& options) {
  ParallelHdf5Writer writer(ranks, file);
  Slab const own = even_slab(extents, axis, ranks.rank(), ranks.size());
  writer.root().write("x", extents, own, std::span<T const>(entries_of<T>(own, extents)), options);
  writer.commit();
}

TEST(Compression, ComesBackAsItWas) {
  test::SharedFolder const folder;
  auto const ranks = test::world();
  Shape const extents{31, 40};
  for (std::size_t const axis : {0, 1}) {
    for (Shape const& chunk : {Shape{}, Shape{7, 9}, Shape{31, 1}}) {
      for (std::int64_t const limit : {1 << 20, 500}) {
        write<double>(ranks, folder / "x.h5", extents, axis,
                      {.chunk = chunk, .deflate = 4, .transfer_bytes = limit});
        Slab const own = even_slab(extents, 1 - axis, ranks.rank(), ranks.size());
        EXPECT_EQ(open_hdf5(ranks, folder / "x.h5").read<double>("x", own),
                  entries_of<double>(own, extents))
            << "axis " << axis << ", limit " << limit;
      }
    }
  }
}

TEST(Compression, OfIntegersAndOfEmptyRanks) {
  test::SharedFolder const folder;
  auto const ranks = test::world();
  Shape const extents{2, 50};
  write<std::int32_t>(ranks, folder / "x.h5", extents, 0, {.chunk = {1, 10}, .deflate = 9});
  EXPECT_EQ(open_hdf5(ranks, folder / "x.h5").read_replicated<std::int32_t>("x"),
            entries_of<std::int32_t>(whole(extents), extents));
}

TEST(Compression, SavesRoom) {
  test::SharedFolder const folder;
  auto const ranks = test::world();
  Shape const extents{64, 1024};
  Slab const own = even_slab(extents, 0, ranks.rank(), ranks.size());
  std::vector<double> const values(static_cast<std::size_t>(*entries(own.count)), 1.25);
  ParallelHdf5Writer writer(ranks, folder / "x.h5");
  writer.root().write("x", extents, own, std::span(values), {.deflate = 1});
  writer.commit();
  EXPECT_LT(std::filesystem::file_size(folder / "x.h5"), 64u * 1024);
}

}  // namespace
}  // namespace smnn::io
