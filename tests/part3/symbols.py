"""The model of part 3, and what the names in its table of symbols stand for."""

import numpy as np

from utils import data, rbf_network

MODEL = "rbf_network"

x, t = data.make_surrounded_classes()
wh, bo = 1.12, -0.44
zh = x * wh
h = rbf_network.rbf(zh)
y = rbf_network.nn(x, wh, bo)
grad_output = rbf_network.gradient_output(y, t)

VALUES = {
    **{"x": x, "t": t, "wh": wh, "bo": bo, "zh": zh, "h": h, "zo": h + bo, "y": y, "n": x.size},
    "grad_output": grad_output,
    "grad_hidden": rbf_network.gradient_hidden(zh, h, grad_output),
    "learning_rate": 2.0,
    "nb_of_iterations": 20,
    "wh_values": np.linspace(-3, 3, 50),
    "bo_values": np.linspace(-2.5, 1.5, 50),
    "path": rbf_network.train(x, t, 2.3, 1.4, learning_rate=2.0, nb_of_iterations=20),
}
