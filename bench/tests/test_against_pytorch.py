"""The tape, and the gradients of every layer and model, held against PyTorch's autograd."""

from itertools import pairwise

import numpy as np
import pytest

from bench import yardsticks
from utils import autodiff, data, layers, rbf_network, softmax_network
from utils.autodiff import Variable

torch = pytest.importorskip("torch", reason="PyTorch is not installed: `make bench` gets it")

# What the tape knows, in PyTorch.
SAME = {
    np.exp: torch.exp,
    np.log: torch.log,
    autodiff.logistic: torch.sigmoid,
    autodiff.rbf: lambda z: torch.exp(-(z**2)),
}


def tensor(value):
    """Make a tensor, in double precision, that will get a gradient."""
    return torch.tensor(np.asarray(value, dtype=float), requires_grad=True)


def agree(found, tensors):
    """Tell whether gradients are those of tensors, in shape and to 1e-10."""
    grads = [one.grad.numpy() for one in tensors]
    return all(
        np.shape(one) == other.shape and np.all(np.abs(one - other) < 1e-10)
        for one, other in zip(found, grads, strict=True)
    )


def grads_of(variables):
    """Return what `backward` left in variables."""
    return [variable.grad for variable in variables]


# The tape alone


@pytest.mark.parametrize("function", SAME, ids=lambda function: function.__name__)
@pytest.mark.parametrize("shape", [(), (1, 4), (3, 1), (3, 4)])
def test_every_function_of_the_tape(function, shape):
    value = np.array(np.random.RandomState(1).uniform(0.1, 2, size=shape))
    variable, own = Variable(value), tensor(value)
    autodiff.backward(autodiff.mean_of(autodiff.apply(function, variable)))
    SAME[function](own).mean().backward()
    assert agree([variable.grad], [own])


def test_no_function_of_the_tape_is_left_out():
    assert set(SAME) == set(autodiff.SLOPES)


# Of two values whose shapes fit, a function applied by f: read by the tape and by PyTorch alike.
STEPS = (
    lambda a, b, f: a + b,
    lambda a, b, f: a - b * 0.5,
    lambda a, b, f: 2 - a * b,
    lambda a, b, f: f(autodiff.logistic, a) @ f(autodiff.rbf, b),
    lambda a, b, f: f(np.exp, f(autodiff.rbf, a)) * b,
    lambda a, b, f: f(np.log, b * b + 1) + a,
)


@pytest.mark.parametrize("seed", range(30))
def test_random_expressions_on_the_tape(seed):
    dice = np.random.RandomState(seed)
    values = [dice.randn(3, 3) for _ in range(3)] + [dice.randn(1, 3), dice.randn(3, 1)]

    def computed(start, function):
        plan, found = np.random.RandomState(seed), list(start)
        for _ in range(8):
            step, i = STEPS[plan.randint(len(STEPS))], plan.randint(3)
            a, b = found[i], found[plan.randint(len(found))]
            is_square = tuple(getattr(b, "value", b).shape) == (3, 3)
            found.append(step(a, b if is_square or step is not STEPS[3] else a, function))
            found[i] = found[-1]
        return found

    variables, tensors = [Variable(value) for value in values], [tensor(value) for value in values]
    y = sum(map(autodiff.mean_of, computed(variables, autodiff.apply)))
    autodiff.backward(y)
    expected = sum(value.mean() for value in computed(tensors, lambda f, a: SAME[f](a)))
    expected.backward()
    assert np.isclose(y.value, expected.item(), rtol=1e-12)
    assert agree(grads_of(variables), tensors)


# Parts 3 and 4


@pytest.mark.parametrize("seed", range(5))
def test_part_3(seed):
    dice = np.random.RandomState(seed)
    x, t = data.make_surrounded_classes(seed=seed)
    wh, bo = dice.uniform(-2, 2, size=2).tolist()
    variables, tensors = [Variable(wh), Variable(bo)], [tensor(wh), tensor(bo)]
    H = autodiff.apply(autodiff.rbf, x * variables[0])
    y = autodiff.apply(autodiff.logistic, H + variables[1])
    losses = t * autodiff.apply(np.log, y) + (1 - t) * autodiff.apply(np.log, 1 - y)
    autodiff.backward(autodiff.mean_of(-1 * losses))
    zo = torch.exp(-((torch.tensor(x) * tensors[0]) ** 2)) + tensors[1]
    torch.nn.functional.binary_cross_entropy_with_logits(zo, torch.tensor(t)).backward()
    h = rbf_network.hidden_activations(x, wh)
    grad_output = rbf_network.gradient_output(rbf_network.output_activations(h, bo), t)
    grad_hidden = rbf_network.gradient_hidden(x * wh, h, grad_output)
    by_hand = [
        rbf_network.gradient_weight_hidden(x, grad_hidden),
        rbf_network.gradient_bias_out(grad_output),
    ]
    assert agree(grads_of(variables), tensors)
    assert agree(by_hand, tensors)


