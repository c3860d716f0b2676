"""The page of the work-precision study."""

import csv
import datetime
import os
import platform
import subprocess
from pathlib import Path

from precision.campaign import COLUMNS, SYSTEMS
from precision.curves import cheapest, curves, medians

TARGETS = [10.0**-k for k in range(2, 13)]
RK4 = "RK4 in jax.lax.scan"
NAMES = {"oscillator": "x'' + w^2 x = 0", "decay": "x' + a x = sin t"}
WORK = {"forward_ns": "forward", "forward_adjoint_ns": "forward and gradients"}
WANTED = {"forward_ns": 3, "forward_adjoint_ns": 10}  # PERFORMANCE.md, over RK4


def processor():
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    names = [line.split(": ", 1)[1] for line in text.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor()


def revision():
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return done.stdout.strip() or "unknown"


def shown(configuration):
    return f"K = {configuration['orders']:.0f}, {configuration['smoothness']}, {configuration['mode']}"


def equal_error(rows, problem, measure):
    """A line per accuracy: ours, RK4, their ratio."""
    all_curves = curves(rows, measure)
    lines = [f"### {NAMES[problem]}, {WORK[measure]}", "",
             "| error | smnn | step | us per system | default mode, Taylor: us | RK4: step | us | RK4 / smnn |", "|" + " --- |" * 8]
    for error in TARGETS:
        ours = cheapest(all_curves, error, contestant="smnn", problem=problem, precision="double")
        taylor = cheapest(all_curves, error, contestant="smnn", problem=problem, precision="double", mode="corrected", smoothness="taylor")
        theirs = cheapest(all_curves, error, contestant=RK4, problem=problem, precision="double")
        cells = [f"{error:.0e}"]
        cells += [shown(ours[2]), f"{ours[1]:.2g}", f"{ours[0]:.2f}"] if ours else ["not reached", "", ""]
        cells += [f"{taylor[0]:.2f} (K = {taylor[2]['orders']:.0f})" if taylor else "not reached"]
        cells += [f"{theirs[1]:.2g}", f"{theirs[0]:.2f}"] if theirs else ["not reached", ""]
        cells += [f"{theirs[0] / ours[0]:.1f}" if ours and theirs else ""]
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def verdict(rows):
    """Ratios to RK4 from 1e-4 to 1e-10, least and largest, against the targets."""
    lines = ["| problem | work | RK4 / smnn at equal error, 1e-4 to 1e-10 | target |", "|" + " --- |" * 4]
    for problem in NAMES:
        for measure, wanted in WANTED.items():
            all_curves = curves(rows, measure)
            ratios = []
            for error in TARGETS[2:9]:
                both = [cheapest(all_curves, error, contestant=name, problem=problem, precision="double") for name in ("smnn", RK4)]
                if all(both):
                    ratios.append(both[1][0] / both[0][0])
            if ratios:
                word = "reached" if min(ratios) >= wanted else "reached in part" if max(ratios) >= wanted else "missed"
                lines.append(f"| {NAMES[problem]} | {WORK[measure]} | {min(ratios):.1f} to {max(ratios):.1f} | {wanted}: {word} |")
    return [*lines, ""]


def equal_steps(rows):
    """Nanoseconds per time step and system at one step."""
    step = 0.01
    lines = [f"## Per time step, step {step:g}", "", "| | error | forward, ns | and gradients, ns |", "| --- | --- | --- | --- |"]
    for row in rows:
        if row["problem"] != "oscillator" or row["precision"] != "double" or row["step"] != step or row["tolerance"] not in (0, ""):
            continue
        if row["contestant"] == "smnn" and row["smoothness"] == "central":
            continue
        name = row["contestant"] if row["contestant"] != "smnn" else f"smnn, {shown(row)}"
        both = f"{row['forward_adjoint_ns']:.1f}" if row["forward_adjoint_ns"] != "" else ""
        lines.append(f"| {name} | {row['error']:.1e} | {row['forward_ns']:.1f} | {both} |")
    return [*lines[:4], *sorted(lines[4:]), ""]


def other_peers(rows):
    """What the other peers take, and smnn at their error."""
    lines = ["## Other peers", "",
             "| peer, problem | step | tolerance | error | us per system: forward | smnn at this error | and gradients | smnn |",
             "|" + " --- |" * 8]
    forward, both = (curves(rows, measure) for measure in WORK)
    for row in rows:
        if row["contestant"] in ("smnn", RK4):
            continue
        scale = row["points"] * 1e-3
        ours = [cheapest(c, row["error"], contestant="smnn", problem=row["problem"], precision="double") for c in (forward, both)]
        gradient = f"{row['forward_adjoint_ns'] * scale:.0f}" if row["forward_adjoint_ns"] != "" else ""
        lines.append(f"| {row['contestant']}, {row['problem']} | {row['step']:g} | {row['tolerance']:g} | {row['error']:.1e} | "
                     f"{row['forward_ns'] * scale:.0f} | {f'{ours[0][0]:.2f}' if ours[0] else ''} | {gradient} | "
                     f"{f'{ours[1][0]:.2f}' if ours[1] and gradient else ''} |")
    return [*lines, ""]


def single_precision(rows):
    """The smallest error that float reaches, and what it costs beside double."""
    lines = ["## Single precision", "", "| problem | contestant | smallest error | step | us per system: float | double at this error |",
             "|" + " --- |" * 6]
    all_curves = curves(rows, "forward_ns")
    for problem in NAMES:
        for contestant in ("smnn", RK4):
            points = [(p.error, p.time, p.row) for key, c in all_curves.items() for p in c
                      if key[0] == contestant and key[1] == problem and key[2] == "float"]
            if not points:
                continue
            error, time, row = min(points, key=lambda point: point[0])
            double = cheapest(all_curves, error, contestant=contestant, problem=problem, precision="double")
            name = f"smnn, {shown(row)}" if contestant == "smnn" else contestant
            cells = [NAMES[problem], name, f"{error:.1e}", f"{row['step']:g}", f"{time:.2f}", f"{double[0]:.2f}" if double else ""]
            lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def write(rows, output, note):
    rows = medians(rows)
    rounds = max(row["rounds"] for row in rows)
    now = datetime.datetime.now(datetime.timezone.utc)
    text = [f"# Error against time, beside {RK4} and others", "",
            f"{now:%Y-%m-%d %H:%M} UTC, smnn {revision()}, {processor()}, one core and one thread each, B = {SYSTEMS} systems on [0, 10], "
            f"load average at the end {os.getloadavg()[0]:.1f}. Medians within a run, then over up to {rounds} rounds in which all sides "
            "take turns (all but RK4 and smnn: one round). Reproduce: see `perf/studies/work_precision.py`; all rows: "
            f"[CSV]({output.name}.csv). {note}".strip(), "",
            f"![error against time]({output.name}.png)", "",
            "Peers have the same equations, batch and grid and return all unknowns at all time points; gradients go to all coefficients given "
            "and to the initial values. RK4 and the others work on the normal form, without the coefficient of the highest derivative, "
            "RK4 with coefficients in the middle of steps, too (not counted as extra points), and without gradients to steps and to "
            "coefficients of higher derivatives, which smnn computes. Between measured steps, time and error are interpolated "
            "in logarithms.", "", "## At equal error, double", "", *verdict(rows)]
    for measure in WORK:
        for problem in NAMES:
            text += equal_error(rows, problem, measure)
    text += equal_steps(rows) + other_peers(rows) + single_precision(rows)
    output.with_suffix(".md").write_text("\n".join(text), encoding="utf-8")
    write_csv(output, [*COLUMNS, "rounds"], rows)


def write_csv(output, names, rows):
    with open(output.with_suffix(".csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: f"{value:.5g}" if isinstance(value, float) else value for name, value in row.items()})
