# shellcheck shell=bash
# The system's packages: installed by apt where we may, otherwise named.

tool_packages=(g++ gfortran cmake ninja-build git ca-certificates curl xz-utils dpkg)
library_packages=(
  libopenmpi-dev openmpi-bin libhdf5-openmpi-dev libssl-dev libopenblas-dev
  libfftw3-dev libfftw3-mpi-dev libnetcdf-mpi-dev
  libgtest-dev libgmock-dev libbenchmark-dev libcli11-dev
  libboost-dev libtomlplusplus-dev nlohmann-json3-dev
)
plot_packages=(python3-numpy python3-matplotlib python3-h5py)
python_packages=(python3-dev python3-pip python3-pytest)

# CMake options that switch off what this machine cannot have; filled below.
feature_switches=()

missing_packages() {
  local package
  for package in "${tool_packages[@]}" "${library_packages[@]}" "${plot_packages[@]}" "${python_packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) == installed ]] ||
      echo "$package"
  done
}

# Prints the prefix that makes a command privileged; fails where we have no way to become root.
privilege() {
  if ((EUID == 0)); then
    echo env
  elif have sudo && sudo -n true 2>/dev/null; then
    echo sudo
  else
    return 1
  fi
}

apt_install() {
  local become
  become=$(privilege) || return 1
  local -a apt=("$become" DEBIAN_FRONTEND=noninteractive apt-get -q
    -o Acquire::http::Timeout=30 -o Acquire::Retries=2 -o DPkg::Lock::Timeout=300)
  make_scratch
  say "installing by apt: $*"
  if "${apt[@]}" update >"$scratch/log" 2>&1 &&
    "${apt[@]}" install -y --no-install-recommends "$@" >>"$scratch/log" 2>&1; then
    return 0
  fi
  tail -n 15 "$scratch/log" >&2
  return 1
}

# Fails, naming them, if tools are missing without which nothing can be built.
require_tools() {
  local tool
  local -a lacking=()
  for tool in "${CXX:-c++}" cmake ninja tar; do have "$tool" || lacking+=("$tool"); done
  ((${#lacking[@]} == 0)) || die "not found in PATH ($PATH): ${lacking[*]}"
}

# Where packages cannot be installed, a folder of archives allows a build of what is there.
switch_off_missing() {
  have mpicxx || feature_switches+=(-DSMNN_ENABLE_MPI=OFF)
  { { have h5pcc || have h5cc; } && has_library crypto && has_header_or_archive nlohmann/json.hpp nlohmann_json; } ||
    feature_switches+=(-DSMNN_ENABLE_HDF5=OFF)
  { has_header_or_archive CLI/CLI.hpp CLI11 && has_header_or_archive boost/numeric/odeint.hpp boost &&
    has_header_or_archive toml++/toml.h tomlplusplus && has_header_or_archive nlohmann/json.hpp nlohmann_json; } ||
    feature_switches+=(-DSMNN_ENABLE_DRIVERS=OFF)
  has_header_or_archive benchmark/benchmark.h benchmark || feature_switches+=(-DSMNN_ENABLE_PERF=OFF)
  has_library openblas || has_library lapack || feature_switches+=(-DSMNN_ENABLE_LAPACK=OFF)
  has_library fftw3 || feature_switches+=(-DSMNN_ENABLE_FFTW=OFF)
  has_library netcdf_mpi || has_library netcdf || feature_switches+=(-DSMNN_ENABLE_NETCDF=OFF)
  say "going on with what lies in $archives; switched off: ${feature_switches[*]:-nothing}"
}

has_library() { "${CXX:-c++}" -shared -o /dev/null -x c++ /dev/null "-l$1" 2>/dev/null; }

has_header_or_archive() {
  "${CXX:-c++}" -E -x c++ -include "$1" /dev/null >/dev/null 2>&1 || compgen -G "$archives/$2*" >/dev/null
}

explain_other_system() {
  cat >&2 <<TEXT
[smnn] This is not Debian or Ubuntu, so nothing is installed. smnn needs:
[smnn]   a C++20 compiler (g++ >= 11 or clang++ >= 14), cmake >= 3.25, ninja, git, curl, sha256sum
[smnn]   MPI, HDF5 (parallel if MPI is on), NetCDF on the same HDF5, OpenSSL, LAPACK, FFTW, GoogleTest,
[smnn]   Google Benchmark, CLI11, Boost (headers), toml++, nlohmann's JSON;
[smnn]   a Fortran compiler for the Fortran module; python3 with numpy and matplotlib for plots; its development
[smnn]   files, nanobind and pytest for the Python package.
[smnn] Looked in PATH: $PATH
[smnn] CMake looks in CMAKE_PREFIX_PATH: ${CMAKE_PREFIX_PATH:-(not set)}; SMNN_ENABLE_MPI=OFF,
[smnn] SMNN_ENABLE_HDF5=OFF and so on (README, options) do without.
TEXT
}

# Fails, saying what to do, where packages are missing that we may not install.
install_debian_packages() {
  local -a missing
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then
    say "all system packages are there"
    return 0
  fi
  if apt_install "${missing[@]}"; then return 0; fi
  say "could not install by apt (not root and no password-less sudo, or no network)."
  say "as root: apt-get install ${missing[*]}"
  say "going on: they may be there by other means (modules, Spack). CMake names what it lacks."
  return 1
}

install_packages() {
  if have apt-get && have dpkg-query; then
    if install_debian_packages; then return 0; fi
  else
    explain_other_system
  fi
  require_tools
  [[ -z $archives ]] || switch_off_missing
}
