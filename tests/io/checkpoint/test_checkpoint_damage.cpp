// Damaged checkpoints: the one before is taken, and what was skipped is named.
#include <nlohmann/json.hpp>
#include <random>
#include <smnn/io/checkpoint/sha256.hpp>
#include <smnn/solver/error.hpp>

#include "checkpointed_run.hpp"

namespace smnn::io {
namespace {

namespace fs = std::filesystem;
using test::CheckpointedRun;
using test::expect_error;
using test::read_text;
using test::write_text;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class CheckpointDamageTest : public test::CheckpointFolderTest {
 public:
  void SetUp() override { CheckpointedRun(path).save_until(20); }

  /// Step 20 is skipped with such a reason, step 10 found.
  template <class Matcher>
  void expect_skipped(Matcher const& reason) const {
    CheckpointedRun run(path);
    FoundCheckpoint const found = run.find();
    EXPECT_EQ(read_text(found.path / "state"), "state of 10");
    EXPECT_THAT(found.skipped, ElementsAre(reason));
  }
};

void flip(fs::path const& file, std::size_t byte, unsigned bit) {
  std::string text = read_text(file);
  text[byte] = static_cast<char>(static_cast<unsigned char>(text[byte]) ^ (1U << bit));
  write_text(file, text);
}

TEST_F(CheckpointDamageTest, AnyFlippedBitOfAFileIsNoticed) {
  fs::path const file = file_of(20, "state");
  for (std::size_t byte = 0; byte < fs::file_size(file); ++byte) {
    SCOPED_TRACE("byte " + std::to_string(byte));
    flip(file, byte, byte % 8);
    expect_skipped(AllOf(HasSubstr("step-000000000020/state' is damaged"),
                         HasSubstr("its SHA-256 is"), HasSubstr("expected")));
    flip(file, byte, byte % 8);
  }
  EXPECT_EQ(CheckpointedRun(path).resume(), "state of 20");
}

TEST_F(CheckpointDamageTest, AFlippedBitOfTheManifestIsNoticedOrDoesNotMatter) {
  fs::path const file = manifest_of(20);
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::size_t const byte = random() % fs::file_size(file);
    unsigned const bit = random() % 8;
    SCOPED_TRACE("byte " + std::to_string(byte) + ", bit " + std::to_string(bit));
    flip(file, byte, bit);
    {
      CheckpointedRun run(path);
      FoundCheckpoint const found = run.find();
      // White space between members may change.
      if (found.skipped.empty()) {
        EXPECT_EQ(read_text(found.path / "state"), "state of 20");
        EXPECT_EQ(found.manifest.configuration, test::usual_configuration);
      } else {
        EXPECT_EQ(read_text(found.path / "state"), "state of 10");
        EXPECT_THAT(found.skipped, ElementsAre(HasSubstr("step-000000000020/manifest.json'")));
      }
    }
    flip(file, byte, bit);
  }
}

TEST_F(CheckpointDamageTest, ATruncatedFileIsSkipped) {
  fs::resize_file(file_of(20, "more"), 3);
  expect_skipped(HasSubstr("step-000000000020/more' has 3 bytes, expected 15"));
}

TEST_F(CheckpointDamageTest, ATruncatedManifestIsSkipped) {
  for (std::uintmax_t const bytes : {std::uintmax_t{0}, fs::file_size(manifest_of(20)) / 2}) {
    fs::resize_file(manifest_of(20), bytes);
    expect_skipped(AllOf(HasSubstr("manifest.json' is damaged"), HasSubstr("parse error")));
  }
}

TEST_F(CheckpointDamageTest, AMissingFileIsNamed) {
  fs::remove(file_of(20, "state"));
  expect_skipped(HasSubstr("step-000000000020/state' is missing"));
}

TEST_F(CheckpointDamageTest, AMissingManifestIsNamed) {
  fs::remove(manifest_of(20));
  expect_skipped(HasSubstr("step-000000000020/manifest.json' is missing"));
}

TEST_F(CheckpointDamageTest, AManifestFromElsewhereIsSkipped) {
  fs::copy_file(manifest_of(10), manifest_of(20), fs::copy_options::overwrite_existing);
  expect_skipped(HasSubstr("is of step 10, expected 20"));
}

TEST_F(CheckpointDamageTest, AManifestCannotMakeUsReadOtherFiles) {
  for (char const* const name : {"../secret", "/etc/passwd", "..", "."}) {
    CheckpointManifest const manifest{"smnn test",    "", "", 20, 1, test::usual_configuration,
                                      {{name, 1, ""}}};
    write_text(manifest_of(20), to_json(manifest));
    expect_skipped(HasSubstr("has the file name '" + std::string(name) + "', expected one"));
  }
}

TEST_F(CheckpointDamageTest, JsonThatIsNoManifestIsSkipped) {
  for (char const* const text : {"[]", "{}", "3", "null", "{\"format\": 7}"}) {
    write_text(manifest_of(20), text);
    expect_skipped(HasSubstr("manifest.json' is damaged"));
  }
  write_text(manifest_of(20), R"({"format": "smnn checkpoint", "format_version": 2})");
  expect_skipped(HasSubstr("version 2, expected 'smnn checkpoint', version 1"));
}

TEST_F(CheckpointDamageTest, NumbersThatAManifestCannotHaveAreNamed) {
  std::string const whole = read_text(manifest_of(20));
  auto const expect_named = [&](char const* pointer, char const* value) {
    SCOPED_TRACE(pointer);
    auto document = nlohmann::json::parse(whole);
    document.erase("sha256");
    document[nlohmann::json::json_pointer(pointer)] = nlohmann::json::parse(value);
    document["sha256"] = sha256(document.dump());
    write_text(manifest_of(20), document.dump());
    expect_skipped(HasSubstr("is '" + std::string(value) + "', expected an integer from "));
  };
  expect_named("/ranks", "0");
  expect_named("/step", "-20");
  expect_named("/step", "20.5");
  expect_named("/step", "18446744073709551615");
  expect_named("/ranks", "1e+300");
  expect_named("/format_version", "4294967297");
  expect_named("/files/0/bytes", "-1");
}

TEST_F(CheckpointDamageTest, JsonThatIsTooDeepForTheStackIsSkipped) {
  std::string const deep(1 << 20, '[');
  write_text(manifest_of(20),
             "{\"format\": \"smnn checkpoint\", \"format_version\": 1, \"sha256\": \"\", \"x\": " +
                 deep + std::string(deep.size(), ']') + "}");
  expect_skipped(HasSubstr("is damaged: it is nested deeper than 16 levels"));
}

TEST_F(CheckpointDamageTest, ThePartOfAManifestThatDecidesIsUnderItsHash) {
  std::string text = read_text(manifest_of(20));
  text.replace(text.find("\"seed\": \"3\""), 11, "\"seed\": \"4\"");
  write_text(manifest_of(20), text);
  expect_skipped(HasSubstr("manifest.json' is damaged: its SHA-256 is"));
}

TEST_F(CheckpointDamageTest, IfNoneHoldsAllAreNamed) {
  fs::remove(manifest_of(20));
  fs::remove(file_of(10, "state"));
  CheckpointedRun run(path);
  expect_error<IoError>([&] { run.find(); },
                        {"run': no checkpoint to resume from", "020/manifest.json' is missing",
                         "010/state' is missing"});
}

TEST_F(CheckpointDamageTest, ADamagedOneIsNotAmongThoseKept) {
  flip(file_of(20, "state"), 0, 0);
  CheckpointedRun run(path);
  run.find();
  EXPECT_THAT(run.folder().steps(), ElementsAre(20, 10));
  run.save(30, "new");
  EXPECT_THAT(run.folder().steps(), ElementsAre(30, 10));
}

TEST_F(CheckpointDamageTest, ADamagedOneThatIsAskedForByNameIsAnError) {
  flip(file_of(20, "state"), 0, 0);
  CheckpointedRun run(path);
  expect_error<IoError>([&] { run.find(20); }, {"no checkpoint to resume from", "is damaged"});
}

}  // namespace
}  // namespace smnn::io
