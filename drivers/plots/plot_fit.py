#!/usr/bin/env python3
"""Draws what `smnn fit --csv` wrote: data and fitted curves, derivatives, the learned ODEs' coefficients and steps.

usage: plot_fit.py INPUT.csv PICTURE

INPUT.csv has a column time and for every series x: x (data), x_fit, and if known x_truth, x_d1, x_d2, ...
(derivatives), x_c0, x_c1, ... (coefficients) and x_step. It may be a folder with a fit.csv. Exit code 3 if matplotlib
is missing.
"""

import csv
import math
from pathlib import Path

from figure import FAINT, GRID, INK, plt, run, style
from matplotlib.ticker import MaxNLocator

DATA, FIT = "#8a97a3", "#0072b2"
# Okabe and Ito's colours, which stay apart for colour-blind eyes.
DERIVATIVE, COEFFICIENT, STEP = "#d55e00", "#009e73", "#cc79a7"
MOST_SERIES = 4
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def read(path):
    """Columns by name; nothing is NaN."""
    path = Path(path)
    path = path / "fit.csv" if path.is_dir() else path
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if len(rows) < 3:
        raise ValueError(f"'{path}' has {max(len(rows) - 1, 0)} rows, expected at least 2 below a header")
    columns = {name: [] for name in rows[0]}
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise ValueError(f"'{path}', line {line}: has {len(row)} fields, expected {len(rows[0])}")
        for name, field in zip(rows[0], row):
            try:
                columns[name].append(float(field) if field else math.nan)
            except ValueError:
                raise ValueError(f"'{path}', line {line}, column '{name}': is '{field}', expected a number") from None
    if "time" not in columns or not series_names(columns):
        raise ValueError(f"'{path}': expected the columns time, NAME and NAME_fit, got {', '.join(columns)}")
    return columns


def series_names(columns):
    return [name for name in columns if name + "_fit" in columns]


def line_width(points):
    """Thin enough for many points."""
    return max(0.5, min(1.6, 0.4 + 400 / points))


def finite(values):
    return [value for value in values if math.isfinite(value)]


def quality(data, fit, truth):
    """R², and how far the fit is from the truth if that is known."""
    mean = sum(data) / len(data)
    variation = sum((value - mean) ** 2 for value in data)
    squares = sum((f - d) ** 2 for f, d in zip(fit, data))
    text = f"R² = {1 - squares / variation:.3f}" if variation > 0 else ""
    if truth:
        distance = math.sqrt(sum((f - t) ** 2 for f, t in zip(fit, truth)) / len(truth))
        text += f",  rms to truth {distance:.2g}"
    return text


def robust_limits(axes, values):
    """A few outliers (ends of noisy curves) shall not flatten all the rest; they are cut, and it is said."""
    values = sorted(finite(values))
    if len(values) < 20:
        return
    low, high = values[len(values) // 100], values[-1 - len(values) // 100]
    margin = 0.6 * (high - low) or 1
    if values[0] < low - 3 * margin or values[-1] > high + 3 * margin:
        axes.set_ylim(low - margin, high + margin)
        axes.annotate("outliers cut", (0.995, 0.04), xycoords="axes fraction", ha="right", va="bottom", fontsize=7,
                      color=INK, bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none"})


def draw_data(axes, name, columns):
    time, data, fit, truth = (columns.get(key, []) for key in ("time", name, name + "_fit", name + "_truth"))
    size = max(1.6, min(4.0, 60 / math.sqrt(len(time))))
    axes.plot(time, data, "o", color=DATA, markersize=size, markeredgewidth=0, alpha=0.75, label="data",
              rasterized=len(time) > 5000)
    axes.plot(time, fit, color=FIT, linewidth=1.2 * line_width(len(time)), label="fit")
    if truth:
        axes.plot(time, truth, color=INK, linewidth=1.0, linestyle=(0, (4, 2)), label="truth")
    axes.set_ylabel(name)
    axes.set_title(quality(data, fit, truth), fontsize=8.5, pad=5)
    axes.legend(loc="lower right", bbox_to_anchor=(1.01, 0.99), ncols=3, fontsize=8, handlelength=2.2,
                columnspacing=1.2, handletextpad=0.5, borderaxespad=0.1)


def draw_curve(axes, time, curve, colour, label, level=0):
    axes.plot(time, curve, color=colour, linewidth=line_width(len(time)))
    axes.axhline(level, color=FAINT, linewidth=0.6, zorder=1)
    axes.set_ylabel(label)
    axes.ticklabel_format(axis="y", useOffset=False, scilimits=(-3, 4))
    robust_limits(axes, curve)


def derivative(order):
    return lambda axes, name, columns: draw_curve(
        axes, columns["time"], columns[f"{name}_d{order}"], DERIVATIVE,
        name + ("′" * order if order < 4 else f"({order})"))


def coefficient(order):
    return lambda axes, name, columns: draw_curve(
        axes, columns["time"], columns[f"{name}_c{order}"], COEFFICIENT, "c" + str(order).translate(SUBSCRIPTS))


def draw_steps(axes, name, columns):
    """Learned steps relative to those of the data."""
    time, steps = columns["time"], columns[name + "_step"]
    ratios = [step / (after - before) for step, before, after in zip(steps, time, time[1:])]
    draw_curve(axes, time[:-1], ratios, STEP, "step ratio", level=1)


def panels(columns, name):
    """(title, height, function) of those that the columns are there for."""
    result = [("", 1.5, draw_data)]
    for suffix, title, draw in [("d", "Derivatives", derivative), ("c", "Learned coefficients", coefficient)]:
        present = [order for order in range(10) if f"{name}_{suffix}{order}" in columns]
        result += [(title if order == present[0] else "", 0.5, draw(order)) for order in present]
    if name + "_step" in columns:
        result.append(("Learned steps, relative to the data's", 0.5, draw_steps))
    return result


def main(source, picture):
    style(**{"font.size": 8.5, "axes.titlesize": 10, "axes.axisbelow": True, "axes.grid": True, "grid.color": GRID,
             "grid.linewidth": 0.6, "xtick.major.size": 2.5, "ytick.major.size": 2.5})
    columns = read(source)
    every = series_names(columns)
    names = every[:MOST_SERIES]
    heights = [height for _, height, _ in panels(columns, names[0])]
    size = (9.0 if len(names) == 1 else 5.6 * len(names), 0.9 + 2.0 * sum(heights))
    figure, grid = plt.subplots(len(heights), len(names), figsize=size, sharex=True, squeeze=False,
                                gridspec_kw={"height_ratios": heights}, layout="constrained")
    for column, name in enumerate(names):
        for axes, (title, height, draw) in zip(grid[:, column], panels(columns, name)):
            draw(axes, name, columns)
            if title:
                axes.set_title(title, fontsize=8.5, pad=4)
            axes.margins(x=0.01)
            axes.yaxis.set_major_locator(MaxNLocator(nbins=5 if height > 1 else 3))
        grid[-1, column].set_xlabel("time")
    figure.align_ylabels()
    note = f"  ({len(names)} of {len(every)} series)" if len(every) > len(names) else ""
    figure.suptitle("smnn fit: series as solutions of learned ODEs" + note, x=0.01, ha="left", fontsize=11,
                    weight="bold")
    figure.savefig(picture, dpi=150)


if __name__ == "__main__":
    run(main, __doc__)
