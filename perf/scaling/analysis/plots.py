"""Pictures of measurements and predictions."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from analysis.tables import MIDDLE_PART, efficiency_samples, keyed, phase_seconds

COLOURS = {
    "factor": "#1f77b4", "eliminate": "#7fb3d8", "substitute": "#2ca02c", "gradients": "#9467bd", "separators": "#e377c2",
    "agreement": "#bcbd22", "exchange": "#d62728", "other": "#7f7f7f", "serial solver": "#c7c7c7",
}


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, dpi=90)
    plt.close(figure)


def efficiency(rows, path):
    """Against the number of ranks; bars are the quartiles of the rounds."""
    groups = keyed(rows)
    figure, axes = plt.subplots(1, 2, figsize=(10, 3.8), sharey=True)
    styles = {"weak": "o-", "strong": "s--", "beside": "^:"}
    for ax, axis in zip(axes, ("batch", "time")):
        lines = {}
        for (study, at, case, ranks), _ in groups.items():
            samples = efficiency_samples(groups, (study, at, case, ranks))
            if at == axis and samples.size:
                lines.setdefault((study, case), [(1, (1.0, 1.0, 1.0))]).append((ranks, np.percentile(samples, [25, 50, 75])))
        cases = sorted({case for _, case in lines})
        for (study, case), points in sorted(lines.items()):
            points.sort(key=lambda point: point[0])
            ranks = np.array([point[0] for point in points])
            low, middle, high = np.array([point[1] for point in points]).T
            label = f"{study if study != 'beside' else 'side by side, uncut'}, {case}"
            ax.errorbar(ranks, 100 * middle, 100 * np.array([middle - low, high - middle]), fmt=styles[study], capsize=3,
                        color=f"C{cases.index(case)}", label=label, markersize=4, linewidth=1)
        ax.axhline(95 if axis == "batch" else 85, color="black", linewidth=0.8, linestyle=":")
        ax.set_xscale("log", base=2)
        all_ranks = sorted({key[3] for key in groups if key[0] not in MIDDLE_PART})
        ax.set_xticks(all_ranks, [str(r) for r in all_ranks])
        ax.set(xlabel="ranks", title=f"cut along {axis}" + (" (dotted: target)" if axis == "time" else ""))
        ax.legend(fontsize=6)
    axes[0].set_ylabel("efficiency, %")
    axes[0].set_ylim(bottom=0)
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
        right.loglog(*zip(*curve), label=f"T = {points:,}".replace(",", " "))
    right.set(xlabel="systems per GPU", ylabel="gain of the best grid over batch only", title="10 000 GPUs")
    right.legend(fontsize=7)
    save(figure, path)
