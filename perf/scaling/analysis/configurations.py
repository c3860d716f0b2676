"""What is measured: cases (problem and operation), and how their systems and time points grow with the ranks."""

from dataclasses import dataclass

BETWEEN_POINTS = 20_000
END_PART = 200  # points of the first and last part where the one between them is measured: next to nothing


@dataclass(frozen=True)
class Case:
    name: str
    dims: int
    orders: int
    mode: str = "default"  # or "plain": without corrections
    operation: str = "solve"  # or "solve+adjoint"
    is_single_precision: bool = False

    @property
    def block_order(self):
        return self.dims * self.orders

    def arguments(self):
        arguments = ["--dims", str(self.dims), "--orders", str(self.orders)]
        arguments += ["--plain"] if self.mode == "plain" else []
        arguments += ["--adjoint"] if self.operation == "solve+adjoint" else []
        arguments += ["--float"] if self.is_single_precision else []
        return arguments


@dataclass(frozen=True)
class Sizes:
    """Systems and time points of one rank: many short systems where the batch is cut, few long ones where time is."""

    batch_systems: int = 1024
    batch_points: int = 1000
    time_systems: int = 8  # a SIMD pack
    time_points: int = 100_000


@dataclass(frozen=True)
class Configuration:
    # "weak", "strong"; "beside": the work of one rank on each, nothing cut; "between": a part with two cuts; "flushed": the
    # same where subnormal numbers cost nothing, as on GPUs
    study: str
    axis: str  # that is cut: "batch" or "time"
    case: Case
    ranks: int
    systems: int  # of all ranks
    points: int
    cuts: tuple = ()  # along time; equal shares if empty

    @property
    def label(self):
        return f"{self.study}/{self.axis}/{self.case.name}"

    @property
    def grid(self):
        along_batch = self.axis == "batch" or self.study == "beside"
        return f"{self.ranks}x1" if along_batch else f"1x{self.ranks}"

    def arguments(self):
        arguments = ["--label", self.label, "--grid", self.grid, "--systems", str(self.systems), "--points", str(self.points)]
        arguments += ["--cuts", ",".join(str(cut) for cut in self.cuts)] if self.cuts else []
        arguments += ["--flush-subnormals"] if self.study == "flushed" else []
        return arguments + self.case.arguments()


CASES = (
    Case("n3-plain", 1, 3, "plain"),
    Case("n3", 1, 3),
    Case("n3-adjoint", 1, 3, "default", "solve+adjoint"),
    Case("n6-plain", 3, 2, "plain"),
    Case("n6", 3, 2),
)


def of_axis(axis, case, rank_counts, sizes):
    """Weak and strong scaling; on one rank they are the same. What all ranks of a strong one share is one rank's of a weak one."""
    systems = sizes.batch_systems if axis == "batch" else sizes.time_systems
    points = sizes.batch_points if axis == "batch" else sizes.time_points
    for ranks in rank_counts:
        by_batch, by_time = (ranks, 1) if axis == "batch" else (1, ranks)
        yield Configuration("weak", axis, case, ranks, systems * by_batch, points * by_time)
        if ranks == 1:
            continue
        yield Configuration("strong", axis, case, ranks, systems, points)
        if axis == "time":
            yield Configuration("beside", axis, case, ranks, systems * ranks, points)


def between(study, case, sizes):
    """Three parts, of which only the middle one, with cuts on both sides, has work."""
    cuts = (END_PART, END_PART + BETWEEN_POINTS)
    return Configuration(study, "time", case, 3, sizes.time_systems, BETWEEN_POINTS + 2 * END_PART, cuts)


def all_configurations(rank_counts, sizes=Sizes(), cases=CASES):
    everything = [c for case in cases for axis in ("batch", "time") for c in of_axis(axis, case, rank_counts, sizes)]
    solves = [case for case in cases if case.operation == "solve"]
    return everything + [between(study, case, sizes) for study in ("between", "flushed") for case in solves]
