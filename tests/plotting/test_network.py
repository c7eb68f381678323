"""Networks as graphs."""

import pytest
from captions import one_line

from utils import plotting


def test_network_is_drawn_and_described_from_the_same_edges(ax):
    plotting.plot_network(ax)
    texts = [text.get_text() for text in ax.texts]
    for symbol in ("$x$", "$h$", "$y$", "$1$", "$w_h$", "$b_o$"):
        assert symbol in texts
    assert one_line(plotting.describe_network()).endswith(
        "from x to h (w_h), from h to y, from 1 to y (b_o); z_h is the input of h, z_o is the "
        "input of y."
    )


NAMES = ("x", "wh", "zh", "h", "bo", "zo", "y", "t", "xi")
VALUES = {name: float(number) for number, name in enumerate(NAMES, start=1)}


def places(ax, text):
    """Return where a text is drawn."""
    return [found.get_position() for found in ax.texts if found.get_text() == text]


def test_values_stand_above_the_wires_and_gradients_below(ax):
    plotting.plot_network_with_values(VALUES, {"zh": 0.392, "bo": -0.0001}, ax)
    ((x_value, above),) = places(ax, "$z_h$ = 3.000")
    ((x_gradient, below),) = places(ax, "0.392")
    assert x_value == x_gradient and 1 < x_value < 2
    assert below < 0 < above
    ((_, above),) = places(ax, "$b_o$ = 5.000")
    ((_, below),) = places(ax, "0.000")
    assert below < 1 < above
    assert sum(" = " in text.get_text() for text in ax.texts) == len(NAMES)


def test_values_and_gradients_are_described_the_latter_from_the_end():
    text = plotting.describe_network_with_values(VALUES, {"wh": 0.5, "zo": -0.25})
    assert one_line(text) == (
        "Figure: one sample on its way; values, above the wires: x = 1.000, wh = 2.000, zh = "
        "3.000, h = 4.000, bo = 5.000, zo = 6.000, y = 7.000, t = 8.000, xi = 9.000; gradients, "
        "below the wires, from the end: zo -0.250, wh 0.500."
    )
    assert "gradients" not in plotting.describe_network_with_values(VALUES, {})


@pytest.mark.parametrize(
    ("values", "gradients", "words"),
    [
        ({"x": 1.0}, {}, "values must hold x, wh, zh, h, bo, zo, y, t, xi, but holds x"),
        (VALUES, {"wo": 1.0}, "gradients may hold .*, but holds wo"),
        (VALUES, {"wh": "1"}, "gradients wh"),
        ({**VALUES, "xi": float("nan")}, {}, "values xi"),
    ],
)
def test_other_wires_and_no_numbers_are_refused(values, gradients, words):
    with pytest.raises(ValueError, match=words):
        plotting.describe_network_with_values(values, gradients)


TWO, WIDE = plotting.wide_layer("x", 2), plotting.wide_layer("h", 20)
LAYERS = (TWO, WIDE, ("$y$",))


@pytest.mark.parametrize(
    ("size", "symbols"),
    [
        (1, ("$x$",)),
        (4, ("$x_{1}$", "$x_{2}$", "$x_{3}$", "$x_{4}$")),
        (64, ("$x_{1}$", "$x_{2}$", "...", "$x_{64}$")),
    ],
)
def test_wide_layer_leaves_nodes_out_from_five_on(size, symbols):
    assert plotting.wide_layer("x", size) == symbols


def arrows(ax):
    """Return start and end of each arrow."""
    return {(tuple(a.xyann), tuple(a.xy)) for a in ax.texts if hasattr(a, "xyann")}


def test_every_node_has_an_arrow_to_each_node_of_the_next_layer(ax):
    plotting.plot_layers(LAYERS, ax)
    assert places(ax, "$y$") == [(2, 0)]
    x, h, y = ([places(ax, node)[0] for node in layer if node != "..."] for layer in LAYERS)
    expected = {(a, b) for one, other in ((x, h), (h, y)) for a in one for b in other}
    assert arrows(ax) == expected and len(expected) == 2 * 3 + 3
    assert len(places(ax, r"$\vdots$")) == 1


def test_biases_are_nodes_of_their_own_with_arrows_to_the_whole_layer(ax):
    plotting.plot_layers(LAYERS, ax, biases=("", "$b_o$"))
    ((x, _),) = places(ax, "$1$")
    assert 1 < x < 2
    assert [end for start, end in arrows(ax) if start == places(ax, "$1$")[0]] == [(2, 0)]
    ax.clear()
    plotting.plot_layers(LAYERS, ax, biases=("$b_h$", "$b_o$"))
    assert len(places(ax, "$1$")) == 2
    assert len(arrows(ax)) == 9 + 3 + 1


def test_layers_are_described_with_all_labels():
    labels = {"names": ("inputs", "20\nneurons", "output"), "between": ("$W_h$", "")}
    edges = {("$h_{20}$", "$y$"): "$w_{20}$"}
    text = plotting.describe_layers(LAYERS, edges=edges, biases=("$b_h$", ""), **labels)
    assert one_line(text) == (
        "Figure: the network as a graph of 3 layers: inputs x_1, x_2; 20 neurons h_1, h_2, ..., "
        "h_20; output y. An arrow leads from each node to every node of the next layer; labelled "
        "are h_20 to y (w_20), layer 1 to 2 (W_h), a node 1 to layer 2 (b_h)."
    )
    assert one_line(plotting.describe_layers((("$x$",), ("$y$",)))).endswith(
        "2 layers: x; y. An arrow leads from the one to the other."
    )


@pytest.mark.parametrize(
    ("layers", "labels", "words"),
    [
        ((TWO,), {}, "layers must be two layers or more"),
        ((TWO, ()), {}, "layers must be two layers or more, none empty"),
        (("x", "y"), {}, "layers must hold a tuple of symbols for each layer, not a text"),
        ((TWO, TWO), {}, r"must not hold a symbol twice, but holds \$x_\{1\}\$ again"),
        (LAYERS, {"names": ("a", "b")}, "names must hold 3 texts or none, but holds 2"),
        (LAYERS, {"between": ("a",)}, "between must hold 2 texts or none, but holds 1"),
        (LAYERS, {"biases": ("a",)}, "biases must hold 2 texts or none, but holds 1"),
        (LAYERS, {"edges": {("a", "$y$"): "w"}}, r"joins two layers, but a to \$y\$ does not"),
    ],
)
def test_what_is_no_graph_is_refused(layers, labels, words, ax):
    with pytest.raises(ValueError, match=words):
        plotting.plot_layers(layers, ax, **labels)
    with pytest.raises(ValueError, match=words):
        plotting.describe_layers(layers, **labels)
