"""The network of part 4: logistic hidden neurons, a softmax over classes, all in matrices.

    X --(Wh, bh)--> Zh --logistic--> H --(Wo, bo)--> Zo --softmax--> Y

Of n samples with d inputs, m hidden neurons and c classes, ndarrays with a row for each sample:

    X   (n, d)  inputs                         T   (n, c)  targets, one-hot: 1 for its class, else 0
    H   (n, m)  hidden activations             Y   (n, c)  outputs, the probability of each class
    Eh  (n, m)  delta_h, the derivative of the loss with respect to Zh
    Eo  (n, c)  delta_o, that with respect to Zo

    Wh  (d, m)  weights of the hidden layer    bh  (1, m)  its biases
    Wo  (m, c)  weights of the output layer    bo  (1, c)  its biases

    parameters  tuple of Wh, bh, Wo, bo
    gradients   tuple of the derivatives of the loss for them, in this order and of their shapes
    M           tuple of their momenta, the same

In the course d = 2, m = 3 and c = 2, but nothing here depends on it. A loss is in nats, and a sum
over the samples. Each function raises a ValueError that names the argument if shapes do not fit
each other, or it is not what stands here; none changes its arguments. Each stands in the notebook
that teaches it (4.1 to 4.4).

The facts follow P. Roelants, "How to implement a neural network (4/5) - vectorization of
operations", 2015.
"""

from functools import partial

import numpy as np

from utils.activations import logistic, softmax
from utils.losses import cross_entropy_classes
from utils.validation import (
    checked,
    require_arrays,
    require_between,
    require_generator,
    require_integer,
    require_matrix,
    require_one_hot,
    require_positive,
    require_probabilities,
    require_shapes,
)

SHAPES = {
    "X": ("n", "d"),
    "T": ("n", "c"),
    "Wh": ("d", "m"),
    "bh": (1, "m"),
    "H": ("n", "m"),
    "Wo": ("m", "c"),
    "bo": (1, "c"),
    "Y": ("n", "c"),
    "Eo": ("n", "c"),
    "Eh": ("n", "m"),
}


def _require_sizes(**values):
    for name, sizes in values.items():
        if not isinstance(sizes, (tuple, list)) or len(sizes) != 3:
            raise ValueError(
                f"{name} must be the numbers of inputs, hidden neurons and classes, but is {sizes}"
            )
        require_integer(1, **{f"{name}[{i}]": size for i, size in enumerate(sizes)})


def _require_probability_rows(**values):
    require_matrix(**values)
    require_probabilities(**values)


RULES = {
    **dict.fromkeys(SHAPES, require_matrix),
    "T": require_one_hot,
    "Y": _require_probability_rows,
    "generator": require_generator,
    "sizes": _require_sizes,
    "std_dev": require_positive,
    "parameters": require_arrays,
    "gradients": require_arrays,
    "M": require_arrays,
    "learning_rate": require_positive,
    "momentum": partial(require_between, 0, 1),
    "nb_of_iterations": partial(require_integer, 0),
}


def _require_pairs(**values):
    """Require tuples with as many arrays, those at the same place of one shape."""
    (first, wanted), *others = [(n, v) for n, v in values.items() if RULES[n] is require_arrays]
    shapes = [np.shape(array) for array in wanted]
    for name, value in others:
        found = [np.shape(array) for array in value]
        if found != shapes:
            raise ValueError(
                f"{first} and {name} must hold arrays of the same shapes, but have: "
                f"{first} {', '.join(map(str, shapes))}; {name} {', '.join(map(str, found))}"
            )


def _require_finite_training(result):
    """Require that the losses, and the parameters at the end, are finite."""
    losses, parameters = result
    wrong = np.flatnonzero(~np.isfinite(losses))
    if wrong.size:
        raise ValueError(
            f"the training must stay finite, but in iteration {wrong[0]} the loss is "
            f"{losses[wrong[0]]}; try a smaller learning_rate"
        )
    for name, parameter in zip(("Wh", "bh", "Wo", "bo"), parameters, strict=True):
        if not np.all(np.isfinite(parameter)):
            raise ValueError(
                f"the training must stay finite, but after iteration {losses.size - 1} {name} is "
                "not; try a smaller learning_rate"
            )


_door = checked(RULES, together=partial(require_shapes, SHAPES))
_door_of_tuples = checked(RULES, together=_require_pairs)


