#include "smnn/distributed/communicator.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cstddef>
#include <numeric>

#include "smnn/distributed/detail/mpi_state.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::distributed {

Communicator::Communicator() : state_(std::make_shared<State>()) {}

int Communicator::rank() const { return state_->rank; }
int Communicator::size() const { return state_->size; }

#ifdef SMNN_HAVE_MPI

namespace {

// MPI counts in int. Longer messages go in parts, which also bounds the memory of a sum.
constexpr std::size_t longest_part = std::size_t{1} << 22;

template <class T>
void broadcast_in_parts(MPI_Comm communicator, std::span<T> values, int root) {
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  for (std::size_t begin = 0; begin < values.size(); begin += longest_part) {
    auto const part = values.subspan(begin, std::min(longest_part, values.size() - begin));
    require_success(
        MPI_Bcast(part.data(), static_cast<int>(part.size()), mpi_type<T>(), root, communicator),
        "MPI_Bcast");
  }
}

// Blocks of a part, one for each rank to add.
struct Blocks {
  std::vector<int> count;
  std::vector<int> begin;

  Blocks(std::size_t entries, std::size_t ranks) : count(ranks), begin(ranks) {
    for (std::size_t r = 0; r < ranks; ++r) {
      begin[r] = static_cast<int>(entries * r / ranks);
      count[r] = static_cast<int>(entries * (r + 1) / ranks) - begin[r];
    }
  }
};

// MPI_Allreduce promises neither an order nor that all ranks add in the same one. Each rank
// therefore gets everybody's entries of one block, adds them in rank order, and gives them back: as
// many bytes as the usual reduce-scatter and all-gather.
template <class T>
void sum_part(MPI_Comm communicator, int rank, int size, std::span<T> values, T* received) {
  auto const ranks = static_cast<std::size_t>(size);
  Blocks const blocks(values.size(), ranks);
  int const own = blocks.count[static_cast<std::size_t>(rank)];
  int const own_begin = blocks.begin[static_cast<std::size_t>(rank)];
  std::vector<int> const counts(ranks, own);
  std::vector<int> places(ranks);
  for (std::size_t r = 0; r < ranks; ++r) places[r] = static_cast<int>(r) * own;
  require_success(
      MPI_Alltoallv(values.data(), blocks.count.data(), blocks.begin.data(), mpi_type<T>(),
                    received, counts.data(), places.data(), mpi_type<T>(), communicator),
      "MPI_Alltoallv");
  auto const count = static_cast<std::size_t>(own);
  T* const sums = values.data() + own_begin;
  for (std::size_t i = 0; i < count; ++i) {
    double sum = static_cast<double>(received[i]);
    for (std::size_t r = 1; r < ranks; ++r) sum += static_cast<double>(received[r * count + i]);
    sums[i] = static_cast<T>(sum);
  }
  require_success(
      MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, values.data(), blocks.count.data(),
                     blocks.begin.data(), mpi_type<T>(), communicator),
      "MPI_Allgatherv");
}

template <class T>
void sum_in_parts(MPI_Comm communicator, int rank, int size, std::span<T> values, T* received) {
  for (std::size_t begin = 0; begin < values.size(); begin += longest_part) {
    sum_part(communicator, rank, size,
             values.subspan(begin, std::min(longest_part, values.size() - begin)), received);
  }
}

// Entries that one rank receives: its block from every rank.
std::size_t largest_receipt(std::size_t entries, int size) {
  auto const ranks = static_cast<std::size_t>(size);
  return (std::min(entries, longest_part) / ranks + 1) * ranks;
}

}  // namespace

Communicator::Communicator(MPI_Comm parent) : state_(std::make_shared<State>()) {
  require_success(MPI_Comm_dup(parent, &state_->handle), "MPI_Comm_dup");
  state_->adopt();
}

MPI_Comm Communicator::handle() const { return state_->handle; }

void Communicator::barrier() const {
  if (size() == 1) return;
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  require_success(MPI_Barrier(state_->handle), "MPI_Barrier");
}

