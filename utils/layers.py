"""The model of part 5: layers, of which any number make a network.

    input_samples --linear--> --logistic--> ... --linear--> --softmax--> probabilities

A network is a list of layers. Linear map and non-linearity are layers of their own; each, of n
samples, a row each, with the input X, shape (n, k), and the output Y, shape (n, m), has

    get_output(X)                    its output Y
    get_params()                     the list of its parameters, empty if it has none
    get_params_grad(X, output_grad)  the gradients of its parameters, in the same order
    get_input_grad(Y, output_grad)   the gradient at its input, shape (n, k)

where output_grad, in the shape of Y, is the derivative of the loss with respect to Y. The last
layer, a `SoftmaxOutputLayer`, takes the targets in its place and has the loss, too: `get_loss(Y,
T)`. The parameters of a layer are the arguments with which it was made, and nothing changes them.

    W, b           ndarrays of shape (k, m) and (1, m): weights and biases of a linear layer
    input_samples  (n, k0): the inputs of the network
    targets, T     (n, m): one-hot, a single 1 in each row
    activations    list of the input samples and the output of each layer
    param_grads    list with the list of gradients of each layer
    batches        list of pairs of input samples and targets

Gradients are those of the loss, in nats, which is a mean over the samples: the last layer divides
by their number, so that it does not matter how many there are. Each function raises a ValueError
that names the argument, or the layer, which is not what it should be. Each stands in the notebook
that teaches it (5.2 to 5.4).

The facts follow P. Roelants, "How to implement a neural network (5/5) - Generalization to multiple
layers", 2015.
"""

from collections.abc import Iterable
from functools import partial
from itertools import pairwise

import numpy as np

from utils.activations import logistic, softmax
from utils.losses import cross_entropy_classes
from utils.validation import (
    checked,
    require_finite,
    require_generator,
    require_integer,
    require_matrix,
    require_number,
    require_one_hot,
    require_positive,
    require_probabilities,
    require_same_shape,
    unchecked,
)

INTERFACE = ("get_output", "get_params", "get_params_grad", "get_input_grad")


def _name(number, layer):
    return f"layers[{number}], a {type(layer).__name__},"


def _require_layers(**values):
    """Require a list of layers of which each takes as many inputs as the one before gives."""
    for name, layers in values.items():
        if not isinstance(layers, (list, tuple)) or not layers:
            raise ValueError(f"{name} must be a list of layers, not empty, but is {layers!r}")
        width = None
        for number, layer in enumerate(layers):
            missing = [method for method in INTERFACE if not callable(getattr(layer, method, 0))]
            if isinstance(layer, type):
                raise ValueError(
                    f"{name}[{number}] must be a layer, but is the class {layer.__name__}"
                )
            if missing:
                raise ValueError(
                    f"{name}[{number}] must be a layer, but {layer!r} has no {missing[0]}"
                )
            if hasattr(layer, "get_loss") and number < len(layers) - 1:
                raise ValueError(f"{_name(number, layer)} must be the last layer, but is not")
            for param in layer.get_params():
                if not np.all(np.isfinite(param)):
                    raise ValueError(f"{_name(number, layer)} must have finite parameters")
            if isinstance(layer, LinearLayer):
                if width not in (None, len(layer.W)):
                    raise ValueError(
                        f"{_name(number, layer)} must take the {width} outputs of the layer "
                        f"before it, but takes {len(layer.W)} inputs"
                    )
                width = layer.W.shape[1]


def _require_widths(**values):
    for name, widths in values.items():
        if not isinstance(widths, (list, tuple)) or len(widths) < 2:
            raise ValueError(f"{name} must hold two numbers or more, but is {widths!r}")
        for number, width in enumerate(widths):
            require_integer(1, **{f"{name}[{number}]": width})


def _require_not_negative(**values):
    require_number(**values)
    for name, value in values.items():
        if value < 0:
            raise ValueError(f"{name} must not be negative, but is {value}")


def _require_iterations(**values):
    for name, iterations in values.items():
        is_empty = hasattr(iterations, "__len__") and not len(iterations)
        if isinstance(iterations, str) or not isinstance(iterations, Iterable) or is_empty:
            raise ValueError(
                f"{name} must be a range that is not empty, such as range(300), but is "
                f"{iterations!r}"
            )


def _require_losses(**values):
    for name, losses in values.items():
        if not isinstance(losses, (list, tuple)) or any(np.ndim(loss) for loss in losses):
            raise ValueError(f"{name} must be a list of numbers, but is {losses!r}")


def _require_activations(**values):
    for name, activations in values.items():
        if not isinstance(activations, (list, tuple)) or not activations:
            raise ValueError(f"{name} must be a list of arrays, but is {activations!r}")
        require_matrix(**{f"{name}[{number}]": array for number, array in enumerate(activations)})


