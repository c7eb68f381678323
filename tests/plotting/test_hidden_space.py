"""The way from input to hidden activation: what is drawn, and what is said of it."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from captions import one_line
from matplotlib.collections import LineCollection

from utils import plotting
from utils.data import make_surrounded_classes

X, T = make_surrounded_classes()
WH, BO = 1.12306, -0.44249
H = np.exp(-((X * WH) ** 2))
INPUTS = np.linspace(-3.3, 3.3, 201)
CURVE = INPUTS, np.exp(-((INPUTS * WH) ** 2))


@pytest.fixture
def axes():
    """Give two times two axes, and close their figure afterwards."""
    figure, axes = plt.subplots(2, 2)
    yield axes
    plt.close(figure)


def test_hidden_space_places_each_sample_on_the_curve(axes, scattered):
    plotting.plot_hidden_space(X, T, H, CURVE, -BO, axes)
    assert np.array_equal(axes[0, 0].lines[0].get_xydata(), np.transpose(CURVE))
    blue, _ = scattered(axes[0, 0], 1)
    assert np.array_equal(blue, np.column_stack((X[T == 1], H[T == 1])))
    assert np.array_equal(scattered(axes[0, 1], 1)[0][:, 1], H[T == 1])
    assert np.array_equal(scattered(axes[1, 0], 0)[0][:, 0], X[T == 0])
    assert np.allclose(axes[0, 1].lines[0].get_ydata(), -BO)


def test_a_guide_line_runs_from_the_sample_on_x_to_the_curve_and_across_to_h(axes):
    plotting.plot_hidden_space(X[:1], T[:1], H[:1], CURVE, -BO, axes)
    x, h, floor, wall = X[0, 0], H[0, 0], axes[0, 0].get_ylim()[0], axes[0, 0].get_xlim()[1]
    ways = {axes[1, 0]: [[(x, 0), (x, 1)]], axes[0, 1]: [[(-1, h), (0, h)]]}
    ways[axes[0, 0]] = [[(x, floor), (x, h)], [(x, h), (wall, h)]]
    for ax, expected in ways.items():
        drawn = [
            segment
            for c in ax.collections
            if isinstance(c, LineCollection)
            for segment in c.get_segments()
        ]
        assert np.allclose(drawn, expected)
    assert axes[1, 0].get_ylim()[1] == 1 and axes[0, 1].get_xlim()[0] == -1


def test_the_panels_touch_and_the_scale_of_h_stands_on_the_right(axes):
    plotting.plot_hidden_space(X, T, H, CURVE, -BO, axes)
    axes[0, 0].figure.draw_without_rendering()
    middle, right, bottom = (ax.get_position() for ax in (*axes[0], axes[1, 0]))
    assert np.allclose([middle.x1, middle.y0], [right.x0, bottom.y1])
    assert all(label.label2.get_visible() for label in axes[0, 1].yaxis.get_major_ticks())
    assert "RBF" in axes[0, 0].get_legend().get_texts()[0].get_text()


def test_hidden_space_is_described_from_the_activations():
    text = one_line(plotting.describe_hidden_space(X, T, H, -BO))
    assert "h = 0.45 to 1.00" in text and "h = 0.00 to 0.43" in text
    assert text.endswith("above the line h = 0.442 lie 20 blue circles and 0 red stars.")
    of_blue = one_line(plotting.describe_hidden_space(X[:3], T[:3], H[:3], -BO))
    assert "takes the blue circles from" in of_blue and "the red stars" not in of_blue


@pytest.mark.parametrize("threshold", [-0.5, 0.0, 1.0, 1.5])
def test_a_threshold_that_no_activation_can_cross_is_not_drawn(axes, threshold):
    plotting.plot_hidden_space(X, T, H, CURVE, threshold, axes)
    assert len(axes[0, 0].lines) == 1 and len(axes[0, 1].lines) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"t": T.ravel()}, "x and t and h must have the same shape"),
        ({"h": H.ravel()}, "x and t and h must have the same shape"),
        ({"threshold": np.nan}, "threshold must be finite"),
    ],
)
def test_activations_that_do_not_fit_are_refused(axes, change, message):
    arguments = {"x": X, "t": T, "h": H, "threshold": -BO, **change}
    with pytest.raises(ValueError, match=message):
        plotting.plot_hidden_space(**arguments, curve=CURVE, axes=axes)
    with pytest.raises(ValueError, match=message):
        one_line(plotting.describe_hidden_space(**arguments))


def test_a_curve_of_two_lengths_is_refused(axes):
    with pytest.raises(ValueError, match="inputs and activations must have the same shape"):
        plotting.plot_hidden_space(X, T, H, (INPUTS, INPUTS[:5]), -BO, axes)
