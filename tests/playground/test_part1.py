"""The playground of part 1: what its controls do, and what its picture shows."""

import numpy as np
import pytest
from corners import corners, corners_to_draw

from utils.playground.part1 import SETTINGS, Playground


@pytest.fixture(scope="module")
def playground():
    """Make one playground for all tests."""
    return Playground()


@pytest.fixture(autouse=True)
def at_its_start(playground):
    """Begin each test with the run of 1.2."""
    playground.set(playground.start)


@pytest.mark.parametrize(
    ("setting", "end"),
    [
        ("the four steps", (2.0426, 0.0424)),
        ("too small", (1.1457, 0.3483)),
        ("in one step", (2.0715, 0.0420)),
        ("back and forth", (1.9367, 0.0489)),
        ("nearly critical", (0.3201, 1.1330)),
        ("too large", (-4.0754, 13.4286)),
    ],
)
def test_settings_lead_to_their_ends(playground, setting, end):
    playground.set({**playground.start, **SETTINGS[setting]})
    assert np.allclose(playground.result.path[-1], end, atol=6e-5)


@pytest.mark.parametrize("name", ["w", "rate", "iterations", "std_dev", "seed"])
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


def test_ball_and_tangent_stand_at_the_last_weight(playground):
    picture, run = playground.picture, playground.result
    assert picture.ball.get_xydata().tolist() == [run.path[-1].tolist()]
    (left, low), (right, high) = picture.tangent.get_xydata()
    assert (high - low) / (right - left) == pytest.approx(run.slope)
    assert ((left + right) / 2, (low + high) / 2) == pytest.approx(tuple(run.path[-1]))
    # A step is the rate times the slope, and multiplies the distance by the factor.
    next_w = run.path[-1, 0] - 0.9 * run.slope
    assert next_w - run.best == pytest.approx(run.factor * (run.path[-1, 0] - run.best))


def test_the_text_tells_path_factor_and_line(playground):
    path, step, line = playground.text.value.split("<br>")
    assert "a path of 4 steps, 0: w = 0.138" in path
    assert "by 0.3633; the critical rate of these data is 2.8270" in step
    assert "line of the ball: a straight line from (0.00, 0.00) to (1.00, 2.04)" in " ".join(
        line.split()
    )


def test_artists_and_background_are_reused(playground):
    picture = playground.picture
    before = [id(artist) for artist in picture.moving], picture.background
    for name, control in playground.controls.items():
        control.value = playground.controls[name].max
    assert ([id(artist) for artist in picture.moving], picture.background) == before


def test_a_ball_that_has_left_the_picture_is_said_to(playground):
    title = playground.picture.titles[0]
    assert title.get_text() == "slope -0.024; critical rate 2.827; distance times 0.363 a step"
    playground.set({**playground.start, **SETTINGS["too large"]})
    assert title.get_text() == "the ball has left the picture"
