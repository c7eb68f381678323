"""The network as a graph."""

from captions import one_line

from utils import plotting


def test_network_is_drawn_and_described_from_the_same_edges(ax):
    plotting.plot_network(ax)
    texts = [text.get_text() for text in ax.texts]
    for symbol in ("$x$", "$h$", "$y$", "$1$", "$w_h$", "$b_o$"):
        assert symbol in texts
    assert one_line(plotting.describe_network()).endswith(
        "from x to h (w_h), from h to y, from 1 to y (b_o); z_h is the input of h, z_o is the "
        "input of y."
    )
