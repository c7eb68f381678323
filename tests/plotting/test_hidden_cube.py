"""The samples in the space of three hidden neurons, and the plane between the classes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from captions import one_line
from matplotlib.colors import to_rgba
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from utils import plotting

H = np.array([[0.0, 0.1, 0.9], [0.2, 0.3, 1.0], [0.9, 0.5, 0.4]])
T = np.array([[1.0], [1.0], [0.0]])


@pytest.fixture
def ax():
    """Give axes of three dimensions, and close their figure afterwards."""
    figure = plt.figure()
    yield figure.add_subplot(projection="3d")
    plt.close(figure)


def corners(ax):
    """Return the corners of the planes drawn."""
    planes = [c for c in ax.collections if isinstance(c, Poly3DCollection)]
    return [np.asarray(plane._faces[0]) for plane in planes]


def test_each_sample_stands_at_its_activations_in_the_colour_of_its_class(ax):
    plotting.plot_hidden_cube(H, T, ax)
    for artist, target in zip(ax.collections, (1, 0), strict=True):
        assert np.array_equal(np.column_stack(artist._offsets3d), H[T[:, 0] == target])
        color = to_rgba(plotting.MARKERS[target]["color"])[:3]
        assert np.allclose(artist.get_facecolor()[0, :3], color)
    assert (ax.elev, ax.azim) == (30, -20)
    assert ax.get_xlim() == ax.get_zlim() and ax.get_ylim()[0] <= 0 and ax.get_ylim()[1] >= 1


def test_the_cube_is_seen_from_another_side(ax):
    plotting.plot_hidden_cube(H, T, ax, azimuth=20)
    assert (ax.elev, ax.azim) == (30, 20)
    ax.figure.canvas.draw()
    assert [axis.label.get_rotation() for axis in (ax.xaxis, ax.yaxis, ax.zaxis)] == [0, 0, 0]


def test_nothing_is_clipped_as_clip_paths_have_names_that_differ_between_processors(ax):
    plotting.plot_hidden_cube(H, T, ax)
    plotting.plot_separating_plane(np.array([[1.0], [1.0], [1.0]]), -1.5, ax)
    assert len(ax.collections) == 3
    assert not any(c.get_clip_on() or c.get_in_layout() for c in ax.collections)


@pytest.mark.parametrize(
    ("w", "b", "nb"),
    [
        ([1.0, 1.0, 1.0], -1.5, 6),
        ([-2.0, -2.0, 2.0], -1.0, 3),
        ([0.0, 0.0, 3.0], -1.5, 4),
        ([1.0, 1.0, 0.0], -1.0, 4),  # through four of the cube's own edges
        ([1.0, 0.0, 0.0], 2.0, 0),
    ],
)
def test_the_plane_ends_at_the_edges_of_the_cube_and_its_outline_is_convex(ax, w, b, nb):
    w = np.array([w]).T
    ax.set(xlim=(0, 1), ylim=(0, 1), zlim=(0, 1))
    plotting.plot_separating_plane(w, b, ax)
    text = one_line(plotting.describe_separating_plane(w, b))
    if nb == 0:
        assert not corners(ax)
        assert text == "Figure: the plane does not cut the cube from 0 to 1."
        return
    (places,) = corners(ax)
    assert places.shape == (nb, 3)
    np.testing.assert_allclose(places @ w, -b, atol=1e-12)
    at_an_end = np.isclose(places, ax.get_xlim()[0]) | np.isclose(places, ax.get_xlim()[1])
    assert np.all(at_an_end.sum(axis=1) >= 2)
    sides = np.roll(places, -1, axis=0) - places
    turns = np.cross(sides, np.roll(sides, -1, axis=0)) @ w[:, 0]
    assert np.all(turns > 0) or np.all(turns < 0)
    assert text.count("(") == nb


def test_the_cube_is_described_from_the_activations():
    text = one_line(plotting.describe_hidden_cube(H, T))
    assert "2 blue circles at h1 = 0.00 to 0.20, h2 = 0.10 to 0.30, h3 = 0.90 to 1.00" in text
    assert "mean at (0.10, 0.20, 0.95); 1 red stars" in text
    assert "blue" not in one_line(plotting.describe_hidden_cube(H[2:], T[2:]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"H": H[:, :2]}, r"H must be an array of shape \(n, 3\), but its shape is \(3, 2\)"),
        ({"t": T[:2]}, "H and t must have the same number of rows"),
        ({"t": T[:, 0]}, "t must be"),
    ],
)
def test_activations_that_do_not_fit_are_refused(ax, change, message):
    arguments = {"H": H, "t": T, **change}
    with pytest.raises(ValueError, match=message):
        plotting.plot_hidden_cube(**arguments, ax=ax)
    with pytest.raises(ValueError, match=message):
        plotting.describe_hidden_cube(**arguments)


@pytest.mark.parametrize("w", [np.zeros((3, 1)), np.ones((1, 3)), np.ones((2, 1))])
def test_no_direction_is_refused(w):
    with pytest.raises(ValueError, match="w must be"):
        plotting.describe_separating_plane(w, 0.0)


def test_a_corner_has_its_name_where_many_samples_are(ax):
    crowd = np.vstack((np.tile(H[0], (20, 1)), H[2]))
    plotting.plot_hidden_cube(crowd, np.ones((21, 1)), ax)
    assert [text.get_text().strip() for text in ax.texts] == ["(0, 0, 1)"]
    assert np.array_equal(ax.texts[0].get_position_3d(), (0, 0, 1))
