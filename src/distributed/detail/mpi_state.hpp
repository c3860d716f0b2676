/// @file
/// What a Communicator holds; not for users.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::distributed {

#ifdef SMNN_HAVE_MPI
inline void require_success(int code, char const* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw Error(std::string("MPI: ") + call + ": " + text);
}
#endif

struct Communicator::State {
  int rank = 0;
  int size = 1;
#ifdef SMNN_HAVE_MPI
  MPI_Comm handle = MPI_COMM_NULL;

  /// Takes rank, size and error handling from the handle.
  void adopt() {
    require_success(MPI_Comm_set_errhandler(handle, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
    require_success(MPI_Comm_rank(handle, &rank), "MPI_Comm_rank");
    require_success(MPI_Comm_size(handle, &size), "MPI_Comm_size");
  }

  State() = default;
  State(State const&) = delete;
  State& operator=(State const&) = delete;
  ~State() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (handle != MPI_COMM_NULL && finalized == 0) MPI_Comm_free(&handle);
  }
#endif
  /// What the other ranks have sent; kept, since a training step needs it again and again.
  std::vector<std::byte> received;

  template <class T>
  T* room(std::size_t entries) {
    if (received.size() < entries * sizeof(T)) received.resize(entries * sizeof(T));
    return reinterpret_cast<T*>(received.data());
  }
};

#ifdef SMNN_HAVE_MPI
template <class T>
MPI_Datatype mpi_type();
template <>
inline MPI_Datatype mpi_type<double>() {
  return MPI_DOUBLE;
}
template <>
inline MPI_Datatype mpi_type<float>() {
  return MPI_FLOAT;
}
template <>
inline MPI_Datatype mpi_type<std::int64_t>() {
  return MPI_INT64_T;
}
template <>
inline MPI_Datatype mpi_type<char>() {
  return MPI_CHAR;
}
#endif

}  // namespace smnn::distributed
