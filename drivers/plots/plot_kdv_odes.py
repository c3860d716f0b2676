#!/usr/bin/env python3
"""Draws the ODEs that a mechanistic forecast is made of: their coefficients over time and place.

usage: plot_kdv_odes.py FOLDER PICTURE

FOLDER has field.csv (time, then a column for every place: what was given) and odes.csv (level, order or rhs, then a column
for every place). Exit code 3 if matplotlib is missing.
"""

import csv
from pathlib import Path

from figure import GRID, INK, plt, run, style


def read(folder):
    with (folder / "field.csv").open(newline="", encoding="utf-8") as file:
        heading, *rows = csv.reader(file)
    places = [float(x) for x in heading[1:]]
    field = [[float(v) for v in row[1:]] for row in rows]
    maps = {}
    with (folder / "odes.csv").open(newline="", encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    for row in rows:
        maps.setdefault(row[1], []).append([float(v) for v in row[2:]])
    return places, field, maps


def main(folder, picture):
    folder = Path(folder)
    style()
    places, field, maps = read(folder)
    count = len(maps) + 1
    columns = (count + 1) // 2
    figure, grid = plt.subplots(2, columns, figsize=(3.1 * columns, 5), layout="constrained", squeeze=False)
    axes = [axis for row in grid for axis in row]
    for level, values in enumerate(field):
        axes[0].plot(places, values, color=INK, alpha=0.15 + 0.85 * (level + 1) / len(field), lw=0.9)
    axes[0].set_title("given levels, the last darkest", pad=3)
    axes[0].grid(color=GRID, linewidth=0.6)
    for axis, (order, values) in zip(axes[1:], maps.items()):
        limit = max(abs(v) for row in values for v in row) or 1
        image = axis.imshow(values, extent=(places[0], places[-1], -0.5, len(values) - 0.5), origin="lower", aspect="auto",
                            cmap="RdBu_r", vmin=-limit, vmax=limit)
        axis.set_title("right-hand side" if order == "rhs" else f"coefficient of derivative {order}", pad=3)
        axis.set_ylabel("level")
        figure.colorbar(image, ax=axis, pad=0.02)
    for axis in axes[count:]:
        axis.set_visible(False)
    for axis in axes[:count]:
        axis.set_xlabel("x")
    figure.savefig(picture, dpi=150)


if __name__ == "__main__":
    run(main, __doc__)
