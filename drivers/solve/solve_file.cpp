#include "solve/solve_file.hpp"

#include <filesystem>
#include <smnn/io/parallel/provenance.hpp>
#include <smnn/io/parallel/reader.hpp>
#include <smnn/io/parallel/writer.hpp>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>
#include <vector>

namespace smnn::drivers {
namespace {

void check_paths(FileRequest const& request) {
  std::error_code ignored;
  if (std::filesystem::equivalent(request.input, request.output, ignored)) {
    throw IoError("file " + io::quote(request.output) +
                  ": is the input as well, expected another name for the output");
  }
}

/// What the results depend on beside the input: together they make the run repeatable.
void describe(io::ParallelWriteGroup const& output, ProblemHeader const& header,
              SolverChoice const& choice) {
  output.attribute("solver", to_string(choice.options.method));
  output.attribute("factorization", to_string(choice.options.factorization));
  output.attribute("factor_precision", to_string(choice.options.factor_precision));
  output.attribute("precision", to_string(choice.precision));
  output.attribute("refinement", to_string(choice.options.refinement));
  output.attribute("refinement_tolerance", choice.options.refinement.tolerance);
  output.attribute("smoothness", to_string(header.smoothness));
  output.attribute("weight_equation", header.weights.governing);
  output.attribute("weight_initial", header.weights.initial);
  output.attribute("weight_smoothness", header.weights.smoothness);
  output.attribute("weight_highest_order", header.weights.highest_order);
}

}  // namespace

void solve_file(distributed::Communicator const& ranks, FileRequest const& request,
                OnSolved const& on_solved) {
  ranks.on_root([&] { check_paths(request); });
  SolveRequest const& solve = request.solve;
  io::ParallelReadGroup const root = io::open_hdf5(ranks, request.input);
  std::vector<ProblemHeader> headers;
  for (auto const& group : find_problems(root, request.group)) {
    headers.push_back(read_header(group, solve.solver.smoothness, solve.adjoint));
  }
  io::ParallelHdf5Writer writer(ranks, request.output);
  try {
    io::write_provenance(ranks, writer.root(), io::current_provenance("smnn solve"));
    for (auto const& header : headers) {
      io::ParallelWriteGroup const output = writer.root().group(header.group.path());
      describe(output, header, solve.solver);
      SolveSummary const summary = solve_problem(ranks, header, solve, output);
      if (on_solved) on_solved(header, summary);
    }
    writer.commit();
  } catch (...) {  // on all ranks
    writer.discard();
    throw;
  }
}

}  // namespace smnn::drivers
