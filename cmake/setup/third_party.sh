# shellcheck shell=bash
# The third-party builds, Kokkos, the Kokkos Kernels headers and nanobind, kept in the cache under the hash of
# their recipe: a second checkout finds them, a changed recipe or machine never reuses an old build.

kokkos_version=5.0.2
kokkos_sha256=188817bb452ca805ee8701f1c5adbbb4fb83dc8d1c50624566a18a719ba0fa5e
kernels_sha256=7c7af2c3659ecc620cc7b7016876330d9f288e8c6fd7b70b70907687df823b43
kernels_deb=libtrilinos-kokkos-kernels-dev_17.0.0+dfsg-5_amd64.deb # headers: any architecture's will do
kernels_deb_sha256=11a645e2b3468aafc62e021dd5e06559841f2a6ef6725265dbfa6bb1fd7fbb9b
upstream=https://github.com/kokkos
nanobind_version=3.1.0
nanobind_sha256=96984dbe8154ffb86e653b1b60aaeed6985c710c5e75ad0279eb87943c66292d

# Everything outside the recipe that decides what a build contains.
machine_description() {
  local backend=$1 compiler=${CXX:-c++} native=-march=native
  [[ $(uname -m) == x86_64 ]] || native=-mcpu=native
  "$compiler" --version | head -n 1
  # What "native" means on this CPU: a cache on a shared file system may serve several kinds.
  "$compiler" $native -Q --help=target 2>/dev/null || "$compiler" $native -### -E -x c++ /dev/null 2>&1
  [[ $backend != cuda ]] || nvcc --version
}

# Beside a GPU the host's work is OpenMP's alone: every execution space has the solvers compiled for it, and nvcc is slow.
kokkos_options() {
  local serial=ON
  [[ $1 != cuda ]] || serial=OFF
  printf '%s\n' -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_STANDARD=20 -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
    -DKokkos_ENABLE_SERIAL=$serial -DKokkos_ENABLE_OPENMP=ON "-DKokkos_ARCH_${SMNN_CPU_ARCH:-NATIVE}=ON"
  [[ $1 != cuda ]] || printf '%s\n' -DKokkos_ENABLE_CUDA=ON "-DKokkos_ARCH_${SMNN_CUDA_ARCH:-HOPPER90}=ON"
}

# cached NAME KEY COMMAND...: leaves the prefix of the finished build in `prefix`; if the cache has
# none, makes it with `COMMAND... PREFIX SCRATCH`.
cached() {
  local name=$1 key=$2 work
  prefix=$cache/$name-$key
  [[ ! -d $prefix ]] || return 0
  shift 2
  make_scratch
  work=$scratch
  say "building $name into $prefix"
  mkdir "$work/prefix"
  "$@" "$work/prefix" "$work"
  forget_scratch "$work"
  # Someone else may have finished the same build meanwhile; theirs is as good.
  mv -T "$work/prefix" "$prefix" 2>/dev/null || [[ -d $prefix ]] || die "cannot create $prefix"
}

# Installed package files name the folders that they were built in; let them name the final prefix.
forget_scratch() {
  local file
  [[ -d $1/prefix/lib/cmake ]] || return 0
  while read -r file; do
    sed -i -e "s:$1/prefix:$prefix:g" -e "s:$1/[^/\"]*/bin/:$prefix/bin/:g" "$file"
  done < <(grep -rlF "$1" "$1/prefix/lib/cmake")
}

short_hash() { sha256sum | cut -c 1-16; }

