// Manifests of checkpoints, and lists of their files. Few inputs have the hash that they should
// have: each is tried once more with that put right.
#include <nlohmann/json.hpp>
#include <smnn/io/checkpoint/manifest.hpp>
#include <smnn/io/checkpoint/sha256.hpp>

#include "fuzz.hpp"

namespace smnn::fuzz {
namespace {

using nlohmann::json;

/// With the hash of its other members; unchanged if it is no object, or too deep to be copied.
std::string sealed(std::string const& text) {
  auto const shallow = [](int depth, json::parse_event_t, json&) { return depth < 32; };
  json document = json::parse(text, shallow, false);
  if (!document.is_object()) return text;
  document.erase("sha256");
  auto const dump = [&] { return document.dump(-1, ' ', false, json::error_handler_t::replace); };
  document["sha256"] = io::sha256(dump());
  return dump();
}

void read(std::string const& text) {
  io::CheckpointManifest const manifest = io::parse_manifest(text, "the manifest");
  require(manifest.step >= 0 && manifest.ranks >= 1);
  for (auto const& file : manifest.files) require(file.name.find('/') == std::string::npos);
  io::require_same_run(manifest, manifest.program, manifest.configuration, "the run");
  io::CheckpointManifest const again = io::parse_manifest(io::to_json(manifest), "written again");
  require(again.step == manifest.step && again.ranks == manifest.ranks &&
          again.files.size() == manifest.files.size());
  io::require_same_run(manifest, "another", {{"epochs", "1"}}, "another run");
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace smnn;
  std::string const text(fuzz::text_of(data, size));
  fuzz::allow_errors([&] { fuzz::read(text); });
  fuzz::allow_errors([&] { fuzz::read(fuzz::sealed(text)); });
  fuzz::allow_errors([&] { io::to_json(io::parse_files(text, "the files")); });
  return 0;
}
