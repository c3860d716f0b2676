#include <cstdio>
#include <sstream>

#include "info/build_report.hpp"

namespace smnn::drivers {
namespace {

std::string list(std::vector<int> const& values) {
  std::string text;
  for (int const value : values) {
    if (!text.empty()) text += ", ";
    text += std::to_string(value);
  }
  return text;
}

std::string json_string(std::string const& value) {
  std::string text(1, '"');
  for (char const c : value) {
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[7];
      std::snprintf(escaped, sizeof(escaped), "\\u%04x", static_cast<unsigned>(c));
      text += escaped;
    } else {
      text += c;
    }
  }
  text += '"';
  return text;
}

}  // namespace

std::string to_text(BuildReport const& report) {
  std::ostringstream out;
  auto const line = [&out](std::string const& name, std::string const& value) {
    out << name << std::string(name.size() < 14 ? 14 - name.size() : 1, ' ') << value << '\n';
  };
  line("smnn", report.version);
  line("git revision", report.git_revision);
  line("compiler", report.compiler);
  line("Kokkos", report.kokkos);
  for (auto const& backend : report.backends) {
    line(backend.is_default ? "default" : "backend", backend.name + " on " + backend.device +
                                                         ", concurrency " +
                                                         std::to_string(backend.concurrency));
  }
  line("SIMD width", "double " + std::to_string(report.simd_double) + ", single " +
                         std::to_string(report.simd_single));
  line("block orders", list(report.block_orders) + " specialised; others at run time");
  line("MPI", report.mpi);
  line("HDF5", report.hdf5);
  line("NetCDF", report.netcdf);
  line("FFTW", report.fftw);
  line("LAPACK", report.lapack);
  return out.str();
}

std::string to_json(BuildReport const& report) {
  std::ostringstream out;
  auto const member = [&out](char const* name, std::string const& value) {
    out << "  \"" << name << "\": " << json_string(value) << ",\n";
  };
  out << "{\n";
  member("version", report.version);
  member("git_revision", report.git_revision);
  member("compiler", report.compiler);
  member("kokkos", report.kokkos);
  out << "  \"backends\": [";
  for (auto const& backend : report.backends) {
    out << (&backend == report.backends.data() ? "" : ",")
        << "\n    {\"name\": " << json_string(backend.name)
        << ", \"device\": " << json_string(backend.device)
        << ", \"concurrency\": " << backend.concurrency
        << ", \"is_default\": " << (backend.is_default ? "true" : "false") << '}';
  }
  out << "\n  ],\n";
  out << "  \"simd_double\": " << report.simd_double
      << ",\n  \"simd_single\": " << report.simd_single << ",\n";
  out << "  \"block_orders\": [" << list(report.block_orders) << "],\n";
  member("mpi", report.mpi);
  member("hdf5", report.hdf5);
  member("netcdf", report.netcdf);
  member("fftw", report.fftw);
  out << "  \"lapack\": " << json_string(report.lapack) << "\n}\n";
  return out.str();
}

}  // namespace smnn::drivers
