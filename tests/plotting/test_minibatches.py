"""Tests of the losses of a training in minibatches."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils import plotting

BATCHES = np.array([[3.0, 2.0, 2.5], [1.0, 0.5, 2.0]])
CURVES = np.array([2.2, 0.9]), np.array([2.3, 1.4])


def test_the_band_goes_from_the_lowest_to_the_highest_of_each_iteration(ax):
    plotting.plot_minibatch_training(BATCHES, *CURVES, ax)
    (band,) = ax.collections
    corners = {tuple(point) for point in band.get_paths()[0].vertices}
    assert {(1, 2), (1, 3), (2, 0.5), (2, 2)} == corners
    for line, values in zip(ax.lines, CURVES, strict=True):
        np.testing.assert_array_equal(line.get_xydata(), np.column_stack(([1, 2], values)))


def test_thousands_of_losses_make_a_small_file():
    figure, ax = plt.subplots()
    curve = np.linspace(2, 1, 98)
    plotting.plot_minibatch_training(np.random.RandomState(0).rand(98, 43), curve, curve, ax)
    file = io.BytesIO()
    figure.savefig(file, format="svg")
    plt.close(figure)
    assert len(file.getvalue()) < 60_000


def test_the_words_say_where_the_losses_are():
    words = " ".join(plotting.describe_minibatch_training(BATCHES, *CURVES).split())
    assert "iteration 1: minibatches 2.000 to 3.000, training set 2.200, validation" in words
    assert words.endswith("training set 0.900, validation set 1.400.")


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="batch_losses must have a row for each of 2 iterations"):
        plotting.describe_minibatch_training(BATCHES[:1], *CURVES)
