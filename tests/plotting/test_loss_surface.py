"""The loss over two parameters, and paths on it: what is drawn, and what is said of it."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from captions import one_line

from utils import plotting
from utils.data import make_surrounded_classes
from utils.rbf_network import loss_surface, train

X, T = make_surrounded_classes()
PATH = train(X, T, 2.3, 1.4, 2.0, 20)
WH_VALUES, BO_VALUES = np.linspace(-3, 3, 31), np.linspace(-2.5, 1.5, 21)
LOSSES = loss_surface(X, T, WH_VALUES, BO_VALUES)


@pytest.fixture
def ax_3d():
    """Give axes of three dimensions, and close their figure afterwards."""
    figure = plt.figure()
    yield figure.add_subplot(projection="3d")
    plt.close(figure)


def test_contours_put_the_weight_on_the_horizontal_axis(ax):
    plotting.plot_loss_contours(WH_VALUES, BO_VALUES, LOSSES, ax)
    assert ax.get_xlim() == (-3, 3)
    assert ax.get_ylim() == (-2.5, 1.5)
    assert "w_h" in ax.get_xlabel() and "b_o" in ax.get_ylabel()


def test_surface_is_seen_from_where_the_tutorial_sees_it(ax_3d):
    plotting.plot_loss_surface(WH_VALUES, BO_VALUES, LOSSES, ax_3d)
    plotting.plot_path(PATH, ax_3d)
    assert (ax_3d.elev, ax_3d.azim) == (55, -30)
    assert np.allclose(ax_3d.lines[0].get_data_3d(), PATH.T)


def test_surface_is_drawn_to_its_corners_in_few_facets(ax_3d):
    wh_values, bo_values = np.linspace(-3, 3, 70), np.linspace(-2.5, 1.5, 70)
    losses = loss_surface(X, T, wh_values, bo_values)
    plotting.plot_loss_surface(wh_values, bo_values, losses, ax_3d)
    (surface,) = ax_3d.collections
    ax_3d.figure.draw_without_rendering()
    assert len(surface.get_paths()) == 49 * 25
    assert ax_3d.xy_dataLim.get_points().tolist() == [[-3, -2.5], [3, 1.5]]


def test_each_axis_of_the_surface_has_enough_ticks(ax_3d):
    plotting.plot_loss_surface(WH_VALUES, BO_VALUES, LOSSES, ax_3d)
    for axis, (low, high) in ((ax_3d.xaxis, (-3, 3)), (ax_3d.yaxis, (-2.5, 1.5))):
        assert np.sum((low <= axis.get_majorticklocs()) & (axis.get_majorticklocs() <= high)) >= 4


def test_surface_is_described_from_the_losses():
    text = one_line(plotting.describe_loss_surface(WH_VALUES, BO_VALUES, LOSSES))
    assert f"{LOSSES[:, WH_VALUES < 0].min():.3f} (at wh = -1.00, bo = -0.50)" in text
    assert f"{LOSSES[:, WH_VALUES > 0].min():.3f} (at wh = 1.00, bo = -0.50)" in text
    assert f"{LOSSES.max():.3f} (at wh = 0.00, bo = 1.50)" in text


def test_transposed_surface_is_refused(ax, ax_3d):
    for call in (
        lambda: plotting.plot_loss_contours(WH_VALUES, BO_VALUES, LOSSES.T, ax),
        lambda: plotting.plot_loss_surface(WH_VALUES, BO_VALUES, LOSSES.T, ax_3d),
        lambda: plotting.describe_loss_surface(WH_VALUES, BO_VALUES, LOSSES.T),
    ):
        with pytest.raises(ValueError, match=r"losses must be of shape .*\(21, 31\).*\(31, 21\)"):
            call()


def bowl(across, up):
    return (across - 1.5) ** 2 + (up[:, np.newaxis] + 0.5) ** 2


def test_other_parameters_and_levels_are_named_and_drawn(ax):
    across, up = np.linspace(-5, 5, 21), np.linspace(-2, 2, 17)
    losses = bowl(across, up)
    plotting.plot_loss_contours(across, up, losses, ax, names=("w1", "spin"), levels=20)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("weight $w_1$", "spin")
    few = plt.figure().add_subplot()
    plotting.plot_loss_contours(across, up, losses, few, levels=5)
    assert len(ax.collections[0].get_paths()) > 3 * len(few.collections[0].get_paths())
    plt.close(few.figure)
    text = one_line(plotting.describe_loss_surface(across, up, losses, names=("w1", "spin")))
    assert text == (
        "Figure: on this grid the loss is lowest, 0.000 (at w1 = 1.50, spin = -0.50), "
        "and highest, 48.500 (at w1 = -5.00, spin = 2.00)."
    )
    text = one_line(plotting.describe_path(PATH, names=("w1", "w2")))
    assert "from w1 = 2.30, w2 = 1.40 (loss 0.877) to the star at w1 = 1.12, w2 = -0.44" in text
    text = one_line(plotting.describe_places({"$start$": (2.3, 1.4)}, names=("w1", "w2")))
    assert "start (w1 = 2.30, w2 = 1.40)" in text


def test_valleys_are_told_apart_where_there_are_two():
    across, up = np.linspace(-5, 5, 21), np.linspace(-2, 2, 17)
    two = np.minimum(bowl(across, up), 0.1 + bowl(-across, up))
    text = one_line(plotting.describe_loss_surface(across, up, two, names=("w", "b")))
    assert "left of w = 0 down to 0.100 (at w = -1.50, b = -0.50), right of w = 0" in text
    text = one_line(plotting.describe_loss_surface(across, up, bowl(across + 1.5, up)))
    assert "left of" not in text and "lowest, 0.000 (at wh = 0.00, bo = -0.50)" in text


@pytest.mark.parametrize("names", ["wh", ("wh",), ("wh", 2), None])
def test_names_that_are_no_pair_are_refused(names):
    with pytest.raises(ValueError, match="names must be a pair of names"):
        plotting.describe_path(PATH, names=names)


PLACES = {"start": (2.3, 1.4), "pass": (0.0, -1.0)}


def test_places_are_marked_and_named(ax):
    plotting.plot_places(PLACES, ax)
    assert [tuple(line.get_xydata()[0]) for line in ax.lines] == list(PLACES.values())
    assert [(text.get_text(), text.xy) for text in ax.texts] == list(PLACES.items())
    text = one_line(plotting.describe_places(PLACES))
    assert "start (wh = 2.30, bo = 1.40), pass (wh = 0.00, bo = -1.00)" in text


def test_a_name_stands_below_its_place_or_to_the_right(ax):
    plotting.plot_places(PLACES, ax)
    plotting.plot_places(PLACES, ax, side="right")
    below, right = ax.texts[0], ax.texts[2]
    assert below.get_position() == (0, -20) and below.get_ha() == "center"
    assert right.get_position()[0] > 0 and right.get_position()[1] == 0
    with pytest.raises(ValueError, match="side must be one of below, right"):
        plotting.plot_places(PLACES, ax, side="left")


@pytest.mark.parametrize("place", [(1.0,), 1.0, (1.0, np.nan), ("a", "b")])
def test_place_that_is_no_pair_of_numbers_is_refused(ax, place):
    for call in (
        lambda: plotting.plot_places({"start": place}, ax),
        lambda: plotting.describe_places({"start": place}),
    ):
        with pytest.raises(ValueError, match="place 'start' must be a pair of numbers"):
            call()


def test_path_is_drawn_with_a_star_at_its_end(ax):
    plotting.plot_path(PATH, ax)
    line, star = ax.lines
    assert np.array_equal(line.get_xydata(), PATH[:, :2])
    assert np.array_equal(star.get_xydata(), PATH[-1:, :2])
    assert star.get_marker() == "*"
    text = one_line(plotting.describe_path(PATH))
    assert "in 20 iterations from wh = 2.30, bo = 1.40 (loss 0.877)" in text
    assert "star at wh = 1.12, bo = -0.44 (loss 0.519)" in text


def test_path_of_wrong_shape_is_refused(ax):
    with pytest.raises(ValueError, match=r"path must be .*\(k \+ 1, 3\).*\(21, 2\)"):
        plotting.plot_path(PATH[:, :2], ax)
    with pytest.raises(ValueError, match=r"path must be .*\(k \+ 1, 3\).*\(21, 2\)"):
        one_line(plotting.describe_path(PATH[:, :2]))
