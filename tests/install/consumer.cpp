#include <Kokkos_Core.hpp>
#include <cstdio>
#include <smnn/version.hpp>

int main(int argc, char** argv) {
  Kokkos::ScopeGuard const kokkos(argc, argv);
  std::printf("smnn %s (%s) on %s\n", smnn::version, smnn::git_revision(),
              Kokkos::DefaultExecutionSpace::name());
}
