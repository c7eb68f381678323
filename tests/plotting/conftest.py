"""What the tests of the figures share: axes to draw on, and a look at what was drawn."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from utils import plotting


@pytest.fixture
def ax():
    """Give axes, and close their figure afterwards."""
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


@pytest.fixture
def scattered():
    """Give a function that looks up the markers drawn on axes in the colour of a class."""

    def look(ax, target):
        """Return the points drawn, and the number of corners of a marker."""
        color = to_rgba(plotting.MARKERS[target]["color"])[:3]
        markers = [c for c in ax.collections if len(c.get_facecolor())]
        found = [c for c in markers if np.allclose(c.get_facecolor()[0, :3], color)]
        assert len(found) == 1
        return found[0].get_offsets(), len(found[0].get_paths()[0].vertices)

    return look
