"""The playground of part 2: what its controls do, and what its picture shows."""

import numpy as np
import pytest
from captions import one_line
from corners import corners, corners_to_draw

from utils import plotting
from utils.logistic_regression import loss, nn
from utils.playground.part2 import CORNERS, SETTINGS, WEIGHTS, Playground


@pytest.fixture(scope="module")
def playground():
    """Make one playground for all tests."""
    return Playground()


@pytest.fixture(autouse=True)
def at_its_start(playground):
    """Begin each test with the trained weights."""
    playground.set(playground.start)


def test_each_control_says_what_it_moves(playground):
    shown = {
        name: (control.description, control.min, control.max, control.value)
        for name, control in playground.controls.items()
    }
    assert shown == {
        "w1": ("weight w1", -5, 5, 1.83),
        "w2": ("weight w2", -5, 5, 0.81),
        "b": ("bias b", -5, 5, 0),
        "seed": ("data: seed", 0, 20, 1),
    }


@pytest.mark.parametrize(
    ("setting", "correct", "loss_there"),
    [
        ("trained", 34, 0.2970),
        ("start of training", 6, 4.7565),
        ("the truth", 33, 0.3486),
        ("with a bias", 35, 0.2820),
        ("hardly sure", 34, 0.6036),
        ("no weights", 20, 0.6931),
    ],
)
def test_settings_lead_to_the_numbers_of_the_lesson(playground, setting, correct, loss_there):
    playground.set({**playground.start, **SETTINGS[setting]})
    picture = playground.picture
    assert picture.titles[0].get_text() == f"{correct} of 40 decided correctly"
    assert playground.result.loss == pytest.approx(loss_there, abs=6e-5)


@pytest.mark.parametrize("name", ["w1", "w2", "b", "seed"])
def test_each_control_changes_picture_and_text(playground, name):
    before = playground.image.value, playground.text.value
    playground.controls[name].value = playground.controls[name].min
    assert playground.image.value != before[0]
    assert playground.text.value != before[1]


def test_every_line_at_the_ends_of_the_controls_is_drawn(playground):
    for values in corners(playground):
        assert np.isfinite(playground.compute(**values).loss)
    for values in corners_to_draw(playground):
        playground.set(values)
        assert bytes(playground.image.value).startswith(b"\x89PNG")


def test_the_text_describes_regions_line_and_weights(playground):
    regions, line, weights = map(one_line, playground.text.value.split("<br>"))
    assert "34 of 40 samples are decided correctly" in regions
    assert "a dashed line through (0.00, 0.00)" in line
    assert "stands w1 = 1.83, w2 = 0.81, with the loss 0.2970" in weights
    playground.set({"w1": 0.0, "w2": 0.0})
    assert "there is no line" in playground.text.value


def test_losses_of_the_surface_are_those_of_the_network(playground):
    x, t, losses = playground.result.x, playground.result.t, playground.result.losses
    for row, column in ((0, 0), (3, 20), (26, 1)):
        w = np.array([[WEIGHTS[column], WEIGHTS[row]]])
        assert losses[row, column] == pytest.approx(loss(nn(x, w), t), rel=1e-12)


@pytest.mark.parametrize(
    ("w1", "w2", "b"),
    [(1.83, 0.81, 0.0), (-2.0, 3.0, 1.5), (0.0, 2.0, -3.0), (0.1, 0.0, 5.0), (0.1, 0.0, -5.0)],
)
def test_ground_is_blue_on_the_side_of_the_arrow(playground, w1, w2, b):
    playground.set({"w1": w1, "w2": w2, "b": b})
    picture = playground.picture
    path = picture.ground.get_path()
    rng = np.random.default_rng(0)
    for place in rng.uniform(CORNERS.min(axis=0), CORNERS.max(axis=0), (100, 2)):
        assert path.contains_point(place) == (place @ (w1, w2) + b > 0)
    ends = np.array(picture.line.get_data()).T
    assert np.allclose(ends @ (w1, w2) + b, 0)
    assert np.allclose(np.diff(np.array(picture.arrow.get_data()))[:, 0], (w1, w2))


def test_wrong_samples_are_ringed(playground):
    state, picture = playground.result, playground.picture
    wrong = state.x[(state.is_blue != (state.t == 1))[:, 0]]
    assert np.array_equal(picture.rings.get_offsets(), wrong) and len(wrong) == 6
    blue = picture.samples[1].get_offsets()
    assert np.array_equal(blue, state.x[state.t[:, 0] == 1])
    assert plotting.MARKERS[1]["marker"] == "o"


def test_artists_are_reused_and_the_losses_follow_the_bias(playground):
    picture = playground.picture
    before = [id(artist) for artist in picture.moving], picture.background
    for name in ("w1", "b", "seed"):
        playground.controls[name].value = playground.controls[name].max
        assert np.array_equal(picture.bands.get_array(), playground.result.losses)
    assert ([id(artist) for artist in picture.moving], picture.background) == before
