"""The exercises of part 4: what wrong attempts are told, and right ones that look odd."""

import numpy as np
import pytest
from course import prose, read
from run_notebooks import NOTEBOOKS

from exercises.answers import diagnose
from exercises.function_exercise import FunctionExercise
from exercises.number_exercise import NumberExercise
from exercises.part4 import EXERCISES
from utils.activations import softmax
from utils.data import make_circles
from utils.losses import cross_entropy_classes
from utils.softmax_network import hidden_activations, init_parameters, train


def log_sum_exp(Z):
    return (
        np.log(np.sum(np.exp(Z - Z.max(axis=1)[:, None]), axis=1)[:, None]) + Z.max(axis=1)[:, None]
    )


def loop(update, last=lambda M: M, extra=0):
    """Make an attempt at 4.4e that updates M in a loop."""

    def attempt(J, learning_rate, momentum, k):
        M = 0.0
        for _ in range(k + extra):
            M = update(M, J, learning_rate, momentum)
        return last(M)

    return attempt


def distance(w=lambda Wo: Wo[:, 1] - Wo[:, 0], shape=(-1, 1), length=np.linalg.norm):
    """Make an attempt at 4.5d in which one thing is other than in the solution."""

    def attempt(H, Wo, bo):
        direction = w(Wo)
        b = w(bo)[0]
        return ((H @ direction + b) / length(direction)).reshape(shape)

    return attempt


def one_maximum(Zo, T):
    m = np.max(Zo)
    sums = np.sum(np.exp(Zo - m), axis=1, keepdims=True)
    return m + np.log(sums) - np.sum(T * Zo, axis=1, keepdims=True)


def split_distance(H, Wo, bo):
    w = Wo[:, 1:] - Wo[:, :1]
    return H @ w / np.linalg.norm(w) + (bo[:, 1:] - bo[:, :1])


def friction_on_all(J, learning_rate, momentum, k):
    """Give a share of what the slope has just added to friction, too."""
    M = 0.0
    for _ in range(k):
        M = momentum * (M - learning_rate * J)
    return M


