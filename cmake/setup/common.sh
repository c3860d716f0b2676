# shellcheck shell=bash
# Messages and temporary folders for setup.sh. All messages go to stderr: stdout carries results.

say() { printf '[smnn] %s\n' "$*" >&2; }

die() {
  printf '[smnn] error: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a noisy command with its output in a log that is shown only when the command fails.
quietly() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    die "failed: $* (end of its output above)"
  }
}

# Folders to remove on exit, whatever happens: half a build must never stay behind.
scratch_folders=()
remove_scratch() {
  local folder
  for folder in "${scratch_folders[@]}"; do rm -rf "$folder"; done
}
trap remove_scratch EXIT

# Makes a scratch folder inside the cache, so that results move into place by an atomic rename;
# leaves its path in `scratch`.
make_scratch() {
  mkdir -p "$cache"
  scratch=$(mktemp -d "$cache/tmp.XXXXXXXX")
  scratch_folders+=("$scratch")
}
