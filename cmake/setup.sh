#!/usr/bin/env bash
# Sets smnn up and runs it: installs what is missing, builds, then discovers equations or tests. `help` lists the verbs.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
build=${SMNN_BUILD_DIR:-$root/build}
cache=${SMNN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/smnn}
archives=${SMNN_ARCHIVES:-}
jobs=${SMNN_JOBS:-$(env -u OMP_NUM_THREADS nproc 2>/dev/null || sysctl -n hw.ncpu)} # nproc would heed that variable

# shellcheck source=setup/common.sh
source "$here/setup/common.sh"
# shellcheck source=setup/packages.sh
source "$here/setup/packages.sh"
# shellcheck source=setup/archives.sh
source "$here/setup/archives.sh"
# shellcheck source=setup/third_party.sh
source "$here/setup/third_party.sh"

usage() {
  cat <<'TEXT'
usage: cmake/setup.sh VERB [ARGUMENTS]

  run  [ARGS]    install what is missing, build, then `build/smnn discover ARGS`
  test [ARGS]    install what is missing, build, then `ctest ARGS` in build/
  build          install what is missing and build
  deps           install the system packages and the third-party builds (OpenMP), print their prefixes
  cuda-deps      the same with Kokkos for CUDA (needs nvcc)
  prefix kokkos|kokkos-kernels|nanobind [openmp|cuda]
                 only this third-party build; prints its prefix (CMake calls this)
  help           this text

Environment:
  SMNN_CACHE       where third-party builds are kept   (default ~/.cache/smnn)
  SMNN_ARCHIVES    folder of source archives, used before any download: no network needed
  SMNN_BUILD_DIR   build folder                        (default build/)
  SMNN_JOBS        parallel jobs                       (default all cores)
  SMNN_CPU_ARCH    Kokkos' name of the CPU's architecture, for builds that other machines run (default NATIVE: this one's)
  SMNN_CUDA_ARCH   Kokkos name of the GPU architecture (default HOPPER90)
  SMNN_CMAKE_ARGS  further arguments for the CMake configure step
  CXX              C++ compiler                        (default c++)
TEXT
}

# Installs everything that a build for the backend (openmp or cuda) needs; prints the prefixes.
install_dependencies() {
  local package
  install_packages
  for package in kokkos kokkos-kernels; do
    third_party "$package" "$1"
    echo "$prefix"
  done
}

build_smnn() {
  local -a extra=()
  read -r -a extra <<<"${SMNN_CMAKE_ARGS:-}"
  install_packages
  say "configuring $build" # there CMake finds Kokkos, or has it built by our verb `prefix`
  cmake -S "$root" -B "$build" -G Ninja "-DSMNN_ARCHIVE_DIR=$archives" "${feature_switches[@]}" "${extra[@]}"
  say "building with $jobs jobs"
  cmake --build "$build" -j "$jobs"
}

# Open MPI refuses root (containers, CI) and more ranks than cores unless told otherwise.
allow_mpi_anywhere() {
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  export OMPI_MCA_rmaps_base_oversubscribe=1
}

# Idle threads sleep and move: we may share the cores. Who has them alone may set these otherwise.
share_cores() {
  export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive} OMP_PROC_BIND=${OMP_PROC_BIND:-false}
}

main() {
  local verb=${1:-help}
  shift || true
  case $verb in
    run)
      build_smnn
      say "running smnn discover"
      share_cores
      "$build/smnn" discover "$@"
      ;;
    test)
      build_smnn
      say "running the tests"
      allow_mpi_anywhere
      # Twice as many as cores: many wait, for other processes or files.
      ctest --test-dir "$build" --output-on-failure -j $((2 * jobs)) "$@"
      ;;
    build) build_smnn ;;
    deps) install_dependencies openmp ;;
    cuda-deps) install_dependencies cuda ;;
    prefix)
      third_party "${1:?which third-party build?}" "${2:-openmp}"
      echo "$prefix"
      ;;
    help | -h | --help) usage ;;
    *)
      usage >&2
      die "unknown verb '$verb'"
      ;;
  esac
}

main "$@"