def _require_batches(**values):
    for name, batches in values.items():
        if not isinstance(batches, (list, tuple)) or not batches:
            raise ValueError(f"{name} must be a list of pairs, not empty, but is {batches!r}")
        for number, (input_samples, targets) in enumerate(batches):
            place = f"{name}[{number}]"
            require_matrix(**{f"{place}[0]": input_samples})
            require_one_hot(**{f"{place}[1]": targets})
            _require_same_rows(**{f"{place}[0]": input_samples, f"{place}[1]": targets})


def _require_same_rows(**values):
    rows = {name: len(value) for name, value in values.items()}
    if len(set(rows.values())) > 1:
        found = ", ".join(f"{name} {number}" for name, number in rows.items())
        raise ValueError(f"{' and '.join(rows)} must have as many rows, but have: {found}")


def _require_fitting_ends(layers, name="input_samples", target_name="targets", **values):
    """Require that the first layer takes the inputs, and the last one has the targets' classes."""
    linear = [(i, layer) for i, layer in enumerate(layers) if isinstance(layer, LinearLayer)]
    samples, targets = values.get(name), values.get(target_name)
    if targets is not None and not hasattr(layers[-1], "get_loss"):
        raise ValueError(
            f"{_name(len(layers) - 1, layers[-1])} must be an output layer, with a get_loss, as "
            "it is the last"
        )
    if samples is not None and targets is not None:
        _require_same_rows(**{name: samples, target_name: targets})
    if not linear:
        return
    (first, start), (last, end) = linear[0], linear[-1]
    if samples is not None and samples.shape[1] != len(start.W):
        raise ValueError(
            f"{_name(first, start)} must take the {samples.shape[1]} columns of {name}, but "
            f"takes {len(start.W)} inputs"
        )
    if targets is not None and targets.shape[1] != end.W.shape[1]:
        raise ValueError(
            f"{_name(last, end)} must give the {targets.shape[1]} columns of {target_name}, "
            f"but gives {end.W.shape[1]} outputs"
        )


def _require_one_output_for_each_layer(layers, activations, targets):
    if len(activations) != len(layers) + 1:
        raise ValueError(
            f"activations must hold the input and the output of each layer, {len(layers) + 1} "
            f"arrays, but hold {len(activations)}"
        )
    _require_fitting_ends(layers, input_samples=activations[0], targets=targets)
    outputs = {f"activations[{len(layers)}]": activations[-1]}
    require_same_shape(**outputs, targets=targets)
    rows = {f"activations[{number}]": array for number, array in enumerate(activations)}
    _require_same_rows(**rows)
    for number, layer in enumerate(layers):
        if isinstance(layer, LinearLayer):
            wanted = len(layer.W), layer.W.shape[1]
        else:
            wanted = (activations[number].shape[1],) * 2
        for i, width in zip((number, number + 1), wanted, strict=True):
            if activations[i].shape[1] != width:
                raise ValueError(
                    f"{_name(number, layer)} must have come by activations[{i}] of {width} "
                    f"columns, but they are {activations[i].shape[1]}"
                )


def _require_gradient_for_each_parameter(layers, param_grads, learning_rate):
    if not isinstance(param_grads, (list, tuple)) or len(param_grads) != len(layers):
        raise ValueError(
            f"param_grads must hold a list of gradients for each of {len(layers)} layers"
        )
    for number, (layer, grads) in enumerate(zip(layers, param_grads, strict=True)):
        shapes = [np.shape(param) for param in layer.get_params()]
        if [np.shape(grad) for grad in grads] != shapes:
            raise ValueError(
                f"{_name(number, layer)} must get gradients of the shapes {shapes}, but gets "
                f"{[np.shape(grad) for grad in grads]}"
            )
        for grad in grads:
            require_finite(**{f"param_grads[{number}]": grad})


def _require_samples_for_a_batch(input_samples, targets, batch_size):
    _require_same_rows(input_samples=input_samples, targets=targets)
    if batch_size > len(input_samples):
        raise ValueError(
            f"batch_size must not exceed the {len(input_samples)} samples, but is {batch_size}"
        )


def _require_batches_that_fit(layers, batches, learning_rate):
    for number, (input_samples, targets) in enumerate(batches):
        place = f"batches[{number}]"
        values = {f"{place}[0]": input_samples, f"{place}[1]": targets}
        _require_fitting_ends(layers, *values, **values)


def _require_samples_to_train_with(
    layers,
    input_samples,
    targets,
    validation_samples,
    validation_targets,
    learning_rate,
    batch_size,
    iterations,
):
    _require_fitting_ends(layers, input_samples=input_samples, targets=targets)
    _require_fitting_ends(
        layers,
        "validation_samples",
        "validation_targets",
        validation_samples=validation_samples,
        validation_targets=validation_targets,
    )
    _require_samples_for_a_batch(input_samples, targets, batch_size)