@pytest.mark.parametrize("seed", range(5))
def test_part_4(seed):
    generator = np.random.RandomState(seed)
    X, T = data.make_circles(generator)
    values = softmax_network.init_parameters(generator, (2, 3, 2), 1.0)
    Wh, bh, Wo, bo = variables = [Variable(value) for value in values]
    H = autodiff.apply(autodiff.logistic, X @ Wh + bh)
    autodiff.backward(autodiff.sum_of(autodiff.softmax_cross_entropy(H @ Wo + bo, T)))
    tensors = [tensor(value) for value in values]
    Wh, bh, Wo, bo = tensors
    Z = torch.sigmoid(torch.tensor(X) @ Wh + bh) @ Wo + bo
    torch.nn.functional.cross_entropy(Z, torch.tensor(T), reduction="sum").backward()
    assert agree(grads_of(variables), tensors)
    assert agree(softmax_network.backprop_gradients(X, T, *values), tensors)


# Part 5: each layer, and random stacks of them


@pytest.mark.parametrize("seed", range(5))
def test_every_layer(seed):
    dice = np.random.RandomState(seed)
    X, W, b, grad = (dice.randn(*shape) for shape in ((7, 4), (4, 3), (1, 3), (7, 3)))
    inputs = own_X, own_W, own_b = [tensor(value) for value in (X, W, b)]
    (own_X @ own_W + own_b).backward(torch.tensor(grad))
    linear = layers.LinearLayer(W, b)
    at_input = linear.get_input_grad(linear.get_output(X), grad)
    assert agree([at_input, *linear.get_params_grad(X, grad)], inputs)

    own = tensor(X[:, :3])
    torch.sigmoid(own).backward(torch.tensor(grad))
    logistic = layers.LogisticLayer()
    assert agree([logistic.get_input_grad(logistic.get_output(X[:, :3]), grad)], [own])

    T = data.one_hot(dice.randint(3, size=7), 3)
    own, softmax = tensor(5 * X[:, :3]), layers.SoftmaxOutputLayer()
    loss = torch.nn.functional.cross_entropy(own, torch.tensor(T))
    loss.backward()
    Y = softmax.get_output(5 * X[:, :3])
    assert agree([softmax.get_input_grad(Y, T)], [own])
    assert np.isclose(softmax.get_loss(Y, T), loss.item(), rtol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_random_stacks(seed):
    """Any number of linear layers, some without and some with two logistic ones behind them."""
    dice = np.random.RandomState(seed)
    widths = dice.randint(1, 12, size=dice.randint(2, 7))
    stack = []
    for nb_in, nb_out in pairwise(widths):
        stack.append(layers.LinearLayer(dice.randn(nb_in, nb_out), dice.randn(1, nb_out)))
        stack += [layers.LogisticLayer() for _ in range(dice.randint(3))]
    stack.append(layers.SoftmaxOutputLayer())
    X, T = dice.randn(9, widths[0]), data.one_hot(dice.randint(widths[-1], size=9), widths[-1])

    def forward(Z, params, function):
        params = iter(params)
        for layer in stack:
            if isinstance(layer, layers.LinearLayer):
                Z = Z @ next(params) + next(params)
            elif isinstance(layer, layers.LogisticLayer):
                Z = function(Z)
        return Z

    values = [X, *(param for layer in stack for param in layer.get_params())]
    variables, tensors = [Variable(value) for value in values], [tensor(value) for value in values]
    Z = forward(variables[0], variables[1:], lambda Z: autodiff.apply(autodiff.logistic, Z))
    autodiff.backward(autodiff.mean_of(autodiff.softmax_cross_entropy(Z, T)))
    Z = forward(tensors[0], tensors[1:], torch.sigmoid)
    torch.nn.functional.cross_entropy(Z, torch.tensor(T)).backward()
    assert agree(grads_of(variables), tensors)

    activations = layers.forward_step(X, stack)
    by_hand = layers.backward_step(activations, T, stack)
    at_input = T
    for layer, Y in zip(reversed(stack), reversed(activations), strict=False):
        at_input = layer.get_input_grad(Y, at_input)
    assert agree([at_input, *(grad for grads in by_hand for grad in grads)], tensors)


def test_an_iteration_of_part_5_is_that_of_pytorch():
    ours, theirs = (make() for make in (yardsticks.course, yardsticks.pytorch))
    for _ in range(3):
        for one, other in zip(ours(), theirs(), strict=True):
            assert np.allclose(one, other, rtol=1e-10, atol=1e-12)
