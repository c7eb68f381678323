"""The figures show the data they are given, and the texts under them say the same."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from utils import plotting
from utils.data import make_surrounded_classes
from utils.rbf_network import decision_boundary, loss_surface, nn_predict, train

X, T = make_surrounded_classes()
PATH = train(X, T, 2.3, 1.4, 2.0, 20)
WH, BO = PATH[-1, :2]
WH_VALUES, BO_VALUES = np.linspace(-3, 3, 31), np.linspace(-2.5, 1.5, 21)
LOSSES = loss_surface(X, T, WH_VALUES, BO_VALUES)


@pytest.fixture
def ax():
    """Give axes, and close their figure afterwards."""
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def scattered(ax, target):
    """Return the points drawn in the colour of a class, and the number of marker corners."""
    color = to_rgba(plotting.MARKERS[target]["color"])[:3]
    markers = [c for c in ax.collections if len(c.get_facecolor())]
    found = [c for c in markers if np.allclose(c.get_facecolor()[0, :3], color)]
    assert len(found) == 1
    return found[0].get_offsets(), len(found[0].get_paths()[0].vertices)


def test_blue_circles_are_the_ones_with_target_1(ax):
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


def test_blue_is_blue_and_red_is_red():
    for blue, red in ((plotting.BLUE, plotting.RED), (plotting.LIGHT_BLUE, plotting.LIGHT_RED)):
        assert to_rgba(blue)[2] > to_rgba(blue)[0]
        assert to_rgba(red)[0] > to_rgba(red)[2]


def test_no_sample_lies_outside_the_figure(ax):
    plotting.plot_samples(X, T, ax)
    left, right = ax.get_xlim()
    assert left < X.min() and X.max() < right


def test_samples_are_described_from_the_data():
    text = plotting.describe_samples(X, T)
    assert "20 blue circles from x = -0.79 to 0.77" in text
    assert "10 red stars from x = -2.68 to -0.89, 10 red stars from x = 0.82 to 3.04" in text
    assert "3 blue circles" in plotting.describe_samples(X[:3], T[:3])


def test_samples_outside_of_the_figure_are_counted():
    text = plotting.describe_samples(np.abs(X), T, x_limits=(0.8, 0.9), symbol="|x|")
    assert text == (
        "Figure: the samples on a line: 2 red stars from |x| = 0.82 to 0.89; "
        "38 samples lie outside of the figure."
    )
    assert "line: none; 40" in plotting.describe_samples(X, T, x_limits=(8, 9))


def test_a_curve_that_is_level_at_its_top_is_described_so():
    x = np.linspace(-3, 3, 61)
    text = plotting.describe_curves(x, {"box": np.where(np.abs(x) < 1.05, 1.0, 0.0)})
    assert "box: from 0.00 at -3.00, up to 1.00 from -1.00 to 1.00, down to 0.00 at 3.00" in text
    text = plotting.describe_curves(x, {"step": np.where(x < 1.05, 0.0, 1.0)})
    assert text == "Figure: step: from 0.00 at -3.00, up to 1.00 from 1.10 to 3.00."


def test_turns_of_a_curve_that_are_not_told_one_by_one_are_counted():
    x = np.linspace(0, 1, 101)
    text = plotting.describe_curves(x, {"wave": np.sin(6 * np.pi * x) * (1 + x)})
    assert text.endswith("up to 0.00 at 1.00, in 6 turns.")
    assert "turns" not in plotting.describe_curves(x, {"one": np.sin(2 * np.pi * x)})


def test_curves_have_the_colours_given(ax):
    x = np.linspace(0, 1, 11)
    plotting.plot_curves(x, {"a": x, "b": -x}, ax, "x", "y", colors=(plotting.BLUE, plotting.RED))
    assert [line.get_color() for line in ax.lines] == [plotting.BLUE, plotting.RED]
    with pytest.raises(ValueError, match="2 curves need as many colors, but there are 1"):
        plotting.plot_curves(x, {"a": x, "b": -x}, ax, "x", "y", colors=("red",))


def test_many_wrong_samples_are_counted_not_listed():
    text = plotting.describe_decision(X, T, 2.3, 1.4)
    assert "20 of 40 samples are decided correctly" in text
    assert "x = -2.68048, " in text
    assert text.endswith(" and 15 more.")


def test_outputs_that_round_to_one_half_are_named():
    text = plotting.describe_decision(X, T, 2.3, 0.0)
    assert (
        "decides blue everywhere, but y is rounded to one half, which counts as red, for 2" in text
    )


def test_curves_hold_their_values(ax):
    x = np.linspace(0, 1, 11)
    curves = {"square": x**2, "cube": x**3}
    plotting.plot_curves(x, curves, ax, "x", "y")
    for line, (label, values) in zip(ax.lines, curves.items(), strict=True):
        assert line.get_label() == label
        assert np.array_equal(line.get_ydata(), values)
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert plotting.describe_curves(x, {"dip": x**2 - x, "line": 2 * x, "half": 0 * x + 0.5}) == (
        "Figure: dip: from 0.00 at 0.00, down to -0.25 at 0.50, up to 0.00 at 1.00;\n"
        "        line: from 0.00 at 0.00, up to 2.00 at 1.00;\n"
        "        half: 0.50 everywhere."
    )


def test_more_curves_than_line_styles_are_all_drawn(ax):
    x = np.linspace(0, 1, 3)
    plotting.plot_curves(x, {f"curve {i}": x + i for i in range(6)}, ax, "x", "y")
    assert len(ax.lines) == 6


def test_network_is_drawn_and_described_from_the_same_edges(ax):
    plotting.plot_network(ax)
    texts = [text.get_text() for text in ax.texts]
    for symbol in ("$x$", "$h$", "$y$", "$1$", "$w_h$", "$b_o$"):
        assert symbol in texts
    assert plotting.describe_network().endswith(
        "from x to h (w_h), from h to y, from 1 to y (b_o); z_h is the input of h, z_o is the "
        "input of y."
    )


def test_contours_put_the_weight_on_the_horizontal_axis(ax):
    plotting.plot_loss_contours(WH_VALUES, BO_VALUES, LOSSES, ax)
    assert ax.get_xlim() == (-3, 3)
    assert ax.get_ylim() == (-2.5, 1.5)
    assert "w_h" in ax.get_xlabel() and "b_o" in ax.get_ylabel()


def test_surface_is_seen_from_where_the_tutorial_sees_it():
    figure = plt.figure()
    ax = figure.add_subplot(projection="3d")
    plotting.plot_loss_surface(WH_VALUES, BO_VALUES, LOSSES, ax)
    plotting.plot_path(PATH, ax)
    assert (ax.elev, ax.azim) == (55, -30)
    assert np.allclose(ax.lines[0].get_data_3d(), PATH.T)
    plt.close(figure)


def test_surface_is_described_from_the_losses():
    text = plotting.describe_loss_surface(WH_VALUES, BO_VALUES, LOSSES)
    assert f"{LOSSES[:, WH_VALUES < 0].min():.3f} (at wh = -1.00, bo = -0.50)" in text
    assert f"{LOSSES[:, WH_VALUES > 0].min():.3f} (at wh = 1.00, bo = -0.50)" in text
    assert f"{LOSSES.max():.3f} (at wh = 0.00, bo = 1.50)" in text


def test_transposed_surface_is_refused(ax):
    for call in (
        lambda: plotting.plot_loss_contours(WH_VALUES, BO_VALUES, LOSSES.T, ax),
        lambda: plotting.describe_loss_surface(WH_VALUES, BO_VALUES, LOSSES.T),
    ):
        with pytest.raises(ValueError, match=r"losses must be of shape .*\(21, 31\).*\(31, 21\)"):
            call()


def test_path_is_drawn_with_a_star_at_its_end(ax):
    plotting.plot_path(PATH, ax)
    line, star = ax.lines
    assert np.array_equal(line.get_xydata(), PATH[:, :2])
    assert np.array_equal(star.get_xydata(), PATH[-1:, :2])
    assert star.get_marker() == "*"
    text = plotting.describe_path(PATH)
    assert "in 20 iterations from wh = 2.30, bo = 1.40 (loss 0.877)" in text
    assert "star at wh = 1.12, bo = -0.44 (loss 0.519)" in text


def test_path_of_wrong_shape_is_refused(ax):
    with pytest.raises(ValueError, match=r"path must be .*\(k \+ 1, 3\).*\(21, 2\)"):
        plotting.plot_path(PATH[:, :2], ax)


def test_training_shows_loss_and_decisions():
    path = train(X, T, 2.3, 1.4, 2.0, 50)
    nb_correct = np.array([np.sum(nn_predict(X, wh, bo) == T) for wh, bo, _ in path])
    figure, axes = plt.subplots(2)
    plotting.plot_training(path, nb_correct, 40, axes)
    assert np.array_equal(axes[0].lines[0].get_ydata(), path[:, 2])
    assert np.array_equal(axes[1].lines[0].get_ydata(), nb_correct)
    assert list(axes[1].lines[1].get_xdata()) == [19, 20, 21, 22]
    plt.close(figure)
    text = plotting.describe_training(path, nb_correct, 40)
    assert "from 0.8772 to 0.5189" in text
    assert "from 20 to 39 of 40; all are correct after iterations 19 to 22." in text


def test_boundary_is_drawn_where_the_formula_says(ax):
    plotting.plot_decision(X, T, WH, BO, ax)
    edges = sorted(line.get_xdata()[0] for line in ax.lines)
    assert np.allclose(edges, [-0.80399, 0.80399], atol=5e-6)
    ground = [(p.get_x(), p.get_width(), p.get_facecolor()) for p in ax.patches]
    assert np.allclose(sorted(start for start, _, _ in ground)[1:], edges)
    assert [color for _, _, color in sorted(ground)] == [
        to_rgba(plotting.LIGHT_RED),
        to_rgba(plotting.LIGHT_BLUE),
        to_rgba(plotting.LIGHT_RED),
    ]


@pytest.mark.parametrize(("bo", "answer"), [(0.5, "blue"), (-1.5, "red")])
def test_without_boundary_the_ground_has_one_colour(ax, bo, answer):
    assert np.isnan(decision_boundary(1.0, bo))
    plotting.plot_decision(X, T, 1.0, bo, ax)
    assert [text.get_text() for text in ax.texts] == [f"decides {answer}"]
    text = plotting.describe_decision(X, T, 1.0, bo)
    assert f"decides {answer} everywhere; 20 of 40" in text


def test_decision_names_the_samples_that_are_wrong():
    assert "|x| < 0.80399, red elsewhere; 40 of 40" in plotting.describe_decision(X, T, WH, BO)
    wh, bo, _ = train(X, T, 2.3, 1.4, 2.0, 50)[-1]
    text = plotting.describe_decision(X, T, wh, bo)
    assert text.endswith("39 of 40 samples are decided correctly, wrong are those at x = 0.82096.")


def test_hidden_space_places_each_sample_on_the_curve():
    figure, axes = plt.subplots(2, 2)
    plotting.plot_hidden_space(X, T, WH, BO, axes)
    blue, _ = scattered(axes[0, 0], 1)
    assert np.allclose(blue[:, 1], np.exp(-((blue[:, 0] * WH) ** 2)))
    assert np.allclose(scattered(axes[0, 1], 1)[0][:, 1], blue[:, 1])
    assert np.allclose(scattered(axes[1, 0], 0)[0][:, 0], X[T == 0])
    assert np.allclose(axes[0, 1].lines[0].get_ydata(), -BO)
    plt.close(figure)
    text = plotting.describe_hidden_space(X, T, WH, BO)
    assert "h = 0.45 to 1.00" in text and "h = 0.00 to 0.43" in text
    assert text.endswith("above the line h = 0.442 lie 20 blue circles and 0 red stars.")


@pytest.mark.parametrize(
    "call",
    [
        lambda ax: plotting.plot_samples(X, T.ravel(), ax),
        lambda ax: plotting.describe_samples(X, T.ravel()),
        lambda ax: plotting.plot_decision(X, T.ravel(), WH, BO, ax),
        lambda ax: plotting.describe_decision(X, T.ravel(), WH, BO),
        lambda ax: plotting.plot_hidden_space(X, T.ravel(), WH, BO, np.array([[ax] * 2] * 2)),
        lambda ax: plotting.describe_hidden_space(X, T.ravel(), WH, BO),
        lambda ax: plotting.plot_curves(np.zeros(3), {"x": np.zeros(4)}, ax, "", ""),
        lambda ax: plotting.describe_training(PATH, np.zeros(3), 40),
    ],
)
def test_shapes_that_do_not_match_are_refused(ax, call):
    with pytest.raises(ValueError, match="must have the same shape"):
        call(ax)


def test_drawing_does_not_make_or_show_figures(ax):
    before = plt.get_fignums()
    plotting.plot_samples(X, T, ax)
    plotting.plot_decision(X, T, WH, BO, ax)
    assert plt.get_fignums() == before
