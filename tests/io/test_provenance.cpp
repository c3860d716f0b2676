// Every result says where it comes from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <smnn/io/hdf5_reader.hpp>
#include <smnn/io/provenance.hpp>
#include <smnn/version.hpp>

#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

TEST(Provenance, NamesVersionCommandDateAndBackend) {
  Provenance const made = current_provenance("smnn test");
  EXPECT_EQ(made.program, "smnn test");
  EXPECT_EQ(made.version, version);
  EXPECT_EQ(made.git_revision, git_revision());
  EXPECT_FALSE(made.git_revision.empty());
  EXPECT_THAT(made.command_line, testing::HasSubstr(testing::internal::GetArgvs().front()));
  EXPECT_THAT(made.date,
              testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"));
  EXPECT_FALSE(made.backend.empty());
}

TEST(Provenance, StandsInTheFile) {
  test::TemporaryFolder const folder;
  auto const target = folder / "out.h5";
  Provenance const made{
      "smnn test", "1.2.3", "v1.2.3-4-gabcdef", "smnn test 'a b'", "2026-01-31T12:00:00Z", "OpenMP",
      4,           20260131};
  Hdf5Writer writer(target);
  write_provenance(writer.root(), made);
  writer.commit();
  Hdf5ReadGroup const root = open_hdf5(target);
  EXPECT_EQ(root.text("program"), made.program);
  EXPECT_EQ(root.text("version"), made.version);
  EXPECT_EQ(root.text("git_revision"), made.git_revision);
  EXPECT_EQ(root.text("command_line"), made.command_line);
  EXPECT_EQ(root.text("date"), made.date);
  EXPECT_EQ(root.text("backend"), made.backend);
  EXPECT_EQ(root.integer("ranks"), made.ranks);
  EXPECT_EQ(root.integer("seed"), 20260131);
}

TEST(Provenance, HasNoSeedWhereNothingIsRandom) {
  test::TemporaryFolder const folder;
  Hdf5Writer writer(folder / "out.h5");
  write_provenance(writer.root(), current_provenance("smnn test"));
  writer.commit();
  EXPECT_FALSE(open_hdf5(folder / "out.h5").has_attribute("seed"));
}

}  // namespace
}  // namespace smnn::io
