"""The network of part 3: one input, one hidden RBF neuron, one logistic output.

    x --(* wh)--> zh --rbf--> h --(+ bo)--> zo --logistic--> y

Of n samples, all ndarrays of shape (n, 1), or floats for a single one:

    x            inputs                          t            targets, 0 or 1
    zh           inputs of the hidden neuron     h            hidden activations, in (0, 1]
    y            outputs, in [0, 1]: the probability that t = 1
    grad_output  delta_o, the derivative of each sample's cross-entropy with respect to zo
    grad_hidden  delta_h, that with respect to zh

    wh, bo       float: weight of the hidden neuron, bias of the output neuron

What a function returns for samples has their shape. A loss is in nats. Each function raises a
ValueError that names the argument if samples differ in shape, are empty or not finite, or an
argument is not what stands here. Each stands in the notebook that teaches it (3.3 to 3.7).

The facts follow P. Roelants, "How to implement a neural network (3/5) - backpropagation", 2015;
where its text and its code disagree, this module follows the mathematics of the text.
"""

from functools import partial

import numpy as np

from utils.activations import logistic, rbf
from utils.losses import cross_entropy
from utils.validation import (
    checked,
    require_column,
    require_finite_path,
    require_integer,
    require_number,
    require_path,
    require_positive,
    require_probabilities,
    require_targets,
    require_vector,
)

ONE_SHAPE = ("x", "t", "y", "zh", "h", "grad_output", "grad_hidden")
RULES = {
    "t": require_targets,
    "y": require_probabilities,
    "wh": require_number,
    "bo": require_number,
    "learning_rate": require_positive,
    "nb_of_iterations": partial(require_integer, 0),
    "wh_values": require_vector,
    "bo_values": require_vector,
    "path": require_path,
}
_door = checked(RULES, ONE_SHAPE)


@_door
def hidden_activations(x, wh):
    """Compute the hidden activations h = rbf(x wh)."""
    return rbf(x * wh)


@_door
def output_activations(h, bo):
    """Compute the outputs y = logistic(h + bo)."""
    return logistic(h + bo)


@_door
def nn(x, wh, bo):
    """Compute the outputs y of the whole network."""
    return output_activations(hidden_activations(x, wh), bo)


@_door
def nn_predict(x, wh, bo):
    """Decide for a class: 1.0 (blue) where y is above 1/2, otherwise 0.0 (red)."""
    return 1.0 * (nn(x, wh, bo) > 0.5)


@_door
def loss(y, t):
    """Compute the loss, a float: the mean cross-entropy, finite even where y is exactly 0 or 1."""
    return np.mean(cross_entropy(y, t))


@_door
def loss_for_param(x, wh, bo, t):
    """Compute the loss, a float, of the network with the given parameters."""
    return loss(nn(x, wh, bo), t)


@checked({**RULES, "x": require_column}, ONE_SHAPE)
def loss_surface(x, t, wh_values, bo_values):
    """Compute the loss for every pair of parameters on a grid, all at once.

    Of wh_values, shape (k,), and bo_values, shape (m,), it returns an ndarray of shape (m, k):
    row i belongs to bo_values[i], column j to wh_values[j].
    """
    h = rbf(x * wh_values)
    y = logistic(h + bo_values[:, np.newaxis, np.newaxis])
    return np.mean(cross_entropy(y, np.broadcast_to(t, y.shape)), axis=1)


@_door
def gradient_output(y, t):
    """Compute the gradient at the input of the output neuron, delta_o = y - t."""
    return y - t


@_door
def gradient_bias_out(grad_output):
    """Compute the gradient of the loss for bo, a float: the mean of delta_o."""
    return np.mean(grad_output)


@_door
def gradient_hidden(zh, h, grad_output):
    """Compute the gradient at the input of the hidden neuron, delta_h = -2 zh h delta_o."""
    return -2 * zh * h * grad_output


@_door
def gradient_weight_hidden(x, grad_hidden):
    """Compute the gradient of the loss for wh, a float: the mean of x delta_h."""
    return np.mean(x * grad_hidden)


@_door
def backprop_update(x, t, wh, bo, learning_rate):
    """Do one iteration of gradient descent; return the new wh and bo, floats.

    learning_rate, positive, is the step mu along the negative gradient.
    """
    zh = x * wh
    h = rbf(zh)
    y = output_activations(h, bo)
    grad_output = gradient_output(y, t)
    grad_hidden = gradient_hidden(zh, h, grad_output)
    wh_next = wh - learning_rate * gradient_weight_hidden(x, grad_hidden)
    bo_next = bo - learning_rate * gradient_bias_out(grad_output)
    return float(wh_next), float(bo_next)


@checked(RULES, ONE_SHAPE, result=require_finite_path)
def train(x, t, wh, bo, learning_rate, nb_of_iterations):
    """Train the network by gradient descent from wh, bo, and keep the whole path.

    It returns an ndarray of shape (nb_of_iterations + 1, 3): wh, bo and the loss, at the start
    and after each iteration. A ValueError tells in which iteration they cease to be finite.
    """
    path = [(wh, bo, loss_for_param(x, wh, bo, t))]
    for _ in range(nb_of_iterations):
        wh, bo = backprop_update(x, t, wh, bo, learning_rate)
        path.append((wh, bo, loss_for_param(x, wh, bo, t)))
    return np.array(path)


@_door
def count_correct(path, x, t):
    """Count the samples decided correctly after each iteration of a path from `train`.

    The path has the shape (k + 1, 3), what is returned (k + 1,).
    """
    return np.array([np.sum(nn_predict(x, wh, bo) == t) for wh, bo, _ in path])


@_door
def decision_boundary(wh, bo):
    """Compute the distance |x| from the origin at which the decision changes, a float.

    In closed form sqrt(-log(-bo)) / |wh|; nan where there is no boundary, that is unless
    -1 < bo < 0 and wh is not 0.
    """
    if wh == 0 or not -1 < bo < 0:
        return np.nan
    return np.sqrt(-np.log(-bo)) / np.abs(wh)
