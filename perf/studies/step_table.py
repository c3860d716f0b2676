"""Tables of training steps, phase by phase: what the studies of single experiments share."""

import datetime
import os
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


class Page:
    """NAME.md of a study: made before it begins, since it notes when and beside how much else that was."""

    def __init__(self, title, conditions, command):
        self.title, self.conditions, self.command = title, conditions, command
        self.load, self.started = os.getloadavg()[0], datetime.datetime.now(datetime.timezone.utc)

    def write(self, output, lines):
        head = [f"# {self.title}", "",
                f"{self.started:%Y-%m-%d %H:%M} UTC, {self.conditions}, load average before {self.load:.1f}, after {os.getloadavg()[0]:.1f}. "
                f"Reproduce: `{self.command}`.", ""]
        text = "\n".join(head + lines)
        output.with_suffix(".md").write_text(text, encoding="utf-8")
        print(text)
