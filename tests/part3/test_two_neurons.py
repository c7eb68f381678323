"""The two neurons of 3.9: their gradients, and what the folded answers say of them."""

import ast

import numpy as np
import pytest
from course import code_cells, read
from run_notebooks import NOTEBOOKS

from utils.activations import logistic
from utils.data import make_surrounded_classes
from utils.gradient_check import numerical_gradient
from utils.rbf_network import loss

X, T = make_surrounded_classes()
DIFFERENT = np.array([1, 1, 1, -1, 1, 1, 0.0])
LOST_FACTOR = (" * v2 * grad_output", " * grad_output")


def functions(*change):
    """Return the functions that the notebook defines, after a change of their source."""
    cells = code_cells(read(NOTEBOOKS / "3.9-two-neurons.ipynb"))[:-1]
    nodes = [node for cell in cells for node in ast.parse(cell.source).body]
    source = "\n".join(ast.unparse(n) for n in nodes if isinstance(n, ast.FunctionDef))
    if change:
        assert source.count(change[0]) == 1
        source = source.replace(*change)
    space = {
        **{"np": np, "logistic": logistic, "loss": loss, "x": X, "t": T},
        "numerical_gradient": numerical_gradient,
    }
    exec(source, space)
    return space


def result(space, start, nb_of_iterations=5000):
    """Train from a start; return the loss, and the number of samples decided correctly."""
    end = space["train_two"](X, T, start, 1.0, nb_of_iterations)[-1]
    y = space["forward_two"](X, end)[2]
    return loss(y, T), np.sum((y > 0.5) == T)


def agree(space, parameters):
    numerical = [space["numerical_two"](parameters, k) for k in range(7)]
    by_backprop = space["gradients_two"](X, T, parameters)
    return np.allclose(by_backprop, numerical, rtol=1e-5, atol=1e-8)


def test_gradients_at_random_parameters():
    space = functions()
    for parameters in np.random.default_rng(seed=2).normal(size=(50, 7)):
        assert agree(space, parameters)


@pytest.mark.parametrize(
    ("w2", "expected", "correct"), [(1.0, 0.4901, 30), (1.1, 0.488, 30), (0.5, 0.0067, 40)]
)
def test_neurons_that_start_nearly_alike(w2, expected, correct):
    reached = result(functions(), np.array([1, 0.5, 1, w2, 0.5, 1, 0]))
    assert reached == (pytest.approx(expected, abs=1e-4), correct)


def test_a_lost_factor_is_seen_where_it_is_not_1_only():
    space = functions(*LOST_FACTOR)
    assert agree(space, DIFFERENT)
    assert not agree(space, np.array([0.7, 0.3, 1.2, -0.4, 0.9, -0.8, 0.2]))
    assert result(space, DIFFERENT) == (pytest.approx(0.0186, abs=5e-5), 40)
    generator = np.random.default_rng(seed=1)
    reached = [result(space, generator.normal(size=7), 600) for _ in range(30)]
    assert sum(correct <= 30 for _, correct in reached) == 7
    assert sum(correct == 40 for _, correct in reached) == 23
