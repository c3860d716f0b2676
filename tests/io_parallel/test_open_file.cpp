// A file that ranks read through MPI is opened once, for all its groups, and closed with the last.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>

#include <fstream>
#include <optional>

#include "numbers.hpp"
#include "ranks.hpp"
#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using test::entries_of;

class OpenFileTest : public testing::Test {
 public:
  test::SharedFolder const folder;
  distributed::Communicator const ranks = test::world();
  std::filesystem::path const file = folder / "x.h5";
  Shape const extents{12, 10};
  ParallelReadOptions const through_mpi{.replicated_bytes = 0};

  Slab own() const { return even_slab(extents, 0, ranks.rank(), ranks.size()); }

  /// The same array in three groups, once in one block, once in chunks, once compressed.
  void write_file() const {
    auto const values = entries_of<double>(own(), extents);
    DatasetOptions const options[] = {{}, {.chunk = {4, 4}}, {.chunk = {4, 4}, .deflate = 3}};
    ParallelHdf5Writer writer(ranks, file);
    for (std::size_t i = 0; i < std::size(groups); ++i)
      writer.root().group(groups[i]).write("x", extents, own(), std::span<double const>(values),
                                           options[i]);
    writer.commit();
  }

  /// Overwrites the first chunk of the compressed array, so that only who reads it has an error.
  void damage_compressed_values() const {
    haddr_t begin = HADDR_UNDEF;
    hsize_t size = 0;
    hsize_t offset[2];
    unsigned mask = 0;
    hid_t const opened = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    hid_t const dataset = H5Dopen2(opened, "/c/x", H5P_DEFAULT);
    hid_t const space = H5Dget_space(dataset);
    ASSERT_GE(H5Dget_chunk_info(dataset, space, 0, offset, &mask, &begin, &size), 0);
    H5Sclose(space);
    H5Dclose(dataset);
    H5Fclose(opened);
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(begin));
    bytes << std::string(static_cast<std::size_t>(size), '\0');
    ASSERT_TRUE(bytes.flush());
  }

  void expect_sound(ParallelReadGroup const& group) const {
    EXPECT_EQ(group.read<double>("x", own()), entries_of<double>(own(), extents)) << group.path();
  }

  static constexpr char const* groups[] = {"a", "b", "c"};
};

TEST_F(OpenFileTest, StaysOpenForAllItsGroups) {
  write_file();
  std::optional root(open_hdf5(ranks, file, through_mpi));
  auto const a = root->group("a");
  auto const b = root->group("b");
  expect_sound(a);
  // Gone from the folder, it can be read only by those that have it open.
  ranks.on_root([&] { std::filesystem::remove(file); });
  root.reset();
  expect_sound(b);
  expect_sound(a);
  auto const copy = b;
  expect_sound(copy);
}

TEST_F(OpenFileTest, IsClosedWithItsLastGroup) {
  write_file();
  auto const count = [] { return H5Fget_obj_count(H5F_OBJ_ALL, H5F_OBJ_ALL); };
  auto const before = count();
  std::optional group(open_hdf5(ranks, file, through_mpi).group("a"));
  std::optional copy = group;
  expect_sound(*group);
  EXPECT_GT(count(), before);
  group.reset();
  EXPECT_GT(count(), before);
  copy.reset();
  EXPECT_EQ(count(), before);
}

TEST_F(OpenFileTest, IsOpenedAnewAfterAnError) {
  write_file();
  ranks.on_root([&] { damage_compressed_values(); });
  auto const root = open_hdf5(ranks, file, through_mpi);
  for (int round = 0; round < 3; ++round) {
    expect_sound(root.group("a"));
    expect_sound(root.group("b"));
    auto const message =
        test::message_of<IoError>([&] { root.group("c").read<double>("x", own()); });
    EXPECT_THAT(message, testing::HasSubstr("group '/c', dataset 'x': its values cannot be read"));
  }
}

TEST_F(OpenFileTest, DoesNotHoldUpAnException) {
  // Nor does what it leaves open hold up the end of the program.
  write_file();
  bool const is_last = ranks.rank() == ranks.size() - 1;
  auto const read_and_throw = [&] {
    auto const root = open_hdf5(ranks, file, through_mpi);
    expect_sound(root.group("a"));
    if (is_last) ranks.barrier();
    throw Error("leaves");
  };
  EXPECT_THROW(read_and_throw(), Error);
  if (!is_last) ranks.barrier();  // which these reach only if they have not waited for the last
}

}  // namespace
}  // namespace smnn::io