WRONG = [
    ("4.1d", 0.182, "did you take the second row?"),
    ("4.1d", 0.378, "that is the first neuron"),
    ("4.1d", -2.5, "that is z of the second neuron; one step is left"),
    ("4.1d", 0.924, "one minus the answer"),
    ("4.1d", lambda: 0.076, "not a function"),
    ("4.1e", 1480, "the biases are missing"),
    ("4.1e", 1482, "a bias of its own, not each layer"),
    ("4.1e", 17, "that is the network of this notebook"),
    ("4.1e", 94, "that is the number of nodes"),
    ("4.1e", 1300, "that is what the hidden layer has; "),
    ("4.1f", lambda Wh, bh, shift: bh + shift @ Wh, "the sign before what the shift adds"),
    ("4.1f", lambda Wh, bh, shift: shift @ Wh, "that is what the shift adds to z as it is"),
    ("4.1f", lambda Wh, bh, shift: bh - np.sum(shift), "through its own weights"),
    ("4.1f", lambda Wh, bh, shift: bh, "that is bh as it is"),
    ("4.1f", lambda Wh, bh, shift: bh - shift @ Wh.T, "whose inner sizes must agree"),
    ("4.1f", lambda Wh, bh, shift: (bh - shift @ Wh)[0], "do the brackets, a .ravel() or a [0]"),
    ("4.1f", lambda Wh, bh, shift: bh - shift.T * Wh, "is an array of shape (2, 3), expected is"),
    ("4.1f", lambda Wh, bh, shift: (bh - shift @ Wh).T, "it is transposed; does a .T stand too"),
    ("4.1f", lambda bh, Wh, shift: bh - shift @ Wh, "must come in the order Wh, bh, shift"),
    ("4.2d", 9, "that is the odds; one step is left"),
    ("4.2d", 0.711, "the logistic function of 0.9"),
    ("4.2d", -2.197, "the sign is flipped"),
    ("4.2d", 0.8, "that is the difference of the probabilities"),
    ("4.2d", 2.2, "to one decimal that is so"),
    ("4.2e", lambda Zo, T: cross_entropy_classes(softmax(Zo), T), "it stops at 36.04"),
    ("4.2e", lambda Zo, T: softmax(Zo) - T, "that is its derivative with respect to Zo"),
    ("4.2e", lambda Zo, T: np.sum(log_sum_exp(Zo) - np.sum(T * Zo, axis=1)[:, None]), "the sum"),
    ("4.2e", lambda Zo, T: log_sum_exp(Zo)[:, 0] - np.sum(T * Zo, axis=1), "it is flat"),
    ("4.2e", lambda Zo, T: np.sum(T * Zo, axis=1)[:, None] - log_sum_exp(Zo), "sign is flipped"),
    ("4.3c", lambda H, Wo, Eo: H * (1 - H) * (Eo @ Wo.T), "the slope of the logistic function"),
    ("4.3c", lambda H, Wo, Eo: Eo @ Wo.T, "that is what comes back over the weights as it is"),
    ("4.3c", lambda H, Wo, Eo: (1 - np.tanh(H) ** 2) * (Eo @ Wo.T), "H is tanh(z) already"),
    ("4.3c", lambda H, Wo, Eo: (1 + H**2) * (Eo @ Wo.T), "the sign before h squared is the other"),
    ("4.3c", lambda H, Wo, Eo: (1 - H**2) * (Eo @ Wo), "write the shapes below the factors"),
    ("4.3c", lambda H, Wo, Eo: ((1 - H**2) * (Eo @ Wo.T)).T, "it is transposed"),
    ("4.3c", lambda H, Wo, Eo: np.sum((1 - H**2) * (Eo @ Wo.T), 0), "is there a sum over rows"),
    ("4.3c", lambda H, Wo, Eo: (1 - H**2) * (Eo @ Wo.T) * [[2] * H.shape[1]], "a factor of 2"),
    ("4.3c", lambda H, Wo, Eo: np.sin(9 * H) * (Eo @ Wo.T), "take H = [[0.9, -0.1], ["),
    ("4.3d", lambda H, Wo, Eo: (H @ Wo) * Eo, "each part is right, but the sum over all of them"),
    ("4.3d", lambda H, Wo, Eo: np.mean((H @ Wo) * Eo), "a mean stands where a sum belongs"),
    ("4.3d", lambda H, Wo, Eo: np.sum((H @ Wo) * Eo) / len(H), "divided by the number of samples"),
    ("4.3d", lambda H, Wo, Eo: np.sum(H @ Wo), "Eo is lost as a factor"),
    ("4.3d", lambda H, Wo, Eo: np.sum(H.T @ Eo), "the result is the same whatever Wo is"),
    ("4.4e", friction_on_all, "momentum is there as a factor once too often"),
    ("4.4d", 4, "the step of 0.4 is made already"),
    ("4.4d", 0.4 / 0.9, "on the way the next step is 0.36"),
    ("4.4d", 0.36, "that is the next step"),
    ("4.4d", 9, "that would be so for a step of 1"),
    ("4.4d", -3.6, "sign"),
    ("4.4e", loop(lambda M, J, mu, lam: lam * M + mu * J), "sign"),
    ("4.4e", loop(lambda M, J, mu, lam: lam * M - mu * J, extra=1), "one step too many"),
    ("4.4e", loop(lambda M, J, mu, lam: lam * M - mu * J, extra=-1), "one step too few"),
    ("4.4e", loop(lambda M, J, mu, lam: M - mu * J), "without friction"),
    ("4.4e", lambda J, learning_rate, momentum, k: -learning_rate * J, "the first step only"),
    ("4.5d", distance(w=lambda Wo: Wo[:, 0] - Wo[:, 1]), "the sign is flipped"),
    ("4.5d", distance(length=lambda w: 1), "that is z_blue - z_red as it is"),
    ("4.5d", distance(shape=-1), "shape"),
    ("4.1d", 0.971, "when a minus sign is lost on the way to x2, or when x2 is lost as a"),
    ("4.1d", 0.018, "with the bias of the first neuron"),
    ("4.1e", 1490, "20 is lost as a term on the way to what the hidden layer has"),
    (
        "4.1f",
        lambda Wh, bh, shift: bh - np.sum(shift @ Wh),
        "are added up, where each stands alone",
    ),
    ("4.1f", lambda Wh, bh, shift: np.tanh(bh - shift @ Wh), "that is tanh of what is wanted"),
    ("4.1f", lambda Wh, bh, shift: bh - shift, "each size must be equal or 1"),
    (
        "4.2e",
        one_maximum,
        "np.max goes over all rows and columns at once: axis=1 is lost",
    ),
    ("4.3d", lambda H, Wo, Eo: (H @ Wo).T @ Eo, "which of these numbers belong to it?"),
    ("4.3d", lambda H, Wo, Eo: np.sum((H @ Wo).T @ Eo), "H = [[0.9, -0.1], [-0.7, 0.4]], Wo = "),
    ("4.4e", loop(lambda M, J, mu, lam: lam * M - J), "when learning_rate is lost as a factor"),
    ("4.5d", split_distance, "only a part with H and w is divided by"),
    ("4.5e", lambda bh, Wo, bo: bo @ Wo.T + bh, "expected is an array of shape (1, 2): write the"),
    ("4.5e", lambda bh, Wo, bo: bo, "what becomes of bh behind Wo?"),
    ("4.5e", lambda bh, Wo, bo: bh @ Wo, "that is what the output layer makes of bh as it is"),
]


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answer_gets_the_diagnosis_that_fits(name, attempt, words, monkeypatch):
    # Without the line of an exception, as the rows above hold the words themselves.
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    assert words in diagnose(name, attempt)