build_kokkos() {
  local backend=$1 target=$2 work=$3
  local -a options
  find_archive "$kokkos_sha256" "kokkos-$kokkos_version.tar.gz,kokkos_$kokkos_version.orig.tar.gz" \
    "$upstream/kokkos/releases/download/$kokkos_version/kokkos-$kokkos_version.tar.gz" \
    "pool/main/k/kokkos/kokkos_$kokkos_version.orig.tar.gz" ||
    die "no source for Kokkos $kokkos_version: not in SMNN_ARCHIVES (${archives:-not set}), the upstream" \
      "release, or the Debian archive. Set Kokkos_ROOT to an installed Kokkos 5, or SMNN_ARCHIVES."
  tar -xzf "$archive" -C "$work"
  local source=$work/kokkos-$kokkos_version compiler
  compiler=$(command -v "${CXX:-c++}")
  mapfile -t options < <(kokkos_options "$backend")
  if [[ $backend == cuda ]]; then
    export NVCC_WRAPPER_DEFAULT_COMPILER=$compiler
    compiler=$source/bin/nvcc_wrapper
  fi
  quietly "$work/configure.log" cmake -S "$source" -B "$work/build" -G Ninja \
    -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_INSTALL_PREFIX="$target" -DCMAKE_INSTALL_LIBDIR=lib "${options[@]}"
  quietly "$work/build.log" cmake --build "$work/build" -j "$jobs"
  quietly "$work/install.log" cmake --install "$work/build"
}

