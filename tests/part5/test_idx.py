"""Tests of utils.data.load_idx, on small files made here."""

import gzip
import struct

import numpy as np
import pytest

from utils.data import load_idx

IMAGES = np.arange(24).reshape(2, 3, 4) * 10


def idx(array, kind=0x08, numbers=None):
    """Return an array in the format of IDX, written in another way than it is read."""
    header = struct.pack(">HBB", 0, kind, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + (array.astype(">u1").tobytes() if numbers is None else numbers)


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("array", [IMAGES, IMAGES.ravel(), np.arange(300)[:, None] % 256])
def test_what_was_written_comes_back(tmp_path, packed, array):
    path = tmp_path / "images"
    path.write_bytes(packed(idx(array)))
    for name in (path, str(path)):
        loaded = load_idx(name)
        assert loaded.shape == array.shape and loaded.dtype == int
        np.testing.assert_array_equal(loaded, array)
    loaded += 1  # it can be written to


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "must be an IDX file, which begins with two bytes of 0"),
        (b"<html>", "but {path} begins with [60, 104, 116, 109]"),
        (b"\x00\x00\x08\x00", "begins with [0, 0, 8, 0]"),
        (idx(IMAGES, 0x0D), "unsigned bytes, type 0x08, but {path} has the type 0x0d"),
        (idx(IMAGES)[:9], "ends before the lengths of its 3 axes: it is truncated"),
        (idx(IMAGES)[:-1], "hold 2 x 3 x 4 = 24 numbers, but {path} holds 23: it is truncated"),
        (idx(IMAGES) + b"\x00", "{path} holds 25: something stands behind its end"),
        (gzip.compress(idx(IMAGES))[:-9], "must be a whole gzip file, but {path} is not"),
        (gzip.compress(idx(IMAGES))[:12] + bytes(30), "must be a whole gzip file"),
        (gzip.compress(b"GIF89a"), "begins with [71, 73, 70, 56]"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # gzip puts the time into a file
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, content, said):
    path = tmp_path / "images"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"^path must ") as error:
        load_idx(path)
    assert said.format(path=path) in str(error.value)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (3, "path must be the name of a file, but is 3"),
        ("no such file", "path must be a file, but there is none of the name no such file"),
        (".", "path must be a file, but there is none of the name ."),
    ],
)
def test_a_path_that_is_no_file_is_named(path, said):
    with pytest.raises(ValueError, match="path must be") as error:
        load_idx(path)
    assert str(error.value) == said
