"""The decision along the line: what is drawn, and what is said of it."""

import numpy as np
import pytest
from captions import one_line
from matplotlib.colors import to_hex

from utils import plotting
from utils.data import make_surrounded_classes
from utils.rbf_network import decision_boundary, nn_predict, train

X, T = make_surrounded_classes()
BOUNDARY = 0.80399
IS_BLUE = np.abs(X) < BOUNDARY
ALL_BLUE = np.ones(X.shape, dtype=bool)


def decided(nb_of_iterations):
    """Return what the network of the tutorial decides: boundary and is_blue."""
    wh, bo, _ = train(X, T, 2.3, 1.4, 2.0, nb_of_iterations)[-1]
    return decision_boundary(wh, bo), nn_predict(X, wh, bo) == 1


def ground(ax):
    """Return where each part of the ground starts, from the left, and its colour."""
    return sorted((patch.get_x(), to_hex(patch.get_facecolor())) for patch in ax.patches)


def test_ground_is_blue_within_the_boundary_and_red_outside(ax):
    plotting.plot_decision(X, T, BOUNDARY, IS_BLUE, ax)
    assert sorted(line.get_xdata()[0] for line in ax.lines) == [-BOUNDARY, BOUNDARY]
    assert ground(ax) == [
        (-3.3, plotting.LIGHT_RED),
        (-BOUNDARY, plotting.LIGHT_BLUE),
        (BOUNDARY, plotting.LIGHT_RED),
    ]
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["decides red", "decides blue", "decides red"]


@pytest.mark.parametrize(
    ("x_limits", "colours"),
    [
        ((0.7, 0.9), [plotting.LIGHT_BLUE, plotting.LIGHT_RED]),
        ((0.1, 0.5), [plotting.LIGHT_BLUE]),
        ((1.0, 2.0), [plotting.LIGHT_RED]),
    ],
)
def test_ground_is_coloured_rightly_in_any_part_of_the_line(ax, x_limits, colours):
    plotting.plot_decision(X, T, BOUNDARY, IS_BLUE, ax, x_limits)
    assert ax.get_xlim() == x_limits
    assert [colour for _, colour in ground(ax)] == colours


@pytest.mark.parametrize(("is_blue", "answer"), [(ALL_BLUE, "blue"), (~ALL_BLUE, "red")])
def test_without_boundary_the_ground_has_one_colour(ax, is_blue, answer):
    plotting.plot_decision(X, T, np.nan, is_blue, ax)
    assert [text.get_text() for text in ax.texts] == [f"decides {answer}"]
    colour = plotting.LIGHT_BLUE if answer == "blue" else plotting.LIGHT_RED
    assert ground(ax) == [(-3.3, colour)]
    text = one_line(plotting.describe_decision(X, T, np.nan, is_blue))
    assert f"decides {answer} everywhere; 20 of 40" in text


def test_outputs_that_round_to_one_half_are_named(ax):
    is_blue = nn_predict(X, 2.3, 0.0) == 1
    assert np.isnan(decision_boundary(2.3, 0.0)) and np.sum(~is_blue) == 2
    assert (
        "decides blue everywhere, but y is rounded to one half, which counts as red, for 2 of them;"
        in one_line(plotting.describe_decision(X, T, np.nan, is_blue))
    )
    plotting.plot_decision(X, T, np.nan, is_blue, ax)
    assert [text.get_text() for text in ax.texts] == ["decides blue"]


def test_most_outputs_rounded_to_one_half_leave_the_ground_blue():
    text = one_line(plotting.describe_decision(X, T, np.nan, np.abs(X) < 0.1))
    assert "decides blue everywhere, but y is rounded to one half" in text


def test_decision_names_the_samples_that_are_wrong():
    text = one_line(plotting.describe_decision(X, T, *decided(20)))
    assert text == (
        "Figure: the network decides blue where |x| < 0.80399, red elsewhere; "
        "40 of 40 samples are decided correctly."
    )
    text = one_line(plotting.describe_decision(X, T, *decided(50)))
    assert text.endswith("39 of 40 samples are decided correctly, wrong are those at x = 0.82096.")


def test_many_wrong_samples_are_counted_not_listed():
    text = one_line(plotting.describe_decision(X, T, np.nan, ALL_BLUE))
    assert "20 of 40 samples are decided correctly, wrong are those at x = -2.68048, " in text
    assert text.endswith(" and 15 more.")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"t": T.ravel()}, "x and t must have the same shape"),
        ({"is_blue": IS_BLUE.ravel()}, r"x and is_blue must have .* is_blue \(40,\)"),
        ({"is_blue": IS_BLUE[:1]}, r"x and is_blue must have .* is_blue \(1, 1\)"),
        ({"is_blue": T}, "is_blue must be an array of True and False, but is of float64"),
        ({"is_blue": [True]}, "is_blue must be an array of True and False, but is of list"),
        ({"boundary": -0.8}, "boundary must be positive, but is -0.8"),
        ({"boundary": np.array([0.8])}, "boundary must be a single number"),
        ({"boundary": None}, "boundary must be a number"),
    ],
)
def test_decisions_that_do_not_fit_are_refused(ax, change, message):
    arguments = {"x": X, "t": T, "boundary": BOUNDARY, "is_blue": IS_BLUE, **change}
    with pytest.raises(ValueError, match=message):
        plotting.plot_decision(**arguments, ax=ax)
    with pytest.raises(ValueError, match=message):
        one_line(plotting.describe_decision(**arguments))
