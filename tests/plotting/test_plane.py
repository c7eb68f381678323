"""Samples and decisions in the plane: what is drawn, and what is said of it."""

import numpy as np
import pytest
from captions import one_line
from matplotlib.colors import to_hex, to_rgba

from utils import plotting
from utils.data import make_two_classes

X, T = make_two_classes(np.random.RandomState(seed=1))
W = np.array([[1.83132, 0.81002]])
IS_BLUE = X @ W.T > 0
ACROSS, UP = np.linspace(-3, 4, 36), np.linspace(-4, 4, 41)
GROUND = 1.0 * (ACROSS * W[0, 0] + UP[:, np.newaxis] * W[0, 1] > 0)
CIRCLE = 1.0 * (ACROSS**2 + UP[:, np.newaxis] ** 2 < 1)
DECIDED = {"x": X, "t": T, "is_blue": IS_BLUE, "across": ACROSS, "up": UP, "ground": GROUND}


def ground_at(ax, point):
    """Return the colour that a point of the picture has, where no sample lies."""
    ax.grid(False)
    ax.figure.canvas.draw()
    column, row = ax.transData.transform(point).round().astype(int)
    pixels = np.asarray(ax.figure.canvas.buffer_rgba())[::-1]
    return to_hex(pixels[row, column] / 255)


def test_samples_lie_at_their_inputs_in_the_marks_of_their_class(ax, scattered):
    plotting.plot_plane(X, T, ax)
    for target in (1, 0):
        points, _ = scattered(ax, target)
        assert np.array_equal(points, X[T[:, 0] == target])
    assert scattered(ax, 1)[1] != scattered(ax, 0)[1]
    assert (ax.get_xlim(), ax.get_ylim()) == ((-3, 4), (-4, 4))
    assert ax.get_aspect() == 1
    assert ("x_1" in ax.get_xlabel(), "x_2" in ax.get_ylabel()) == (True, True)


def test_other_limits_are_those_of_the_picture(ax):
    plotting.plot_plane(X, T, ax, limits=((-2, 2), (-1.5, 2)))
    assert (ax.get_xlim(), ax.get_ylim()) == ((-2, 2), (-1.5, 2))
    text = one_line(plotting.describe_plane(X, T, limits=((0, 4), (0, 4))))
    assert "1 red star from x1 = 0.66 to 0.66" in text
    assert text.endswith("samples lie outside of the figure.")
    text = one_line(plotting.describe_plane(X, T, limits=((8, 9), (8, 9))))
    assert text.endswith("none; 40 samples lie outside of the figure.")


def test_samples_are_described_from_the_data():
    assert one_line(plotting.describe_plane(X, T)) == (
        "Figure: the samples in the plane: 20 blue circles from x1 = -0.44 to 3.19, "
        "x2 = -2.02 to 2.10, with their mean at (1.10, 0.28); 20 red stars from x1 = -2.12 to "
        "0.74, x2 = -2.30 to 1.14, with their mean at (-0.75, -0.43)."
    )


@pytest.mark.parametrize(
    ("ground", "blue", "red"),
    [
        (GROUND, [(3, 0.1), (1.5, -2), (-1, 3)], [(-2, 1), (-0.3, 0.2), (1, -3)]),
        (CIRCLE, [(0.1, 0.1), (0.4, 0.1)], [(1.1, 0.1), (-0.1, -1.1), (3, 3)]),
        (np.ones_like(GROUND), [(-2.5, -3.5), (3.5, 3.5)], []),
        (np.zeros_like(GROUND), [], [(-2.5, -3.5), (3.5, 3.5)]),
    ],
)
def test_ground_has_the_colour_of_the_decision(ax, ground, blue, red):
    plotting.plot_regions(**{**DECIDED, "ground": ground}, ax=ax)
    assert all(ground_at(ax, point) == plotting.LIGHT_BLUE for point in blue)
    assert all(ground_at(ax, point) == plotting.LIGHT_RED for point in red)


def test_the_edge_of_probabilities_lies_at_one_half(ax):
    steep = np.broadcast_to(1 / (1 + np.exp(-(ACROSS - 0.523))), GROUND.shape)
    plotting.plot_regions(**{**DECIDED, "ground": steep}, ax=ax)
    assert ground_at(ax, (0.48, 2.5)) == plotting.LIGHT_RED
    assert ground_at(ax, (0.57, 2.5)) == plotting.LIGHT_BLUE


def test_wrong_samples_and_no_others_are_ringed(ax):
    plotting.plot_regions(**DECIDED, ax=ax)
    (rings,) = [c for c in ax.collections if c.get_label() == "decided wrongly"]
    assert np.array_equal(rings.get_offsets(), X[(IS_BLUE != (T == 1))[:, 0]])
    assert len(rings.get_offsets()) == 6
    assert to_rgba(rings.get_edgecolor()[0]) == to_rgba("black")
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["blue circles ($t = 1$)", "red stars ($t = 0$)", "decided wrongly"]


