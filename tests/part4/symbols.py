"""The model of part 4, and what the names in its table of symbols stand for."""

import numpy as np

from utils import data, softmax_network

MODEL = "softmax_network"

generator = np.random.RandomState(1)
X, T = data.make_circles(generator)
parameters = softmax_network.init_parameters(generator, (2, 3, 2), std_dev=1.0)
Wh, bh, Wo, bo = parameters
H = softmax_network.hidden_activations(X, Wh, bh)
Y = softmax_network.output_activations(H, Wo, bo)
Eo = softmax_network.error_output(Y, T)
Eh = softmax_network.error_hidden(H, Wo, Eo)
JWh, Jbh, JWo, Jbo = gradients = softmax_network.backprop_gradients(X, T, *parameters)

VALUES = {
    **{"X": X, "T": T, "n": len(X), "Wh": Wh, "bh": bh, "Wo": Wo, "bo": bo},
    **{"Zh": X @ Wh + bh, "H": H, "Zo": H @ Wo + bo, "Y": Y, "Eo": Eo, "Eh": Eh},
    **{"JWh": JWh, "Jbh": Jbh, "JWo": JWo, "Jbo": Jbo},
    "generator": generator,
    "sizes": (2, 3, 2),
    "std_dev": 1.0,
    "parameters": parameters,
    "gradients": gradients,
    "M": gradients,
    "learning_rate": 0.02,
    "momentum": 0.9,
    "nb_of_iterations": 300,
    "losses": softmax_network.train(X, T, *parameters, 0.02, 0.9, 300)[0],
}
