"""The playground: what the controls do, and how fast."""

import itertools
import time

import numpy as np
import pytest
from matplotlib.colors import to_hex

from utils import plotting
from utils.playground import FALLBACK, SETTINGS, TUTORIAL, Playground

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def playground():
    """Make one playground for all tests."""
    return Playground()


def test_each_control_says_what_it_moves(playground):
    playground.set(TUTORIAL)
    shown = {
        name: (control.description, control.min, control.max, control.value)
        for name, control in playground.controls.items()
    }
    assert shown == {
        "wh": ("start: weight", -3, 3, 2.3),
        "bo": ("start: bias", -2.5, 1.5, 1.4),
        "rate": ("learning rate", 0.1, 20, 2),
        "iterations": ("iterations", 0, 100, 20),
        "std_dev": ("data: spread", 0.1, 1, 0.5),
        "seed": ("data: seed", 0, 20, 4),
    }


def limits(control):
    """Return the lowest and the highest value that a control takes."""
    return control.min, control.max


@pytest.mark.parametrize(
    ("setting", "end"),
    [
        ("the tutorial's run", (1.1231, -0.4425, 0.5194)),
        ("fifty iterations", (1.0403, -0.4728, 0.5189)),
        ("on the ridge", (0.0, -1.0, 0.6931)),
        ("too fast", (1.0430, 1.3467, 0.8745)),
        ("thrown out", (14.9517, 4.8311, 2.4232)),
        ("the other valley", (-1.1231, -0.4425, 0.5194)),
    ],
)
def test_buttons_lead_to_the_published_ends(playground, setting, end):
    playground.set({**TUTORIAL, "seed": 7, "std_dev": 0.3})
    playground.set({**TUTORIAL, **SETTINGS[setting]})
    assert np.allclose(playground.path[-1], end, atol=6e-5)


@pytest.mark.parametrize("name", TUTORIAL)
def test_each_control_changes_picture_and_text(playground, name):
    playground.set(TUTORIAL)
    before = playground.image.value, playground.text.value
    low, _ = limits(playground.controls[name])
    playground.controls[name].value = low
    assert playground.image.value != before[0]
    assert playground.text.value != before[1]


def test_nothing_at_the_ends_of_the_controls_raises(playground):
    names = list(TUTORIAL)
    for values in itertools.product(*(limits(playground.controls[name]) for name in names)):
        playground.set(dict(zip(names, values, strict=True)))
        assert bytes(playground.image.value).startswith(b"\x89PNG")


def test_wrong_values_cannot_be_entered(playground):
    playground.controls["std_dev"].value = -1
    assert playground.controls["std_dev"].value == pytest.approx(0.1)
    playground.controls["iterations"].value = 1000
    assert playground.controls["iterations"].value == 100
    playground.set(TUTORIAL)


def test_artists_are_reused_and_the_boundary_is_exact(playground):
    playground.set(TUTORIAL)
    picture = playground._picture
    before = [id(artist) for artist in picture.moving]
    playground.controls["wh"].value = -1.0
    playground.set(TUTORIAL)
    assert [id(artist) for artist in picture.moving] == before
    assert picture.edges[1].get_xdata()[0] == pytest.approx(0.80399, abs=5e-6)
    assert np.array_equal(picture.line.get_xdata(), playground.path[:, 0])


@pytest.mark.parametrize(
    ("wh", "bo", "colour"),
    [
        (2.3, 0.0, plotting.LIGHT_BLUE),  # far out y is rounded to one half
        (2.3, -1.5, plotting.LIGHT_RED),
        (0.05, -0.5, plotting.LIGHT_BLUE),  # the boundary lies outside of the picture
    ],
)
def test_without_a_boundary_in_sight_there_is_one_background(playground, wh, bo, colour):
    playground.set({**TUTORIAL, "wh": wh, "bo": bo, "iterations": 0})
    picture = playground._picture
    shown = [band for band in picture.bands if band.get_width() > 0]
    assert {to_hex(band.get_facecolor()) for band in shown} == {colour}
    assert not any(edge.get_visible() for edge in picture.edges)


def test_start_and_lowest_loss_are_inside_the_picture(playground):
    playground.set({**TUTORIAL, "wh": 3.0, "bo": 1.5, "iterations": 0})
    surface = playground._picture.surface
    assert playground._picture.loss.get_ylim()[0] < 0.474
    assert surface.get_xlim()[1] > 3 and surface.get_ylim()[1] > 1.5
    assert playground._picture.titles[0].get_text() == "the path; dark is a low loss"
    playground.set({**TUTORIAL, **SETTINGS["thrown out"]})
    assert playground._picture.titles[0].get_text() == "the path leaves the picture"


def test_a_redraw_takes_less_than_150_ms_in_the_median(playground):
    playground.set(TUTORIAL)
    times = []
    for name in ("wh", "bo", "rate", "iterations", "std_dev"):
        for value in np.linspace(*limits(playground.controls[name]), 8):
            start = time.perf_counter()
            playground.controls[name].value = int(value) if name == "iterations" else value
            times.append(time.perf_counter() - start)
    assert np.median(times) < 0.15


def test_without_a_kernel_a_sentence_stands_for_the_widget(playground):
    bundle = playground._repr_mimebundle_()
    assert bundle["text/plain"] == FALLBACK
    assert WIDGET in bundle
