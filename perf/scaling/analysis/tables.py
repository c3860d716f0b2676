"""Markdown tables of measurements."""

import numpy as np

PHASES = {  # in words: columns of the benchmark, summed
    "factor": ["factor_part"],
    "eliminate": ["eliminate_part"],
    "substitute": ["substitute_part"],
    "gradients": ["gradients_part"],
    "separators": ["factor_separators", "solve_separators"],
    "agreement": ["agree"],
    "exchange": ["exchange"],
}
MIDDLE_PART = ("between", "flushed")  # studies that are no scaling
LEAST = {("weak", "batch"): 0.95, ("weak", "time"): 0.85}  # the targets, from 1 to 2 ranks


def keyed(rows):
    """{(study, axis, case, ranks): {round: row}}"""
    result = {}
    for row in rows:
        result.setdefault((*row["label"].split("/"), row["ranks"]), {})[row["round"]] = row
    return result


def median_seconds(rounds):
    return float(np.median([row["seconds"] for row in rounds.values()]))


def rounds_of_both(first, second):
    """Pairs of rows of the same round, or of the medians where jobs have no rounds in common."""
    common = sorted(first.keys() & second.keys())
    return [(first[i]["seconds"], second[i]["seconds"]) for i in common]


def efficiency_samples(groups, key):
    """Of every round; empty without one rank to compare with. "beside" is weak scaling of what is not cut."""
    study, axis, case, ranks = key
    alone = groups.get(("weak", axis, case, 1))
    if alone is None or ranks == 1 or study in MIDDLE_PART:
        return np.array([])
    share = ranks if study == "strong" else 1
    return np.array([one / (share * many) for one, many in rounds_of_both(alone, groups[key])])


def markdown(heading, lines):
    text = ["| " + " | ".join(heading) + " |", "| " + " | ".join("---" for _ in heading) + " |"]
    return "\n".join(text + ["| " + " | ".join(line) + " |" for line in lines]) + "\n"


def percent(samples):
    low, middle, high = np.percentile(samples, [25, 50, 75])
    return f"{100 * middle:.1f} % ({100 * low:.0f} .. {100 * high:.0f})"


def efficiencies(rows):
    groups = keyed(rows)
    lines = []
    for key in sorted(groups, key=lambda k: (k[1], k[2], k[0] != "weak", k[0], k[3])):
        study, axis, case, ranks = key
        if study in MIDDLE_PART:
            continue
        row = next(iter(groups[key].values()))
        samples = efficiency_samples(groups, key)
        least = LEAST.get((study, axis)) if ranks == 2 else None
        target = "" if least is None else f"{100 * least:.0f} %"
        steps = row["systems"] * row["points"]
        lines.append([axis if study != "beside" else "nothing (2 problems side by side)", study if ranks > 1 else "", case,
                      str(ranks), f"{row['systems']} x {row['points']}", str(row["corrections"]),
                      f"{1e3 * median_seconds(groups[key]):.2f}", f"{1e9 * median_seconds(groups[key]) / steps:.2f}",
                      percent(samples) if samples.size else "", target])
    return markdown(["cut along", "scaling", "case", "ranks", "B x T of all", "corrections", "ms", "ns per step and system",
                     "efficiency (quartiles)", "target"], lines)


def phase_seconds(rounds):
    """Medians over the rounds, on average over the ranks; what is in no phase is "other", or the serial solver."""
    result = {name: float(np.median([sum(row[column] for column in columns) for row in rounds.values()]))
              for name, columns in PHASES.items()}
    rest = max(0.0, median_seconds(rounds) - sum(result.values()))
    is_cut = next(iter(rounds.values()))["grid_time"] > 1
    result["other" if is_cut else "serial solver"] = rest
    return result


def phases(rows):
    groups = keyed(rows)
    names = [*PHASES, "other", "serial solver"]
    lines = []
    for key in sorted(groups, key=lambda k: (k[1], k[2], k[3], k[0])):
        study, axis, case, ranks = key
        if axis != "time" or study in (*MIDDLE_PART, "strong"):
            continue
        seconds = phase_seconds(groups[key])
        lines.append([case, str(ranks), "cut in time" if study == "weak" and ranks > 1 else "not cut"]
                     + [f"{1e3 * seconds[name]:.2f}" if seconds.get(name) else "" for name in names])
    return markdown(["case", "ranks", "", *[f"{name}, ms" for name in names]], lines)
