#include "smnn/io/checkpoint/sha256.hpp"

#include <openssl/evp.h>

#include <cerrno>
#include <cstdio>
#include <vector>

#include "smnn/io/detail/synchronise.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

void require(bool succeeded) {
  if (!succeeded) throw Error("SHA-256: libcrypto reports an error");
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  require(state_->context != nullptr &&
          EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<std::byte const> bytes) {
  require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::hex() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  require(EVP_DigestFinal_ex(state_->context.get(), digest, &length) == 1);
  constexpr char const* digits = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < length; ++i) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

std::string sha256(std::string_view text) {
  Sha256 sum;
  sum.add(std::as_bytes(std::span(text.data(), text.size())));
  return sum.hex();
}

std::string sha256_of_file(std::filesystem::path const& file) {
  std::unique_ptr<std::FILE, CloseFile> const input(std::fopen(file.c_str(), "rbe"));
  if (!input) detail::throw_system_error(file, "cannot be opened", errno);
  Sha256 sum;
  std::vector<std::byte> buffer(std::size_t{1} << 20);
  for (;;) {
    std::size_t const count = std::fread(buffer.data(), 1, buffer.size(), input.get());
    sum.add(std::span(buffer).first(count));
    if (count == buffer.size()) continue;
    if (std::ferror(input.get()) != 0) detail::throw_system_error(file, "cannot be read", errno);
    return sum.hex();
  }
}

}  // namespace smnn::io