def test_without_wrong_samples_there_are_no_rings(ax):
    plotting.plot_regions(**{**DECIDED, "is_blue": T == 1}, ax=ax)
    assert len(ax.get_legend().get_texts()) == 2
    text = one_line(plotting.describe_regions(**{**DECIDED, "is_blue": T == 1}))
    assert text.endswith("40 of 40 samples are decided correctly.")


def test_regions_are_described_from_the_decisions():
    assert one_line(plotting.describe_regions(**DECIDED)) == (
        "Figure: the ground: at x2 = -4.00 blue from x1 = 1.80 to 4.00, at x2 = 0.00 blue from "
        "x1 = 0.20 to 4.00, at x2 = 4.00 blue from x1 = -1.60 to 4.00; 34 of 40 samples are "
        "decided correctly, wrong are 2 blue circles at (-0.14, -0.35), (-0.44, -0.50), and 4 red "
        "stars at (0.62, -0.61), (0.74, -0.76), (-0.10, 0.50), (0.66, 0.74)."
    )
    text = one_line(plotting.describe_regions(**{**DECIDED, "ground": CIRCLE}))
    assert "at x2 = -4.00 red everywhere, at x2 = 0.00 blue from x1 = -0.80 to 0.80, at" in text
    text = one_line(plotting.describe_regions(**{**DECIDED, "ground": 1 - CIRCLE}))
    assert "at x2 = -4.00 blue everywhere, at x2 = 0.00 blue from x1 = -3.00 to -1.00 and " in text
    text = one_line(plotting.describe_regions(**{**DECIDED, "is_blue": T == 0}))
    assert "0 of 40" in text and text.count(" and 14 more") == 2


@pytest.mark.parametrize("b", [0.0, -1.5, 2.0])
@pytest.mark.parametrize("w", [(1.5, 0.5), (0.0, 2.0), (-1.0, 3.0)])
def test_line_and_arrow_are_perpendicular_and_in_place(ax, w, b):
    plotting.plot_line(np.array([w]), ax, b)
    (line,) = ax.lines
    p, q = np.array(line.get_xy1()), np.array(line.get_xy2())
    assert np.allclose([p @ w + b, q @ w + b], 0)
    assert np.isclose((q - p) @ w, 0)
    arrow = ax.texts[0]
    assert np.allclose(np.subtract(arrow.xy, arrow.xyann), w)
    assert np.isclose(np.dot(arrow.xyann, w) + b, 0)
    text = one_line(plotting.describe_line(np.array([w]), b))
    assert f"to ({arrow.xy[0]:.2f}, {arrow.xy[1]:.2f})." in text


def test_an_arrow_has_the_name_it_is_given(ax):
    plotting.plot_line(np.array([[1.0, 2.0]]), ax, name="h_3")
    assert ax.texts[1].get_text() == "$h_3$"
    text = one_line(plotting.describe_line(np.array([[1.0, 2.0]]), name="h_3"))
    assert "an arrow, h_3, from" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": X[:, 0]}, r"x must be an array of shape \(n, 2\), but its shape is \(40,\)"),
        ({"x": X[:3]}, r"x and t must have the same number of rows, but have: x \(3, 2\), t"),
        ({"t": T.ravel()}, r"t must be an array of shape \(n, 1\)"),
        ({"t": T + 1}, "t must hold only 0 and 1, but holds 2"),
        ({"is_blue": IS_BLUE.ravel()}, r"t and is_blue must have .* is_blue \(40,\)"),
        ({"is_blue": T}, "is_blue must be an array of True and False, but is of float64"),
        ({"ground": GROUND.T}, r"ground must be of shape .*\(41, 36\).*\(36, 41\)"),
        ({"ground": GROUND + 1}, "ground must lie between 0 and 1"),
        ({"across": X}, r"across must be an array of shape \(k,\)"),
        ({"limits": ((-3, 4), (4, -4))}, "limits must be two pairs of numbers"),
        ({"limits": (-3, 4)}, "limits must be two pairs of numbers"),
    ],
)
def test_decisions_that_do_not_fit_are_refused(ax, change, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_regions(**{**DECIDED, **change}, ax=ax)
    with pytest.raises(ValueError, match=message):
        plotting.describe_regions(**{**DECIDED, **change})


@pytest.mark.parametrize("w", [np.zeros((1, 2)), np.ones(2), np.ones((2, 2))])
def test_weights_that_make_no_line_are_refused(w):
    with pytest.raises(ValueError, match="w must be an array of shape"):
        plotting.describe_line(w)