def _require_finite_iteration(result):
    _, batch_losses = result
    _require_finite_losses(batch_losses, "minibatch")


def _require_finite_training(result):
    _, _, training_losses, validation_losses = result
    _require_finite_losses(training_losses + validation_losses, "iteration")


def _require_finite_losses(losses, what):
    wrong = np.flatnonzero(~np.isfinite(losses))
    if wrong.size:
        raise ValueError(
            f"the training must stay finite, but in {what} {wrong[0] + 1} the loss is "
            f"{losses[wrong[0]]}; try a smaller learning_rate"
        )


def _require_bias_for_each_weight(self, W, b):
    if b.shape != (1, W.shape[1]):
        raise ValueError(f"b must have the shape {(1, W.shape[1])}, but has {b.shape}")


def _require_inputs(self, X, output_grad=None):
    if X.shape[1] != len(self.W):
        raise ValueError(f"X must have {len(self.W)} columns, but has {X.shape[1]}")
    if output_grad is not None:
        _require_same_rows(X=X, output_grad=output_grad)
        _require_columns(self, output_grad=output_grad)


def _require_outputs(self, Y, output_grad):
    _require_columns(self, Y=Y)


def _require_columns(layer, **values):
    for name, value in values.items():
        if value.shape[1] != layer.W.shape[1]:
            wanted = layer.W.shape[1]
            raise ValueError(f"{name} must have {wanted} columns, but has {value.shape[1]}")


RULES = {
    "self": unchecked,
    **dict.fromkeys(("W", "b", "X", "Y", "output_grad"), require_matrix),
    **dict.fromkeys(("input_samples", "validation_samples"), require_matrix),
    **dict.fromkeys(("targets", "validation_targets"), require_one_hot),
    "layers": _require_layers,
    "activations": _require_activations,
    "param_grads": unchecked,  # with the layers, as they must fit
    "batches": _require_batches,
    "learning_rate": require_positive,
    "batch_size": partial(require_integer, 1),
    "iterations": _require_iterations,
    "generator": require_generator,
    "widths": _require_widths,
    "std_dev": _require_not_negative,
    "validation_losses": _require_losses,
}
_door = checked(RULES, ("Y", "output_grad"))
_door_of_an_output = checked(
    {"self": unchecked, "Y": require_probabilities, "T": require_one_hot}, ("Y", "T")
)


class LinearLayer:
    """Y = X W + b: each output is a weighted sum of all inputs, plus a bias."""

    @checked(RULES, together=_require_bias_for_each_weight)
    def __init__(self, W, b):
        self.W, self.b = W, b

    def get_params(self):
        """Return the weights and the biases."""
        return [self.W, self.b]

    @checked(RULES, together=_require_inputs)
    def get_output(self, X):
        """Compute Y = X W + b."""
        return X @ self.W + self.b

    @checked(RULES, together=_require_inputs)
    def get_params_grad(self, X, output_grad):
        """Compute the gradients of W and b, summed over the samples."""
        return [X.T @ output_grad, np.sum(output_grad, axis=0, keepdims=True)]

    @checked(RULES, ("Y", "output_grad"), together=_require_outputs)
    def get_input_grad(self, Y, output_grad):
        """Compute the gradient at X: that of each output, back along its weights."""
        return output_grad @ self.W.T


class LogisticLayer:
    """Y = logistic(X), element by element."""

    def get_params(self):
        """Return no parameters."""
        return []

    @_door
    def get_output(self, X):
        """Compute Y = logistic(X)."""
        return logistic(X)

    @_door
    def get_params_grad(self, X, output_grad):
        """Compute the gradients of no parameters."""
        return []

    @_door
    def get_input_grad(self, Y, output_grad):
        """Compute the gradient at X: that at Y, times the derivative Y (1 - Y)."""
        return Y * (1 - Y) * output_grad


class SoftmaxOutputLayer:
    """Y = softmax(X), row by row, and the loss: the mean cross-entropy of the targets T."""

    def get_params(self):
        """Return no parameters."""
        return []

    @_door
    def get_output(self, X):
        """Compute Y = softmax(X)."""
        return softmax(X)

    @checked({"self": unchecked, "X": require_matrix, "T": require_one_hot}, ("X", "T"))
    def get_params_grad(self, X, T):
        """Compute the gradients of no parameters."""
        return []

    @_door_of_an_output
    def get_input_grad(self, Y, T):
        """Compute the gradient of the loss at X, (Y - T) / n."""
        return (Y - T) / len(Y)

    @_door_of_an_output
    def get_loss(self, Y, T):
        """Compute the loss, a float, finite even where Y is exactly 0."""
        return np.mean(cross_entropy_classes(Y, T))


