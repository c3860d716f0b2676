// Parameters by name in a file; files of other models and damaged ones.
#include "smnn/config.hpp"

#ifdef SMNN_HAVE_HDF5

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hdf5/raw_file.hpp"
#include "smnn/network/parameters/parameter_file.hpp"
#include "smnn/solver/error.hpp"
#include "support/device_values.hpp"
#include "support/typed_spaces.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {
namespace {

using network::Initialization;
using network::load_parameters;
using network::ParameterLayout;
using network::Parameters;
using network::save_parameters;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

ParameterLayout two_arrays() {
  ParameterLayout layout;
  layout.add("encoder.0.weight", {3, 2}, Initialization::uniform(1));
  layout.add("encoder.0.bias", {3}, Initialization::uniform(1));
  return layout;
}

template <class Platform>
class ParameterFileOn : public testing::Test {
 public:
  using Real = typename Platform::Real;
  using Space = typename Platform::Space;
  using ParameterSet = Parameters<Real, Space>;

  void SetUp() override { silence_hdf5(); }

  TemporaryFolder const folder;
  std::filesystem::path const file = folder / "model.h5";
  Space const space{};
};
TYPED_TEST_SUITE(ParameterFileOn, Platforms, PlatformNames);

TYPED_TEST(ParameterFileOn, ComesBackBitByBit) {
  typename TestFixture::ParameterSet const saved(this->space, two_arrays(), 1);
  typename TestFixture::ParameterSet const loaded(this->space, two_arrays(), 2);
  ASSERT_NE(to_host(saved.values()), to_host(loaded.values()));
  save_parameters(this->space, this->file, saved, "smnn test");
  load_parameters(this->space, this->file, loaded);
  EXPECT_EQ(to_host(saved.values()), to_host(loaded.values()));
  auto const root = io::open_hdf5(this->file);
  EXPECT_EQ(root.text("program"), "smnn test");
  EXPECT_EQ(root.group("parameters/encoder.0.weight").shape("value"), (io::Shape{3, 2}));
  EXPECT_EQ(this->folder.entries(), 1);
}

TYPED_TEST(ParameterFileOn, OrderOfTheArraysDoesNotMatter) {
  typename TestFixture::ParameterSet const saved(this->space, two_arrays(), 1);
  save_parameters(this->space, this->file, saved);
  ParameterLayout other;
  other.add("encoder.0.bias", {3}, Initialization::constant(0));
  other.add("encoder.0.weight", {3, 2}, Initialization::constant(0));
  typename TestFixture::ParameterSet const loaded(this->space, other, 2);
  load_parameters(this->space, this->file, loaded);
  auto const expected = to_host(saved.values());
  auto const actual = to_host(loaded.values());
  EXPECT_EQ(std::vector<double>(actual.begin() + 3, actual.end()),
            std::vector<double>(expected.begin(), expected.begin() + 6));
}

using HostSpace = Kokkos::DefaultHostExecutionSpace;

class ForeignParameterFile : public testing::Test {
 public:
  void SetUp() override { silence_hdf5(); }

  /// Loading must fail with such a message and change nothing.
  template <class Matcher>
  void expect_refused(Matcher const& message) const {
    Parameters<double, HostSpace> const parameters(space, two_arrays(), 1);
    auto const before = to_host(parameters.values());
    EXPECT_THAT([&] { load_parameters(space, file, parameters); }, ThrowsMessage<IoError>(message));
    EXPECT_EQ(to_host(parameters.values()), before);
  }

  TemporaryFolder const folder;
  std::filesystem::path const file = folder / "model.h5";
  HostSpace const space{};
};

TEST_F(ForeignParameterFile, ListsWhatIsMissingTooMuchAndOfAnotherShape) {
  ParameterLayout other;
  other.add("encoder.0.weight", {2, 3}, Initialization::constant(0));
  other.add("decoder.weight", {5}, Initialization::constant(0));
  save_parameters(space, file, Parameters<double, HostSpace>(space, other, 1));
  expect_refused(AllOf(HasSubstr("model.h5'"), HasSubstr("missing: 'encoder.0.bias'"),
                       HasSubstr("not in the model: 'decoder.weight'"),
                       HasSubstr("'encoder.0.weight' has the shape (2, 3), expected (3, 2)")));
}

TEST_F(ForeignParameterFile, CutsALongList) {
  ParameterLayout other = two_arrays();
  for (int i = 0; i < 20; ++i)
    other.add("layer." + std::to_string(i), {1}, Initialization::constant(0));
  save_parameters(space, file, Parameters<double, HostSpace>(space, other, 1));
  expect_refused(AllOf(HasSubstr("not in the model: 'layer.0', "), HasSubstr("and 12 more")));
}

TEST_F(ForeignParameterFile, WithoutParametersSaysSo) {
  RawFile(file).dataset("/x", {1}, {1});
  expect_refused(AllOf(HasSubstr("model.h5'"), HasSubstr("parameters")));
}

TEST_F(ForeignParameterFile, AnArrayWithoutItsValuesIsMissing) {
  {
    RawFile raw(file);
    raw.group("/parameters");
    raw.group("/parameters/encoder.0.weight");
    raw.group("/parameters/encoder.0.bias");
    raw.dataset("/parameters/encoder.0.bias/value", {3}, {1, 2, 3});
  }
  expect_refused(HasSubstr("missing: 'encoder.0.weight/value'"));
}

TEST_F(ForeignParameterFile, TextForNumbersChangesNothing) {
  {
    RawFile raw(file);
    raw.group("/parameters");
    raw.group("/parameters/encoder.0.weight");
    raw.group("/parameters/encoder.0.bias");
    raw.dataset("/parameters/encoder.0.weight/value", {3, 2}, {1, 2, 3, 4, 5, 6});
    raw.text_dataset("/parameters/encoder.0.bias/value", {3});
  }
  expect_refused(HasSubstr("expected numbers"));
}

TEST_F(ForeignParameterFile, ATruncatedFileIsRefusedWhereverItEnds) {
  save_parameters(space, file, Parameters<double, HostSpace>(space, two_arrays(), 3));
  std::string const whole = read_text(file);
  for (std::size_t part = 0; part < 8; ++part) {
    write_text(file, whole.substr(0, whole.size() * part / 8));
    expect_refused(HasSubstr("model.h5'"));
  }
}

TEST_F(ForeignParameterFile, ReadsTheOtherPrecision) {
  Parameters<float, HostSpace> const saved(space, two_arrays(), 1);
  save_parameters(space, file, saved);
  Parameters<double, HostSpace> const loaded(space, two_arrays(), 2);
  load_parameters(space, file, loaded);
  EXPECT_EQ(to_host(loaded.values()), to_host(saved.values()));
}

}  // namespace
}  // namespace smnn::test

#endif
