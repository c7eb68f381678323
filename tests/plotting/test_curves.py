"""Curves over one axis, and those of a training: what is drawn, and what is said of it."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from captions import one_line

from utils import plotting
from utils.data import make_surrounded_classes
from utils.rbf_network import count_correct, train

X, T = make_surrounded_classes()
PATH = train(X, T, 2.3, 1.4, 2.0, 50)
NB_CORRECT = count_correct(PATH, X, T)


def test_curves_hold_their_values(ax):
    x = np.linspace(0, 1, 11)
    curves = {"square": x**2, "cube": x**3}
    plotting.plot_curves(x, curves, ax, "x", "y")
    for line, (label, values) in zip(ax.lines, curves.items(), strict=True):
        assert line.get_label() == label
        assert np.array_equal(line.get_ydata(), values)
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x", "y")


def test_curves_are_described_by_where_they_start_turn_and_end():
    x = np.linspace(0, 1, 11)
    text = plotting.describe_curves(x, {"dip": x**2 - x, "line": 2 * x, "half": 0 * x + 0.5})
    assert text == (
        "Figure: dip: from 0.00 at 0.00, down to -0.25 at 0.50, up to 0.00 at 1.00;\n"
        "        line: from 0.00 at 0.00, up to 2.00 at 1.00;\n"
        "        half: 0.50 everywhere."
    )


def test_a_curve_that_is_level_at_its_top_is_described_so():
    x = np.linspace(-3, 3, 61)
    text = one_line(plotting.describe_curves(x, {"box": np.where(np.abs(x) < 1.05, 1.0, 0.0)}))
    assert "box: from 0.00 at -3.00, up to 1.00 from -1.00 to 1.00, down to 0.00 at 3.00" in text
    text = one_line(plotting.describe_curves(x, {"step": np.where(x < 1.05, 0.0, 1.0)}))
    assert text == "Figure: step: from 0.00 at -3.00, up to 1.00 from 1.10 to 3.00."


def test_turns_of_a_curve_that_are_not_told_one_by_one_are_counted():
    x = np.linspace(0, 1, 101)
    text = one_line(plotting.describe_curves(x, {"wave": np.sin(6 * np.pi * x) * (1 + x)}))
    assert text.endswith("up to 0.00 at 1.00, in 6 turns.")
    assert "turns" not in one_line(plotting.describe_curves(x, {"one": np.sin(2 * np.pi * x)}))


def test_curves_have_the_colours_given(ax):
    x = np.linspace(0, 1, 11)
    plotting.plot_curves(x, {"a": x, "b": -x}, ax, "x", "y", colors=(plotting.BLUE, plotting.RED))
    assert [line.get_color() for line in ax.lines] == [plotting.BLUE, plotting.RED]
    with pytest.raises(ValueError, match="2 curves need as many colors, but there are 1"):
        plotting.plot_curves(x, {"a": x, "b": -x}, ax, "x", "y", colors=("red",))


def test_what_jumps_is_drawn_in_steps(ax):
    x = np.linspace(0, 1, 11)
    plotting.plot_curves(x, {"count": np.round(x)}, ax, "x", "y", drawstyle="steps-post")
    plotting.plot_curves(x, {"square": x**2}, ax, "x", "y")
    assert [line.get_drawstyle() for line in ax.lines] == ["steps-post", "default"]


def test_more_curves_than_line_styles_are_all_drawn(ax):
    x = np.linspace(0, 1, 3)
    plotting.plot_curves(x, {f"curve {i}": x + i for i in range(6)}, ax, "x", "y")
    assert len(ax.lines) == 6


def test_training_shows_loss_and_decisions():
    figure, axes = plt.subplots(2)
    plotting.plot_training(PATH, NB_CORRECT, 40, axes)
    assert np.array_equal(axes[0].lines[0].get_ydata(), PATH[:, 2])
    assert np.array_equal(axes[1].lines[0].get_ydata(), NB_CORRECT)
    assert list(axes[1].lines[1].get_xdata()) == [19, 20, 21, 22]
    assert axes[1].get_ylabel() == "correct, of 40"
    plt.close(figure)
    text = one_line(plotting.describe_training(PATH, NB_CORRECT, 40))
    assert "from 0.8772 to 0.5189" in text
    assert "from 20 to 39 of 40; all are correct after iterations 19 to 22." in text


def test_a_training_that_never_or_once_gets_all_right_is_described_so():
    path, nb_correct = PATH[:3], np.array([1, 3, 2])
    assert one_line(plotting.describe_training(path, nb_correct, 4)).endswith(
        "never are all correct."
    )
    text = one_line(plotting.describe_training(path, nb_correct, 3))
    assert text.endswith("all are correct after iteration 1.")


@pytest.mark.parametrize(
    ("x", "curve", "message"),
    [
        (np.zeros(3), np.zeros(4), r"x and curve 'c' must have the same shape, .*\(4,\)"),
        (np.zeros(3), np.array([0, 1, np.nan]), "curve 'c' must be finite"),
        (np.zeros((3, 1)), np.zeros((3, 1)), r"x must be an array of shape \(k,\)"),
    ],
)
def test_curves_that_do_not_match_are_refused(ax, x, curve, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_curves(x, {"c": curve}, ax, "", "")
    with pytest.raises(ValueError, match=message):
        one_line(plotting.describe_curves(x, {"c": curve}))


@pytest.mark.parametrize(
    ("path", "nb_correct", "message"),
    [
        (PATH, np.zeros(3), "loss and nb_correct must have the same shape"),
        (PATH[:, :2], NB_CORRECT, r"path must be an array of shape \(k \+ 1, 3\)"),
    ],
)
def test_a_training_that_does_not_match_is_refused(ax, path, nb_correct, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_training(path, nb_correct, 40, (ax, ax))
    with pytest.raises(ValueError, match=message):
        one_line(plotting.describe_training(path, nb_correct, 40))
