"""The plot of `make bench`: time and memory of training part 5, by the course and by others."""

import matplotlib.pyplot as plt
import numpy as np

from utils import plotting


def draw(results, names, path):
    """Draw the results of `make bench` into an SVG file, of everything that was measured.

    Parameters
    ----------
    results : dict
        As in bench/results.json.
    names : dict of str to str
        What to call each yardstick.
    path : pathlib.Path
        Where the file goes.
    """
    plotting.set_style()
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 2.8))
    measured = [name for name in names if name in results["peak_memory_mb"]]
    timed = {"matrix_products": "its matrix products alone"} | {n: names[n] for n in measured}
    for end, label, shift, color in (
        ("", "one thread", -0.2, plotting.BLUE),
        ("_all_threads", "all threads", 0.2, plotting.LIGHT_BLUE),
    ):
        if f"iteration_part5_ours{end}" not in results["seconds"]:
            continue
        values = [1000 * results["seconds"][f"iteration_part5_{name}{end}"] for name in timed]
        bars = left.barh(np.arange(len(timed)) + shift, values, 0.4, color=color, label=label)
        left.bar_label(bars, fmt="%.3g", padding=2, fontsize=8)
    left.set(xlabel="an iteration, 43 batches of 25 digits (ms)")
    left.legend()
    peaks = [results["peak_memory_mb"][name]["trained"] for name in measured]
    bars = right.barh(range(len(measured)), peaks, 0.5, color=plotting.BLUE)
    right.bar_label(bars, fmt="%.0f", padding=2, fontsize=8)
    right.set(xlabel="memory of the training, at its peak (MB)")
    for ax, labels in ((left, timed.values()), (right, [names[name] for name in measured])):
        ax.set_yticks(range(len(labels)), labels)
        ax.invert_yaxis()
        ax.margins(x=0.15)
        ax.grid(visible=False, axis="y")
    fig.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(fig)
