#!/usr/bin/env python3
"""Draws what `smnn discover --plot` found.

usage: plot_discover.py FOLDER PICTURE

FOLDER holds data.csv, states.csv, coefficients.csv and equations.txt, and held_out.csv with forecast.csv where data were
held out, as the program writes them. Exit code 3 if matplotlib is missing.
"""

import csv
import math
from collections import defaultdict
from pathlib import Path

from figure import FAINT, INK, plt, run, style

DATA, MODEL, TRUTH = "#a9b4be", "#e07b26", "#1f6fb2"


def read(folder, name):
    path = Path(folder) / name
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def trajectories(folder, name):
    """List of {column: values}, one a trajectory."""
    groups = defaultdict(lambda: defaultdict(list))
    for row in read(folder, name):
        for key, value in row.items():
            if key != "trajectory":
                groups[row["trajectory"]][key].append(float(value) if value else math.nan)
    return list(groups.values())


def thin(values, most):
    return values[:: max(1, len(values) // most)]


def draw_phase(figure, place, variables, data, curves, title, colour):
    """The orbit in the first two or three variables: data as dots, a curve over them."""
    shown = variables[:3]
    axes = figure.add_subplot(place, projection="3d") if len(shown) == 3 else figure.add_subplot(place)
    for trajectory in data:
        axes.plot(*[thin(trajectory[name], 4000) for name in shown], ".", color=DATA, markersize=1.2, zorder=1)
    for trajectory in curves:
        axes.plot(*[trajectory[name] for name in shown], color=colour, linewidth=0.7, zorder=2)
    axes.set_xlabel(shown[0], labelpad=-6 if len(shown) == 3 else 2)
    axes.set_ylabel(shown[1], labelpad=-6 if len(shown) == 3 else 2)
    if len(shown) == 3:
        axes.set_zlabel(shown[2], labelpad=-6)
        axes.tick_params(pad=-3, labelsize=6)
        axes.set_box_aspect(None, zoom=1.2)
        for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
            axis.pane.set_visible(False)
            axis._axinfo["grid"].update(color="#e4e8eb", linewidth=0.5)
    axes.set_title(title, pad=3)


def draw_series(axes, name, data, states, held_out, forecast, last):
    """One variable over time, at the end of the data and beyond."""
    for group, kind in ((data, "data"), (states, "states")):
        for trajectory in group[:1]:
            times, values = trajectory["time"], trajectory[name]
            begin = max(0, len(times) - max(len(held_out[0]["time"]) if held_out else len(times), 20))
            if kind == "data":
                axes.plot(times[begin:], values[begin:], ".", color=DATA, markersize=1.6, label="data")
            else:
                axes.plot(times[begin:], values[begin:], color=INK, linewidth=0.8, label="fitted states")
    if held_out:
        axes.plot(held_out[0]["time"], held_out[0][name], color=TRUTH, linewidth=1, label="held out")
        axes.plot(forecast[0]["time"], forecast[0][name], "--", color=MODEL, linewidth=1, label="found equations")
        low, high = min(held_out[0][name]), max(held_out[0][name])
        axes.set_ylim(low - 0.2 * (high - low) - 1e-12, high + 0.2 * (high - low) + 1e-12)
        axes.axvline(held_out[0]["time"][0], color=FAINT, linewidth=0.6)
    axes.set_ylabel(name)
    axes.tick_params(length=2, pad=2, labelsize=6.5)
    if not last:
        axes.set_xticklabels([])
    else:
        axes.set_xlabel("time")


def draw_coefficients(axes, rows):
    """Found coefficients with three standard errors, and the true ones."""
    names = [f"{row['equation']}  {row['term']}" for row in rows]
    for i, row in enumerate(rows):
        found, error = float(row["found"]), float(row["standard_error"] or 0)
        if row["truth"]:
            axes.plot(float(row["truth"]), i, "o", color=TRUTH, markersize=7, markerfacecolor="none",
                      label="truth" if i == 0 else None)
        axes.errorbar(found, i, xerr=3 * error, fmt="o", color=MODEL, markersize=3, capsize=2, linewidth=1,
                      label="found, 3 standard errors" if i == 0 else None)
    axes.set_xscale("symlog", linthresh=max(min((abs(float(row["found"])) for row in rows if float(row["found"])),
                                                default=1), 1e-6))
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.axvline(0, color=FAINT, linewidth=0.6)
    axes.grid(axis="x", color="#e4e8eb", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.set_title("coefficients", pad=3)
    axes.legend(fontsize=6.5, ncols=2, loc="lower right", bbox_to_anchor=(1.0, 0.98))


def main(folder, picture):
    style()
    data, states = trajectories(folder, "data.csv"), trajectories(folder, "states.csv")
    held_out, forecast = trajectories(folder, "held_out.csv"), trajectories(folder, "forecast.csv")
    rows = read(folder, "coefficients.csv")
    source, *equations = (Path(folder) / "equations.txt").read_text(encoding="utf-8").splitlines()
    variables = [name for name in data[0] if name != "time"]

    shown = variables[:4]
    figure = plt.figure(figsize=(13, 7.2))
    grid = figure.add_gridspec(2, 3, left=0.05, right=0.985, top=0.86, bottom=0.07, hspace=0.25, wspace=0.22,
                               height_ratios=[1.15, 1])
    if len(variables) > 1:
        draw_phase(figure, grid[0, 0], variables, data, states, "data (dots) and fitted states", INK)
        if held_out:
            draw_phase(figure, grid[0, 1], variables, [], held_out, "held out", TRUTH)
            draw_phase(figure, grid[0, 2], variables, [], forecast, "found equations, simulated", MODEL)
    else:
        axes = figure.add_subplot(grid[0, :])
        for i, (points, curve) in enumerate(zip(data, states)):
            axes.plot(points["time"], points[variables[0]], ".", color=DATA, markersize=2, label=None if i else "data")
            axes.plot(curve["time"], curve[variables[0]], color=INK, linewidth=0.9, label=None if i else "fitted states")
        for i, (true, found) in enumerate(zip(held_out, forecast)):
            axes.plot(true["time"], true[variables[0]], color=TRUTH, label=None if i else "held out")
            axes.plot(found["time"], found[variables[0]], "--", color=MODEL, label=None if i else "found equations")
        axes.set_xlabel("time")
        axes.set_ylabel(variables[0])
        axes.legend(fontsize=7)
    inner = grid[1, :2].subgridspec(len(shown), 1, hspace=0.15)
    for i, name in enumerate(shown):
        axes = figure.add_subplot(inner[i, 0])
        draw_series(axes, name, data, states, held_out, forecast, i + 1 == len(shown))
        if i == 0:
            axes.legend(ncols=4, fontsize=6.5, loc="lower left", bbox_to_anchor=(0, 0.98))
    draw_coefficients(figure.add_subplot(grid[1, 2]), rows)
    figure.text(0.012, 0.965, f"smnn discover: {source}", fontsize=11, weight="bold", va="center")
    figure.text(0.012, 0.94, "     ".join(equations[:3]) + (" ..." if len(equations) > 3 else ""), fontsize=9, va="top",
                family="monospace")
    figure.savefig(picture, dpi=130)


if __name__ == "__main__":
    run(main, __doc__)
