"""The figures of the course, each beside the sentence that says the same in words.

`plot_...` draws on the axes it is given, ax or axes, and returns nothing. `describe_...` takes the
same arguments, but for the axes and how they look, and returns the text that stands under the
figure, for whoever does not see it; `in_words` shows it, folded. Figures are handed results: none
knows a model or its data.

style         set_style, in_words; the colours, markers and names of the classes
samples       samples on a line
curves        curves over one axis; loss and decisions in the course of a training
regression    samples in the plane with lines through them; descent on a loss over one weight
network       networks as graphs; one sample on its way, with values and gradients
loss_surface  the loss over two parameters, as contours or in space, places and paths on it
digits        rows of pixels as pictures: digits, and weights
confusion     the confusion table: what a class is, and what it is taken for
minibatches   the losses of a training in minibatches
decision      samples on a line, and the class that is decided for at each place
shapes        matrices as boxes with their shapes, in an equation
probability   the probability of a class over what comes in at two output neurons
plane         samples in the plane, the class that is decided for at each place, a line
hidden_space  the way of each sample from input to hidden activation
hidden_cube   samples in the space of three hidden neurons, and a plane between the classes
momentum      a step with momentum as the sum of two arrows
"""

from utils.plotting.confusion import describe_confusion
from utils.plotting.curves import describe_curves, describe_training, plot_curves, plot_training
from utils.plotting.decision import describe_decision, plot_decision
from utils.plotting.digits import describe_digits, plot_digits
from utils.plotting.hidden_cube import (
    describe_hidden_cube,
    describe_separating_plane,
    plot_hidden_cube,
    plot_separating_plane,
)
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
from utils.plotting.minibatches import describe_minibatch_training, plot_minibatch_training
from utils.plotting.momentum import describe_momentum, plot_momentum
from utils.plotting.network import (
    describe_layers,
    describe_network,
    describe_network_with_values,
    plot_layers,
    plot_network,
    plot_network_with_values,
    wide_layer,
)
from utils.plotting.plane import (
    PLANE_LIMITS,
    describe_line,
    describe_plane,
    describe_regions,
    plot_line,
    plot_plane,
    plot_regions,
)
from utils.plotting.probability import describe_probability, plot_probability
from utils.plotting.regression import describe_descent, describe_fit, plot_descent, plot_fit
from utils.plotting.samples import X_LIMITS, describe_samples, plot_samples
from utils.plotting.shapes import describe_shapes, plot_shapes
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
    "PLANE_LIMITS",
    "RED",
    "X_LIMITS",
    "describe_confusion",
    "describe_curves",
    "describe_decision",
    "describe_descent",
    "describe_digits",
    "describe_fit",
    "describe_hidden_cube",
    "describe_hidden_space",
    "describe_layers",
    "describe_line",
    "describe_loss_surface",
    "describe_minibatch_training",
    "describe_momentum",
    "describe_network",
    "describe_network_with_values",
    "describe_path",
    "describe_places",
    "describe_plane",
    "describe_probability",
    "describe_regions",
    "describe_samples",
    "describe_separating_plane",
    "describe_shapes",
    "describe_training",
    "in_words",
    "plot_curves",
    "plot_decision",
    "plot_descent",
    "plot_digits",
    "plot_fit",
    "plot_hidden_cube",
    "plot_hidden_space",
    "plot_layers",
    "plot_line",
    "plot_loss_contours",
    "plot_loss_surface",
    "plot_minibatch_training",
    "plot_momentum",
    "plot_network",
    "plot_network_with_values",
    "plot_path",
    "plot_places",
    "plot_plane",
    "plot_probability",
    "plot_regions",
    "plot_samples",
    "plot_separating_plane",
    "plot_shapes",
    "plot_training",
    "set_style",
    "wide_layer",
]
