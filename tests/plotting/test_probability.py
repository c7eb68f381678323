"""The probability of a class over what comes in at two output neurons."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from captions import one_line

from utils import plotting

Z_VALUES = np.array([-2.0, 0.0, 2.0])
Y1 = 1 / (1 + np.exp(Z_VALUES[:, np.newaxis] - Z_VALUES))


def test_the_surface_is_as_high_as_the_probability(monkeypatch):
    figure = plt.figure()
    ax = figure.add_subplot(projection="3d")
    drawn = []
    monkeypatch.setattr(ax, "plot_surface", lambda *arrays, **_: drawn.extend(arrays))
    plotting.plot_probability(Z_VALUES, Y1, ax)
    z1, z2, heights = drawn
    np.testing.assert_allclose(heights, 1 / (1 + np.exp(z2 - z1)))
    assert z1[0].tolist() == z2[:, 0].tolist() == Z_VALUES.tolist()
    plt.close(figure)


def test_the_surface_is_described_by_its_corners():
    assert one_line(plotting.describe_probability(Z_VALUES, Y1)) == (
        "Figure: the probability y1 as a surface over z1 and z2 from -2 to 2; along z1 = z2 it is "
        "0.50 everywhere; it is 0.50 at z1 = -2, z2 = -2, 0.50 at z1 = 2, z2 = 2, 0.98 at z1 = 2, "
        "z2 = -2, 0.02 at z1 = -2, z2 = 2."
    )


def test_a_table_of_another_size_is_refused():
    with pytest.raises(ValueError, match=r"probabilities must be an array of shape \(3, 3\)"):
        plotting.describe_probability(Z_VALUES, Y1[:2])
