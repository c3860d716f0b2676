#!/usr/bin/env python3
"""Draws the learning curve of a training.

usage: plot_training.py HISTORY PICTURE

HISTORY is the CSV file that --history has written, or a folder with it as history.csv; it may still be growing. Exit
code 3 if matplotlib is missing.
"""

import csv
import math
from pathlib import Path

from figure import COLOURS, GRID, INK, plt, run, style

STYLES = {"train": "-", "validation": "--"}


def read(history):
    """Columns by name; a last line that is not complete yet is left out."""
    path = Path(history)
    path = path / "history.csv" if path.is_dir() else path
    with path.open(newline="", encoding="utf-8") as file:
        names, *rows = csv.reader(file)
    rows = [[float(value) for value in row] for row in rows if len(row) == len(names)]
    if not rows:
        raise ValueError(f"{path}: no epoch is complete yet")
    return dict(zip(names, map(list, zip(*rows))))


def finish(axes, title, values):
    """A logarithmic axis where all values allow it."""
    if all(value > 0 for value in values if math.isfinite(value)):
        axes.set_yscale("log")
    axes.set_title(title, pad=3)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=2, pad=2)


def losses(columns):
    """(part, loss, column) of every loss: "train_total" is ("train", "total", [...])."""
    return [(*name.split("_", 1), values) for name, values in columns.items() if name.split("_", 1)[0] in STYLES]


def draw_losses(axes, columns):
    curves = losses(columns)
    names = list(dict.fromkeys(loss for _, loss, _ in curves))
    for part, loss, values in curves:
        axes.plot(columns["epoch"], values, STYLES[part], color=COLOURS[names.index(loss) % len(COLOURS)],
                  linewidth=1.1, label=f"{loss} ({part})")
    # What early stopping and the plateau schedule watch: the first loss, of the validation if there is one.
    watched = [values for part, _, values in curves if part == "validation"] or [values for _, _, values in curves]
    best = min(range(len(watched[0])), key=lambda i: watched[0][i])
    axes.plot(columns["epoch"][best], watched[0][best], "o", color=INK, markersize=4, markerfacecolor="white",
              label=f"best: {watched[0][best]:.4g} in epoch {columns['epoch'][best]:.0f}")
    finish(axes, "losses, mean over the samples", [value for _, _, values in curves for value in values])
    axes.legend(loc="upper right", fontsize=7)


def draw_column(axes, columns, name, title):
    axes.plot(columns["epoch"], columns[name], color=COLOURS[0], linewidth=1.1)
    finish(axes, title, columns[name])


def main(history, picture):
    columns = read(history)
    style()
    figure = plt.figure(figsize=(7.5, 5))
    grid = figure.add_gridspec(2, 2, height_ratios=[2.4, 1], left=0.09, right=0.98, top=0.9, bottom=0.08, hspace=0.3,
                               wspace=0.22)
    draw_losses(figure.add_subplot(grid[0, :]), columns)
    for i, (name, title) in enumerate([("learning_rate", "learning rate"),
                                       ("gradient_norm", "largest norm of the gradient, before clipping")]):
        axes = figure.add_subplot(grid[1, i])
        draw_column(axes, columns, name, title)
        axes.set_xlabel("epoch")
    epochs, seconds = columns["epoch"][-1], columns["seconds"][-1]
    figure.text(0.012, 0.955, f"smnn: {epochs:.0f} epochs in {seconds:.3g} s", fontsize=11, weight="bold", va="center")
    figure.savefig(picture, dpi=130)


if __name__ == "__main__":
    run(main, __doc__)
