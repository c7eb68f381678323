"""Rows of pixels as pictures."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from captions import one_line
from matplotlib.colors import to_rgba

from utils import plotting

IMAGES = np.zeros((2, 64))
IMAGES[0, 8 * 2 + 5], IMAGES[1, 63] = 16.0, -4.0


@pytest.fixture
def axes():
    fig, axes = plt.subplots(1, 2)
    yield axes
    plt.close(fig)


def colour(ax, line, column):
    (image,) = ax.images
    return image.cmap(image.norm(image.get_array()[line, column]))


def test_ink_is_black_at_its_line_and_column_and_paper_white(axes):
    plotting.plot_digits(np.abs(IMAGES), ["one", "other"], axes)
    assert [ax.get_xlabel() for ax in axes] == ["one", "other"]
    assert colour(axes[0], 2, 5) == to_rgba("black")
    assert colour(axes[0], 5, 2) == to_rgba("white")
    # A quarter of the ink is no black, though nothing darker is in that picture.
    assert 0.6 < colour(axes[1], 7, 7)[0] < 1
    top, bottom = axes[0].transData.transform([(0, 0), (0, 7)])[:, 1]
    assert top > bottom


def test_what_is_signed_is_red_above_0_and_blue_below_it_on_one_scale(axes):
    plotting.plot_digits(IMAGES, ["one", "other"], axes, signed=True)
    red, blue, zero = colour(axes[0], 2, 5), colour(axes[1], 7, 7), colour(axes[0], 0, 0)
    assert red[0] > red[2] + 0.2 and blue[2] > blue[0]
    assert min(zero[:3]) > 0.95
    assert red[1] < blue[1], "16 is further from white than -4"


def test_pictures_are_described_line_by_line_and_weights_by_their_ends():
    text = one_line(plotting.describe_digits(IMAGES, ["one", "other"]))
    assert "2 pictures of 8 by 8 pixels" in text
    assert "one: ........ ........ .....#.. ........" in text
    text = one_line(plotting.describe_digits(IMAGES, ["one", "other"], signed=True))
    assert "one: highest 16 in line 3, column 6" in text
    assert "lowest -4 in line 8, column 8" in text


@pytest.mark.parametrize(
    ("images", "titles", "said"),
    [
        (IMAGES[0], ["one"], "images must be an array of shape"),
        (IMAGES[:, :60], ["one", "other"], "images must have 64 columns, but has 60"),
        (IMAGES, ["one"], "titles must be 2 texts, one for each image"),
        (IMAGES[:1], ["one"], "axes must be 1, one for each image, but are 2"),
    ],
)
def test_what_is_no_row_of_pixels_is_refused(axes, images, titles, said):
    with pytest.raises(ValueError) as error:
        plotting.plot_digits(images, titles, axes)
    assert str(error.value).startswith(said)
