"""Tests of the confusion table: what is drawn, what is said, what is refused."""

import numpy as np
import pytest

from utils import plotting

TABLE = np.array([[5, 0, 2], [0, 3, 0], [1, 0, 4]])
NAMES = ("cat", "dog", "cow")


def test_each_count_stands_in_its_row_and_column_and_zeros_are_left_out(ax):
    plotting.plot_confusion(TABLE, NAMES, ax)
    drawn = {text.get_position(): text.get_text() for text in ax.texts}
    middles = {(x - 0.5, y - 0.5): count for (x, y), count in drawn.items()}
    assert middles == {(0, 0): "5", (2, 0): "2", (1, 1): "3", (0, 2): "1", (2, 2): "4"}
    assert [label.get_text() for label in ax.get_yticklabels()] == list(NAMES)


def test_right_is_blue_wrong_red_and_more_is_deeper(ax):
    plotting.plot_confusion(TABLE, NAMES, ax)
    right, wrong = [mesh.get_facecolors().reshape(3, 3, 4) for mesh in ax.collections]
    assert np.all(np.diagonal(right)[2] > np.diagonal(right)[0])
    assert wrong[0, 2, 0] > wrong[0, 2, 2] and wrong[0, 2, :3].sum() < wrong[2, 0, :3].sum()
    shown = right[..., 3] + wrong[..., 3]
    assert np.array_equal(shown, TABLE > 0)


def test_the_words_name_each_confusion():
    words = " ".join(plotting.describe_confusion(TABLE, NAMES).split())
    assert "12 of 15 lie on its diagonal" in words
    assert "cat: 5 of 7 right, 2 as cow; cow: 4 of 5 right, 1 as cat; always right: dog." in words


@pytest.mark.parametrize(
    ("table", "names", "said"),
    [
        (TABLE[:2], NAMES, "table must have as many columns as rows"),
        (-TABLE, NAMES, "table must hold counts"),
        (TABLE / 2, NAMES, "table must hold counts"),
        (TABLE, NAMES[:2], "names must be 3, one for each class, but are 2"),
    ],
)
def test_bad_input_is_named(table, names, said):
    with pytest.raises(ValueError, match=said):
        plotting.describe_confusion(table, names)
