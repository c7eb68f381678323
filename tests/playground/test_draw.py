"""Drawings in the form of the data, and the playground with the sheet."""

import numpy as np
import pytest

from utils.data import load_digits, one_hot
from utils.drawing import BOX, CELLS, count_ink, draw_cells, example, fit, paint
from utils.layers import forward_step, make_layers, minibatches, train_iteration
from utils.playground.digits import SETTINGS, Playground

X, LABELS = load_digits()


# The form of the data


def test_a_stroke_becomes_the_pixels_that_one_counts_by_hand():
    # Two cells wide, over the centres of lines 3 and 4, from column 5 to column 9.
    pixels = count_ink(paint([[(5.5, 4.0), (9.5, 4.0)]], pen=2.0)).reshape(8, 8)
    expected = np.zeros((8, 8))
    expected[0, 1:3] = 3, 2
    expected[1, 1:3] = 3, 2
    assert np.array_equal(pixels, expected)


def test_a_digit_of_the_data_painted_cell_by_cell_goes_through_unchanged():
    assert np.array_equal(count_ink(draw_cells(X)), X)
    for cells, image in zip(draw_cells(X[:10]), X[:10], strict=True):
        lines, columns = np.nonzero(cells)
        dots = [[(x + 0.5, y + 0.5)] for x, y in zip(columns, lines, strict=True)]
        assert np.array_equal(count_ink(paint(dots, pen=0.9))[0], image)


def test_an_empty_sheet_is_paper():
    assert np.array_equal(count_ink(paint([])), np.zeros((1, 64)))
    assert fit([]) == []


def test_what_leaves_the_sheet_is_cut_off():
    inside = paint([[(10.0, 10.0), (40.0, 10.0)]])
    assert np.array_equal(inside, paint([[(10.0, 10.0), (32.0, 10.0), (500.0, 10.0)]]))
    assert not np.any(paint([[(-50.0, 99.0)], [(-9.0, 0.0), (-9.0, 32.0)]]))


@pytest.mark.parametrize("pen", [1.0, 5.0])
@pytest.mark.parametrize("digit", range(10))
def test_a_fitted_digit_fills_the_box_wherever_and_however_small_it_was(digit, pen):
    small = [stroke * 0.3 + np.array([20.0, -5.0]) for stroke in example(digit)]
    strokes = fit(small, pen)
    assert np.allclose(np.concatenate(strokes), np.concatenate(fit(example(digit), pen)))
    lines, columns = np.nonzero(paint(strokes, pen))
    size = np.array([np.ptp(columns) + 1, np.ptp(lines) + 1])
    assert np.all(size <= BOX) and np.min(BOX - size) <= 1
    assert abs(np.max(columns) + np.min(columns) - CELLS + 1) <= 1


def test_a_dot_is_brought_to_the_middle():
    assert np.allclose(fit([[(3.0, 4.0)]]), [[[16, 16]]])


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (lambda: paint(None), "strokes must be a list of strokes"),
        (lambda: paint([[(1.0, 2.0, 3.0)]]), r"strokes\[0\] must hold points"),
        (lambda: paint([[(1.0, np.nan)]]), r"strokes\[0\]"),
        (lambda: paint([], pen=0.0), "pen"),
        (lambda: count_ink(np.zeros((32, 32))), "bitmap must be 32 by 32 cells"),
        (lambda: draw_cells(np.full((1, 64), 17.0)), "of images"),
        (lambda: draw_cells(np.zeros((1, 63))), "images must have 64 columns"),
        (lambda: example(10), "digit"),
    ],
)
def test_what_is_no_drawing_is_refused(call, wanted):
    with pytest.raises(ValueError, match=wanted):
        call()


# The playground


