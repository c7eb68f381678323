"""Rows of pixels as pictures: digits, and what a network has for each pixel of them.

images  ndarray of shape (k, 64), a row for each picture of 8 by 8 pixels, line by line
titles  what stands below each picture, k texts
axes    k axes, in any array

Digits go from 0, paper, to 16, ink. What is signed, such as weights, is red above 0 and blue below
it, white at 0, all pictures of a call on one scale.
"""

import numpy as np

from utils.plotting.style import caption
from utils.validation import checked, require_matrix, unchecked

SIDE = 8
INK = 16


def _require_images(**values):
    require_matrix(**values)
    for name, images in values.items():
        if images.shape[1] != SIDE**2:
            raise ValueError(f"{name} must have {SIDE**2} columns, but has {images.shape[1]}")


def _require_one_title_each(images, titles, axes=None, **_):
    if len(titles) != len(images):
        raise ValueError(f"titles must be {len(images)} texts, one for each image")
    if axes is not None and np.size(axes) != len(images):
        raise ValueError(f"axes must be {len(images)}, one for each image, but are {np.size(axes)}")


RULES = {"images": _require_images, "titles": unchecked, "axes": unchecked, "signed": unchecked}
_door = checked(RULES, together=_require_one_title_each)


@_door
def plot_digits(images, titles, axes, signed=False):
    """Draw each row as a picture, with its title below."""
    limit = np.max(np.abs(images)) if signed else INK
    look = {"cmap": "RdBu_r", "vmin": -limit} if signed else {"cmap": "gray_r", "vmin": 0}
    for image, title, ax in zip(images, titles, np.ravel(axes), strict=True):
        # Without interpolation SVG holds just these pixels, and they stay sharp.
        ax.imshow(image.reshape(SIDE, SIDE), vmax=limit, interpolation="none", **look)
        ax.set(xticks=[], yticks=[], xlabel=title)
        ax.grid(False)
        for spine in ax.spines.values():
            spine.set(visible=True, color="0.8", linewidth=0.8)  # where the paper ends


@_door
def describe_digits(images, titles, signed=False):
    """Say in words what `plot_digits` draws: of each picture its ends, or its lines of ink."""
    of_each = [
        f"{title}: {_ends(image) if signed else _lines(image)}"
        for title, image in zip(titles, images, strict=True)
    ]
    kind = "from blue (below 0) over white to red" if signed else "dark where there is ink"
    return caption(
        f"{len(images)} pictures of {SIDE} by {SIDE} pixels, {kind}"
        + ("." if signed else "; of each, line by line, # is a pixel of at least half the ink."),
        *of_each,
    )


def _lines(image):
    lines = image.reshape(SIDE, SIDE) >= INK / 2
    return " ".join("".join("#" if pixel else "." for pixel in line) for line in lines)


def _ends(image):
    places = [np.unravel_index(i, (SIDE, SIDE)) for i in (np.argmax(image), np.argmin(image))]
    return ", ".join(
        f"{word} {image[SIDE * line + column]:.2g} in line {line + 1}, column {column + 1}"
        for word, (line, column) in zip(("highest", "lowest"), places, strict=True)
    )
