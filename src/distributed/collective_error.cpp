// How an exception on one rank reaches the others.
#include <cstdint>
#include <new>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/distributed/detail/mpi_state.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::distributed {

namespace {

// The library's types of exceptions, as they travel.
enum class Kind : std::int64_t { other, invalid_argument, numerical, io };

struct Description {
  Kind kind = Kind::other;
  std::string message = "an unknown error";
};

Description describe(std::exception_ptr const& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (InvalidArgument const& e) {
    return {Kind::invalid_argument, e.what()};
  } catch (NumericalError const& e) {
    return {Kind::numerical, e.what()};
  } catch (IoError const& e) {
    return {Kind::io, e.what()};
  } catch (std::bad_alloc const&) {
    return {Kind::other, "out of memory"};
  } catch (std::exception const& e) {
    return {Kind::other, e.what()};
  } catch (...) {
  }
  return {};
}

[[noreturn]] void throw_as(Kind kind, std::string const& message) {
  switch (kind) {
    case Kind::invalid_argument:
      throw InvalidArgument(message);
    case Kind::numerical:
      throw NumericalError(message);
    case Kind::io:
      throw IoError(message);
    case Kind::other:
      break;
  }
  throw Error(message);
}

}  // namespace

void Communicator::raise(std::exception_ptr const& error, int failed) const {
  if (size() == 1) std::rethrow_exception(error);
  Description description;
  if (rank() == failed) description = describe(error);
  auto kind = static_cast<std::int64_t>(description.kind);
  broadcast(std::span(&kind, 1), failed);
  broadcast(description.message, failed);
  throw_as(static_cast<Kind>(kind), "rank " + std::to_string(failed) + ": " + description.message);
}

void Communicator::agree(std::exception_ptr const& error) const {
  if (size() == 1) {
    if (error) std::rethrow_exception(error);
    return;
  }
#ifdef SMNN_HAVE_MPI
  int const own = error ? rank() : size();
  int lowest = size();
  require_success(MPI_Allreduce(&own, &lowest, 1, MPI_INT, MPI_MIN, state_->handle),
                  "MPI_Allreduce");
  if (lowest < size()) raise(error, lowest);
#endif
}

}  // namespace smnn::distributed