void Communicator::sum_in_rank_order(std::span<double> values) const {
  if (size() == 1) return;
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  double* const received = state_->room<double>(largest_receipt(values.size(), size()));
  sum_in_parts(state_->handle, rank(), size(), values, received);
}

void Communicator::sum_in_rank_order(std::span<float> values) const {
  if (size() == 1) return;
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  float* const received = state_->room<float>(largest_receipt(values.size(), size()));
  sum_in_parts(state_->handle, rank(), size(), values, received);
}

void Communicator::broadcast(std::span<double> values, int root) const {
  if (size() > 1) broadcast_in_parts(state_->handle, values, root);
}
void Communicator::broadcast(std::span<float> values, int root) const {
  if (size() > 1) broadcast_in_parts(state_->handle, values, root);
}
void Communicator::broadcast(std::span<std::int64_t> values, int root) const {
  if (size() > 1) broadcast_in_parts(state_->handle, values, root);
}
void Communicator::broadcast(std::string& text, int root) const {
  if (size() == 1) return;
  auto length = static_cast<std::int64_t>(text.size());
  broadcast(std::span(&length, 1), root);
  text.resize(static_cast<std::size_t>(length));
  broadcast_in_parts(state_->handle, std::span(text.data(), text.size()), root);
}

std::vector<std::string> Communicator::gather(std::string const& text, int root) const {
  if (size() == 1) return {text};
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  bool const collects = rank() == root;
  int const own = static_cast<int>(text.size());
  std::vector<int> lengths(collects ? static_cast<std::size_t>(size()) : 0);
  require_success(MPI_Gather(&own, 1, MPI_INT, lengths.data(), 1, MPI_INT, root, state_->handle),
                  "MPI_Gather");
  std::vector<int> begins(lengths.size());
  std::exclusive_scan(lengths.begin(), lengths.end(), begins.begin(), 0);
  std::string all(collects ? static_cast<std::size_t>(begins.back() + lengths.back()) : 0, ' ');
  require_success(MPI_Gatherv(text.data(), own, MPI_CHAR, all.data(), lengths.data(), begins.data(),
                              MPI_CHAR, root, state_->handle),
                  "MPI_Gatherv");
  std::vector<std::string> texts;
  for (std::size_t r = 0; r < lengths.size(); ++r) {
    texts.push_back(
        all.substr(static_cast<std::size_t>(begins[r]), static_cast<std::size_t>(lengths[r])));
  }
  return texts;
}

void Communicator::maximum(std::span<double> values) const {
  if (size() == 1) return;
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  for (std::size_t begin = 0; begin < values.size(); begin += longest_part) {
    auto const part = values.subspan(begin, std::min(longest_part, values.size() - begin));
    require_success(MPI_Allreduce(MPI_IN_PLACE, part.data(), static_cast<int>(part.size()),
                                  MPI_DOUBLE, MPI_MAX, state_->handle),
                    "MPI_Allreduce");
  }
}

Communicator Communicator::split(int color) const {
  if (size() == 1) return *this;
  Communicator part;
  require_success(MPI_Comm_split(state_->handle, color, rank(), &part.state_->handle),
                  "MPI_Comm_split");
  part.state_->adopt();
  return part;
}

namespace {

// Messages of the same pair of ranks arrive in order, so that one tag serves all that wait.
constexpr int ordered = 0;

template <class Real>
struct Parts {
  std::span<Real> values;
  std::size_t count() const { return (values.size() + longest_part - 1) / longest_part; }
  std::span<Real> operator[](std::size_t i) const {
    return values.subspan(i * longest_part,
                          std::min(longest_part, values.size() - i * longest_part));
  }
};

}  // namespace

template <class Real>
void Communicator::send(std::span<Real const> values, int to) const {
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  Parts<Real const> const parts{values};
  for (std::size_t i = 0; i < parts.count(); ++i) {
    require_success(MPI_Send(parts[i].data(), static_cast<int>(parts[i].size()), mpi_type<Real>(),
                             to, ordered, state_->handle),
                    "MPI_Send");
  }
}

