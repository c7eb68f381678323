"""A step with momentum as the sum of two arrows."""

import numpy as np
import pytest
from captions import one_line

from utils import plotting

KEPT, PULL = np.array([[0.3, 0.05]]), np.array([[-0.1, -0.2]])


def test_the_pull_begins_where_what_is_kept_ends_and_the_step_closes_the_triangle(ax):
    plotting.plot_momentum(KEPT, PULL, ax)
    kept, pull, step = [(text.xyann, text.xy) for text in ax.texts]
    np.testing.assert_allclose(kept, [(0, 0), KEPT[0]])
    np.testing.assert_allclose(pull, [KEPT[0], KEPT[0] + PULL[0]])
    np.testing.assert_allclose(step, [(0, 0), KEPT[0] + PULL[0]])
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < 0 and right > 0.3 and bottom < -0.15 and top > 0.05
    assert len({line.get_color() for line in ax.lines[:3]}) == 3
    assert ax.get_aspect() == 1


def test_the_arrows_are_described():
    text = one_line(plotting.describe_momentum(KEPT, PULL))
    assert "(0.300, 0.050); " in text and "(-0.100, -0.200); " in text
    assert text.endswith("their sum, the step, (0.200, -0.150).")


@pytest.mark.parametrize("bad", [np.ones(2), np.ones((2, 2)), np.array([[1.0, np.nan]])])
def test_what_is_no_arrow_is_refused(ax, bad):
    for change in ({"kept": bad}, {"pull": bad}):
        with pytest.raises(ValueError, match=f"{next(iter(change))} must be"):
            plotting.plot_momentum(**{"kept": KEPT, "pull": PULL, **change}, ax=ax)
