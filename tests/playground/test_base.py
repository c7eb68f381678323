"""The machinery of a playground, tried on the smallest one that a part could write."""

import matplotlib.image
import numpy as np
import pytest
from ipywidgets import HTML, Checkbox, FloatSlider, IntSlider
from matplotlib.figure import Figure
from my_notebooks import ROOT

from utils.playground import base
from utils.playground.base import FALLBACK

WIDGET = "application/vnd.jupyter.widget-view+json"
CONTROLS = {"slope": ("the slope", 1.0, -2.0, 2.0, 0.5), "n": ("points", 3, 2, 9, 1)}


class Line(base.Picture):
    """A line that moves, on axes that stay."""

    def __init__(self):
        figure = Figure(figsize=(2, 2), dpi=50)
        self.ax = figure.add_subplot()
        (self.line,) = self.ax.plot([], [])
        super().__init__(figure, [self.line])

    def show(self, points):
        """Move the line."""
        self.line.set_data(*points)
        self.set_limits(self.ax, (0.0, 1.0), (-2.0, 2.0))


class Playground(base.Playground):
    """A line through the origin; it keeps what it was called with."""

    def __init__(self):
        self.calls = []
        super().__init__(CONTROLS, {"at the start": {}, "downhill": {"slope": -1.0}}, Line())

    def compute(self, slope, n):
        """Compute the points of the line."""
        self.calls.append((slope, n))
        x = np.linspace(0, 1, n)
        return x, slope * x

    def sentences(self, points):
        """Say where the line ends, and what HTML must not take for a tag."""
        return "a <line>", f"it ends at {points[1][-1]}"


class PlaygroundWithSheet(base.Playground):
    """A line that may be dotted, and a sheet."""

    def __init__(self, controls, sheet):
        self.seen = []
        super().__init__(controls, {}, Line(), sheet=sheet)

    def compute(self, slope, n, dotted):
        """Keep what the box says."""
        self.seen.append(dotted)
        return np.arange(n), slope * np.arange(n)

    def sentences(self, points):
        """Say nothing."""
        return ()


@pytest.fixture
def playground():
    """Make a playground at its start."""
    return Playground()


def button(playground, text):
    """Return the button with a text."""
    row, _ = playground.children
    buttons = row.children[0].children[-1].children
    return next(b for b in buttons if b.description == text)


def test_a_control_is_what_its_row_in_the_table_says(playground):
    slope, n = playground.controls.values()
    assert isinstance(slope, FloatSlider) and isinstance(n, IntSlider)
    shown = (slope.description, slope.value, slope.min, slope.max, slope.step)
    assert shown == ("the slope", 1, -2, 2, 0.5)
    assert playground.start == {"slope": 1.0, "n": 3}


def test_all_is_seen_before_a_control_is_moved(playground):
    assert playground.calls == [(1.0, 3)]
    assert bytes(playground.image.value).startswith(b"\x89PNG")
    assert playground.text.value == "a &lt;line&gt;<br>it ends at 1.0"


def test_a_control_that_moves_changes_picture_and_text(playground):
    before = playground.image.value
    playground.controls["slope"].value = 2.0
    assert playground.calls[1:] == [(2.0, 3)]
    assert playground.image.value != before
    assert playground.text.value.endswith("it ends at 2.0")


def test_several_controls_are_moved_in_one_redraw(playground):
    playground.set({"slope": -2.0, "n": 5})
    assert playground.calls[1:] == [(-2.0, 5)]


def test_a_control_that_does_not_exist_leaves_the_others_alive(playground):
    with pytest.raises(KeyError):
        playground.set({"colour": 1})
    playground.controls["n"].value = 9
    assert playground.calls[1:] == [(1.0, 9)]


def test_a_button_changes_what_it_names_and_sets_the_rest_back(playground):
    playground.set({"slope": 2.0, "n": 9})
    button(playground, "downhill").click()
    assert playground.calls[-1] == (-1.0, 3)
    button(playground, "at the start").click()
    assert playground.calls[-1] == (1.0, 3)


def test_without_a_kernel_stands_in_place_of_the_widget_where_it_lives(playground):
    bundle = playground._repr_mimebundle_()
    assert bundle["text/plain"] == FALLBACK
    assert WIDGET in bundle
    button_of_the_site = (ROOT / "site" / "_templates" / "live.html").read_text(encoding="utf-8")
    assert "Run it live</a>" in button_of_the_site and '"Run it live"' in FALLBACK


def test_the_background_stays_as_long_as_nothing_but_artists_moves(playground):
    picture = playground.picture
    background = picture.background
    playground.set({"slope": -2.0})
    assert picture.background is background
    picture.set_limits(picture.ax, (0.0, 1.0), (-3.0, 3.0))
    assert picture.background is None


def test_a_picture_on_an_old_background_is_the_same_as_on_a_new_one(playground, tmp_path):
    playground.set({"slope": -2.0})
    on_old = playground.image.value
    assert Playground().image.value != on_old
    playground.picture.background = None
    assert playground.picture.png() == on_old
    (tmp_path / "picture.png").write_bytes(on_old)
    assert matplotlib.image.imread(tmp_path / "picture.png").shape == (100, 100, 4)


def test_a_sheet_stands_beside_the_picture_and_the_controls_below():
    sheet = HTML("draw here")
    controls = {**CONTROLS, "dotted": ("dotted", True)}
    playground = PlaygroundWithSheet(controls, sheet)
    row, below, *_ = playground.children
    assert row.children == (sheet, playground.image)
    assert below.children == tuple(playground.controls.values())
    assert isinstance(playground.controls["dotted"], Checkbox)
    playground.controls["dotted"].value = False
    assert playground.seen == [True, False]
