"""The playground of part 3: what its controls do, and what its picture shows."""

import numpy as np
import pytest
from corners import corners, corners_to_draw
from matplotlib.colors import to_hex

from utils import plotting
from utils.data import make_surrounded_classes
from utils.playground.part3 import SETTINGS, Playground
from utils.rbf_network import nn_predict, train


@pytest.fixture(scope="module")
def playground():
    """Make one playground for all tests."""
    return Playground()


@pytest.fixture(autouse=True)
def at_its_start(playground):
    """Begin each test with the run of 3.6."""
    playground.set(playground.start)


def test_each_control_says_what_it_moves(playground):
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


@pytest.mark.parametrize(
    ("setting", "end"),
    [
        ("the run of 3.6", (1.1231, -0.4425, 0.5194)),
        ("fifty iterations", (1.0403, -0.4728, 0.5189)),
        ("on the ridge", (0.0, -1.0, 0.6931)),
        ("too fast", (1.0430, 1.3467, 0.8745)),
        ("thrown out", (14.9517, 4.8311, 2.4232)),
        ("the other valley", (-1.1231, -0.4425, 0.5194)),
    ],
)
def test_settings_lead_to_the_published_ends(playground, setting, end):
    playground.set({**playground.start, **SETTINGS[setting]})
    assert np.allclose(playground.result.path[-1], end, atol=6e-5)


@pytest.mark.parametrize("name", ["wh", "bo", "rate", "iterations", "std_dev", "seed"])
def test_each_control_changes_picture_and_text(playground, name):
    before = playground.image.value, playground.text.value
    playground.controls[name].value = playground.controls[name].min
    assert playground.image.value != before[0]
    assert playground.text.value != before[1]


def test_every_run_at_the_ends_of_the_controls_stays_finite_and_is_drawn(playground):
    for values in corners(playground):
        assert np.all(np.isfinite(playground.compute(**values).path))
    for values in corners_to_draw(playground):
        playground.set(values)
        assert bytes(playground.image.value).startswith(b"\x89PNG")


def test_the_text_describes_path_training_and_decision(playground):
    path, training, decision = playground.text.value.split("<br>")
    assert "the path leads in 20 iterations from wh = 2.30, bo = 1.40" in path
    assert "from 20 to 40 of 40" in training
    assert "|x| &lt; 0.80399, red elsewhere; 40 of 40" in decision


def test_artists_are_reused_and_the_boundary_is_exact(playground):
    picture = playground.picture
    before = [id(artist) for artist in picture.moving]
    playground.controls["wh"].value = -1.0
    playground.set(playground.start)
    assert [id(artist) for artist in picture.moving] == before
    assert picture.edges[1].get_xdata()[0] == pytest.approx(0.80399, abs=5e-6)
    assert np.array_equal(picture.line.get_xdata(), playground.result.path[:, 0])


def test_only_new_data_cost_new_contours(playground):
    picture = playground.picture
    before = picture.contours
    playground.controls["wh"].value = -1.0
    assert picture.contours is before
    playground.controls["seed"].value = 5
    assert picture.contours is not before
    assert before not in picture.surface.collections


def test_ground_is_blue_between_the_boundaries(playground):
    red, blue, right = playground.picture.bands
    assert (red.get_x(), right.get_x() + right.get_width()) == pytest.approx((-5.5, 5.5))
    assert (blue.get_x(), blue.get_width()) == pytest.approx((-0.80399, 2 * 0.80399), abs=1e-5)
    colours = [to_hex(band.get_facecolor()) for band in (red, blue, right)]
    assert colours == [plotting.LIGHT_RED, plotting.LIGHT_BLUE, plotting.LIGHT_RED]
    assert all(edge.get_visible() for edge in playground.picture.edges)


@pytest.mark.parametrize(
    ("wh", "bo", "colour"),
    [
        (2.3, 0.0, plotting.LIGHT_BLUE),  # far out y is rounded to one half
        (2.3, -1.5, plotting.LIGHT_RED),
        (0.05, -0.5, plotting.LIGHT_BLUE),  # the boundary lies outside of the picture
    ],
)
def test_without_a_boundary_in_sight_there_is_one_background(playground, wh, bo, colour):
    playground.set({"wh": wh, "bo": bo, "iterations": 0})
    picture = playground.picture
    shown = [band for band in picture.bands if band.get_width() > 0]
    assert {to_hex(band.get_facecolor()) for band in shown} == {colour}
    assert not any(edge.get_visible() for edge in picture.edges)


def test_start_and_lowest_loss_are_inside_the_picture(playground):
    playground.set({"wh": 3.0, "bo": 1.5, "iterations": 0})
    picture = playground.picture
    assert picture.loss.get_ylim()[0] < 0.474
    assert picture.surface.get_xlim()[1] > 3 and picture.surface.get_ylim()[1] > 1.5
    assert picture.titles[0].get_text() == "the path; dark is a low loss"
    playground.set({**playground.start, **SETTINGS["thrown out"]})
    assert picture.titles[0].get_text() == "the path leaves the picture"


def test_the_number_of_samples_is_that_of_the_data(playground):
    half = playground.result._replace(
        x=playground.result.x[:20],
        t=playground.result.t[:20],
        nb_correct=playground.result.nb_correct // 2,
        is_blue=playground.result.is_blue[:20],
    )
    playground.picture.show(half)
    assert playground.picture.correct.get_ylim() == (-1, 21)
    assert playground.picture.titles[2].get_text() == "20 of 20 correct"
    assert "20 of 20 samples" in playground.sentences(half)[2]


@pytest.mark.parametrize(("std_dev", "sets"), [(0.5, 2), (0.3, 20), (0.25, 21), (0.2, 21)])
def test_for_how_many_seeds_all_are_right(std_dev, sets):
    """The notebook's folded answer says it."""
    all_right = 0
    for seed in range(21):
        x, t = make_surrounded_classes(std_dev=std_dev, seed=seed)
        wh, bo, _ = train(x, t, 2.3, 1.4, 2.0, 20)[-1]
        all_right += np.all(nn_predict(x, wh, bo) == t)
    assert all_right == sets
