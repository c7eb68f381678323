"""Samples on a line: what is drawn, and what is said of it."""

import numpy as np
import pytest
from captions import one_line

from utils import plotting
from utils.data import make_surrounded_classes

X, T = make_surrounded_classes()


def test_blue_circles_are_the_ones_with_target_1(ax, scattered):
    plotting.plot_samples(X, T, ax)
    blue, blue_corners = scattered(ax, 1)
    red, red_corners = scattered(ax, 0)
    assert np.array_equal(blue[:, 0], X[T == 1])
    assert np.array_equal(red[:, 0], X[T == 0])
    assert blue_corners != red_corners
    assert plotting.MARKERS == {
        1: {"marker": "o", "color": plotting.BLUE},
        0: {"marker": "*", "color": plotting.RED},
    }
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["blue circles ($t = 1$)", "red stars ($t = 0$)"]


def test_no_sample_lies_outside_the_figure(ax):
    plotting.plot_samples(X, T, ax)
    left, right = ax.get_xlim()
    assert left < X.min() and X.max() < right


def test_samples_are_described_from_the_data():
    text = one_line(plotting.describe_samples(X, T))
    assert "20 blue circles from x = -0.79 to 0.77" in text
    assert "10 red stars from x = -2.68 to -0.89, 10 red stars from x = 0.82 to 3.04" in text
    assert "3 blue circles" in one_line(plotting.describe_samples(X[:3], T[:3]))


def test_samples_outside_of_the_figure_are_counted():
    text = one_line(plotting.describe_samples(np.abs(X), T, x_limits=(0.8, 0.9), symbol="|x|"))
    assert text == (
        "Figure: the samples on a line: 2 red stars from |x| = 0.82 to 0.89; "
        "38 samples lie outside of the figure."
    )
    assert "line: none; 40" in one_line(plotting.describe_samples(X, T, x_limits=(8, 9)))


@pytest.mark.parametrize(
    ("x", "t", "message"),
    [
        (X, T.ravel(), r"x and t must have the same shape, but have: x \(40, 1\), t \(40,\)"),
        (X.ravel(), T.ravel(), r"x must be an array of shape \(n, 1\), but its shape is \(40,\)"),
        (X, T + 1, "t must hold only 0 and 1, but holds 2"),
        (X * np.nan, T, "x must be finite, but 40 of its 40 values are nan"),
    ],
)
def test_samples_that_are_none_are_refused(ax, x, t, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_samples(x, t, ax)
    with pytest.raises(ValueError, match=message):
        one_line(plotting.describe_samples(x, t))