def test_a_factor_is_lost_with_its_size_and_not_with_the_sign_before_it():
    text = diagnose("4.4e", loop(lambda M, J, mu, lam: lam * M - J))
    assert text.endswith("learning_rate is lost as a factor")


def test_each_exercise_is_tried():
    written = {n for n, e in EXERCISES.items() if isinstance(e, (FunctionExercise, NumberExercise))}
    assert written == {name for name, _, _ in WRONG} == {name for name, _ in RIGHT}


RIGHT = [
    ("4.1d", 0.07586),
    ("4.1d", 1 / (1 + np.exp(2.5))),
    ("4.1e", 1510.0),
    ("4.1f", lambda Wh, bh, shift: -np.dot(shift, Wh) + bh),
    ("4.1f", lambda Wh, bh, shift: bh - np.sum(shift.T * Wh, axis=0, keepdims=True)),
    ("4.2d", np.log(9)),
    ("4.2e", lambda Zo, T: np.sum(T * (log_sum_exp(Zo) - Zo), axis=1, keepdims=True)),
    ("4.2e", lambda Zo, T: log_sum_exp(Zo - np.sum(T * Zo, axis=1)[:, None])),
    ("4.3c", lambda H, Wo, Eo: np.dot(Eo, Wo.T) - H * H * (Wo @ Eo.T).T),
    ("4.3d", lambda H, Wo, Eo: np.trace((H @ Wo) @ Eo.T)),
    ("4.3d", lambda H, Wo, Eo: np.sum(Wo * (H.T @ Eo))),
    ("4.4d", 3.6),
    ("4.4e", loop(lambda M, J, mu, lam: lam * M - mu * J)),
    ("4.4e", loop(lambda M, J, mu, lam: lam * M + mu * J, last=lambda M: -M)),
    ("4.5d", distance()),
    ("4.5e", lambda bh, Wo, bo: bo + (Wo.T @ bh.T).T),
]


@pytest.mark.parametrize(("name", "attempt"), RIGHT)
def test_right_answers_may_look_different(name, attempt):
    assert diagnose(name, attempt) == "right"


CHOICES = {
    **{"4.1a": "b", "4.1b": "a", "4.1c": "c", "4.2a": "d", "4.2b": "a", "4.2c": "b", "4.3a": "c"},
    **{"4.3b": "c", "4.4a": "b", "4.4b": "d", "4.4c": "a", "4.5a": "c", "4.5b": "a", "4.5c": "b"},
}


@pytest.mark.parametrize(("name", "right"), CHOICES.items())
def test_one_answer_of_a_prediction_is_right(name, right):
    told = {answer: diagnose(name, answer) for answer in {right, *EXERCISES[name].wrong}}
    assert [answer for answer, text in told.items() if text.startswith("right")] == [right]
    assert len(set(told.values())) == len(told) >= 3


def test_the_numbers_under_the_folds_of_the_hidden_space_are_computed():
    generator = np.random.RandomState(1)
    X, T = make_circles(generator)
    init_parameters(generator, (2, 3, 2), 1.0)
    start = init_parameters(generator, (2, 3, 2), 0.1)
    _, (Wh, bh, Wo, bo) = train(X, T, *start, 0.02, 0.9, 300)
    side = hidden_activations(X, Wh, bh) @ (Wo[:, [1]] - Wo[:, [0]]) + bo[:, [1]] - bo[:, [0]]
    length = np.linalg.norm(Wo[:, 1] - Wo[:, 0])
    of_blue, of_red = side[T[:, 1] == 1] / length, side[T[:, 1] == 0] / length
    H = hidden_activations(X, *start[:2])
    text = prose(read(NOTEBOOKS / "4.5-hidden-space-in-3d.ipynb").cells)
    assert f"which is {length:.2f} here" in text
    assert f"from {of_blue.min():.2f} to {of_blue.max():.2f} and" in text
    assert f"and from {of_red.min():.2f} to {of_red.max():.2f}." in text
    assert f"activations from {H.min():.2f} to {H.max():.2f}," in text