@_door
def make_layers(generator, widths, std_dev=0.1):
    """Make a network of linear layers, with logistic ones between them and a softmax at its end.

    widths are the numbers of inputs, of the neurons in each hidden layer, and of classes, such as
    (64, 20, 20, 10). Weights are drawn with the standard deviation std_dev, biases are 0.
    """
    layers = []
    for nb_in, nb_out in pairwise(widths):
        layers.append(LinearLayer(generator.randn(nb_in, nb_out) * std_dev, np.zeros((1, nb_out))))
        layers.append(LogisticLayer())
    return [*layers[:-1], SoftmaxOutputLayer()]


@checked(RULES, together=_require_fitting_ends)
def forward_step(input_samples, layers):
    """Compute all activations, a list: the input samples, then the output of each layer."""
    activations = [input_samples]
    for layer in layers:
        activations.append(layer.get_output(activations[-1]))
    return activations


@checked(RULES, together=_require_fitting_ends)
def loss(input_samples, targets, layers):
    """Compute the loss of the network, a float."""
    return layers[-1].get_loss(forward_step(input_samples, layers)[-1], targets)


@checked(RULES, together=_require_fitting_ends)
def predict(input_samples, layers):
    """Decide for the class of the largest probability; an ndarray of shape (n,), of integers."""
    return np.argmax(forward_step(input_samples, layers)[-1], axis=1)


@checked(RULES, together=_require_one_output_for_each_layer)
def backward_step(activations, targets, layers):
    """Compute the gradients of all parameters, a list of those of each layer, first layer first.

    It goes through the layers in reverse; activations, from `forward_step`, stay as they are.
    """
    param_grads = []
    output_grad = targets  # what the last layer takes
    for i in reversed(range(len(layers))):
        X, Y = activations[i], activations[i + 1]
        param_grads.insert(0, layers[i].get_params_grad(X, output_grad))
        output_grad = layers[i].get_input_grad(Y, output_grad)  # for the layer before
    return param_grads


@checked(RULES, together=_require_gradient_for_each_parameter)
def update(layers, param_grads, learning_rate):
    """Do a step of gradient descent: return new layers, and leave the old ones as they are."""
    updated = []
    for layer, grads in zip(layers, param_grads, strict=True):
        pairs = zip(layer.get_params(), grads, strict=True)
        updated.append(type(layer)(*[param - learning_rate * grad for param, grad in pairs]))
    return updated


@checked(RULES, together=_require_samples_for_a_batch)
def minibatches(input_samples, targets, batch_size):
    """Cut the samples, in their order, into n // batch_size minibatches of nearly equal size."""
    nb_of_batches = len(input_samples) // batch_size
    parts = (np.array_split(samples, nb_of_batches) for samples in (input_samples, targets))
    return list(zip(*parts, strict=True))


@checked(RULES, together=_require_batches_that_fit, result=_require_finite_iteration)
def train_iteration(layers, batches, learning_rate):
    """Do a step of gradient descent for each minibatch: one iteration over the training set.

    It returns the new layers, and the list of the losses of the minibatches, each before its step.
    """
    batch_losses = []
    for input_samples, targets in batches:
        activations = forward_step(input_samples, layers)
        batch_losses.append(layers[-1].get_loss(activations[-1], targets))
        param_grads = backward_step(activations, targets, layers)
        layers = update(layers, param_grads, learning_rate)
    return layers, batch_losses


@_door
def should_stop(validation_losses):
    """Tell whether the validation loss has not fallen in either of the last two iterations.

    A loss of nan has not fallen, either.
    """
    if len(validation_losses) < 3:
        return False
    before, middle, last = validation_losses[-3:]
    return not (last < middle or middle < before)


@checked(RULES, together=_require_samples_to_train_with, result=_require_finite_training)
def train(
    layers,
    input_samples,
    targets,
    validation_samples,
    validation_targets,
    learning_rate,
    batch_size=25,
    iterations=range(300),
):
    """Train by stochastic gradient descent, and stop early, by `should_stop`.

    There are at most as many iterations as iterations holds. With `progress(range(300))`, of
    `utils.progress`, a bar shows how far the training has come.

    It returns the trained layers, and three lists: the losses of all minibatches, and after each
    iteration that of the training set and that of the validation set. A ValueError tells in which
    iteration a loss ceases to be finite.
    """
    batches = minibatches(input_samples, targets, batch_size)
    batch_losses, training_losses, validation_losses = [], [], []
    for _ in iterations:
        layers, losses = train_iteration(layers, batches, learning_rate)
        batch_losses.extend(losses)
        training_losses.append(loss(input_samples, targets, layers))
        validation_losses.append(loss(validation_samples, validation_targets, layers))
        if should_stop(validation_losses):
            break
    return layers, batch_losses, training_losses, validation_losses
