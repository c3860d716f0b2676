"""SLURM job scripts of the studies on a real machine: one rank per GPU, a job per number of nodes, all results in one folder."""

from analysis.configurations import CASES, Sizes, all_configurations

# One rank fills a GPU with many short systems, or has few long ones.
GPU_SIZES = Sizes(batch_systems=131_072, batch_points=500, time_systems=1024, time_points=100_000)

# How a rank finds its GPU. With "task" SLURM shows every rank one GPU alone (CUDA_VISIBLE_DEVICES); with "map" every rank sees
# all GPUs of its node and Kokkos takes the one of its rank, which MPI libraries need that copy between GPUs of a node.
BINDINGS = {
    "task": ("--gpus-per-task=1", ""),
    "map": ("--gpus-per-node={gpus} --gpu-bind=none", " --kokkos-map-device-id-by=mpi_rank"),
}

SCRIPT = """\
#!/bin/bash
#SBATCH --job-name=smnn-scaling-{nodes}
#SBATCH --nodes={nodes}
#SBATCH --ntasks-per-node={gpus}
#SBATCH --cpus-per-task={cores}
#SBATCH {gpu_options}
#SBATCH --exclusive
#SBATCH --time={time}
#SBATCH --signal=USR1@300
#SBATCH --output={folder}/job-{nodes:05d}.log
{account}
set -u
mkdir -p {folder}
export OMP_NUM_THREADS={cores} OMP_PROC_BIND=close OMP_PLACES=cores

# Every run is one configuration and one file. The signal ends a run that would exceed the job's time (smnn's trainings save
# and end upon it), and what was measured before stays.
measure() {{  # name, nodes, ranks, arguments
  local name=$1 nodes=$2 ranks=$3
  shift 3
  srun --nodes="$nodes" --ntasks="$ranks" {srun_options} {bench} "$@"{kokkos} > "{folder}/$name.csv" ||
    rm -f "{folder}/$name.csv"
}}
{messages}
for round in $(seq {rounds}); do
{runs}
done
"""

MESSAGES = """
srun --nodes=2 --ntasks=2 --ntasks-per-node=1 {srun_options} {bench} --ping-pong{kokkos} > "{folder}/messages-{nodes:05d}.csv"
"""


def node_counts(most):
    counts = [1]
    while counts[-1] * 2 <= most:
        counts.append(counts[-1] * 2)
    return counts


def runs(ranks, options):
    """Lines of the job's loop. The job of one node also measures one rank, which all others are compared with."""
    chosen = [case for case in CASES if case.name in options.cases]
    counts = sorted({1, ranks}) if ranks == options.gpus_per_node else [ranks]
    lines = []
    for c in all_configurations(counts, GPU_SIZES, chosen):
        if c.ranks not in counts or c.study not in ("weak", "strong"):
            continue
        name = f"{c.label.replace('/', '-')}-{c.ranks:05d}-$round"
        nodes = max(1, c.ranks // options.gpus_per_node)
        arguments = " ".join([*c.arguments(), "--repetitions", str(options.repetitions)])
        arguments += " --gpu-aware-mpi" if options.gpu_aware_mpi else ""
        lines.append(f'  measure "{name}" {nodes} {c.ranks} {arguments}')
    return lines


def script(nodes, options):
    gpu_options, kokkos = BINDINGS[options.binding]
    gpu_options = gpu_options.format(gpus=options.gpus_per_node)
    values = {
        "nodes": nodes,
        "gpus": options.gpus_per_node,
        "cores": options.cores_per_gpu,
        "gpu_options": gpu_options,
        "srun_options": f"--cpus-per-task={options.cores_per_gpu} --cpu-bind=cores {gpu_options}",
        "kokkos": kokkos,
        "time": options.time,
        "folder": options.folder,
        "bench": options.bench,
        "rounds": options.rounds,
        "account": "".join(f"#SBATCH {line}\n" for line in options.sbatch),
    }
    messages = MESSAGES.format(**values) if nodes == 2 else ""
    return SCRIPT.format(**values, messages=messages, runs="\n".join(runs(nodes * options.gpus_per_node, options)))
