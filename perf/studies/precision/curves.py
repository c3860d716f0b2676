"""Curves of error against time, and what of them is cheapest at an error."""

import math
import statistics
from typing import NamedTuple


class Point(NamedTuple):
    error: float
    time: float  # microseconds per system over the whole interval
    row: dict


KEYS = ["contestant", "problem", "precision", "orders", "smoothness", "mode"]
MEASURES = ["forward_ns", "forward_adjoint_ns"]


def medians(rows):
    """One row per configuration: medians over the rounds."""
    groups = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in [*KEYS, "step", "tolerance"]), []).append(row)
    result = []
    for group in groups.values():
        row = dict(group[0], rounds=len(group))
        for measure in MEASURES:
            values = [other[measure] for other in group if other[measure] != ""]
            row[measure] = statistics.median(values) if values else ""
        result.append(row)
    return result


def curves(rows, measure):
    """{the values of KEYS: points by falling error}, without points that cost more than a more accurate one."""
    found = {}
    for row in rows:
        if row[measure] != "" and math.isfinite(row["error"]) and row["error"] > 0 and row["failed"] in (0, ""):
            time = row[measure] * row["points"] * 1e-3
            found.setdefault(tuple(row[key] for key in KEYS), []).append(Point(row["error"], time, row))
    return {key: front(points) for key, points in found.items()}


def front(points):
    kept = []
    for point in sorted(points, key=lambda p: p.error):  # most accurate first; the others must be cheaper
        if not kept or point.time < kept[-1].time:
            kept.append(point)
    return kept[::-1]


def time_at(points, error):
    """Microseconds, between measured points along the line in logarithms, and the step likewise; None if never so accurate."""
    if not points or points[-1].error > error:
        return None
    if points[0].error <= error:
        return points[0].time, points[0].row["step"]
    for left, right in zip(points, points[1:]):
        if right.error <= error:
            share = math.log(left.error / error) / math.log(left.error / right.error)
            between = [a ** (1 - share) * b**share for a, b in [(left.time, right.time), (left.row["step"], right.row["step"])]]
            return tuple(between)
    return None


def cheapest(all_curves, error, **wanted):
    """(time, step, key) of the cheapest of the curves that have the wanted values; None if there is none."""
    best = None
    for key, points in all_curves.items():
        if any(dict(zip(KEYS, key))[name] != value for name, value in wanted.items()):
            continue
        found = time_at(points, error)
        if found is not None and (best is None or found[0] < best[0]):
            best = (*found, dict(zip(KEYS, key)))
    return best
