"""The picture of error against time."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from precision.curves import KEYS, curves, medians

TITLES = {"oscillator": "x'' + w^2 x = 0", "decay": "x' + a x = sin t", "forward_ns": "forward", "forward_adjoint_ns": "with gradients"}
COLOURS = {2: "C7", 3: "C0", 4: "C1", 5: "C2", 6: "C3"}
PEERS = {"RK4 in jax.lax.scan": ("k", "s"), "diffrax Tsit5": ("C4", "v"), "diffrax Tsit5, adaptive": ("C4", "^"),
         "CVODES Adams": ("C5", "x")}


def draw(rows, path):
    """Double precision, corrected; solid: Padé, dashed: Taylor."""
    rows = medians(row for row in rows if row["precision"] == "double")
    figure, panels = plt.subplots(2, 2, figsize=(10, 8), sharex=True, sharey="row")
    for panel_row, measure in zip(panels, ("forward_ns", "forward_adjoint_ns")):
        for panel, problem in zip(panel_row, ("oscillator", "decay")):
            for key, points in sorted(curves(rows, measure).items(), key=str):
                named = dict(zip(KEYS, key))
                if named["problem"] == problem:
                    line(panel, named, points)
            panel.set_title(f"{TITLES[problem]}, {TITLES[measure]}", fontsize=10)
            panel.grid(alpha=0.3)
        panel_row[0].set_ylabel("microseconds per system, [0, 10]")
    for panel in panels[1]:
        panel.set_xlabel("largest error of x")
    panels[0][0].set_xscale("log")
    panels[0][0].set_xlim(1, 1e-14)
    for panel in panels[:, 0]:
        panel.set_yscale("log")
    handles = {text: handle for panel in panels.flat for handle, text in zip(*panel.get_legend_handles_labels())}
    figure.legend(handles.values(), handles.keys(), ncol=4, fontsize=8, loc="lower center")
    figure.tight_layout(rect=(0, 0.09, 1, 1))
    figure.savefig(path, dpi=80)
    plt.close(figure)


def line(panel, named, points):
    errors, times = [p.error for p in points], [p.time for p in points]
    if named["contestant"] in PEERS:
        colour, mark = PEERS[named["contestant"]]
        panel.plot(errors, times, color=colour, marker=mark, markersize=4, linewidth=1, label=named["contestant"])
    elif named["mode"] == "corrected" and named["smoothness"] != "central":
        family = {"pade": "Padé", "taylor": "Taylor"}[named["smoothness"]]
        panel.plot(errors, times, "-" if family == "Padé" else "--", color=COLOURS[named["orders"]], marker="o", markersize=3,
                   linewidth=1.2, label=f"smnn K = {named['orders']:.0f}, {family}")
