"""Tables of training steps, phase by phase: what the studies of single experiments share."""

import statistics


def printed_phases(text):
    """Milliseconds by the phases' names, of a run whose last two lines are CSV."""
    names, values = text.strip().splitlines()[-2:]
    return dict(zip(names.split(","), map(float, values.split(","))))


def table(title, rounds):
    """Lines of Markdown: medians over the rounds of every contestant, a dictionary of milliseconds each; the first has all phases."""
    phases = list(next(iter(rounds.values()))[0])
    lines = [f"## {title}", "",
             "| | " + " | ".join(f"{phase}, ms" for phase in phases) + " | step, least to most |", "|" + " --- |" * (len(phases) + 2)]
    for name, runs in rounds.items():
        shown = [f"{statistics.median(run[phase] for run in runs):.1f}" if phase in runs[0] else "" for phase in phases]
        steps = [run["step"] for run in runs]
        lines.append(f"| {name} | " + " | ".join(shown) + f" | {min(steps):.0f} to {max(steps):.0f} |")
    return [*lines, ""]
