#!/usr/bin/env python3
"""Draws what `smnn validate --plot` and `smnn validate --study --plot` found.

usage: plot_validate.py FOLDER PICTURE

FOLDER holds any of solutions.csv, errors.csv and convergence.csv as the program writes them. Exit code 3 if matplotlib
is missing.
"""

import csv
import math
from collections import defaultdict
from pathlib import Path

from figure import COLOURS, plt, run, style

MARKERS = {"taylor": "o", "central": "s", "pade": "D"}
NAMES = {"taylor": "Taylor", "central": "central", "pade": "Padé"}


def read(folder, name):
    path = Path(folder) / name
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def grouped(rows, *keys):
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in keys)].append(row)
    return groups


def column(rows, key):
    return [float(row[key]) if row[key] else math.nan for row in rows]


def draw_solution(axes, title, rows):
    """Solver's solution as a line, the exact one as dots."""
    for i, (_, curve) in enumerate(grouped(rows, "member", "dim").items()):
        colour = COLOURS[i % len(COLOURS)]
        t, y, exact = column(curve, "t"), column(curve, "y"), column(curve, "exact")
        axes.plot(t, y, color=colour, linewidth=1.1)
        dots = slice(None, None, max(1, len(t) // 16))
        axes.plot(t[dots], exact[dots], "o", color=colour, markersize=2.6, markerfacecolor="white", markeredgewidth=0.7)
    axes.set_title(title, pad=3)
    axes.tick_params(length=2, pad=2, labelsize=6.5)
    axes.locator_params(nbins=4)


def draw_solutions(grid, figure, rows):
    equations = list(grouped(rows, "title").items())
    columns = min(6, len(equations))
    inner = grid.subgridspec(math.ceil(len(equations) / columns), columns, hspace=0.6, wspace=0.32)
    for i, ((title,), curves) in enumerate(equations):
        draw_solution(figure.add_subplot(inner[i // columns, i % columns]), title, curves)


def draw_errors(axes, rows):
    """Largest error of every derivative order relative to its size, the tolerance as a tick."""
    titles = list(dict.fromkeys(row["title"] for row in rows))
    for r, (_, points) in enumerate(sorted(grouped(rows, "derivative").items(), key=lambda item: int(item[0][0]))):
        colour = COLOURS[r % len(COLOURS)]
        places = [titles.index(point["title"]) + 0.11 * (r - 2) for point in points]
        size = [value or 1 for value in column(points, "max_exact")]
        relative = [value / scale for value, scale in zip(column(points, "max_error"), size)]
        allowed = [value / scale for value, scale in zip(column(points, "tolerance"), size)]
        name = "y" + "′" * r if r < 4 else f"y({r})"
        axes.plot(relative, places, "o", color=colour, markersize=3.6, label=name)
        axes.plot(allowed, places, "|", color=colour, markersize=5, markeredgewidth=1)
    axes.set_xscale("log")
    axes.set_yticks(range(len(titles)), titles)
    axes.set_ylim(len(titles) - 0.4, -0.6)
    axes.grid(axis="x", color="#e4e8eb", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("largest error / largest value of the same derivative;  | tolerance")
    axes.legend(ncols=7, loc="lower left", bbox_to_anchor=(-0.02, 1.0), handletextpad=0.1, columnspacing=1)


def draw_convergence(axes, problem, rows):
    for (smoothness, orders), points in grouped(rows, "smoothness", "K").items():
        steps, errors = column(points, "step"), column(points, "error")
        expected, fitted = float(points[0]["expected_order"]), column(points, "fitted_order")[0]
        colour = COLOURS[(int(orders) - 3) % len(COLOURS)]
        dashes = {"taylor": "-", "central": ":", "pade": "--"}[smoothness]
        axes.loglog(steps, errors, dashes, marker=MARKERS[smoothness], color=colour, markersize=3, linewidth=1,
                    label=f"{NAMES[smoothness]} K={orders}:  {fitted:.2f} ({expected:g})")
    axes.set_title(problem, pad=3)
    axes.set_xlabel("step")
    axes.set_ylabel("largest error on [0, 10]")
    axes.grid(color="#e4e8eb", linewidth=0.6, which="major")
    axes.legend(title="fitted (expected) order", fontsize=6.5, title_fontsize=7, loc="upper left",
                bbox_to_anchor=(1.0, 1.0), handlelength=2.4)


def draw_convergences(grid, figure, rows):
    problems = list(grouped(rows, "problem").items())
    inner = grid.subgridspec(len(problems), 1, hspace=0.45)
    for i, ((problem,), points) in enumerate(problems):
        draw_convergence(figure.add_subplot(inner[i, 0]), problem, points)


def caption(errors):
    if not errors:
        return "smnn: order of convergence"
    first = errors[0]
    return (f"smnn validate: {first['solver']} solver, {NAMES[first['smoothness']]} smoothness, "
            f"{first['precision']} precision.  Lines: solver, dots: exact solution")


def main(folder, picture):
    style()
    solutions, errors, convergence = (read(folder, name + ".csv") for name in ("solutions", "errors", "convergence"))
    if not solutions and not errors:
        figure = plt.figure(figsize=(7.5, 7.5))
        grid = figure.add_gridspec(1, 1, left=0.1, right=0.74, top=0.91, bottom=0.07)
        draw_convergences(grid[0, 0], figure, convergence)
    else:
        equations = len({row["title"] for row in solutions})
        upper, lower = 1.55 * math.ceil(equations / 6), 1.6 + 0.28 * max(equations, 14)
        figure = plt.figure(figsize=(13, upper + lower + 1))
        height = figure.get_size_inches()[1]
        grid = figure.add_gridspec(2, 2, left=0.15, right=0.865, top=1 - 0.6 / height, bottom=0.5 / height,
                                   height_ratios=[upper, lower], width_ratios=[1.25, 1], hspace=0.75 / (0.5 * height),
                                   wspace=0.16)
        wide = figure.add_gridspec(2, 1, left=0.03, right=0.99, top=1 - 0.6 / height, bottom=0.5 / height,
                                   height_ratios=[upper, lower], hspace=0.75 / (0.5 * height))
        draw_solutions(wide[0, 0], figure, solutions)
        draw_errors(figure.add_subplot(grid[1, 0]), errors)
        draw_convergences(grid[1, 1], figure, convergence)
    figure.text(0.012, 1 - 0.25 / figure.get_size_inches()[1], caption(errors), fontsize=11, weight="bold", va="center")
    figure.savefig(picture, dpi=130)


if __name__ == "__main__":
    run(main, __doc__)
