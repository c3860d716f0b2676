#!/usr/bin/env python3
"""Draws a forecast of the Korteweg-de Vries equation beside the truth.

usage: plot_kdv.py FOLDER PICTURE

FOLDER has truth.csv and forecast.csv (time, then a column for every place) and growth.csv (time, then a column for every
forecast's relative squared error). Exit code 3 if matplotlib is missing.
"""

import csv
import math
from pathlib import Path

from figure import COLOURS, GRID, INK, plt, run, style


def read_field(path):
    with path.open(newline="", encoding="utf-8") as file:
        heading, *rows = csv.reader(file)
    return [float(x) for x in heading[1:]], [float(row[0]) for row in rows], [[float(v) for v in row[1:]] for row in rows]


def read_growth(path):
    with path.open(newline="", encoding="utf-8") as file:
        heading, *rows = csv.reader(file)
    columns = [[float(row[i]) if row[i] else math.nan for row in rows] for i in range(len(heading))]
    return columns[0], dict(zip(heading[1:], columns[1:]))


def power_spectrum(values):
    """|u_k|^2 for k = 0 .. n/2 by the definition: pictures need no fast one."""
    n = len(values)
    spectrum = []
    for k in range(n // 2):
        real = sum(v * math.cos(2 * math.pi * k * i / n) for i, v in enumerate(values))
        imaginary = sum(v * math.sin(2 * math.pi * k * i / n) for i, v in enumerate(values))
        spectrum.append((real * real + imaginary * imaginary) / n / n)
    return spectrum


def draw_field(axes, places, times, values, title, limit, colours):
    extent = (places[0], places[-1], times[0], times[-1])
    image = axes.imshow(values, extent=extent, origin="lower", aspect="auto", cmap=colours, vmin=-limit, vmax=limit)
    axes.set_title(title, pad=3)
    axes.set_xlabel("x")
    axes.figure.colorbar(image, ax=axes, pad=0.02)


def main(folder, picture):
    folder = Path(folder)
    style()
    places, times, truth = read_field(folder / "truth.csv")
    _, _, forecast = read_field(folder / "forecast.csv")
    levels = min(len(truth), len(forecast))
    truth, forecast, times = truth[:levels], forecast[:levels], times[:levels]
    error = [[f - u for f, u in zip(a, b)] for a, b in zip(forecast, truth)]
    limit = max(abs(v) for row in truth for v in row)
    figure, axes = plt.subplots(2, 3, figsize=(10, 5.6), layout="constrained")
    draw_field(axes[0][0], places, times, truth, "truth", limit, "RdBu_r")
    draw_field(axes[0][1], places, times, forecast, "forecast", limit, "RdBu_r")
    draw_field(axes[0][2], places, times, error, "forecast - truth", max(abs(v) for row in error for v in row), "PuOr_r")
    axes[0][0].set_ylabel("time")

    time, growth = read_growth(folder / "growth.csv")
    for colour, (name, values) in zip(COLOURS, growth.items()):
        axes[1][0].plot(time, values, color=colour, lw=1.1, label=name)
    axes[1][0].set_yscale("log")
    axes[1][0].set_title("relative squared error, mean over trajectories", pad=3)
    axes[1][0].set_xlabel("time since the last given level")
    axes[1][0].legend(fontsize=6.5)

    for colour, name, field in ((INK, "truth", truth), (COLOURS[0], "forecast", forecast)):
        axes[1][1].plot(power_spectrum(field[-1]), color=colour, lw=1.1, label=name)
    axes[1][1].set_yscale("log")
    axes[1][1].set_ylim(bottom=1e-14)  # float data have no more
    axes[1][1].set_title("power by wavenumber, last level", pad=3)
    axes[1][1].set_xlabel("wavelengths per period")
    axes[1][1].legend()

    for colour, name, field in ((INK, "truth", truth), (COLOURS[0], "forecast", forecast)):
        axes[1][2].plot(places, field[-1], color=colour, lw=1.1, label=name)
    axes[1][2].set_title("last level", pad=3)
    axes[1][2].set_xlabel("x")
    axes[1][2].legend()
    for row in axes[1]:
        row.grid(color=GRID, linewidth=0.6)
        row.set_axisbelow(True)
    figure.savefig(picture, dpi=150)


if __name__ == "__main__":
    run(main, __doc__)