# Kokkos Kernels is used by its headers alone, wherever they come from: nothing precompiled and no
# vendor library, so that every machine runs the same code.
build_kokkos_kernels() {
  local target=$1 work=$2 include=$1/include/kokkos-kernels
  mkdir -p "$include"
  local release=kokkos-kernels-$kokkos_version
  # What lies in the local folder comes before any download.
  if [[ ! -f $archives/$kernels_deb ]] && find_archive "$kernels_sha256" "$release.tar.gz" \
    "$upstream/kokkos-kernels/releases/download/$kokkos_version/$release.tar.gz" ""; then
    tar -xzf "$archive" -C "$work"
    headers_from_source "$work/$release" "$include"
  elif find_archive "$kernels_deb_sha256" "$kernels_deb" "" "pool/main/t/trilinos/$kernels_deb" ||
    find_debian_package libtrilinos-kokkos-kernels-dev experimental; then
    unpack_deb "$archive" "$work/deb"
    cp -R "$work/deb/usr/include/trilinos/." "$include"
  else
    die "no source for the Kokkos Kernels $kokkos_version headers: not in SMNN_ARCHIVES (${archives:-not set}), the" \
      "upstream release, or the Debian archive. Set KokkosKernels_ROOT to an installed one, or SMNN_ARCHIVES."
  fi
  sed -i -E '/^#define KOKKOSKERNELS_(INST_|ENABLE_TPL_|TEST_ETI_ONLY)/d' "$include/KokkosKernels_config.h"
  # Lists of the instances that the packager's library holds: ours is not there to be linked.
  sed -i -E '/^KOKKOS[A-Z0-9_]*\(/d' "$include"/generated_specializations_hpp/*.hpp
  write_kernels_package "$target/lib/cmake/KokkosKernels"
}

unpack_deb() {
  mkdir -p "$2"
  if have dpkg; then dpkg -x "$1" "$2"; else ar p "$1" data.tar.xz | tar -xJ -C "$2"; fi
}

# Gathers the headers of a source tree the way its own install step does, with every list of
# precompiled instances empty and every optional library absent.
headers_from_source() {
  local source=$1 include=$2 file part
  mkdir -p "$include/generated_specializations_hpp"
  for part in common batched blas lapack graph sparse ode; do
    find "$source/$part" -name '*.hpp' ! -path '*test*' -exec cp -t "$include" {} +
    while read -r file; do
      sed 's/@[A-Z0-9_]*@//' "$file" >"$include/generated_specializations_hpp/$(basename "${file%.in}")"
    done < <(find "$source/$part" -path '*/generated_specializations_hpp/*.hpp.in')
  done
  local -a version
  IFS=. read -r -a version <<<"$kokkos_version"
  sed -E -e 's/^#cmakedefine (KOKKOSKERNELS_ENABLE_COMPONENT_.*)/#define \1/' -e '/^#cmakedefine/d' \
    -e 's/@F77_BLAS_MANGLE@/(name,NAME) name ## _/' \
    -e "s/@KOKKOSKERNELS_VERSION@/$((version[0] * 10000 + version[1] * 100 + version[2]))/" \
    -e "s/@KOKKOSKERNELS_VERSION_MAJOR@/${version[0]}/" -e "s/@KOKKOSKERNELS_VERSION_MINOR@/${version[1]}/" \
    -e "s/@KOKKOSKERNELS_VERSION_PATCH@/${version[2]}/" \
    "$source/cmake/KokkosKernels_config.h.in" >"$include/KokkosKernels_config.h"
}

write_kernels_package() {
  mkdir -p "$1"
  cat >"$1/KokkosKernelsConfig.cmake" <<'CMAKE'
# Kokkos Kernels by its headers alone (written by smnn's cmake/setup.sh).
include(CMakeFindDependencyMacro)
find_dependency(Kokkos)
if(NOT TARGET Kokkos::kokkoskernels)
  add_library(Kokkos::kokkoskernels INTERFACE IMPORTED)
  set_target_properties(Kokkos::kokkoskernels PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${CMAKE_CURRENT_LIST_DIR}/../../../include/kokkos-kernels"
    INTERFACE_LINK_LIBRARIES Kokkos::kokkos)
endif()
set(KokkosKernels_HEADER_ONLY ON)
CMAKE
  cat >"$1/KokkosKernelsConfigVersion.cmake" <<CMAKE
set(PACKAGE_VERSION "$kokkos_version")
if(PACKAGE_FIND_VERSION_MAJOR EQUAL 5 AND NOT PACKAGE_FIND_VERSION VERSION_GREATER PACKAGE_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
CMAKE
}

# Sources and CMake package of the binding library of the Python package: one wheel, for any Python.
build_nanobind() {
  local target=$1 work=$2
  local -a from=()
  [[ -z $archives || ! -f $archives/nanobind-$nanobind_version-py3-none-any.whl ]] ||
    from=(--no-index --find-links "$archives")
  echo "nanobind==$nanobind_version --hash=sha256:$nanobind_sha256" >"$work/requirements.txt"
  quietly "$work/pip.log" python3 -m pip install --disable-pip-version-check --timeout 10 --retries 1 --no-deps \
    --only-binary :all: --require-hashes "${from[@]}" --target "$target" --requirement "$work/requirements.txt"
}

# third_party PACKAGE BACKEND: leaves the prefix of that build in `prefix`.
third_party() {
  local package=$1 backend=$2 key
  case $backend in
    openmp) ;;
    cuda) have nvcc || die "nvcc not found in PATH ($PATH): install the CUDA toolkit (tried with 13.0)" ;;
    *) die "unknown backend '$backend': expected openmp or cuda" ;;
  esac
  case $package in
    kokkos)
      key=$({
        declare -f build_kokkos
        kokkos_options "$backend"
        echo "$kokkos_version $kokkos_sha256"
        machine_description "$backend"
      } | short_hash)
      cached "kokkos-$kokkos_version-$backend" "$key" build_kokkos "$backend"
      ;;
    kokkos-kernels)
      key=$({
        declare -f build_kokkos_kernels unpack_deb headers_from_source write_kernels_package
        echo "$kokkos_version $kernels_sha256 $kernels_deb_sha256"
      } | short_hash)
      cached "kokkos-kernels-$kokkos_version" "$key" build_kokkos_kernels
      ;;
    nanobind)
      key=$({
        declare -f build_nanobind
        echo "$nanobind_version $nanobind_sha256"
      } | short_hash)
      cached "nanobind-$nanobind_version" "$key" build_nanobind
      ;;
    *) die "unknown package '$package': expected kokkos, kokkos-kernels or nanobind" ;;
  esac
}
