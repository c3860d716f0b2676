#include "smnn/io/checkpoint/manifest.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "smnn/io/checkpoint/sha256.hpp"
#include "smnn/io/detail/synchronise.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using nlohmann::json;

constexpr char const* format_name = "smnn checkpoint";
constexpr int format_version = 1;
constexpr int deepest = 16;  // levels of JSON; writing and copying, which we do for hashes, recurse

// Names from a command line need not be UTF-8, JSON must.
std::string dump(json const& value, int indent = -1) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

// Members are sorted by name, so that the same contents give the same text.
std::string hash_of(json const& value) { return sha256(dump(value)); }

json parse(std::string const& text) {
  return json::parse(text, [](int depth, json::parse_event_t, json const&) {
    if (depth <= deepest) return true;
    throw IoError("is damaged: it is nested deeper than " + std::to_string(deepest) + " levels");
  });
}

// json::get takes fractions, and cuts what is too large.
template <class Integer>
Integer integer(json const& object, char const* name, Integer lowest) {
  json const& value = object.at(name);
  auto const fits = [&](auto number) {
    return std::in_range<Integer>(number) && static_cast<Integer>(number) >= lowest;
  };
  bool const good = value.is_number_unsigned()  ? fits(value.get<std::uint64_t>())
                    : value.is_number_integer() ? fits(value.get<std::int64_t>())
                                                : false;
  if (good) return value.get<Integer>();
  throw IoError("is damaged: " + std::string(name) + " is " + quote(dump(value)) +
                ", expected an integer from " + std::to_string(lowest) + " to " +
                std::to_string(std::numeric_limits<Integer>::max()));
}

json to_array(std::vector<CheckpointFile> const& files) {
  json array = json::array();
  for (auto const& file : files)
    array.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  return array;
}

std::vector<CheckpointFile> from_array(json const& array) {
  std::vector<CheckpointFile> files;
  for (auto const& entry : array) {
    files.push_back({entry.at("name").get<std::string>(), integer<std::uint64_t>(entry, "bytes", 0),
                     entry.at("sha256").get<std::string>()});
  }
  return files;
}

bool is_plain_name(std::string const& name) {
  return !name.empty() && name != "." && name != ".." && name != CheckpointManifest::file_name &&
         name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
}

// A manifest must not make us read what is not in the checkpoint's folder.
void require_plain_names(std::vector<CheckpointFile> const& files) {
  for (auto const& file : files) {
    if (!is_plain_name(file.name))
      throw IoError("has the file name " + quote(file.name) + ", expected one without a folder");
  }
}

void require_format(json const& document) {
  auto const format = document.at("format").get<std::string>();
  auto const version = integer<int>(document, "format_version", 0);
  if (format == format_name && version == format_version) return;
  throw IoError("is of the format " + quote(format) + ", version " + std::to_string(version) +
                ", expected " + quote(format_name) + ", version " + std::to_string(format_version));
}

void require_hash(json document) {
  auto const expected = document.at("sha256").get<std::string>();
  document.erase("sha256");
  std::string const hash = hash_of(document);
  if (hash != expected)
    throw IoError("is damaged: its SHA-256 is " + hash + ", expected " + expected);
}

CheckpointManifest from_json(json const& document) {
  require_format(document);
  require_hash(document);
  CheckpointManifest manifest;
  manifest.program = document.at("program").get<std::string>();
  manifest.version = document.at("version").get<std::string>();
  manifest.git_revision = document.at("git_revision").get<std::string>();
  manifest.step = integer<std::int64_t>(document, "step", 0);
  manifest.ranks = integer<std::int64_t>(document, "ranks", 1);
  manifest.configuration = document.at("configuration").get<Configuration>();
  manifest.files = from_array(document.at("files"));
  require_plain_names(manifest.files);
  return manifest;
}

// Calls action(), whose errors then begin with `where`.
template <class Action>
auto parsing(std::string const& where, Action const& action) {
  try {
    return action();
  } catch (IoError const& error) {
    throw IoError(where + ' ' + error.what());
  } catch (json::exception const& error) {
    throw IoError(where + " is damaged: " + error.what());
  }
}

std::string value_in(Configuration const& configuration, std::string const& name) {
  auto const entry = configuration.find(name);
  return entry == configuration.end() ? "(nothing)" : entry->second;
}

}  // namespace

CheckpointFile describe_durably(std::filesystem::path const& file) {
  detail::synchronise_file(file, file);
  return {file.filename().string(), std::filesystem::file_size(file), sha256_of_file(file)};
}

void verify(std::filesystem::path const& folder, CheckpointFile const& file) {
  std::filesystem::path const path = folder / file.name;
  std::string const where = "file " + quote(path.string());
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) throw IoError(where + " is missing");
  std::uint64_t const bytes = std::filesystem::file_size(path, error);
  if (error || bytes != file.bytes) {
    throw IoError(where + " has " + std::to_string(error ? 0 : bytes) + " bytes, expected " +
                  std::to_string(file.bytes));
  }
  std::string const hash = sha256_of_file(path);
  if (hash != file.sha256)
    throw IoError(where + " is damaged: its SHA-256 is " + hash + ", expected " + file.sha256);
}

std::string to_json(CheckpointManifest const& manifest) {
  json document{{"format", format_name},
                {"format_version", format_version},
                {"program", manifest.program},
                {"version", manifest.version},
                {"git_revision", manifest.git_revision},
                {"step", manifest.step},
                {"ranks", manifest.ranks},
                {"configuration", manifest.configuration},
                {"configuration_sha256", hash_of(manifest.configuration)},
                {"files", to_array(manifest.files)}};
  document["sha256"] = hash_of(document);
  return dump(document, 2) + '\n';
}

CheckpointManifest parse_manifest(std::string const& text, std::string const& where) {
  return parsing(where, [&] { return from_json(parse(text)); });
}

std::string to_json(std::vector<CheckpointFile> const& files) { return dump(to_array(files)); }

std::vector<CheckpointFile> parse_files(std::string const& text, std::string const& where) {
  return parsing(where, [&] { return from_array(parse(text)); });
}

void require_same_run(CheckpointManifest const& manifest, std::string const& program,
                      Configuration const& configuration, std::string const& where) {
  std::string differences;
  auto const compare = [&](std::string const& name, std::string const& there,
                           std::string const& here) {
    if (dump(there) == dump(here)) return;
    differences += (differences.empty() ? "" : "; ") + name + ' ' + there + ", got " + here;
  };
  compare("program", manifest.program, program);
  Configuration all = configuration;
  all.insert(manifest.configuration.begin(), manifest.configuration.end());
  for (auto const& entry : all) {
    compare(entry.first, value_in(manifest.configuration, entry.first),
            value_in(configuration, entry.first));
  }
  if (differences.empty()) return;
  throw InvalidArgument(where + ": the run was begun with " + differences +
                        "; resume with what it was begun with, or begin anew in another folder");
}

}  // namespace smnn::io
