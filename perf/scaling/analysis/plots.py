"""Pictures of measurements and predictions."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from analysis.prediction import spaced
from analysis.tables import MIDDLE_PART, efficiency_samples, keyed, phase_seconds

COLOURS = {
    "factor": "#1f77b4", "eliminate": "#7fb3d8", "substitute": "#2ca02c", "gradients": "#9467bd", "separators": "#e377c2",
    "agreement": "#bcbd22", "exchange": "#d62728", "other": "#7f7f7f", "serial solver": "#c7c7c7",
}

WORDS = {"weak": "weak", "strong": "strong", "beside": "side by side, uncut"}


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, dpi=90)
    plt.close(figure)


def efficiency_of(groups, axis):
    """{(study, case): [(ranks, quartiles)]}"""
    lines = {}
    for key in groups:
        samples = efficiency_samples(groups, key)
        if key[1] == axis and samples.size:
            lines.setdefault((key[0], key[2]), []).append((key[3], np.percentile(samples, [25, 50, 75])))
    return {name: sorted(points, key=lambda point: point[0]) for name, points in lines.items()}


def efficiency_bars(ax, lines, cases):
    """Of two numbers of ranks: one efficiency a line."""
    studies = [study for study in WORDS if any(study == key[0] for key in lines)]
    for i, study in enumerate(studies):
        found = [(place, lines[study, case][-1][1]) for place, case in enumerate(cases) if (study, case) in lines]
        places, quartiles = zip(*found)
        low, middle, high = 100 * np.array(quartiles).T
        ax.bar(np.array(places) + 0.27 * i, middle, 0.25, yerr=[middle - low, high - middle], capsize=2, label=WORDS[study])
    ax.set_xticks(np.arange(len(cases)) + 0.27 * (len(studies) - 1) / 2, cases, fontsize=8)


def efficiency_lines(ax, lines, cases):
    styles = {"weak": "o-", "strong": "s--", "beside": "^:"}
    for (study, case), points in sorted(lines.items()):
        ranks, quartiles = zip(*[(1, np.ones(3)), *points])
        low, middle, high = 100 * np.array(quartiles).T
        ax.errorbar(ranks, middle, [middle - low, high - middle], fmt=styles[study], capsize=3, markersize=4, linewidth=1,
                    color=f"C{cases.index(case)}", label=f"{WORDS[study]}, {case}")
    ax.set_xscale("log", base=2)
    ax.set_xlabel("ranks")


def efficiency(rows, path):
    """Against one rank: quartiles of the rounds; over the number of ranks if there are more than two of them."""
    groups = keyed(rows)
    cases = sorted({key[2] for key in groups})
    is_short = len({key[3] for key in groups if key[0] not in MIDDLE_PART}) <= 2
    figure, axes = plt.subplots(1, 2, figsize=(10, 3.8), sharey=True)
    for ax, axis, target in zip(axes, ("batch", "time"), (95, 85)):
        (efficiency_bars if is_short else efficiency_lines)(ax, efficiency_of(groups, axis), cases)
        ax.axhline(target, color="black", linewidth=0.8, linestyle=":")
        ax.set_title(f"cut along {axis} (dotted: target of weak scaling, {target} %)", fontsize=9)
        ax.legend(fontsize=7, loc="lower right")
    axes[0].set(ylabel="efficiency, %", ylim=(0, 110))
    save(figure, path)


def phases(rows, path):
    """Of weak scaling over time: alone, side by side, cut."""
    groups = keyed(rows)
    cases = sorted({key[2] for key in groups if key[1] == "time" and key[0] == "weak"})
    figure, axes = plt.subplots(1, len(cases), figsize=(2.4 * len(cases), 3.6), squeeze=False)
    seen = {}
    for ax, case in zip(axes[0], cases):
        bars = [key for key in groups if key[1:3] == ("time", case) and key[0] in ("weak", "beside")]
        bars.sort(key=lambda key: (key[3], key[0] == "weak"))
        for place, key in enumerate(bars):
            bottom = 0.0
            for name, seconds in phase_seconds(groups[key]).items():
                seen[name] = ax.bar(place, 1e3 * seconds, bottom=bottom, color=COLOURS[name], width=0.7)
                bottom += 1e3 * seconds
        names = {"weak": "cut", "beside": "uncut"}
        ax.set_xticks(range(len(bars)), [str(k[3]) if k[3] == 1 else f"{k[3]}\n{names[k[0]]}" for k in bars], fontsize=7)
        ax.set_title(case, fontsize=9)
    axes[0][0].set_ylabel("ms, mean over ranks")
    order = [name for name in COLOURS if name in seen]
    figure.legend([seen[name] for name in order], order, ncols=len(order), fontsize=7, loc="upper center")
    figure.supxlabel("ranks, the same work on each", fontsize=8)
    figure.tight_layout(rect=(0, 0, 1, 0.93))
    figure.savefig(path, dpi=90)
    plt.close(figure)


def prediction(strong, gains, path):
    """`strong`: {problem: {"batch only": [(ranks, seconds)], ...}}; `gains`: {T: [(systems per GPU, gain)]}."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    styles = {"batch only": "--", "time only": ":", "best grid": "-"}
    for colour, (problem, curves) in enumerate(strong.items()):
        for name, points in curves.items():
            label = problem if name == "best grid" else name if colour == 0 else None
            left.loglog(*zip(*points), styles[name], color=f"C{colour}", label=label)
    left.set(xlabel="GPUs", ylabel="forward solve, s", title="predicted, n = 3, one correction")
    left.legend(fontsize=7)
    for points, curve in gains.items():
        right.loglog(*zip(*curve), label=f"T = {spaced(points)}")
    right.set(xlabel="systems per GPU", ylabel="gain of the best grid over batch only", title="10 000 GPUs")
    right.legend(fontsize=7)
    save(figure, path)
