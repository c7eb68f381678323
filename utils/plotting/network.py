"""The network of part 3 as a graph: x -> (w_h) -> h -> (+ b_o) -> y."""

import numpy as np

from utils.plotting.style import LIGHT_BLUE, caption

# Of each node: its place, its symbol, the symbol of its input, its name.
NODES = {
    "x": (0, 0, "$x$", "", "input"),
    "h": (1, 0, "$h$", "$z_h$", "hidden neuron\nRBF"),
    "y": (2, 0, "$y$", "$z_o$", "output\nlogistic"),
    "1": (1.35, 0.75, "$1$", "", ""),
}
EDGES = (("x", "h", "$w_h$"), ("h", "y", ""), ("1", "y", "$b_o$"))


def plot_network(ax):
    """Draw the nodes, and an arrow for each weight and bias."""
    for start, end, label in EDGES:
        a, b = np.array(NODES[start][:2]), np.array(NODES[end][:2])
        ax.annotate(
            "",
            xy=b,
            xytext=a,
            arrowprops={"arrowstyle": "-|>", "color": "black", "shrinkA": 22, "shrinkB": 22},
        )
        ax.text(*((a + b) / 2 + (0.02, 0.06)), label, fontsize=14, ha="center", va="bottom")
    for x, y, symbol, input_symbol, name in NODES.values():
        ax.scatter(x, y, s=1500, facecolor=LIGHT_BLUE, edgecolor="black", zorder=3)
        ax.text(x, y, symbol, fontsize=15, ha="center", va="center", zorder=4)
        ax.text(x - 0.24, y - 0.06, input_symbol, fontsize=12, ha="center", va="top")
        ax.text(x, y - 0.3, name, ha="center", va="top")
    ax.set(xlim=(-0.4, 2.4), ylim=(-0.8, 1.05))
    ax.set_axis_off()


def describe_network():
    """Say in words what `plot_network` draws."""
    arrows = [f"{a} to {b}{f' ({w})' if w else ''}" for a, b, w in EDGES]
    inputs = [f"{z} is the input of {symbol}" for _, _, symbol, z, _ in NODES.values() if z]
    text = f"with arrows from {', from '.join(arrows)}; {', '.join(inputs)}"
    return caption(f"the network as a graph, {text}.".replace("$", ""))
