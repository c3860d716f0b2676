// Names of axes, units, attributes and provenance are in the file, for us and for others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "numbers.hpp"
#include "ranks.hpp"
#include "smnn/io/parallel/provenance.hpp"
#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/version.hpp"

namespace smnn::io {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AttributesTest : public testing::Test {
 public:
  test::SharedFolder const folder;
  distributed::Communicator const ranks = test::world();
  std::filesystem::path const file = folder / "x.h5";
};

TEST_F(AttributesTest, AreReadOnAllRanks) {
  ParallelHdf5Writer writer(ranks, file);
  auto const group = writer.root().group("a");
  group.attribute("number", 1.5);
  group.attribute("integer", 7);
  group.attribute("natural", std::uint64_t{8});
  group.attribute("flag", 1);
  group.attribute("text", "as rank " + std::to_string(ranks.rank()) + " says");
  writer.commit();
  auto const read = open_hdf5(ranks, file).group("a");
  EXPECT_EQ(read.number("number"), 1.5);
  EXPECT_EQ(read.integer("integer"), 7);
  EXPECT_EQ(read.integer("natural"), 8);
  EXPECT_TRUE(read.flag("flag"));
  EXPECT_EQ(read.text("text"), "as rank 0 says");
  EXPECT_TRUE(read.has_attribute("text"));
  EXPECT_FALSE(read.has_attribute("words"));
}

TEST_F(AttributesTest, DatasetsNameTheirAxesAndUnits) {
  std::vector<double> const times{0, 0.5};
  std::vector<double> const none;
  Shape const extents{2, 3};
  Slab const own = even_slab(extents, 1, ranks.rank(), ranks.size());
  auto const values = test::entries_of<double>(own, extents);
  ParallelHdf5Writer writer(ranks, file);
  auto const root = writer.root();
  root.write_replicated("time", {2}, std::span(times), {.dimensions = {"time"}, .units = "s"});
  root.write("u", extents, own, std::span(values),
             {.dimensions = {"time", "x"}, .units = "m s-1", .description = "velocity"});
  root.write("v", extents, own, std::span(values), {.dimensions = {"time", "x"}});
  root.attribute_of("v", "note", "second of its kind");
  root.write_replicated("plain", {2}, std::span(times));
  writer.commit();
  auto const read = open_hdf5(ranks, file);
  EXPECT_THAT(read.dimensions("time"), ElementsAre("time"));
  EXPECT_THAT(read.dimensions("u"), ElementsAre("time", "x"));
  EXPECT_EQ(read.units("u"), "m s-1");
  EXPECT_EQ(read.units("time"), "s");
  EXPECT_EQ(read.text("u", "long_name"), "velocity");
  EXPECT_EQ(read.text("v", "note"), "second of its kind");
  EXPECT_THAT(read.dimensions("plain"), IsEmpty());
  EXPECT_EQ(read.units("plain"), "");
  EXPECT_EQ(read.read_replicated<double>("u"), test::entries_of<double>(whole(extents), extents));
}

TEST_F(AttributesTest, ProvenanceTellsRanksAndSeed) {
  Provenance made = current_provenance("smnn test");
  made.seed = 12;
  ParallelHdf5Writer writer(ranks, file);
  write_provenance(ranks, writer.root(), made);
  writer.commit();
  auto const root = open_hdf5(ranks, file);
  EXPECT_EQ(root.text("program"), "smnn test");
  EXPECT_EQ(root.text("version"), version);
  EXPECT_EQ(root.text("git_revision"), git_revision());
  EXPECT_FALSE(root.text("command_line").empty());
  EXPECT_FALSE(root.text("date").empty());
  EXPECT_EQ(root.text("backend"), made.backend);
  EXPECT_EQ(root.integer("ranks"), ranks.size());
  EXPECT_EQ(root.integer("seed"), 12);
}

TEST_F(AttributesTest, GroupsAreListed) {
  ParallelHdf5Writer writer(ranks, file);
  writer.root().group("b/c");
  writer.root().group("a");
  writer.root().group("b").group("d");
  writer.commit();
  auto const root = open_hdf5(ranks, file);
  EXPECT_THAT(root.groups(), ElementsAre("a", "b"));
  EXPECT_THAT(root.group("b").groups(), ElementsAre("c", "d"));
  EXPECT_EQ(root.group("b/c").path(), "/b/c");
  EXPECT_TRUE(root.has_group("a"));
  EXPECT_FALSE(root.has_dataset("a"));
}

}  // namespace
}  // namespace smnn::io
