#include "smnn/pde/fourier/version.hpp"

#include <fftw3.h>

namespace smnn::pde {

std::string fftw_version() {
  std::string const text = ::fftw_version;  // "fftw-3.3.10-sse2-avx"
  std::size_t const begin = text.find('-') + 1;
  std::string const number = text.substr(begin, text.find('-', begin) - begin);
#ifdef SMNN_HAVE_FFTW_MPI
  return number + " (parallel)";
#else
  return number + " (serial)";
#endif
}

}  // namespace smnn::pde
