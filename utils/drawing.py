"""Drawings, and how they become rows of pixels like those of the digits of `utils.data`.

    strokes  list of strokes, each a list of points (x, y), or an array of shape (k, 2): what the
             pen has done between two lifts. The unit is a cell of the sheet, which has 32 by 32;
             x goes to the right and y down from the upper left corner. What lies outside of the
             sheet is no error, and leaves no ink
    pen      the diameter of the pen, in cells
    bitmap   (32, 32), or (n, 32, 32) for n of them: True where a cell is inked
    images   (n, 64): a row for each picture of 8 by 8 pixels, line by line, from 0.0, paper, to
             16.0, ink, as in `utils.data.load_digits`

The digits of the data were scanned, brought to one size as bitmaps of 32 by 32 cells, and then
counted in blocks of 4 by 4: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits",
UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49.
"""

import numpy as np

from utils.validation import checked, require_between, require_matrix, require_positive

CELLS = 32
BLOCK = 4
SIDE = CELLS // BLOCK
INK = BLOCK**2
# What digits of the data fill: all lines; of the columns seldom the outer ones.
BOX = np.array([24, 32])
# Ten digits of our own: stroke after stroke, points of a box 20 cells wide and 30 high.
OUTLINES = {
    0: "10,1 6,2 3,6 2,11 2,18 3,24 6,28 10,29 14,28 17,24 18,18 18,11 17,6 14,2 10,1",
    1: "4,9 8,6 11,1 11,29",
    2: "2,7 4,3 8,1 13,1 17,4 18,8 17,12 13,17 8,22 3,29 18,29",
    3: "3,4 7,1 12,1 16,4 16,9 13,13 8,14 13,15 17,19 17,24 13,28 8,29 3,26",
    4: "10,1 6,8 2,17 9,17 18,15|15,8 12,20 10,29",
    5: "17,2 5,2 4,12 9,10 14,12 17,17 17,22 14,27 9,29 3,27",
    6: "9,1 6,6 4,12 3,19 4,25 8,29 13,29 17,26 17,22 13,19 8,20 4,24",
    7: "3,3 17,2 14,10 11,18 8,29|5,16 17,14",
    8: "16,5 12,1 7,2 4,6 7,11 13,16 16,21 15,26 10,29 5,26 4,21 8,15 14,10 16,5",
    9: "16,6 12,1 7,1 3,5 3,10 7,14 12,14 16,10 16,4 17,12 16,20 12,27 5,29",
}


def _require_strokes(**values):
    for name, strokes in values.items():
        if not isinstance(strokes, (list, tuple)):
            raise ValueError(f"{name} must be a list of strokes, but is {strokes!r}")
        for number, stroke in enumerate(strokes):
            place = f"{name}[{number}]"
            require_matrix(**{place: np.asarray(stroke)})
            if np.shape(stroke)[1] != 2:
                raise ValueError(f"{place} must hold points (x, y), but has {np.shape(stroke)}")


def _require_bitmap(**values):
    for name, bitmap in values.items():
        is_array = isinstance(bitmap, np.ndarray) and bitmap.dtype == bool
        if not is_array or bitmap.shape[-2:] != (CELLS, CELLS) or bitmap.ndim > 3:
            raise ValueError(f"{name} must be {CELLS} by {CELLS} cells, each True or False")


def _require_images(**values):
    require_matrix(**values)
    for name, images in values.items():
        if images.shape[1] != SIDE**2:
            raise ValueError(f"{name} must have {SIDE**2} columns, but has {images.shape[1]}")
        require_between(0, INK, **{f"the least of {name}": np.min(images)})
        require_between(0, INK, **{f"the largest of {name}": np.max(images)})


RULES = {
    "strokes": _require_strokes,
    "pen": require_positive,
    "bitmap": _require_bitmap,
    "images": _require_images,
}
_door = checked(RULES)


@_door
def paint(strokes, pen=5.0):
    """Ink each cell whose centre a round pen touches; a bitmap, (32, 32)."""
    centres = np.arange(CELLS) + 0.5
    x, y = centres[None, :, None], centres[:, None, None]
    bitmap = np.zeros((CELLS, CELLS), dtype=bool)
    for stroke in strokes:
        points = np.asarray(stroke, dtype=float)
        start = points[:-1] if len(points) > 1 else points
        dx, dy = (points[1:] - start if len(points) > 1 else np.zeros_like(points)).T
        to_x, to_y = x - start[:, 0], y - start[:, 1]
        # How far along its piece of the stroke the point nearest to the cell lies, from 0 to 1.
        along = (to_x * dx + to_y * dy) / np.maximum(dx**2 + dy**2, 1e-12)
        along = np.clip(along, 0, 1)
        squared = (to_x - along * dx) ** 2 + (to_y - along * dy) ** 2
        bitmap |= np.any(squared <= pen**2 / 4, axis=2)
    return bitmap


@_door
def fit(strokes, pen=5.0):
    """Bring a drawing to the size and place of the data: as large as the box takes, and centred.

    It is enlarged, or reduced, as much in height as in width, and is drawn with the same pen.
    """
    if not strokes:
        return []
    points = np.concatenate([np.asarray(stroke, dtype=float) for stroke in strokes])
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    # What is smaller than a cell counts as a cell, so that a dot stays a dot.
    factor = np.min(np.maximum(BOX - pen, 1) / np.maximum(high - low, 1))
    return [(np.asarray(stroke) - (low + high) / 2) * factor + CELLS / 2 for stroke in strokes]


@_door
def count_ink(bitmap):
    """Count the inked cells of each block of 4 by 4: images, a row of 64 for each bitmap."""
    blocks = bitmap.reshape(-1, SIDE, BLOCK, SIDE, BLOCK)
    return np.sum(blocks, axis=(2, 4)).reshape(-1, SIDE**2).astype(float)


@_door
def draw_cells(images):
    """Return bitmaps, (n, 32, 32), that `count_ink` turns into these images, rounded.

    The scans themselves are not known: in each block those cells are inked that lie nearest to
    where its neighbours have their ink.
    """
    pixels = np.pad(images.reshape(-1, SIDE, SIDE), ((0, 0), (1, 1), (1, 1)), mode="edge")
    places = (np.arange(CELLS) + 0.5) / BLOCK + 0.5
    left = places.astype(int)
    part = places - left
    lines = pixels[:, left] * (1 - part)[:, None] + pixels[:, left + 1] * part[:, None]
    smooth = lines[:, :, left] * (1 - part) + lines[:, :, left + 1] * part
    blocks = smooth.reshape(-1, SIDE, BLOCK, SIDE, BLOCK).transpose(0, 1, 3, 2, 4)
    order = np.argsort(-blocks.reshape(-1, SIDE, SIDE, INK), axis=3, kind="stable")
    rank = np.argsort(order, axis=3, kind="stable")
    inked = rank < np.rint(images).reshape(-1, SIDE, SIDE, 1)
    inked = inked.reshape(-1, SIDE, SIDE, BLOCK, BLOCK).transpose(0, 1, 3, 2, 4)
    return inked.reshape(-1, CELLS, CELLS)


@checked({"digit": lambda digit: require_between(0, 9, digit=digit)})
def example(digit):
    """Return the strokes of a drawn digit, in the middle of the sheet."""
    strokes = [
        [tuple(map(float, point.split(","))) for point in stroke.split()]
        for stroke in OUTLINES[digit].split("|")
    ]
    return [np.array(stroke) + np.array([6.0, 1.0]) for stroke in strokes]
