#!/usr/bin/env bash
# interrupt_and_resume.sh SIGNAL COUNT SEED PROGRAM SUBCOMMAND [ARGUMENT...]
#
# Sends the signal to a training at random moments, resumes it until it ends, begins anew, until it was
# interrupted so often. Fails unless every one that ends leaves the same bits as one that never was.
# The environment variable SMNN_TEST_INTERRUPTIONS overrides COUNT.
set -euo pipefail

signal=$1
count=${SMNN_TEST_INTERRUPTIONS:-$2}
RANDOM=$3
shift 3
command=("$@" --checkpoint-epochs 1 --quiet)

work=$(mktemp -d "${TMPDIR:-/tmp}/smnn_interrupt_XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() {
  echo "failed: $*" >&2
  exit 1
}

# Every number of a run but its times: the results file, and the curve without its column of seconds.
fingerprint() {
  local run=$1
  cat "$run/results"
  cut -d, -f1,3- "$run/history.csv"
}

# start RUN SECONDS: the training of that folder, from its last checkpoint if there is one.
start() {
  local run=$1 seconds=$2
  local -a resume=()
  if compgen -G "$run/checkpoints/step-*" >/dev/null; then resume=(--resume latest); fi
  # What MPI leaves behind when its process is killed. A folder a start: the daemon of the last one may be tidying its own.
  TMPDIR=$(mktemp -d "$work/tmp_XXXXXX")
  export TMPDIR
  # In the foreground: else timeout signals its group, too, and the second signal ends the program at once.
  timeout --foreground -s "$signal" "$seconds" "${command[@]}" "$results_option" "$run/results" --history "$run/history.csv" \
    --checkpoint "$run/checkpoints" "${resume[@]}" >"$run/log" 2>&1
}

case $2 in
discover) results_option=--json ;;
*) results_option=--csv ;;
esac

mkdir "$work/whole"
before=$(date +%s%N)
start "$work/whole" 600 || { cat "$work/whole/log" && fail "the run that is not interrupted"; }
microseconds=$((($(date +%s%N) - before) / 1000))
fingerprint "$work/whole" >"$work/expected"
[[ -s $work/whole/results ]] || fail "no results"

interrupted=0 in_a_save=0 ended=0
while ((interrupted < count)) || ((ended == 0)); do
  run=$work/run-$ended
  mkdir "$run"
  for ((starts = 1; ; ++starts)); do
    ((starts <= 1000)) || fail "no progress in 1000 starts"
    # 0.1 to 0.6 of the time of a whole run (RANDOM has 15 bits), and more after many starts: on a machine
    # that has become busy, all of it might go into starting the program.
    delay=$((microseconds / 10 + microseconds * RANDOM / 65536 + microseconds * starts / 50))
    ((interrupted < count)) || delay=600000000
    status=0
    start "$run" "$((delay / 1000000)).$(printf %06d $((delay % 1000000)))" 2>/dev/null || status=$?
    if ((status == 0)); then
      # Ended before it could be interrupted: the machine has become faster.
      if ((starts == 1)); then microseconds=$((microseconds * 4 / 5)); fi
      break
    fi
    # 137: killed; 124: another signal was sent.
    ((status == 137 || status == 124)) || { cat "$run/log" && fail "exit code $status"; }
    interrupted=$((interrupted + 1))
    if compgen -G "$run/checkpoints/.draft-*" >/dev/null; then
      in_a_save=$((in_a_save + 1))
      [[ $signal == KILL ]] || fail "SIG$signal has left half a checkpoint"
    fi
  done
  fingerprint "$run" | cmp - "$work/expected" || fail "run $ended differs after $starts starts"
  kept=("$run"/checkpoints/step-*)
  ((${#kept[@]} == 2)) || fail "kept ${#kept[@]} checkpoints, expected 2: ${kept[*]}"
  ! compgen -G "$run/checkpoints/.draft-*" >/dev/null || fail "a draft was left behind"
  rm -rf "$run"
  ended=$((ended + 1))
done
echo "$interrupted times $signal, $in_a_save of them left half a checkpoint; $ended runs ended as the one without"
