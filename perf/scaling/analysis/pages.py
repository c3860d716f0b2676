"""The page of a study in perf/results: what was measured, the model, and what it predicts."""

from pathlib import Path

import numpy as np

from analysis import plots, prediction
from analysis.model import Model, is_middle
from analysis.tables import efficiencies, efficiency_samples, keyed, markdown, median_seconds, phases

INTRODUCTION = """\
# Scaling over ranks

| what | value |
| --- | --- |
| date | {date} |
| smnn | {revision} |
| machine | {device}, {host} |
| ranks | {ranks}, one thread each, bound to cores |
| rounds | {rounds}; in each all configurations took turns in random order |
| load average before | {load:.2f}{warning} |

Reproduce: `python3 perf/scaling/study.py all --output {output}` (under 8 minutes; the machine must be quiet). Every number of
this page comes from [{name}.csv]({name}.csv) and [{name}-messages.csv]({name}-messages.csv), in double precision.
A run's time is the median of its repetitions, each that of the slowest rank; it counts only if every system was solved.
Cases: n3 is D = 1, K = 3, E = 1; n6 is D = 3, K = 2, E = 3; plain: without corrections; adjoint: solution and gradients.

## Measured

Weak scaling: every rank has the work that one rank has alone, efficiency t(1) / t(P). Strong: all share it, t(1) / (P t(P)).

"""

PREDICTION = """\
## Predicted for GPUs

**Nothing here was measured on GPUs.** A step's time is the bytes that it moves over the assumed bandwidth, times what a cut
costs on CPU cores above; and at least the time of one dependent step, however few systems there are. Forward solve, n = 3, one
correction.

{assumptions}
By these, {full} systems fill a GPU.

{weak}
![prediction]({name}-model.png)

{strong}
### Where time parallelism starts to pay

Cuts in time gain at least 5 % where a GPU would have fewer systems than this without them:

{threshold}
{conclusion}"""

CONCLUSION = """\
Above about {full} systems per GPU ranks belong along the batch: cuts in time only cost, {middle:.2f} times the sweeps from
three parts on. Below it further ranks along the batch leave GPUs idle in part, while a part of the time axis takes the time of
its own points: the gain is the ratio of the two, divided by that factor, until messages, O(log P) in a round, take as long as a
part's sweep ({steps:.0f} time points here, so that T below some thousand gains little). With a least step of {slow:.0e} s instead
of {least:.0e} s all limits are {ratio:.2g} times as high.
"""


def losses(rows):
    """What weak scaling over time loses to cores that work at once, and what to the cut."""
    groups = keyed(rows)
    lines = []
    for key in sorted(groups):
        study, axis, case, ranks = key
        beside = groups.get(("beside", "time", case, ranks))
        if study != "weak" or axis != "time" or ranks == 1 or beside is None:
            continue
        efficiency = np.median(efficiency_samples(groups, key))
        cores = np.median(efficiency_samples(groups, ("beside", "time", case, ranks)))
        exchange = np.median([row["exchange"] for row in groups[key].values()]) / median_seconds(groups[key])
        lines.append([case, str(ranks), f"{100 * efficiency:.1f} %", f"{100 * cores:.1f} %", f"{100 * efficiency / cores:.1f} %",
                      f"{100 * exchange:.1f} %"])
    return markdown(["case", "ranks", "efficiency over time", "of it: all cores at work, nothing cut", "the cut itself",
                     "time in messages and waiting"], lines)


def introduction(rows, output, load):
    row = rows[0]
    facts = {
        "date": min(r["date"] for r in rows), "revision": row["revision"], "device": row["device"], "host": row["host"],
        "ranks": ", ".join(str(n) for n in sorted({r["ranks"] for r in rows if not is_middle(r)})),
        "rounds": len({r["round"] for r in rows}), "load": load, "output": output, "name": Path(output).name,
        "warning": " (**busy: do not quote these figures**)" if load > 0.5 else "",
    }
    return INTRODUCTION.format(**facts)


def measured_part(rows, name):
    return "\n".join([efficiencies(rows), f"![efficiency]({name}-efficiency.png)\n",
                      "Why scaling over time loses what it loses (2 problems side by side, uncut, on the same cores show what "
                      "the machine itself loses):\n", losses(rows),
                      "Phases of weak scaling over time, mean over ranks; exchange is messages and waiting for others:\n",
                      phases(rows), f"![phases]({name}-phases.png)\n"])


def model_part(model):
    return "\n".join(["## Model\n", "Fitted to the forward solves above and to a ping-pong, relative least squares "
                      "(perf/scaling/analysis/cost.py is the model). A part with two cuts was measured alone, as the middle of three "
                      "with next to no work beside it; what subnormal numbers cost there, which x86 "
                      "processors are slow with and GPUs are not, is the difference to the line below it.\n", model.constants(), model.residuals()])


def predicted_part(machine, name):
    slower = prediction.other_step(machine, 2.5)
    full = prediction.spaced(prediction.full_gpu(machine))
    middle = machine.rates.between.of(1) / machine.rates.serial.of(1)
    ranks = prediction.MOST_RANKS
    tree = prediction.cost.separators(machine, prediction.ORDER, ranks, 1, prediction.CORRECTIONS)
    step = prediction.cost.Sweeps.between.of(1) * machine.least_step
    ratio = prediction.threshold(slower, ranks, 100_000) / max(prediction.threshold(machine, ranks, 100_000), 1e-9)
    conclusion = CONCLUSION.format(full=full, middle=middle, steps=tree / step, slow=slower.least_step,
                                   least=machine.least_step, ratio=ratio)
    return PREDICTION.format(assumptions=prediction.assumptions(), full=full, weak=prediction.weak_table(machine), name=name,
                             strong=prediction.strong_table(machine), threshold=prediction.threshold_table(machine),
                             conclusion=conclusion)


def write(rows, messages, output, load):
    """`output`.md and three pictures."""
    name = Path(output).name
    model = Model(rows, messages)
    machine = prediction.gpu(model.flushed["n3"].rates)
    plots.efficiency(rows, f"{output}-efficiency.png")
    plots.phases(rows, f"{output}-phases.png")
    plots.prediction(prediction.strong_curves(machine), prediction.gain_curves(machine), f"{output}-model.png")
    text = "\n".join([introduction(rows, output, load) + measured_part(rows, name), model_part(model), predicted_part(machine, name)])
    Path(f"{output}.md").write_text(text, encoding="utf-8")
    print(f"wrote {output}.md")
