"""The checks of `utils.layers`: what makes a list of layers a network, and what fits it.

RULES holds what each argument must be, by its name; the other functions take all arguments of a
function, each of which was found right, and require that they fit each other, or that what it
returns is finite. A linear layer is one with weights W, of shape (k, m). Each raises a ValueError.
"""

from collections.abc import Iterable
from functools import partial

import numpy as np

from utils.validation import (
    require_finite,
    require_generator,
    require_integer,
    require_matrix,
    require_number,
    require_one_hot,
    require_positive,
    require_same_shape,
    unchecked,
)

INTERFACE = ("get_output", "get_params", "get_params_grad", "get_input_grad")


def _name(number, layer):
    return f"layers[{number}], a {type(layer).__name__},"


def _is_linear(layer):
    return hasattr(layer, "W")


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
            if _is_linear(layer):
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


def require_fitting_ends(layers, name="input_samples", target_name="targets", **values):
    """Require that the first layer takes the inputs, and the last one has the targets' classes."""
    linear = [(i, layer) for i, layer in enumerate(layers) if _is_linear(layer)]
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


def require_one_output_for_each_layer(layers, activations, targets):
    """Require as activations the input and the output of each layer, of its widths."""
    if len(activations) != len(layers) + 1:
        raise ValueError(
            f"activations must hold the input and the output of each layer, {len(layers) + 1} "
            f"arrays, but hold {len(activations)}"
        )
    require_fitting_ends(layers, input_samples=activations[0], targets=targets)
    outputs = {f"activations[{len(layers)}]": activations[-1]}
    require_same_shape(**outputs, targets=targets)
    rows = {f"activations[{number}]": array for number, array in enumerate(activations)}
    _require_same_rows(**rows)
    for number, layer in enumerate(layers):
        if _is_linear(layer):
            wanted = len(layer.W), layer.W.shape[1]
        else:
            wanted = (activations[number].shape[1],) * 2
        for i, width in zip((number, number + 1), wanted, strict=True):
            if activations[i].shape[1] != width:
                raise ValueError(
                    f"{_name(number, layer)} must have come by activations[{i}] of {width} "
                    f"columns, but they are {activations[i].shape[1]}"
                )


def require_gradient_for_each_parameter(layers, param_grads, learning_rate):
    """Require a gradient for each parameter, finite and of its shape."""
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


def require_samples_for_a_batch(input_samples, targets, batch_size):
    """Require a target for each sample, and enough of them for a batch."""
    _require_same_rows(input_samples=input_samples, targets=targets)
    if batch_size > len(input_samples):
        raise ValueError(
            f"batch_size must not exceed the {len(input_samples)} samples, but is {batch_size}"
        )


def require_batches_that_fit(layers, batches, learning_rate):
    """Require that each batch fits both ends of the network."""
    for number, (input_samples, targets) in enumerate(batches):
        place = f"batches[{number}]"
        values = {f"{place}[0]": input_samples, f"{place}[1]": targets}
        require_fitting_ends(layers, *values, **values)


def require_samples_to_train_with(
    layers,
    input_samples,
    targets,
    validation_samples,
    validation_targets,
    learning_rate,
    batch_size,
    iterations,
):
    """Require that training and validation set fit both ends of the network."""
    require_fitting_ends(layers, input_samples=input_samples, targets=targets)
    require_fitting_ends(
        layers,
        "validation_samples",
        "validation_targets",
        validation_samples=validation_samples,
        validation_targets=validation_targets,
    )
    require_samples_for_a_batch(input_samples, targets, batch_size)


def require_finite_iteration(result):
    """Require that the loss of each minibatch stayed finite."""
    _, batch_losses = result
    _require_finite_losses(batch_losses, "minibatch")


def require_finite_training(result):
    """Require that the losses after each iteration stayed finite."""
    _, _, training_losses, validation_losses = result
    _require_finite_losses(training_losses + validation_losses, "iteration")


def _require_finite_losses(losses, what):
    wrong = np.flatnonzero(~np.isfinite(losses))
    if wrong.size:
        raise ValueError(
            f"the training must stay finite, but in {what} {wrong[0] + 1} the loss is "
            f"{losses[wrong[0]]}; try a smaller learning_rate"
        )


def require_bias_for_each_weight(self, W, b):
    """Require a bias for each column of weights."""
    if b.shape != (1, W.shape[1]):
        raise ValueError(f"b must have the shape {(1, W.shape[1])}, but has {b.shape}")


def require_inputs(self, X, output_grad=None):
    """Require a column of X for each row of weights, and gradients for its outputs."""
    if X.shape[1] != len(self.W):
        raise ValueError(f"X must have {len(self.W)} columns, but has {X.shape[1]}")
    if output_grad is not None:
        _require_same_rows(X=X, output_grad=output_grad)
        _require_columns(self, output_grad=output_grad)


def require_outputs(self, Y, output_grad):
    """Require a column of Y for each column of weights."""
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
