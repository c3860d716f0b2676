#include <cstdio>
#include <smnn/machine/placement.hpp>
#include <sstream>

#include "info/build_report.hpp"
#include "support/table.hpp"

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

namespace {

std::string table(std::vector<Placement> const& ranks) {
  bool const on_gpus = !ranks.front().address.empty();
  std::vector<std::string> headings{">rank", "host", "device"};
  if (on_gpus) headings.emplace_back("address");
  headings.insert(headings.end(), {"CPUs", ">threads"});
  Table table(headings);
  for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
    Placement const& placement = ranks[rank];
    std::vector<std::string> cells{std::to_string(rank), placement.host, placement.device};
    if (on_gpus) cells.push_back(placement.address);
    cells.insert(cells.end(), {ranges(placement.cpus), std::to_string(placement.threads)});
    table.add(cells);
  }
  return table.text();
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
  if (!report.ranks.empty()) out << '\n' << table(report.ranks);
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
  member("lapack", report.lapack);
  out << "  \"ranks\": [";
  for (auto const& rank : report.ranks) {
    out << (&rank == report.ranks.data() ? "" : ",")
        << "\n    {\"host\": " << json_string(rank.host)
        << ", \"device\": " << json_string(rank.device)
        << ", \"address\": " << json_string(rank.address) << ", \"cpus\": [" << list(rank.cpus)
        << "], \"threads\": " << rank.threads << '}';
  }
  out << "\n  ]\n}\n";
  return out.str();
}

}  // namespace smnn::drivers
