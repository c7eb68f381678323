"""Samples in the plane with lines through them, and the descent on a loss."""

import numpy as np
import pytest
from captions import one_line

from utils import plotting

X, T = np.array([[0.0], [1.0], [2.0]]), np.array([[0.5], [0.5], [3.0]])
ENDS = np.array([0.0, 2.0])
LINES = {"true line": np.array([0.0, 2.0]), "other": np.array([1.0, 1.0])}
W_VALUES = np.linspace(0, 4, 5)
LOSSES = (W_VALUES - 2) ** 2
SWINGING = np.array([[0.0, 4.0], [3.0, 1.0], [1.5, 0.25], [2.0, 0.0]])


def test_fit_shows_samples_and_lines_the_first_one_dashed(ax):
    plotting.plot_fit(X, T, ENDS, LINES, ax)
    samples, first, second = ax.lines
    assert samples.get_xydata().tolist() == np.hstack((X, T)).tolist()
    assert (first.get_linestyle(), second.get_linestyle()) == ("--", "-")
    assert second.get_ydata().tolist() == [1, 1]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["samples", *LINES]


def test_gaps_lead_from_each_sample_straight_to_the_line(ax):
    plotting.plot_fit(X, T, ENDS, LINES, ax, gaps_to="true line")
    (gaps,) = ax.collections
    for segment, x, t in zip(gaps.get_segments(), X[:, 0], T[:, 0], strict=True):
        assert sorted(segment.tolist()) == sorted([[x, t], [x, x]])


def test_fit_is_described_with_what_lies_above_each_line():
    assert one_line(plotting.describe_fit(X, T, ENDS, LINES, gaps_to="other")) == (
        "Figure: 3 samples with x from 0.00 to 2.00 and t from 0.50 to 3.00; true line: a straight "
        "line from (0.00, 0.00) to (2.00, 2.00), 2 samples above it and 1 not, at most 1.00 away; "
        "other: a straight line from (0.00, 1.00) to (2.00, 1.00), 1 samples above it and 2 not, "
        "at most 2.00 away; from each sample a thin vertical line leads to the other."
    )


def test_descent_shows_the_curve_and_numbers_the_first_places(ax):
    path = np.column_stack((np.linspace(0, 1.9, 8), (np.linspace(0, 1.9, 8) - 2) ** 2))
    plotting.plot_descent(W_VALUES, LOSSES, path, ax)
    curve, steps = ax.lines
    assert curve.get_ydata().tolist() == LOSSES.tolist()
    assert steps.get_xydata().tolist() == path.tolist()
    assert {text.get_text(): tuple(text.xy) for text in ax.texts} == {
        str(k): tuple(path[k]) for k in range(5)
    }


def test_descent_is_described_with_its_turns_and_what_lies_outside():
    text = one_line(plotting.describe_descent(W_VALUES, LOSSES, SWINGING))
    assert text == (
        "Figure: the loss from 4.00 at w = 0.00 down to 0.00 at w = 2.00, up to 4.00 at w = 4.00; "
        "on it a path of 3 steps, 0: w = 0.000, loss 4.000, 1: w = 3.000, loss 1.000, 2: w = 1.500,"
        " loss 0.250, 3: w = 2.000, loss 0.000; it turns round 2 times."
    )
    straight = plotting.describe_descent(W_VALUES, LOSSES, SWINGING[[0, 2, 3]])
    assert "it never turns round." in one_line(straight)
    outside = np.vstack((SWINGING, [[-3.0, 25.0]] * 3))
    text = one_line(plotting.describe_descent(W_VALUES, LOSSES, outside))
    assert text.endswith(
        "it ends at w = -3.000, loss 25.000; it turns round 3 times; 3 of its places lie outside "
        "of the figure."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x": X[:, 0], "t": T[:, 0]}, r"x must be an array of shape \(n, 1\)"),
        ({"t": T[:2]}, "x and t must have the same shape"),
        ({"lines": {"a": np.ones(3)}}, "x_ends and line 'a' must have the same shape"),
        ({"gaps_to": "a"}, "gaps_to must be one of true line, other or None, but is a"),
    ],
)
def test_what_is_no_fit_is_refused(change, words, ax):
    given = {"x": X, "t": T, "x_ends": ENDS, "lines": LINES, **change}
    with pytest.raises(ValueError, match=words):
        plotting.plot_fit(**given, ax=ax)
    with pytest.raises(ValueError, match=words):
        plotting.describe_fit(**given)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"losses": LOSSES[:3]}, "w_values and losses must have the same shape"),
        ({"path": np.ones((4, 3))}, r"path must be an array of shape \(m \+ 1, 2\)"),
        ({"path": np.full((4, 2), np.nan)}, "path must be finite"),
    ],
)
def test_what_is_no_descent_is_refused(change, words, ax):
    given = {"w_values": W_VALUES, "losses": LOSSES, "path": SWINGING, **change}
    with pytest.raises(ValueError, match=words):
        plotting.plot_descent(**given, ax=ax)
    with pytest.raises(ValueError, match=words):
        plotting.describe_descent(**given)
