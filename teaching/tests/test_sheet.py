"""The sheet to print: two pages, nothing beside the paper or over other text, as committed."""

import re
import zlib
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from sheet import SHEET, START, STEPS, WIRES, draw, save, symbols

from utils.data import make_surrounded_classes
from utils.rbf_network import loss_for_param


@pytest.fixture(scope="module")
def pages():
    figures = draw()
    for figure in figures:
        figure.canvas.draw()
    yield figures
    plt.close("all")


def texts(page):
    """Return every text of a page that is not empty, with its box in pixels."""
    found = [text for ax in page.axes for text in ax.texts]
    for ax in page.axes:
        if ax.axison:
            found += [*ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label]
    return [(text.get_text(), text.get_window_extent()) for text in found]


def unpack(stream):
    """Return what is packed at the beginning of a stream; after it the end of a line may follow."""
    packed = zlib.decompressobj()
    data = packed.decompress(stream)
    assert packed.eof and not packed.unused_data.strip()
    return data


def contents(path):
    """Return what is drawn on the pages of a PDF, as words and rounded numbers."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL)
    unpacked = [unpack(stream) for stream in streams]
    pages = [stream for stream in unpacked if b" Tf" in stream]
    number = re.compile(rb"-?\d+\.\d+")
    return [
        (number.sub(b"#", page), np.array([*map(float, number.findall(page))])) for page in pages
    ]


def test_nothing_runs_off_the_paper(pages):
    for page in pages:
        width, height = page.get_size_inches() * page.dpi
        for text, box in texts(page):
            assert box.x0 > 0.04 * width and box.x1 < 0.96 * width, text
            assert box.y0 > 0.02 * height and box.y1 < 0.98 * height, text


def test_no_text_stands_over_another(pages):
    for page in pages:
        for (one, box), (other, other_box) in combinations(texts(page), 2):
            assert not box.overlaps(other_box), f"{one} over {other}"


def test_the_sheet_is_undated():
    assert b"CreationDate" not in SHEET.read_bytes()


def test_all_symbols_of_the_lesson_are_on_it(pages):
    shown = {text for text, _ in texts(pages[1])}
    assert len(symbols()) == 18
    for row in symbols():
        assert {*row} <= shown


def test_the_start_lies_where_it_seems_to_lie_between_the_levels_of_8_and_9_tenths():
    x, t = make_surrounded_classes()
    assert 0.8 < loss_for_param(x, *START, t) < 0.9


def test_both_axes_of_the_map_have_one_scale_so_that_the_steepest_way_is_at_a_right_angle(pages):
    (ax,) = [ax for ax in pages[1].axes if ax.axison]
    box = ax.get_window_extent()
    assert box.width / np.ptp(ax.get_xlim()) == pytest.approx(box.height / np.ptp(ax.get_ylim()))


def test_each_gradient_of_the_table_says_at_which_wire_it_is(pages):
    shown = [text for text, _ in texts(pages[0])]
    made = [step.partition(" = ")[0].strip("$") for step, _ in STEPS]
    for one in made:
        before = WIRES[[wire.strip("$") for wire in WIRES].index(one) - 1]
        # Once for each of the two samples; both of the last rows make the last wire.
        assert shown.count(f"at {before}") == 2 * made.count(one)


def test_the_committed_sheet_is_what_make_sheet_draws(pages, tmp_path):
    save(pages, tmp_path / "sheet.pdf")
    drawn, committed = contents(tmp_path / "sheet.pdf"), contents(SHEET)
    assert len(drawn) == len(committed) == 2
    for (words, numbers), (old_words, old_numbers) in zip(drawn, committed, strict=True):
        assert words == old_words, "make sheet"
        np.testing.assert_allclose(numbers, old_numbers, atol=0.01)
