"""The network as a graph."""

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
