"""An iteration of part 5, by the course and by others: one network, the same batches and rate.

Each function makes the network of part 5 anew, by other means, and returns a function that trains
it by an iteration over the batches, 43 of 25 images, at a rate of 0.1, and returns its parameters:
the weights and biases of each layer. All compute in double precision, without momentum, weight
decay or shuffling, and come to the same numbers. What differs:

course        works out the loss of each batch, too
scikit_learn  `MLPClassifier.partial_fit`: works out the losses, too; checks its arguments, adds a
              weight decay of 0, and goes on with a momentum of 0
pytorch       eager; records the forward step, and has `torch.optim.SGD` update the parameters
"""

import importlib.util

import numpy as np

from utils.data import load_digits, one_hot, split_digits
from utils.layers import make_layers, minibatches, train_iteration

WIDTHS = (64, 20, 20, 10)
GENERATOR = np.random.RandomState(1)
X, LABELS = load_digits()
TRAINING, *_ = split_digits(GENERATOR, len(X))
START = make_layers(GENERATOR, WIDTHS)
ROWS = TRAINING[: 43 * 25]  # without the last three all cut them into the same batches
BATCHES = minibatches(X[ROWS], one_hot(LABELS[ROWS], 10), 25)


def _params(network):
    return [param for layer in network for param in layer.get_params()]


def course():
    """Train by `utils.layers`, as its `train` does: past the door, at which it has checked all."""
    network = START

    def iteration():
        nonlocal network
        network, _ = train_iteration.__wrapped__(network, BATCHES, 0.1)
        return _params(network)

    return iteration


def scikit_learn():
    """Train by `MLPClassifier` of scikit-learn."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        WIDTHS[1:-1], activation="logistic", solver="sgd", batch_size=25, learning_rate_init=0.1,
        alpha=0, momentum=0, nesterovs_momentum=False, shuffle=False,
    )  # fmt: skip
    model.partial_fit(X[ROWS], LABELS[ROWS], classes=range(10))  # makes weights, which we replace
    params = [param for pair in zip(model.coefs_, model.intercepts_, strict=True) for param in pair]
    for own, param in zip(params, _params(START), strict=True):
        own[...] = param.reshape(own.shape)

    def iteration():
        model.partial_fit(X[ROWS], LABELS[ROWS])
        return [param if param.ndim == 2 else param[np.newaxis] for param in params]

    return iteration


def pytorch():
    """Train by PyTorch."""
    import torch

    modules = []
    for W, b in zip(_params(START)[::2], _params(START)[1::2], strict=True):
        linear = torch.nn.Linear(*W.shape, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W.T))
            linear.bias.copy_(torch.from_numpy(b[0]))
        modules += [linear, torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*modules[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = [
        (torch.from_numpy(samples), torch.from_numpy(np.argmax(targets, axis=1)))
        for samples, targets in BATCHES
    ]

    def iteration():
        for samples, labels in batches:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(samples), labels).backward()
            optimizer.step()
        params = [param.detach().numpy() for param in model.parameters()]
        return [param.T if param.ndim == 2 else param[np.newaxis] for param in params]

    return iteration


# By the name of the package that each needs; ours needs none.
YARDSTICKS = {"ours": course, "sklearn": scikit_learn, "torch": pytorch}


def installed():
    """List the names of the yardsticks whose packages are installed."""
    return [name for name in YARDSTICKS if name == "ours" or importlib.util.find_spec(name)]
