"""The network of part 3 as a graph: x -> (w_h) -> h -> (+ b_o) -> y, and one sample on its way.

values      dict: the number on each wire of `WIRES`, for one sample
gradients   dict: the gradient of the cross-entropy at some of these wires

A ValueError names a wire that is missing or unknown, or whose number is none.
"""

import numpy as np

from utils.plotting.style import LIGHT_BLUE, caption
from utils.validation import checked, require_number, unchecked

# Of each node: its place, its symbol, the symbol of its input, its name.
NODES = {
    "x": (0, 0, "$x$", "", "input"),
    "h": (1, 0, "$h$", "$z_h$", "hidden neuron\nRBF"),
    "y": (2, 0, "$y$", "$z_o$", "output\nlogistic"),
    "1": (1.35, 0.75, "$1$", "", ""),
}
EDGES = (("x", "h", "$w_h$"), ("h", "y", ""), ("1", "y", "$b_o$"))

# Of each step: its place, what is in it, its name.
STEPS = {
    "times": (1, r"$\times$", "multiply"),
    "rbf": (2, r"$\phi$", "RBF"),
    "plus": (3, "$+$", "add"),
    "logistic": (4, r"$\sigma$", "logistic"),
    "cost": (5, r"$\xi_i$", "cross-\nentropy"),
}
# Of each wire: where it starts, its height, its symbol. It is one long; a high one bends down.
WIRES = {
    "x": (0, 1, "$x$"),
    "wh": (0, 0, "$w_h$"),
    "zh": (1, 0, "$z_h$"),
    "h": (2, 0, "$h$"),
    "bo": (2, 1, "$b_o$"),
    "zo": (3, 0, "$z_o$"),
    "y": (4, 0, "$y$"),
    "t": (4, 1, "$t$"),
    "xi": (5, 0, r"$\xi_i$"),
}
PURPLE = "#7b2d8b"


def _require_values(**values):
    for name, numbers in values.items():
        if set(numbers) != set(WIRES):
            raise ValueError(f"{name} must hold {', '.join(WIRES)}, but holds {_list(numbers)}")
        require_number(**{f"{name} {wire}": number for wire, number in numbers.items()})


def _require_gradients(**gradients):
    for name, numbers in gradients.items():
        if not set(numbers) <= set(WIRES):
            raise ValueError(f"{name} may hold {', '.join(WIRES)}, but holds {_list(numbers)}")
        require_number(**{f"{name} {wire}": number for wire, number in numbers.items()})


def _list(numbers):
    return ", ".join(map(str, numbers)) or "nothing"


_door = checked({"values": _require_values, "gradients": _require_gradients, "ax": unchecked})


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


@_door
def plot_network_with_values(values, gradients, ax):
    """Draw the steps of one sample, its values above the wires and the gradients below."""
    for name, (start, height, symbol) in WIRES.items():
        places = [(start, height), (start + 1, height), (start + 1, 0)]
        ax.plot(*zip(*places[: height + 1], strict=True), color="black", linewidth=1)
        arrow = {"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 17}
        ax.annotate("", xy=places[height + 1], xytext=places[height], arrowprops=arrow)
        # Outer wires begin or end without a step, so that their middle is elsewhere.
        middle = start + {0: 0.4, 5: 0.55}.get(start, 0.5 if height == 0 else 0.6)
        ax.text(middle, height + 0.06, f"{symbol} = {_shown(values[name])}", ha="center")
        if name in gradients:
            ax.text(
                middle,
                height - 0.08,
                _shown(gradients[name]),
                color=PURPLE,
                weight="bold",
                ha="center",
                va="top",
            )
    for place, symbol, name in STEPS.values():
        ax.scatter(place, 0, s=800, facecolor=LIGHT_BLUE, edgecolor="black", zorder=3)
        ax.text(place, 0, symbol, fontsize=14, ha="center", va="center", zorder=4)
        ax.text(place, -0.38, name, ha="center", va="top")
    ax.set(xlim=(-0.1, 6.1), ylim=(-0.85, 1.3))
    ax.set_axis_off()


@_door
def describe_network_with_values(values, gradients):
    """Say in words what `plot_network_with_values` draws."""
    forward = ", ".join(f"{name} = {_shown(values[name])}" for name in WIRES)
    backward = ", ".join(f"{n} {_shown(gradients[n])}" for n in reversed(WIRES) if n in gradients)
    text = f"; gradients, below the wires, from the end: {backward}" if backward else ""
    return caption(f"one sample on its way; values, above the wires: {forward}{text}.")


def _shown(number):
    # Adding 0 turns a rounded -0.0 into 0.0.
    return f"{np.round(number, 3) + 0:.3f}"
