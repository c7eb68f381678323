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

from itertools import pairwise

import numpy as np

from utils.activations import logistic, softmax
from utils.layer_checks import (
    RULES,
    require_batches_that_fit,
    require_bias_for_each_weight,
    require_finite_iteration,
    require_finite_training,
    require_fitting_ends,
    require_gradient_for_each_parameter,
    require_inputs,
    require_one_output_for_each_layer,
    require_outputs,
    require_samples_for_a_batch,
    require_samples_to_train_with,
)
from utils.losses import cross_entropy_classes
from utils.validation import (
    checked,
    require_matrix,
    require_one_hot,
    require_probabilities,
    unchecked,
)

_door = checked(RULES, ("Y", "output_grad"))
_door_of_an_output = checked(
    {"self": unchecked, "Y": require_probabilities, "T": require_one_hot}, ("Y", "T")
)


class LinearLayer:
    """Y = X W + b: each output is a weighted sum of all inputs, plus a bias."""

    @checked(RULES, together=require_bias_for_each_weight)
    def __init__(self, W, b):
        self.W, self.b = W, b

    def get_params(self):
        """Return the weights and the biases."""
        return [self.W, self.b]

    @checked(RULES, together=require_inputs)
    def get_output(self, X):
        """Compute Y = X W + b."""
        return X @ self.W + self.b

    @checked(RULES, together=require_inputs)
    def get_params_grad(self, X, output_grad):
        """Compute the gradients of W and b, summed over the samples."""
        return [X.T @ output_grad, np.sum(output_grad, axis=0, keepdims=True)]

    @checked(RULES, ("Y", "output_grad"), together=require_outputs)
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


@checked(RULES, together=require_fitting_ends)
def forward_step(input_samples, layers):
    """Compute all activations, a list: the input samples, then the output of each layer."""
    activations = [input_samples]
    for layer in layers:
        activations.append(layer.get_output(activations[-1]))
    return activations


@checked(RULES, together=require_fitting_ends)
def loss(input_samples, targets, layers):
    """Compute the loss of the network, a float."""
    return layers[-1].get_loss(forward_step(input_samples, layers)[-1], targets)


@checked(RULES, together=require_fitting_ends)
def predict(input_samples, layers):
    """Decide for the class of the largest probability; an ndarray of shape (n,), of integers."""
    return np.argmax(forward_step(input_samples, layers)[-1], axis=1)


@checked(RULES, together=require_one_output_for_each_layer)
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


@checked(RULES, together=require_gradient_for_each_parameter)
def update(layers, param_grads, learning_rate):
    """Do a step of gradient descent: return new layers, and leave the old ones as they are."""
    updated = []
    for layer, grads in zip(layers, param_grads, strict=True):
        pairs = zip(layer.get_params(), grads, strict=True)
        updated.append(type(layer)(*[param - learning_rate * grad for param, grad in pairs]))
    return updated


@checked(RULES, together=require_samples_for_a_batch)
def minibatches(input_samples, targets, batch_size):
    """Cut the samples, in their order, into n // batch_size minibatches of nearly equal size."""
    nb_of_batches = len(input_samples) // batch_size
    parts = (np.array_split(samples, nb_of_batches) for samples in (input_samples, targets))
    return list(zip(*parts, strict=True))


@checked(RULES, together=require_batches_that_fit, result=require_finite_iteration)
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


@checked(RULES, together=require_samples_to_train_with, result=require_finite_training)
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
