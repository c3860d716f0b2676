"""A peer answers requests until its input ends, so that it takes turns with other programs without starting, and compiling, anew.

A request is a line of JSON: problem, systems, length, step, tolerance (0: fixed steps), precision (double or float), gradient (bool),
repetitions. The answer is one, too: points, error, forward_ns and, with gradient, forward_adjoint_ns (null else), medians per time
point and system; with --cpu-time in the command line those are CPU times.
"""

import json
import statistics
import sys
import time


def median_seconds(action, repetitions):
    """Of calls that return when all is done, after one that is not counted (it compiles)."""
    action()
    clock = time.process_time if "--cpu-time" in sys.argv else time.perf_counter
    times = []
    for _ in range(repetitions):
        start = clock()
        action()
        times.append(clock() - start)
    return statistics.median(times)


def serve(measure):
    """measure(request) returns points, error, seconds forward, seconds forward and adjoint or None."""
    for line in sys.stdin:
        request = json.loads(line)
        points, error, forward, both = measure(request)
        scale = 1e9 / (points * request["systems"])
        answer = {"points": points, "error": error, "forward_ns": forward * scale,
                  "forward_adjoint_ns": None if both is None else both * scale}
        print(json.dumps(answer), flush=True)
