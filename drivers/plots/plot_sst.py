#!/usr/bin/env python3
"""Draws a forecast of sea-surface temperature beside the truth.

usage: plot_sst.py FOLDER PICTURE

FOLDER has maps (latitude, then a column for every longitude; land is empty) in truth.csv, forecast.csv and skill.csv;
tables (year, then a column for every forecast) in errors.csv and nino34.csv; series.csv (year, then pairs of columns,
"PLACE: truth" and "PLACE: forecast"); names.csv, one line: forecast, date and number of the maps' step, number of
starts; and periods.csv, a map of the periods of the learned ODEs in years, 0 where they do not oscillate, or nothing.
Exit code 3 if matplotlib is missing.
"""

import csv
import math
from pathlib import Path

from figure import COLOURS, FAINT, GRID, INK, plt, run, style
from matplotlib.colors import LogNorm


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def number(text):
    return float(text) if text else math.nan


def read_map(path):
    heading, *rows = read(path)
    return [float(x) for x in heading[1:]], [float(row[0]) for row in rows], [[number(v) for v in row[1:]] for row in rows]


def read_table(path):
    heading, *rows = read(path)
    columns = [[number(row[i]) for row in rows] for i in range(len(heading))]
    return columns[0], dict(zip(heading[1:], columns[1:]))


def finite(rows):
    return [v for row in rows for v in row if math.isfinite(v)]


