// Views are written only of data that fit them. What ParaView's reader makes of them:
// check_xdmf.py.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "expect_error.hpp"
#include "ranks.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/io/parallel/xdmf.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using testing::HasSubstr;

class XdmfTest : public testing::Test {
 public:
  XdmfTest() {
    ParallelHdf5Writer writer(ranks, folder / "data.h5");
    auto const group = writer.root().group("g");
    std::vector<double> const values(24, 0.5);
    group.write_replicated("u", {2, 3, 4}, std::span(values));
    group.write_replicated("time", {2}, std::span(values).first(2));
    group.write_replicated("y", {3}, std::span(values).first(3));
    group.write_replicated("x", {4}, std::span(values).first(4));
    writer.commit();
  }

  static XdmfView valid_view() {
    return {.grid = RectilinearGrid{{"/g/y", "/g/x"}},
            .times = "/g/time",
            .fields = {{"u", "/g/u", {XdmfAxis::time(), XdmfAxis::space(), XdmfAxis::space()}}}};
  }

  void write(XdmfView const& view) const {
    write_xdmf_view(ranks, folder / "data.xmf", folder / "data.h5", view);
  }

  template <class Error>
  void expect_refused(XdmfView const& view, std::initializer_list<char const*> parts) const {
    expect_error<Error>([&] { write(view); }, parts);
    EXPECT_EQ(folder.entries(), 1);
  }

  test::SharedFolder const folder;
  distributed::Communicator const ranks = test::world();
};

TEST_F(XdmfTest, NamesTheDataNextToIt) {
  write(valid_view());
  ranks.barrier();
  std::string const text = test::read_text(folder / "data.xmf");
  EXPECT_THAT(text, HasSubstr(">data.h5:/g/u<"));
  EXPECT_THAT(text, HasSubstr("<Time Value=\"0.5\"/>"));
  EXPECT_THAT(text, testing::Not(HasSubstr(folder.path().string())));
  EXPECT_EQ(folder.entries(), 2);
}

TEST_F(XdmfTest, RefusesDataThatAreMissing) {
  auto view = valid_view();
  view.fields[0].dataset = "/g/v";
  expect_refused<IoError>(view, {"data.h5'", "group '/g', dataset 'v'", "is missing"});
  expect_error<IoError>(
      [&] { write_xdmf_view(ranks, folder / "x.xmf", folder / "none.h5", valid_view()); },
      {"none.h5'", "no such file"});
}

TEST_F(XdmfTest, RefusesDataOfOtherExtents) {
  auto view = valid_view();
  view.grid = RectilinearGrid{{"/g/x", "/g/y"}};
  expect_refused<IoError>(view, {"dataset 'u'", "(2, 3, 4)", "expected 4 along axis 1"});
  view = valid_view();
  view.fields[0].axes.pop_back();
  view.grid = UniformGrid{{3}, {0}, {1}};
  expect_refused<IoError>(view, {"dataset 'u'", "expected 2 axes"});
  view = valid_view();
  view.fields[0].axes[0] = XdmfAxis::at(2);
  expect_refused<IoError>(view, {"dataset 'u'", "axis 0 to have an entry 2"});
  view.times = "/g/u";
  expect_refused<IoError>(view, {"dataset 'u'", "expected one axis"});
}

TEST_F(XdmfTest, RefusesViewsThatCannotBe) {
  auto view = valid_view();
  view.grid = UniformGrid{{3, 4}, {0}, {1, 1}};
  expect_refused<InvalidArgument>(view, {"1 origins and 2 spacings"});
  view = valid_view();
  view.grid = UniformGrid{{1, 1, 3, 4}, {0, 0, 0, 0}, {1, 1, 1, 1}};
  expect_refused<InvalidArgument>(view, {"expected 1 to 3 axes"});
  view = valid_view();
  view.times.clear();
  expect_refused<InvalidArgument>(view, {"field 'u'", "none in a view without times"});
  view = valid_view();
  view.fields[0].axes[1] = XdmfAxis::component();
  expect_refused<InvalidArgument>(view, {"field 'u'", "an axis in space for each"});
  view = valid_view();
  view.grid = UniformGrid{{4}, {0}, {1}};
  view.fields[0].axes[1] = XdmfAxis::at(0);
  view.fields[0].center = XdmfField::Center::cell;
  expect_refused<InvalidArgument>(view, {"field 'u'", "cells only on grids of two axes"});
}

}  // namespace
}  // namespace smnn::io
