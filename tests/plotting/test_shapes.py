"""Matrices as boxes with their shapes."""

import pytest
from captions import one_line
from matplotlib.colors import to_rgba

from utils import plotting

TERMS = (
    ("$X$", (100, 2), (0, None)),
    "@",
    ("$W_h$", (2, 3), (None, 1)),
    "=",
    (r"$\delta_{h}$", (100, 3), (99, 1)),
)


def marked(ax):
    blue = to_rgba(plotting.BLUE)
    return [patch.get_xy() for patch in ax.patches if patch.get_facecolor() == blue]


def test_each_number_is_a_square_and_of_many_rows_some_are_left_out(ax):
    plotting.plot_shapes(TERMS, ax)
    assert len(ax.patches) == 5 * 2 + 2 * 3 + 5 * 3
    texts = [text.get_text() for text in ax.texts]
    assert texts.count(r"$\vdots$") == 2 + 3
    assert {"$X$", "@", "$W_h$", "=", "(100, 2)", "(2, 3)", "(100, 3)"} <= set(texts)


def test_marked_are_a_row_a_column_and_a_single_number(ax):
    plotting.plot_shapes(TERMS, ax)
    (x1, y1), (x2, y2), (u1, v1), (u2, v2), (last, lowest) = marked(ax)
    assert y1 == y2 == max(patch.get_y() for patch in ax.patches) and x1 < x2
    assert u1 == u2 and v1 > v2
    assert lowest == min(patch.get_y() for patch in ax.patches) and last > u1


def test_nothing_is_marked_where_nothing_is_said(ax):
    plotting.plot_shapes((("$b$", (1, 12)),), ax)
    assert not marked(ax)
    assert len(ax.patches) == 5 and [t.get_text() for t in ax.texts].count(r"$\cdots$") == 1


def test_shapes_are_described_in_plain_text():
    assert one_line(plotting.describe_shapes(TERMS)) == (
        "Figure: matrices as boxes with their shapes: X (100, 2) @ W_h (2, 3) = delta_h (100, 3); "
        "marked: row 1 of X, column 2 of W_h, row 100 and column 2 of delta_h."
    )


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ((), "terms must hold a matrix, but is empty"),
        ((("$X$",),), r"terms\[0\] must be a text, or a symbol, a shape"),
        ((("$X$", (2,)),), r"terms\[0\] must be a text, or a symbol, a shape"),
        ((("$X$", (2, 0)),), "a size of .* must be an integer of at least 1, but is 0"),
        (("+", ("$X$", (2, 3), (2, None))), r"terms\[1\] marks 2, but has the shape \(2, 3\)"),
    ],
)
def test_terms_that_are_none_are_named(terms, message):
    with pytest.raises(ValueError, match=message):
        plotting.describe_shapes(terms)
