"""The network of part 3: one input, one hidden RBF neuron, one logistic output.

    x --(* wh)--> zh --rbf--> h --(+ bo)--> zo --logistic--> y

Each function stands, without its checks, in the notebook that teaches it (3.3 to 3.7).

The facts follow P. Roelants, "How to implement a neural network (3/5) - backpropagation", 2015;
where its text and its code disagree, this module follows the mathematics of the text.
"""

import numpy as np

from utils.validation import (
    require_column,
    require_finite,
    require_integer,
    require_number,
    require_positive,
    require_probabilities,
    require_same_shape,
    require_targets,
    require_vector,
)


def rbf(zh):
    """Compute the radial basis function exp(-zh^2), the activation of the hidden neuron.

    Parameters
    ----------
    zh : float or ndarray
        Input of the hidden neuron.

    Returns
    -------
    float or ndarray of the shape of zh
        In (0, 1], with 1 at zh = 0.

    Raises
    ------
    ValueError
        If zh is empty or not finite.
    """
    require_finite(zh=zh)
    return np.exp(-(zh**2))


def logistic(zo):
    """Compute the logistic function 1 / (1 + exp(-zo)), the activation of the output.

    Parameters
    ----------
    zo : float or ndarray
        Input of the output neuron: the log-odds of t = 1 over t = 0.

    Returns
    -------
    float or ndarray of the shape of zo
        In [0, 1].

    Raises
    ------
    ValueError
        If zo is empty or not finite.

    Notes
    -----
    For zo < 0 the fraction is expanded by exp(zo), so that exp never sees a positive number and
    cannot overflow.
    """
    require_finite(zo=zo)
    return np.exp(np.minimum(zo, 0)) / (1 + np.exp(-np.abs(zo)))


def hidden_activations(x, wh):
    """Compute the hidden activations h = rbf(x wh).

    Parameters
    ----------
    x : float or ndarray of shape (n, 1)
        Inputs.
    wh : float
        Weight of the hidden neuron.

    Returns
    -------
    float or ndarray of the shape of x
        In (0, 1].

    Raises
    ------
    ValueError
        If x is empty or not finite, or wh is not a single finite number.
    """
    require_finite(x=x)
    require_number(wh=wh)
    return rbf(x * wh)


def output_activations(h, bo):
    """Compute the outputs y = logistic(h + bo).

    Parameters
    ----------
    h : float or ndarray of shape (n, 1)
        Hidden activations.
    bo : float
        Bias of the output neuron.

    Returns
    -------
    float or ndarray of the shape of h
        The probability that t = 1, in [0, 1].

    Raises
    ------
    ValueError
        If h is empty or not finite, or bo is not a single finite number.
    """
    require_finite(h=h)
    require_number(bo=bo)
    return logistic(h + bo)


def nn(x, wh, bo):
    """Compute the outputs y of the whole network.

    Parameters
    ----------
    x : float or ndarray of shape (n, 1)
        Inputs.
    wh, bo : float
        Weight of the hidden neuron, bias of the output neuron.

    Returns
    -------
    float or ndarray of the shape of x
        The probability that t = 1, in [0, 1].

    Raises
    ------
    ValueError
        If x is empty or not finite, or wh or bo is not a single finite number.
    """
    return output_activations(hidden_activations(x, wh), bo)


def nn_predict(x, wh, bo):
    """Decide for a class: 1 (blue) where y is above 1/2, otherwise 0 (red).

    Parameters
    ----------
    x : float or ndarray of shape (n, 1)
        Inputs.
    wh, bo : float
        Weight of the hidden neuron, bias of the output neuron.

    Returns
    -------
    float or ndarray of the shape of x
        0.0 or 1.0.

    Raises
    ------
    ValueError
        If x is empty or not finite, or wh or bo is not a single finite number.
    """
    return 1.0 * (nn(x, wh, bo) > 0.5)


