# shellcheck shell=bash
# Finds third-party archives: local folder, cache, upstream release, the machine's own Debian archive.
# Nothing is used unless its sha256 or the archive's signature holds.

# The addresses of the Debian archives that this machine's apt is configured with.
debian_archive_uris() {
  have apt-get || return 0
  {
    # shellcheck disable=SC2016 # $(REPO_URI) is apt's own placeholder.
    apt-get indextargets 'Created-By: Packages' 'Origin: Debian' --format '$(REPO_URI)'
    # indextargets knows only lists that were downloaded; slim container images come without any.
    apt-get --print-uris update | sed -n "s:^'\\(.*\\)/dists/.*/InRelease'.*:\\1:p"
  } 2>/dev/null | sed 's:/*$::' | awk '!seen[$0]++' || true
}

has_sha256() { [[ $(sha256sum <"$1") == "$2  -" ]]; }

download() {
  local url=$1 target=$2
  # Short connection timeout: an unreachable upstream must fail fast, the next source may be there.
  curl --fail --silent --location --connect-timeout 10 --max-time 300 --speed-limit 1000 \
    --speed-time 20 --output "$target" "$url"
}

# find_archive SHA256 NAME[,NAME...] URL POOL_PATH
# Leaves the path of the verified archive in `archive`; fails if no source has it. URL is upstream's,
# POOL_PATH the place in a Debian archive; either may be empty.
find_archive() {
  local sha=$1 url=$3 pool_path=$4 name uri
  local -a names
  IFS=, read -r -a names <<<"$2"
  if [[ -n $archives ]]; then
    for name in "${names[@]}"; do
      archive=$archives/$name
      [[ -f $archive ]] || continue
      has_sha256 "$archive" "$sha" || die "$archive: sha256 is $(sha256sum <"$archive"), expected $sha"
      say "using $archive"
      return 0
    done
  fi
  archive=$cache/downloads/$sha-${names[0]}
  if [[ -f $archive ]] && has_sha256 "$archive" "$sha"; then return 0; fi
  have curl || { say "curl is missing: nothing can be downloaded" && return 1; }
  local -a urls=(${url:+"$url"})
  if [[ -n $pool_path ]]; then
    while read -r uri; do urls+=("$uri/$pool_path"); done < <(debian_archive_uris)
  fi
  make_scratch
  for url in "${urls[@]}"; do
    say "downloading ${url##*/}"
    download "$url" "$scratch/file" || { say "  not reachable there" && continue; }
    has_sha256 "$scratch/file" "$sha" || { say "  refused: wrong sha256" && continue; }
    mkdir -p "$cache/downloads"
    mv "$scratch/file" "$archive"
    return 0
  done
  return 1
}

# find_debian_package PACKAGE SUITE
# Leaves the path of a .deb of the given suite in `archive`. A private apt configuration lets apt check
# the archive's signature while the system's own sources stay as they are.
find_debian_package() {
  local package=$1 suite=$2 file uri
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  have apt-get && [[ -f $keyring ]] || return 1
  make_scratch
  mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial"
  # No sandbox user: _apt may not enter the cache of whoever runs this.
  local -a apt=(apt-get -q -o Dir::Etc::SourceList="$scratch/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::State::Lists="$scratch/lists" -o Dir::Cache="$scratch/cache" -o APT::Sandbox::User=
    -o Acquire::http::Timeout=20 -o Acquire::AllowInsecureRepositories=false)
  while read -r uri; do
    say "asking the Debian archive ($suite) for $package"
    echo "deb [signed-by=$keyring] $uri $suite main" >"$scratch/sources.list"
    (cd "$scratch" && "${apt[@]}" update && "${apt[@]}" download "$package") >"$scratch/log" 2>&1 || {
      grep '^[EW]:' "$scratch/log" >&2 || true
      continue
    }
    for file in "$scratch/$package"_*.deb; do
      archive=$file
      return 0
    done
  done < <(debian_archive_uris)
  return 1
}
