"""The figures of the course, each beside the sentence that says the same in words.

`plot_...` draws on the axes it is given, ax or axes, and returns nothing. `describe_...` takes the
same arguments, but for the axes and how they look, and returns the text that stands under the
figure, for whoever does not see it; `in_words` shows it, folded. Figures are handed results: none
knows a model or its data.

style         set_style, in_words; the colours, markers and names of the classes
samples       samples on a line
curves        curves over one axis; loss and decisions in the course of a training
network       the network as a graph; one sample on its way, with values and gradients
loss_surface  the loss over two parameters, as contours or in space, places and paths on it
decision      samples on a line, and the class that is decided for at each place
hidden_space  the way of each sample from input to hidden activation
"""

from utils.plotting.curves import describe_curves, describe_training, plot_curves, plot_training
from utils.plotting.decision import describe_decision, plot_decision
from utils.plotting.hidden_space import describe_hidden_space, plot_hidden_space
from utils.plotting.loss_surface import (
    describe_loss_surface,
    describe_path,
    describe_places,
    plot_loss_contours,
    plot_loss_surface,
    plot_path,
    plot_places,
)
from utils.plotting.network import (
    describe_network,
    describe_network_with_values,
    plot_network,
    plot_network_with_values,
)
from utils.plotting.samples import X_LIMITS, describe_samples, plot_samples
from utils.plotting.style import (
    BLUE,
    LIGHT_BLUE,
    LIGHT_RED,
    MARKERS,
    NAMES,
    RED,
    in_words,
    set_style,
)

__all__ = [
    "BLUE",
    "LIGHT_BLUE",
    "LIGHT_RED",
    "MARKERS",
    "NAMES",
    "RED",
    "X_LIMITS",
    "describe_curves",
    "describe_decision",
    "describe_hidden_space",
    "describe_loss_surface",
    "describe_network",
    "describe_network_with_values",
    "describe_path",
    "describe_places",
    "describe_samples",
    "describe_training",
    "in_words",
    "plot_curves",
    "plot_decision",
    "plot_hidden_space",
    "plot_loss_contours",
    "plot_loss_surface",
    "plot_network",
    "plot_network_with_values",
    "plot_path",
    "plot_places",
    "plot_samples",
    "plot_training",
    "set_style",
]