def cross_entropy(y, t):
    """Compute the cross-entropy of each sample, -(t log y + (1 - t) log(1 - y)).

    Parameters
    ----------
    y : float or ndarray of shape (n, 1)
        Outputs of the network, in [0, 1].
    t : float or ndarray of the shape of y
        Targets, 0 or 1.

    Returns
    -------
    float or ndarray of the shape of y
        In nats, from 0 to 36.04.

    Raises
    ------
    ValueError
        If y and t differ in shape, are empty or not finite, y leaves [0, 1], or t is not 0 or 1.

    Notes
    -----
    The negative log-likelihood of t under the probability y. As log 0 is minus infinity, y is
    held 2.2e-16 (the machine epsilon) away from 0 and 1: to be sure and wrong costs 36.04.
    """
    require_same_shape(y=y, t=t)
    require_probabilities(y=y)
    require_targets(t=t)
    eps = np.finfo(float).eps
    y = np.clip(y, eps, 1 - eps)
    return -(t * np.log(y) + (1 - t) * np.log(1 - y))


def loss(y, t):
    """Compute the loss: the mean cross-entropy over the samples.

    Parameters
    ----------
    y : float or ndarray of shape (n, 1)
        Outputs of the network, in [0, 1].
    t : float or ndarray of the shape of y
        Targets, 0 or 1.

    Returns
    -------
    float
        In nats, finite even where y is exactly 0 or 1.

    Raises
    ------
    ValueError
        If y and t differ in shape, are empty or not finite, y leaves [0, 1], or t is not 0 or 1.
    """
    return np.mean(cross_entropy(y, t))


def loss_for_param(x, wh, bo, t):
    """Compute the loss of the network with the given parameters.

    Parameters
    ----------
    x : ndarray of shape (n, 1)
        Inputs.
    wh, bo : float
        Weight of the hidden neuron, bias of the output neuron.
    t : ndarray of the shape of x
        Targets, 0 or 1.

    Returns
    -------
    float
        The mean cross-entropy, in nats.

    Raises
    ------
    ValueError
        If x and t differ in shape, are empty or not finite, t is not 0 or 1, or wh or bo is not
        a single finite number.
    """
    require_same_shape(x=x, t=t)
    return loss(nn(x, wh, bo), t)


def loss_surface(x, t, wh_values, bo_values):
    """Compute the loss for every pair of parameters on a grid, all at once.

    Parameters
    ----------
    x : ndarray of shape (n, 1)
        Inputs.
    t : ndarray of shape (n, 1)
        Targets, 0 or 1.
    wh_values : ndarray of shape (k,)
        Weights of the hidden neuron.
    bo_values : ndarray of shape (m,)
        Biases of the output neuron.

    Returns
    -------
    ndarray of shape (m, k)
        The loss in nats; row i belongs to bo_values[i], column j to wh_values[j].

    Raises
    ------
    ValueError
        If x and t are not of one shape (n, 1), the values are not of shapes (k,) and (m,),
        anything is empty or not finite, or t is not 0 or 1.
    """
    require_same_shape(x=x, t=t)
    require_column(x=x)
    require_vector(wh_values=wh_values, bo_values=bo_values)
    h = rbf(x * wh_values)
    y = logistic(h + bo_values[:, np.newaxis, np.newaxis])
    return np.mean(cross_entropy(y, np.broadcast_to(t, y.shape)), axis=1)


def gradient_output(y, t):
    """Compute the gradient at the input of the output neuron, delta_o = y - t.

    Parameters
    ----------
    y : float or ndarray of shape (n, 1)
        Outputs of the network, in [0, 1].
    t : float or ndarray of the shape of y
        Targets, 0 or 1.

    Returns
    -------
    float or ndarray of the shape of y
        The derivative of each sample's cross-entropy with respect to zo.

    Raises
    ------
    ValueError
        If y and t differ in shape, are empty or not finite, y leaves [0, 1], or t is not 0 or 1.
    """
    require_same_shape(y=y, t=t)
    require_probabilities(y=y)
    require_targets(t=t)
    return y - t


def gradient_bias_out(grad_output):
    """Compute the gradient of the loss for bo: the mean of delta_o.

    Parameters
    ----------
    grad_output : float or ndarray of shape (n, 1)
        delta_o of each sample.

    Returns
    -------
    float
        The derivative of the loss with respect to bo.

    Raises
    ------
    ValueError
        If grad_output is empty or not finite.
    """
    require_finite(grad_output=grad_output)
    return np.mean(grad_output)