@pytest.fixture(scope="module")
def playground():
    """Make one playground for all tests, of a network that has gone five times through X."""
    layers = make_layers(np.random.RandomState(1), (64, 20, 20, 10))
    for _ in range(5):
        layers, _ = train_iteration(layers, minibatches(X, one_hot(LABELS, 10), 25), 0.1)
    activations = forward_step(X, layers)
    means = [
        np.array([np.mean(activations[i][LABELS == k], axis=0) for k in range(10)]) for i in (2, 4)
    ]
    return Playground(layers, means, X[:360], LABELS[:360])


@pytest.fixture(autouse=True)
def at_its_start(request):
    """Begin each test of the playground with an empty sheet."""
    if "playground" in request.fixturenames:
        playground = request.getfixturevalue("playground")
        playground.set(playground.start)


def test_a_stroke_on_the_pad_changes_all_panels_and_the_text(playground):
    before = playground.image.value, playground.text.value
    playground.controls["fit"].value = False
    playground.pad.strokes = [[[8.0, 2.0], [8.0, 30.0]]]
    assert np.array_equal(
        np.flatnonzero(np.any(playground.result.pixels.reshape(8, 8), axis=0)), [1, 2]
    )
    assert playground.image.value != before[0]
    assert playground.text.value != before[1]
    assert np.sum(playground.result.layers[-1]) == pytest.approx(1)
    assert [output.shape[1] for output in playground.result.layers] == [20, 20, 10]


def test_a_drawn_digit_is_read_by_each_layer(playground):
    playground.set({**playground.start, **SETTINGS["a drawn 3"]})
    assert playground.result.nearest == [3, 3, 3]
    assert "It answers 3, with probability 0." in playground.text.value
    first, second, last = (end.get_text() for end in playground.picture.ends)
    assert (first, second) == ("3", "3")
    assert last == f"3, with {playground.result.layers[-1][0, 3]:.1%}"


def test_each_title_goes_on_where_its_part_that_stays_ends(playground):
    playground.set({**playground.start, **SETTINGS["a drawn 3"]})
    for end in playground.picture.ends:
        title, _ = end.xycoords
        gap = end.get_window_extent().x0 - title.get_window_extent().x1
        assert 1 < gap < 10


def test_a_test_digit_comes_through_as_it_is_and_is_moved_by_pixels(playground):
    playground.set({"sample": 5})
    assert np.array_equal(playground.result.pixels, X[4:5])
    assert f"the test digit is a {LABELS[4]}" in playground.text.value
    assert playground.pad.cells == np.flatnonzero(draw_cells(X[4:5])[0]).tolist()
    playground.set({"right": 1.0, "down": -2.0, "fit": False})
    image = X[4].reshape(8, 8)
    expected = np.zeros((8, 8))
    expected[:6, 1:] = image[2:, :7]
    assert np.array_equal(playground.result.pixels.reshape(8, 8), expected)
    playground.controls["fit"].value = True
    assert np.array_equal(playground.result.pixels, X[4:5])


def test_strokes_are_moved_as_far_as_a_test_digit(playground):
    playground.set({"fit": False, "strokes": [[(10.0, 10.0), (12.0, 14.0)]]})
    before = playground.result.pixels.reshape(8, 8)
    playground.set({"fit": False, "strokes": [[(10.0, 10.0), (12.0, 14.0)]], "right": -1.0})
    assert np.array_equal(playground.result.pixels.reshape(8, 8)[:, :-1], before[:, 1:])


def test_every_button_sets_the_sheet_anew(playground):
    for name, setting in SETTINGS.items():
        playground.pad.strokes = [[[1.0, 1.0]]]
        playground.set({**playground.start, **setting})
        assert len(playground.pad.strokes) == len(setting.get("strokes", [])), name
    playground.set(playground.start)
    assert playground.sentences(playground.result)[0] == "The sheet is empty."


def test_the_pen_is_as_wide_on_the_pad_as_in_what_the_network_gets(playground):
    playground.set({"strokes": example(1), "pen": 2.0})
    assert playground.pad.pen == 2.0
    assert np.array_equal(playground.result.pixels, count_ink(paint(fit(example(1), 2.0), 2.0)))
