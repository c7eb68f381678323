"""Tests of the confusion table: what is said of it, what is refused."""

import numpy as np
import pytest

from utils import plotting

TABLE = np.array([[5, 0, 2], [0, 3, 0], [1, 0, 4]])
NAMES = ("cat", "dog", "cow")


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