def gradient_hidden(zh, h, grad_output):
    """Compute the gradient at the input of the hidden neuron, delta_h = -2 zh h delta_o.

    Parameters
    ----------
    zh : float or ndarray of shape (n, 1)
        Inputs of the hidden neuron, x wh.
    h : float or ndarray of the shape of zh
        Hidden activations, rbf(zh).
    grad_output : float or ndarray of the shape of zh
        delta_o of each sample.

    Returns
    -------
    float or ndarray of the shape of zh
        The derivative of each sample's cross-entropy with respect to zh.

    Raises
    ------
    ValueError
        If the three differ in shape, are empty or not finite.
    """
    require_same_shape(zh=zh, h=h, grad_output=grad_output)
    return -2 * zh * h * grad_output


def gradient_weight_hidden(x, grad_hidden):
    """Compute the gradient of the loss for wh: the mean of x delta_h.

    Parameters
    ----------
    x : float or ndarray of shape (n, 1)
        Inputs.
    grad_hidden : float or ndarray of the shape of x
        delta_h of each sample.

    Returns
    -------
    float
        The derivative of the loss with respect to wh.

    Raises
    ------
    ValueError
        If the two differ in shape, are empty or not finite.
    """
    require_same_shape(x=x, grad_hidden=grad_hidden)
    return np.mean(x * grad_hidden)


def backprop_update(x, t, wh, bo, learning_rate):
    """Do one iteration of gradient descent, with the gradients from backpropagation.

    Parameters
    ----------
    x : ndarray of shape (n, 1)
        Inputs.
    t : ndarray of the shape of x
        Targets, 0 or 1.
    wh, bo : float
        The parameters before the iteration.
    learning_rate : float
        The step mu along the negative gradient, positive.

    Returns
    -------
    wh, bo : float
        The parameters after it.

    Raises
    ------
    ValueError
        If x and t differ in shape, are empty or not finite, t is not 0 or 1, wh or bo is not a
        single finite number, or learning_rate is not positive and finite.
    """
    require_same_shape(x=x, t=t)
    require_number(wh=wh, bo=bo)
    require_positive(learning_rate=learning_rate)
    zh = x * wh
    h = rbf(zh)
    y = output_activations(h, bo)
    grad_output = gradient_output(y, t)
    grad_hidden = gradient_hidden(zh, h, grad_output)
    wh_next = wh - learning_rate * gradient_weight_hidden(x, grad_hidden)
    bo_next = bo - learning_rate * gradient_bias_out(grad_output)
    return float(wh_next), float(bo_next)


def train(x, t, wh, bo, learning_rate, nb_of_iterations):
    """Train the network by gradient descent, and keep the whole path.

    Parameters
    ----------
    x : ndarray of shape (n, 1)
        Inputs.
    t : ndarray of the shape of x
        Targets, 0 or 1.
    wh, bo : float
        The parameters to start from.
    learning_rate : float
        The step mu along the negative gradient, positive.
    nb_of_iterations : int
        The number of updates, 0 or more.

    Returns
    -------
    ndarray of shape (nb_of_iterations + 1, 3)
        wh, bo and the loss: at the start, then after each iteration.

    Raises
    ------
    ValueError
        If x and t differ in shape, are empty or not finite, t is not 0 or 1, wh or bo is not a
        single finite number, learning_rate is not positive and finite, or nb_of_iterations is
        not an integer of at least 0.
    """
    require_positive(learning_rate=learning_rate)
    require_integer(0, nb_of_iterations=nb_of_iterations)
    path = [(wh, bo, loss_for_param(x, wh, bo, t))]
    for _ in range(nb_of_iterations):
        wh, bo = backprop_update(x, t, wh, bo, learning_rate)
        path.append((wh, bo, loss_for_param(x, wh, bo, t)))
    return np.array(path)


def decision_boundary(wh, bo):
    """Compute the distance |x| from the origin at which the decision changes, in closed form.

    Parameters
    ----------
    wh, bo : float
        Weight of the hidden neuron, bias of the output neuron.

    Returns
    -------
    float
        sqrt(-log(-bo)) / |wh|, in units of x; nan where there is no boundary, that is unless
        -1 < bo < 0 and wh is not 0.

    Raises
    ------
    ValueError
        If wh or bo is not a single finite number.
    """
    require_number(wh=wh, bo=bo)
    if wh == 0 or not -1 < bo < 0:
        return np.nan
    return np.sqrt(-np.log(-bo)) / np.abs(wh)
