"""Networks as graphs: of any layers, and that of part 3 with one sample on its way.

That of part 3 is x -> (w_h) -> h -> (+ b_o) -> y.

layers      the symbols of the nodes, layer by layer from the input on, such as
            (("$x_1$", "$x_2$"), ("$y$",)); "..." stands for nodes that are left out, and
            `wide_layer` makes such a layer
names       what stands below each layer, one text for each, or none
edges       dict: the label of single edges, such as {("$x_1$", "$y$"): "$w_1$"}; every node has an
            edge to each node of the next layer, whether it is labelled or not
between     what stands below the edges between two layers, one text for each pair, or none
biases      for each layer but the first the label of its bias, "" if it has none; or no label at
            all. A bias is a node 1 above the layer before, with edges to the whole layer
values      dict: the number on each wire of `WIRES`, for one sample
gradients   dict: the gradient of the cross-entropy at some of these wires

A ValueError names layers that are no graph, or a label that belongs to none of it, and a wire that
is missing or unknown, or whose number is none.
"""

from functools import partial
from itertools import pairwise, product

import numpy as np

from utils.plotting.style import LIGHT_BLUE, caption
from utils.validation import checked, require_integer, require_number, unchecked

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
LEFT_OUT = "..."


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


def _require_layers(**values):
    for name, layers in values.items():
        if len(layers) < 2 or not all(len(layer) for layer in layers):
            raise ValueError(f"{name} must be two layers or more, none empty, but is {layers}")
        if any(isinstance(layer, str) for layer in layers):
            raise ValueError(f"{name} must hold a tuple of symbols for each layer, not a text")
        symbols = [node for layer in layers for node in layer if node != LEFT_OUT]
        twice = [node for node in symbols if symbols.count(node) > 1]
        if twice:
            raise ValueError(f"{name} must not hold a symbol twice, but holds {twice[0]} again")


def _require_labels(layers, names, edges, between, biases):
    sizes = {"names": (names, len(layers))}
    sizes.update({"between": (between, len(layers) - 1), "biases": (biases, len(layers) - 1)})
    for name, (labels, number) in sizes.items():
        if len(labels) not in (0, number):
            raise ValueError(f"{name} must hold {number} texts or none, but holds {len(labels)}")
    for start, end in set(edges) - set(_edges(layers)):
        raise ValueError(f"edges may label what joins two layers, but {start} to {end} does not")


_layers_door = checked(
    {
        "letter": unchecked,
        "size": partial(require_integer, 1),
        "layers": _require_layers,
        **dict.fromkeys(("ax", "names", "edges", "between", "biases"), unchecked),
    }
)
_door = checked({"values": _require_values, "gradients": _require_gradients, "ax": unchecked})


@_layers_door
def wide_layer(letter, size):
    """Return the symbols of a layer: all of them up to four nodes, else the first two and last."""
    if size == 1:
        return (f"${letter}$",)
    symbols = [f"${letter}_{{{number}}}$" for number in range(1, size + 1)]
    return tuple(symbols) if size <= 4 else (*symbols[:2], LEFT_OUT, symbols[-1])


@_layers_door
def plot_layers(layers, ax, names=(), edges=None, between=(), biases=()):
    """Draw the nodes of each layer above each other, and an arrow for each edge."""
    edges = edges or {}
    _require_labels(layers, names, edges, between, biases)
    height = max(len(layer) for layer in layers)
    places = _places(layers)
    for start, end in _edges(layers):
        _draw_edge(ax, places[start], places[end], edges.get((start, end), ""))
    for number, label in enumerate(biases):
        if label:
            # Above the highest layer, so that its edges run through no node.
            place = (number + 0.25, (height - 1) / 2 + 0.85)
            _draw_node(ax, place, "$1$")
            ends = [node for node in layers[number + 1] if node != LEFT_OUT]
            for end in ends:
                _draw_edge(ax, place, places[end], label if len(ends) == 1 else "")
            if len(ends) > 1:
                ax.text(place[0] + 0.22, place[1] + 0.1, label, fontsize=14, ha="left", va="center")
    for number, layer in enumerate(layers):
        for node, height_of_node in zip(layer, _heights(layer), strict=True):
            if node == LEFT_OUT:
                ax.text(number, height_of_node, r"$\vdots$", fontsize=18, ha="center", va="center")
            else:
                _draw_node(ax, places[node], node)
        if names:
            ax.text(number, -(height - 1) / 2 - 0.45, names[number], ha="center", va="top")
    for number, label in enumerate(between):
        lowest = -(height - 1) / 2 - 0.45
        ax.text(number + 0.5, lowest, label, fontsize=14, ha="center", va="top")
    top = (height - 1) / 2 + (1.3 if any(biases) else 0.5)
    ax.set(xlim=(-0.4, len(layers) - 0.6), ylim=(-(height - 1) / 2 - 0.95, top))
    ax.set_axis_off()


@_layers_door
def describe_layers(layers, names=(), edges=None, between=(), biases=()):
    """Say in words what `plot_layers` draws."""
    edges = edges or {}
    _require_labels(layers, names, edges, between, biases)
    of_layers = [", ".join(layer) for layer in layers]
    if names:
        of_layers = [f"{' '.join(n.split())} {s}" for n, s in zip(names, of_layers, strict=True)]
    text = f"the network as a graph of {len(layers)} layers: {'; '.join(of_layers)}. "
    if len(list(_edges(layers))) == 1:
        text += "An arrow leads from the one to the other"
    else:
        text += "An arrow leads from each node to every node of the next layer"
    labels = [f"{start} to {end} ({label})" for (start, end), label in edges.items()]
    labels += [f"layer {k} to {k + 1} ({label})" for k, label in enumerate(between, 1) if label]
    labels += [f"a node 1 to layer {k} ({label})" for k, label in enumerate(biases, 2) if label]
    text += f"; labelled are {', '.join(labels)}." if labels else "."
    return caption(text.replace("$", "").replace("{", "").replace("}", ""))


def _heights(layer):
    return (len(layer) - 1) / 2 - np.arange(len(layer))


def _places(layers):
    return {
        node: (number, height)
        for number, layer in enumerate(layers)
        for node, height in zip(layer, _heights(layer), strict=True)
    }


def _edges(layers):
    for one, other in pairwise(layers):
        yield from (pair for pair in product(one, other) if LEFT_OUT not in pair)


def _draw_node(ax, place, symbol):
    ax.scatter(*place, s=1000, facecolor=LIGHT_BLUE, edgecolor="black", zorder=3)
    ax.text(*place, symbol, fontsize=14, ha="center", va="center", zorder=4)


def _draw_edge(ax, start, end, label):
    arrow = {"arrowstyle": "-|>", "color": "black", "shrinkA": 17, "shrinkB": 17, "linewidth": 0.8}
    ax.annotate("", xy=end, xytext=start, arrowprops=arrow)
    if label:
        # Nearer to the start, where edges to one node are still apart.
        x, y = 0.55 * np.array(start) + 0.45 * np.array(end)
        ax.text(x, y + 0.06, label, fontsize=14, ha="center", va="bottom")


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
