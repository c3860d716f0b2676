#include "smnn/io/parallel/detail/agreement.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

// What travels in a reduction are doubles, which hold 32 bits and a sign without rounding.
constexpr std::size_t word = 4;

/// FNV-1a, the same on all machines, unlike std::hash.
std::uint64_t hash(std::string const& text) {
  std::uint64_t result = 14695981039346656037u;
  for (char const c : text) result = (result ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return result;
}

/// The maximum over the ranks of these numbers tells whether their hashes are all the same: then
/// the maximum of each half is that of its negative, negated.
constexpr std::size_t fingerprint_size = 4;
void put_fingerprint(std::string const& call, std::span<double> numbers) {
  std::uint64_t const bits = hash(call);
  numbers[0] = static_cast<double>(bits >> 32);
  numbers[1] = static_cast<double>(bits & 0xffffffffu);
  numbers[2] = -numbers[0];
  numbers[3] = -numbers[1];
}
bool is_one_fingerprint(std::span<double const> numbers) {
  return numbers[0] == -numbers[2] && numbers[1] == -numbers[3];
}

/// Throws on all ranks, of which at least one differs from rank 0.
void refuse_different_calls(distributed::Communicator const& ranks, std::string const& call) {
  std::string expected = call;
  ranks.broadcast(expected);
  ranks.together([&] {
    if (call != expected)
      throw InvalidArgument("ranks make different calls: got " + call + ", expected rank 0's " +
                            expected);
  });
}

// Short answers travel with the question.
constexpr std::size_t short_words = 16;
constexpr double failed = -1;      // in the place of rank 0's length
constexpr double from_others = 0;  // in the places where only rank 0 has something to say

struct Question {
  double fingerprint[fingerprint_size];
  double length;
  double words[short_words];
};
static_assert(sizeof(Question) == (fingerprint_size + 1 + short_words) * sizeof(double));

void put_words(std::string const& bytes, std::span<double> words) {
  for (std::size_t i = 0; i * word < bytes.size(); ++i) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, bytes.data() + i * word, std::min(word, bytes.size() - i * word));
    words[i] = bits;
  }
}
void get_words(std::span<double const> words, std::string& bytes) {
  for (std::size_t i = 0; i * word < bytes.size(); ++i) {
    auto const bits = static_cast<std::uint32_t>(words[i]);
    std::memcpy(bytes.data() + i * word, &bits, std::min(word, bytes.size() - i * word));
  }
}

}  // namespace

void require_same_call(distributed::Communicator const& ranks, std::string const& call) {
  // A question without answer: of whatever kind the ranks' calls are, their messages are the same.
  std::string nothing;
  take_from_root(ranks, call, nothing, {});
}

void take_from_root(distributed::Communicator const& ranks, std::string const& call,
                    std::string& answer, std::exception_ptr const& error) {
  if (ranks.size() == 1) {
    if (error) std::rethrow_exception(error);
    return;
  }
  constexpr std::size_t longest = short_words * word;
  Question question{};
  put_fingerprint(call, question.fingerprint);
  question.length = -2;  // less than anything of rank 0
  std::fill_n(question.words, short_words, from_others);
  if (ranks.rank() == 0) {
    question.length = error ? failed : static_cast<double>(answer.size());
    if (answer.size() <= longest) put_words(answer, question.words);
  }
  ranks.maximum({question.fingerprint, sizeof(Question) / sizeof(double)});
  if (!is_one_fingerprint(question.fingerprint)) refuse_different_calls(ranks, call);
  if (question.length == failed) ranks.raise(error, 0);
  auto const length = static_cast<std::size_t>(question.length);
  answer.resize(length);
  if (length <= longest) {
    get_words(question.words, answer);
  } else {
    ranks.broadcast(answer);
  }
}

Transfers gather_transfers(distributed::Communicator const& ranks, std::int64_t own_entries,
                           std::int64_t own_transfers, std::exception_ptr const& error) {
  auto const size = static_cast<std::size_t>(ranks.size());
  auto const rank = static_cast<std::size_t>(ranks.rank());
  // Everyone's numbers in places of their own: their maximum with the others' zeros gathers them.
  // Numbers of entries are exact as doubles up to 2^53: 64 PiB.
  std::vector<double> all(3 * size);
  all[rank] = static_cast<double>(own_entries);
  all[size + rank] = static_cast<double>(own_transfers);
  all[2 * size + rank] = error ? 1 : 0;
  ranks.maximum(all);
  Transfers result;
  for (std::size_t i = 0; i < size; ++i) {
    if (all[2 * size + i] > 0) ranks.raise(error, static_cast<int>(i));
    result.entries += static_cast<std::int64_t>(all[i]);
    result.rounds = std::max(result.rounds, static_cast<std::int64_t>(all[size + i]));
  }
  return result;
}

}  // namespace smnn::io::detail
