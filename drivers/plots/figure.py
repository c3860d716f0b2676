"""What the scripts of this folder share: matplotlib without a screen, colours and style, and how they end."""

import sys
from pathlib import Path

NO_MATPLOTLIB = 3

try:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
except ImportError:
    # The program gives a folder, tries another Python, and says itself if none has it.
    if len(sys.argv) == 3 and not Path(sys.argv[1]).is_dir():
        print(f"{Path(sys.argv[0]).name}: error: {sys.executable} has no matplotlib; install it (Debian: python3-matplotlib, "
              "else: python3 -m pip install matplotlib)", file=sys.stderr)
    sys.exit(NO_MATPLOTLIB)

INK, FAINT, GRID = "#22303c", "#8a97a3", "#e4e8eb"
COLOURS = ["#1f6fb2", "#e07b26", "#2e9a66", "#b5427a", "#7a5bc2", "#a08a1c", "#14848c", "#5b6670"]


def style(**more):
    plt.rcParams.update({
        "font.size": 8, "axes.titlesize": 8.5, "axes.edgecolor": FAINT, "axes.linewidth": 0.6, "text.color": INK,
        "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "legend.frameon": False,
        "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False, **more,
    })


def run(main, usage):
    """Calls main with the two arguments, data and picture; of what is wrong with them it says so in a line."""
    if len(sys.argv) != 3:
        sys.exit(usage)
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError) as error:
        sys.exit(f"{Path(sys.argv[0]).name}: error: {error}")