def percentile(values, percent):
    """A few cells must not set the scale of a map."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 1.0


def draw_map(axes, field, title, colours, low, high, label, norm=None):
    longitudes, latitudes, values = field
    limits = {"norm": norm(low, high)} if norm else {"vmin": low, "vmax": high}
    image = axes.pcolormesh(longitudes, latitudes, values, shading="nearest", cmap=colours, rasterized=True, **limits)
    axes.set_title(title, pad=3)
    axes.set_facecolor(GRID)
    axes.set_aspect("equal")
    axes.set_xticks([x for x in (0, 60, 120, 180, 240, 300, 360) if longitudes[0] - 1 <= x <= longitudes[-1] + 1])
    axes.set_yticks([y for y in (-60, -30, 0, 30, 60) if min(latitudes) - 1 <= y <= max(latitudes) + 1])
    colourbar = axes.figure.colorbar(image, ax=axes, orientation="horizontal", pad=0.02, aspect=45, shrink=0.9)
    colourbar.outline.set_visible(False)
    colourbar.set_label(label, labelpad=1)


def symmetric(values):
    return max(percentile([abs(v) for v in values], 99.5), 1e-6)


def draw_maps(axes, folder, forecast_name, date, step, starts):
    truth = read_map(folder / "truth.csv")
    forecast = read_map(folder / "forecast.csv")
    skill = read_map(folder / "skill.csv")
    error = (truth[0], truth[1], [[f - u for f, u in zip(a, b)] for a, b in zip(forecast[2], truth[2])])
    everything = finite(truth[2])
    low, high = min(everything), max(everything)
    draw_map(axes[0], truth, f"truth, {date}", "turbo", low, high, "°C")
    draw_map(axes[1], forecast, f"{forecast_name}, step {step}", "turbo", low, high, "°C")
    limit = symmetric(finite(error[2]))
    draw_map(axes[2], error, "forecast - truth", "RdBu_r", -limit, limit, "K")
    over = "all steps" if starts == "1" else f"all steps, {starts} starts"
    draw_map(axes[3], skill, f"skill against the climatology of ten years, {over}", "PuOr_r", -1, 1,
             "1 - MSE / MSE of climatology; 1 is perfect, 0 no better")


def draw_periods(axes, histogram, field):
    """Land and ODEs that do not oscillate have the colour of the background and white."""
    longitudes, latitudes, rows = field
    periods = [v for v in finite(rows) if v > 0]
    share = 100 * len(periods) / max(len(finite(rows)), 1)
    low = max(percentile(periods, 0.5), 1e-3)
    high = max(percentile(periods, 99.5), 2 * low)
    still = [[1.0 if v == 0 else math.nan for v in row] for row in rows]
    axes.pcolormesh(longitudes, latitudes, still, shading="nearest", cmap="gray", vmin=0, vmax=1, rasterized=True)
    oscillating = (longitudes, latitudes, [[v if v > 0 else math.nan for v in row] for row in rows])
    draw_map(axes, oscillating, f"period of the learned ODEs; {share:.0f} % of the points oscillate (others: white)",
             "viridis", low, high, "years", LogNorm)
    edges = [low * (high / low) ** (i / 40) for i in range(41)]
    histogram.hist(periods, bins=edges, color=COLOURS[0])
    histogram.set_xscale("log")
    histogram.set_title("points by period, years", pad=3)
    histogram.grid(color=GRID, linewidth=0.6)
    histogram.set_axisbelow(True)


def draw_lines(axes, years, columns, title, first_is_ink=False):
    styles = [(colour, dashes) for dashes in ("-", "--", ":", "-.") for colour in COLOURS]
    styles = ([(INK, "-")] if first_is_ink else []) + styles
    for (colour, dashes), (name, values) in zip(styles, columns.items()):
        axes.plot(years, values, dashes, color=colour, lw=1.1, label=name)
    axes.set_title(title, pad=3)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.ticklabel_format(axis="x", useOffset=False)


def draw_errors(axes, path):
    years, columns = read_table(path)
    steps = range(1, len(years) + 1)
    draw_lines(axes, steps, columns, "standardised MSE by step")
    axes.set_yscale("log")
    # Persistence is far worse than all else: it may leave the picture, rather than press all else together.
    best = min(columns.values(), key=sum)
    axes.set_ylim(top=min(max(finite(columns.values())), 6 * max(best)))
    axes.legend(fontsize=6, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.14))


def draw_index(axes, path, forecast_name):
    years, columns = read_table(path)
    # Some of them: all would be a tangle.
    wanted = ("truth", forecast_name, "climatology, 10 years", "damped persistence")
    shown = {name: values for name, values in columns.items() if name in wanted}
    draw_lines(axes, years, shown, "Niño 3.4, last start", first_is_ink=True)
    axes.set_ylabel("°C")
    axes.legend(fontsize=6)


def draw_series(axes, path):
    years, columns = read_table(path)
    names = list(columns)
    places = [name.rsplit(":", 1)[0] for name in names[::2]]
    for place, truth, forecast, colour in zip(places, names[::2], names[1::2], COLOURS * 4):
        axes.plot(years, columns[truth], color=colour, lw=2.2, alpha=0.35, label=f"{place}, truth")
        axes.plot(years, columns[forecast], color=colour, lw=0.9, label=f"{place}, forecast")
    axes.set_title("places, last start", pad=3)
    axes.set_ylabel("°C")
    axes.grid(color=GRID, linewidth=0.6)
    axes.ticklabel_format(axis="x", useOffset=False)
    if names:
        axes.legend(fontsize=6, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.14))


def main(folder, picture):
    folder = Path(folder)
    style(**{"axes.facecolor": "white", "xtick.color": FAINT, "ytick.color": FAINT})
    forecast_name, date, step, starts = read(folder / "names.csv")[0]
    periods = folder / "periods.csv"
    oscillating = periods.exists() and periods.stat().st_size > 0
    figure = plt.figure(figsize=(11, 11.8 if oscillating else 8.8), layout="constrained")
    grid = figure.add_gridspec(4 if oscillating else 3, 6, height_ratios=(1.1, 1.1, 0.9, 1.1)[:4 if oscillating else 3])
    maps = [figure.add_subplot(grid[i, 3 * j:3 * j + 3]) for i in (0, 1) for j in (0, 1)]
    draw_maps(maps, folder, forecast_name, date, step, starts)
    draw_errors(figure.add_subplot(grid[2, 0:2]), folder / "errors.csv")
    draw_index(figure.add_subplot(grid[2, 2:4]), folder / "nino34.csv", forecast_name)
    draw_series(figure.add_subplot(grid[2, 4:6]), folder / "series.csv")
    if oscillating:
        draw_periods(figure.add_subplot(grid[3, 0:4]), figure.add_subplot(grid[3, 4:6]), read_map(periods))
    figure.savefig(picture, dpi=150)


if __name__ == "__main__":
    run(main, __doc__)
