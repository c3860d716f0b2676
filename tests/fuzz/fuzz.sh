#!/usr/bin/env bash
# tests/fuzz/fuzz.sh BUILD_DIR SECONDS [TARGET...]: fuzzes every target that is built there, or those named, for so long each,
# two at a time, from their corpus. Fails, with the input that it takes, if one crashes, hangs, or wants too much memory.
# Inputs that are found go into BUILD_DIR/fuzz, where a later run goes on. SMNN_FUZZ_SEED makes a run start as another did.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($# >= 2)) || { sed -n 's/^# //p' "${BASH_SOURCE[0]}" >&2 && exit 2; }
build=$(cd "$1" && pwd)
seconds=$2
shift 2
targets=("$@")
if ((${#targets[@]} == 0)); then
  for program in "$build"/fuzz_*; do targets+=("${program##*/fuzz_}"); done
fi

work=$build/fuzz
mkdir -p "$work"
# What a target that crashes leaves there is gone with the folder.
TMPDIR=$(mktemp -d "$([[ -w /dev/shm ]] && echo /dev/shm || echo /tmp)/smnn_fuzz_XXXXXX")
trap 'rm -rf "$TMPDIR"' EXIT
export TMPDIR
export ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=10
export UBSAN_OPTIONS=print_stacktrace=1

fuzz_target() {
  local target=$1 found=$work/$1 started=$SECONDS
  local -a options=(-timeout=10 -rss_limit_mb=1024 -max_total_time="$seconds" -print_final_stats=1
    -seed="${SMNN_FUZZ_SEED:-0}"
    -artifact_prefix="$work/$target-")
  case $target in
    # A file takes a few hundred bytes of decisions, few of which do anything alone.
    hdf5 | kdv) options+=(-max_len=512 -len_control=0) ;;
    netcdf | sst) options+=(-max_len=2048 -len_control=0) ;; # either that, or a whole file
    *) options+=(-max_len=4096 -dict="$here/dictionaries/$target.dict") ;;
  esac
  mkdir -p "$found"
  if "$build/fuzz_$target" "${options[@]}" "$found" "$here/corpus/$target" >"$work/$target.log" 2>&1; then
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log") inputs in" \
      "$((SECONDS - started)) s, nothing found"
    return 0
  fi
  {
    echo "$target: FOUND"
    grep -vE '^#[0-9]+' "$work/$target.log" | tail -n 80
    sed -n "s|.*Test unit written to \(.*\)|reproduce: $build/fuzz_$target \1|p" "$work/$target.log"
  } >&2
  return 1
}

failed=0
running=0
for target in "${targets[@]}"; do
  if ((running == 2)); then
    wait -n || failed=1
    running=$((running - 1))
  fi
  fuzz_target "$target" &
  running=$((running + 1))
done
for (( ; running > 0; running--)); do wait -n || failed=1; done
exit "$failed"
