"""A training step in PyTorch whose networks and solver are timed apart: what the steps' scripts share."""

import argparse
import statistics
import time

import torch

PHASES = "step,networks,solve,adjoint,networks backward,optimiser"


def parser_of(description, samples, steps, warm_up):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=samples)
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--warm-up", type=int, default=warm_up)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", action="store_true")
    return parser


def training_step(optimiser, networks, loss):
    """Seconds of the phases. networks() gives what the solver takes and a list of further losses; loss(heads) solves and compares.
    Backward in two parts, at the heads, which costs nothing."""
    times = [time.perf_counter()]

    def done():
        times.append(time.perf_counter())

    heads, further = networks()
    done()
    cut = [head.detach().requires_grad_() for head in heads]
    value = loss(cut)
    done()
    optimiser.zero_grad()
    value.backward()
    done()
    torch.autograd.backward([*further, *heads], [None] * len(further) + [part.grad for part in cut])
    done()
    optimiser.step()
    done()
    return [times[-1] - times[0]] + [after - before for before, after in zip(times, times[1:])]


def print_medians(options, optimiser, networks, loss):
    measured = [training_step(optimiser, networks, loss) for _ in range(options.warm_up + options.steps)][options.warm_up:]
    print(PHASES)
    print(",".join(f"{1e3 * statistics.median(times):.3f}" for times in zip(*measured)))
