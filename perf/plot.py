#!/usr/bin/env python3
"""Pictures of what smnn_bench has measured.

    build/smnn_bench --results=perf/results/NAME && python3 perf/plot.py perf/results/NAME.csv

Draws NAME.png: time per time step and system against the block order, beside the peers; the same work on a roofline of the measured
bandwidth and peak; time and memory against T of the banded solver and of the baselines it replaces. Needs matplotlib.
"""

import csv
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

NAMES = {"banded": "banded, corrected", "banded_plain": "banded, plain", "lapack": "OpenBLAS pbtrf + pbtrs",
         "kokkos_batched": "KokkosBatched Pbtrf + Pbtrs", "mkl_compact": "MKL compact", "cublas_batched": "cuSOLVER, cuBLAS batched",
         "dense": "dense Cholesky", "cg": "conjugate gradients"}
COLOURS = {"banded": "#1f6fb2", "banded_plain": "#7fb3d8", "lapack": "#e07b26", "kokkos_batched": "#2e9a66", "mkl_compact": "#8a6d3b",
           "cublas_batched": "#4d7d1a",
           "dense": "#b5427a", "cg": "#7a5bc2"}
FEWEST = 64  # systems that fill lanes and threads: smaller batches measure something else


def rows_of(path):
    """The measurements, numbers as such, without the heading comments."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for row in rows:
        for key, text in row.items():
            try:
                row[key] = float(text)
            except (TypeError, ValueError):
                pass
    return [row for row in rows if isinstance(row["ns_per_step_system"], float)]


def select(rows, **wanted):
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def by_order(ax, rows, operation):
    """The fastest shape of every block order: what a batch that suits the machine costs."""
    for contestant in ["banded", "banded_plain", "mkl_compact", "cublas_batched", "kokkos_batched", "lapack"]:
        best = {}
        for row in select(rows, operation=operation, precision="double", contestant=contestant):
            if row["B"] >= FEWEST:
                best[row["n"]] = min(best.get(row["n"], np.inf), row["ns_per_step_system"])
        if best:
            orders = sorted(best)
            ax.loglog(orders, [best[n] for n in orders], "o-", color=COLOURS[contestant], label=NAMES[contestant], ms=3.5, lw=1.2)
    ax.set_xlabel("block order n")
    ax.set_ylabel("ns per time step and system")
    ax.set_xticks([2, 3, 4, 6, 9, 12], ["2", "3", "4", "6", "9", "12"])
    ax.minorticks_off()
    ax.set_title(f"{operation.replace('_', ' + ')}, double")
    ax.legend(fontsize=6.5)


def roofline(ax, rows):
    points = [row for row in select(rows, precision="double", contestant="banded_plain")
              if row["operation"] in ("forward", "forward_adjoint") and row["B"] >= FEWEST]
    if not points:
        return
    bandwidth = np.median([row["copy_gbytes_per_s"] for row in points])
    peak = np.median([row["peak_gflops"] for row in points])
    intensity = np.logspace(-.5, 2, 50)
    ax.loglog(intensity, np.minimum(peak, bandwidth * intensity), color="#5b6670", lw=1)
    for operation, marker in [("forward", "o"), ("forward_adjoint", "s")]:
        own = select(points, operation=operation)
        ax.loglog([row["gflops"] / row["gbytes_per_s"] for row in own], [row["gflops"] for row in own], marker, ms=4,
                  color=COLOURS["banded_plain"], mec=COLOURS["banded"], label=operation.replace("_", " + "))
        for row in own:
            ax.annotate(f"{row['n']:.0f}", (row["gflops"] / row["gbytes_per_s"], row["gflops"]), fontsize=5.5,
                        textcoords="offset points", xytext=(3, 2))
    ax.set_xlabel("useful flops per byte that must move")
    ax.set_ylabel("GF/s")
    ax.set_title(f"roofline: copy {bandwidth:.0f} GB/s, FMA {peak:.0f} GF/s; numbers are n")
    ax.legend(fontsize=6.5)


def against_time(ax, rows, figure, label):
    for contestant in ["banded", "banded_plain", "cg", "dense"]:
        points = sorted((row["T"], figure(row)) for row in select(rows, operation="scaling", contestant=contestant))
        points = [point for point in points if np.isfinite(point[1])]
        if points:
            ax.loglog(*zip(*points), "o-", color=COLOURS[contestant], label=NAMES[contestant], ms=3.5, lw=1.2)
    ax.set_xlabel("time points T")
    ax.set_ylabel(label)
    ax.set_title("n = 3, one system of a few")
    ax.legend(fontsize=6.5)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    path = Path(sys.argv[1])
    rows = rows_of(path)
    if not rows:
        sys.exit(f"{path}: no measurement, expected the CSV file of smnn_bench --results")
    plt.rcParams.update({"font.size": 7.5, "axes.titlesize": 8, "legend.frameon": False, "axes.spines.top": False,
                         "axes.spines.right": False, "axes.grid": True, "grid.color": "#e4e8eb", "grid.linewidth": .6})
    figure, axes = plt.subplots(2, 3, figsize=(11, 6.4))
    by_order(axes[0, 0], rows, "forward")
    by_order(axes[0, 1], rows, "forward_adjoint")
    roofline(axes[0, 2], rows)
    against_time(axes[1, 0], rows, lambda row: row["ns_per_step_system"] * row["T"], "ns per system")
    against_time(axes[1, 1], rows, lambda row: row["memory_bytes"] / row["B"], "workspace per system, bytes")
    axes[1, 2].axis("off")
    facts = [line[2:].strip()[:60] for line in open(path, encoding="utf-8") if line.startswith("#")]
    axes[1, 2].text(0, 1, "\n".join(facts), va="top", fontsize=6.5)
    figure.tight_layout()
    figure.savefig(path.with_suffix(".png"), dpi=80)


main()