@checked(RULES)
def init_parameters(generator, sizes, std_dev):
    """Draw the parameters, a tuple of Wh, bh, Wo, bo, from a normal distribution around 0.

    generator is a numpy.random.RandomState, and gives them in the order bh, Wh, bo, Wo; sizes are
    the numbers of inputs, hidden neurons and classes.
    """
    nb_of_inputs, nb_of_hidden, nb_of_classes = sizes
    bh = std_dev * generator.randn(1, nb_of_hidden)
    Wh = std_dev * generator.randn(nb_of_inputs, nb_of_hidden)
    bo = std_dev * generator.randn(1, nb_of_classes)
    Wo = std_dev * generator.randn(nb_of_hidden, nb_of_classes)
    return Wh, bh, Wo, bo


@_door
def hidden_activations(X, Wh, bh):
    """Compute the hidden activations H = logistic(X Wh + bh)."""
    return logistic(X @ Wh + bh)


@_door
def output_activations(H, Wo, bo):
    """Compute the outputs Y = softmax(H Wo + bo)."""
    return softmax(H @ Wo + bo)


@_door
def nn(X, Wh, bh, Wo, bo):
    """Compute the outputs Y of the whole network."""
    return output_activations(hidden_activations(X, Wh, bh), Wo, bo)


@_door
def nn_predict(X, Wh, bh, Wo, bo):
    """Decide for the class with the highest probability; one-hot, of the shape of Y."""
    Y = nn(X, Wh, bh, Wo, bo)
    return np.eye(Y.shape[1])[np.argmax(Y, axis=1)]


@_door
def loss(Y, T):
    """Compute the loss, a float: the sum of the cross-entropies of the samples."""
    return np.sum(cross_entropy_classes(Y, T))


@_door
def error_output(Y, T):
    """Compute the error at the input of the output layer, delta_o = Y - T."""
    return Y - T


@_door
def gradient_weight_out(H, Eo):
    """Compute the gradient of the loss for Wo, H^T delta_o."""
    return H.T @ Eo


@_door
def gradient_bias_out(Eo):
    """Compute the gradient of the loss for bo: the sum of delta_o over the samples."""
    return np.sum(Eo, axis=0, keepdims=True)


@_door
def error_hidden(H, Wo, Eo):
    """Compute the error at the input of the hidden layer, delta_h = H (1 - H) (delta_o Wo^T)."""
    return H * (1 - H) * (Eo @ Wo.T)


@_door
def gradient_weight_hidden(X, Eh):
    """Compute the gradient of the loss for Wh, X^T delta_h."""
    return X.T @ Eh


@_door
def gradient_bias_hidden(Eh):
    """Compute the gradient of the loss for bh: the sum of delta_h over the samples."""
    return np.sum(Eh, axis=0, keepdims=True)


@_door
def backprop_gradients(X, T, Wh, bh, Wo, bo):
    """Compute the gradients of the loss for Wh, bh, Wo, bo, a tuple in this order."""
    H = hidden_activations(X, Wh, bh)
    Y = output_activations(H, Wo, bo)
    Eo = error_output(Y, T)
    Eh = error_hidden(H, Wo, Eo)
    return (
        gradient_weight_hidden(X, Eh),
        gradient_bias_hidden(Eh),
        gradient_weight_out(H, Eo),
        gradient_bias_out(Eo),
    )


@_door_of_tuples
def update_momentum(M, gradients, learning_rate, momentum):
    """Compute the new momenta, momentum * M - learning_rate * gradient, for each parameter."""
    pairs = zip(M, gradients, strict=True)
    return tuple(momentum * m - learning_rate * gradient for m, gradient in pairs)


@_door_of_tuples
def update_params(parameters, M):
    """Compute the new parameters, each moved by its momentum."""
    return tuple(parameter + m for parameter, m in zip(parameters, M, strict=True))


@checked(RULES, result=_require_finite_training, together=partial(require_shapes, SHAPES))
def train(X, T, Wh, bh, Wo, bo, learning_rate, momentum, nb_of_iterations):
    """Train the network by gradient descent with momentum, which is 0 at the start.

    It returns the losses, an ndarray of shape (nb_of_iterations + 1,): at the start and after each
    iteration; and the parameters at the end, a tuple of Wh, bh, Wo, bo. With a momentum of 0 it is
    plain gradient descent. A ValueError tells in which iteration the loss ceases to be finite.
    """
    parameters = (Wh, bh, Wo, bo)
    M = tuple(np.zeros_like(parameter) for parameter in parameters)
    losses = [loss(nn(X, *parameters), T)]
    for _ in range(nb_of_iterations):
        gradients = backprop_gradients(X, T, *parameters)
        M = update_momentum(M, gradients, learning_rate, momentum)
        parameters = update_params(parameters, M)
        losses.append(loss(nn(X, *parameters), T))
    return np.array(losses), parameters
