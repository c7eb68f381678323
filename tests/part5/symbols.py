"""The model of part 5, and what the names in its table of symbols stand for."""

import numpy as np

from utils import data, layers

MODEL = "layers"

# A few digits are enough for shapes.
X, labels = (array[:50] for array in data.load_digits())
T = data.one_hot(labels, 10)
network = layers.make_layers(np.random.RandomState(1), (64, 20, 20, 10))
linear = layers.make_layers(np.random.RandomState(1), (64, 10))[0]
activations = layers.forward_step(X, network)

VALUES = {
    **{"X": X, "labels": labels, "T": T, "Y": activations[-1], "n": len(X)},
    **{"W": linear.W, "b": linear.b, "output_grad": (activations[-1] - T) / len(X)},
    **{"input_samples": X, "targets": T, "X_validation": X, "T_validation": T},
    **{"layers": network, "activations": activations},
    "param_grads": layers.backward_step(activations, T, network),
    "generator": np.random.RandomState(1),
    "widths": (64, 20, 20, 10),
    "std_dev": 0.1,
    "learning_rate": 0.1,
    "batch_size": 25,
    "batches": layers.minibatches(X, T, 25),
    "iterations": range(300),
    "validation_losses": [2.3, 2.2],
}