template <class Real>
void Communicator::receive(std::span<Real> values, int from) const {
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  Parts<Real> const parts{values};
  for (std::size_t i = 0; i < parts.count(); ++i) {
    require_success(MPI_Recv(parts[i].data(), static_cast<int>(parts[i].size()), mpi_type<Real>(),
                             from, ordered, state_->handle, MPI_STATUS_IGNORE),
                    "MPI_Recv");
  }
}

template <class Real>
void Communicator::shift(std::span<Real const> sent, int to, std::span<Real> received,
                         int from) const {
  if (size() == 1) return;
  Incoming<Real> const incoming{received, from};
  start(sent, std::span(&to, to < 0 ? 0 : 1), std::span(&incoming, from < 0 ? 0 : 1), ordered)
      .wait();
}

template <class Real>
PendingMessages Communicator::start(std::span<Real const> sent, std::span<int const> to,
                                    std::span<Incoming<Real> const> received, int tag) const {
  PendingMessages pending;
  if (size() == 1) return pending;
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  Parts<Real const> const out{sent};
  auto& requests = pending.requests_;
  std::size_t count = to.size() * out.count();
  for (auto const& incoming : received) count += Parts<Real>{incoming.memory}.count();
  requests.reserve(count);  // MPI keeps no track of where they are
  for (auto const& incoming : received) {
    Parts<Real> const in{incoming.memory};
    for (std::size_t i = 0; i < in.count(); ++i) {
      require_success(MPI_Irecv(in[i].data(), static_cast<int>(in[i].size()), mpi_type<Real>(),
                                incoming.from, tag, state_->handle, &requests.emplace_back()),
                      "MPI_Irecv");
    }
  }
  for (int const receiver : to) {
    for (std::size_t i = 0; i < out.count(); ++i) {
      require_success(MPI_Isend(out[i].data(), static_cast<int>(out[i].size()), mpi_type<Real>(),
                                receiver, tag, state_->handle, &requests.emplace_back()),
                      "MPI_Isend");
    }
  }
  return pending;
}

void PendingMessages::wait() {
  if (requests_.empty()) return;
  Kokkos::Profiling::ScopedRegion const region("smnn::exchange");
  require_success(
      MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE),
      "MPI_Waitall");
  requests_.clear();
}

#else

void Communicator::maximum(std::span<double>) const {}
Communicator Communicator::split(int) const { return *this; }
template <class Real>
void Communicator::send(std::span<Real const>, int) const {}
template <class Real>
void Communicator::receive(std::span<Real>, int) const {}
template <class Real>
void Communicator::shift(std::span<Real const>, int, std::span<Real>, int) const {}
template <class Real>
PendingMessages Communicator::start(std::span<Real const>, std::span<int const>,
                                    std::span<Incoming<Real> const>, int) const {
  return {};
}
void PendingMessages::wait() {}
void Communicator::barrier() const {}
void Communicator::sum_in_rank_order(std::span<double>) const {}
void Communicator::sum_in_rank_order(std::span<float>) const {}
void Communicator::broadcast(std::span<double>, int) const {}
void Communicator::broadcast(std::span<float>, int) const {}
void Communicator::broadcast(std::span<std::int64_t>, int) const {}
void Communicator::broadcast(std::string&, int) const {}
std::vector<std::string> Communicator::gather(std::string const& text, int) const { return {text}; }

#endif

#define SMNN_MESSAGES(REAL)                                                                        \
  template void Communicator::send<REAL>(std::span<REAL const>, int) const;                        \
  template void Communicator::receive<REAL>(std::span<REAL>, int) const;                           \
  template void Communicator::shift<REAL>(std::span<REAL const>, int, std::span<REAL>, int) const; \
  template PendingMessages Communicator::start<REAL>(std::span<REAL const>, std::span<int const>,  \
                                                     std::span<Incoming<REAL> const>, int) const;
SMNN_MESSAGES(double)
SMNN_MESSAGES(float)

}  // namespace smnn::distributed
