"""The exercises of the notebooks: what is right, and the mistakes that are typical of each.

Spoilers! Derivatives are not looked up here but computed by central differences, as in 3.2.
"""

import numpy as np

from utils.broken_networks import BROKEN, DEFECTS
from utils.data import make_surrounded_classes
from utils.diagnosis import Diagnosis, FunctionExercise, ValueExercise
from utils.gradient_check import numerical_gradient
from utils.rbf_network import cross_entropy, decision_boundary, logistic, loss, rbf, train

X, T = make_surrounded_classes()
# Columns of different lengths, so that a sum is not a mean times the same number everywhere.
COLUMNS = tuple(np.linspace(-1.9, 2.3, n).reshape(-1, 1) for n in (5, 8))
TARGETS = tuple((np.arange(n) % 2.0).reshape(-1, 1) for n in (5, 8))


def _one_of(answers, otherwise):
    """Make a judge that accepts the first of some (number, text) and explains the others."""

    def judge(attempt):
        for number, text in answers:
            if abs(float(attempt) - number) < 6e-4:
                if text is not None:
                    raise Diagnosis(text)
                return
        raise Diagnosis(otherwise)

    return judge


def _judge_cut(attempt):
    cut = float(attempt)
    if cut <= 0:
        raise Diagnosis("a distance from the origin is positive")
    blue_outside = np.sum(np.abs(X[T == 1]) >= cut)
    red_inside = np.sum(np.abs(X[T == 0]) < cut)
    if blue_outside:
        raise Diagnosis(f"too small: {blue_outside} blue circles lie outside of it")
    if red_inside:
        raise Diagnosis(f"too large: {red_inside} red stars lie inside of it")


def _judge_stuck(attempt):
    wh, bo = (float(value) for value in attempt)
    if abs(wh) > 0.5 and loss(logistic(rbf(X * wh) + bo), T) < 0.51892:
        raise Diagnosis("there the training rests because it has arrived: a start elsewhere")
    path = train(X, T, wh, bo, 2.0, 50)
    moved = np.max(np.abs(path[:, :2] - path[0, :2]), axis=0)
    if moved[0] > 1e-9:
        raise Diagnosis(f"from there the weight moves, by {moved[0]:.2g} in 50 iterations")
    if moved[1] > 1e-9:
        raise Diagnosis(
            f"the weight rests, but the bias still moves, by {moved[1]:.2g} in 50 iterations"
        )


BEHAVIOURS = ("creeps", "converges", "oscillates", "thrown out")


def behaviour(learning_rate):
    """Say what training does with a learning rate, from the tutorial's start in 20 iterations.

    Parameters
    ----------
    learning_rate : float
        Positive.

    Returns
    -------
    str
        "converges" if the last loss is within 0.001 of the lowest; otherwise "creeps" if the
        loss falls all the time, "thrown out" if the weight leaves [-3, 3], else "oscillates".

    Raises
    ------
    ValueError
        If learning_rate is not positive and finite.
    """
    path = train(X, T, 2.3, 1.4, learning_rate, 20)
    if path[-1, 2] < 0.51891 + 0.001:
        return "converges"
    if np.all(np.diff(path[:, 2]) < 0):
        return "creeps"
    return "thrown out" if np.max(np.abs(path[:, 0])) > 3 else "oscillates"


def _judge_rate(attempt):
    if not isinstance(attempt, tuple) or len(attempt) != 2:
        raise Diagnosis("a learning rate and a word are expected")
    rate, word = attempt
    if isinstance(rate, str) or np.ndim(rate) != 0 or not np.isfinite(rate) or rate <= 0:
        raise Diagnosis(f"a learning rate is a positive number, not {rate!r}")
    if rate in (0.1, 0.5, 1, 2, 5, 10, 20):
        raise Diagnosis(f"{rate} stands in the table already; choose another learning rate")
    if word not in BEHAVIOURS:
        raise Diagnosis(f"the prediction must be one of {', '.join(BEHAVIOURS)}, not {word!r}")
    if behaviour(rate) != word:
        path = train(X, T, 2.3, 1.4, rate, 20)
        raise Diagnosis(
            f"with {rate} the training does something else: the loss ends at {path[-1, 2]:.4f}, "
            f"rises in {np.sum(np.diff(path[:, 2]) > 0)} of 20 iterations, and the weight gets as "
            f"far as {np.max(np.abs(path[:, 0])):.1f}"
        )


def _judge_bias(attempt):
    bo = float(attempt)
    boundary = decision_boundary(1.0, bo)
    if np.isnan(boundary):
        raise Diagnosis("with this bias there is no boundary at all; between which values is one?")
    if abs(boundary - 0.8) > 6e-4:
        side = "out" if boundary > 0.8 else "in"
        raise Diagnosis(f"with this bias the boundary lies at {boundary:.3f}, too far {side}")


def _judge_bug(name):
    def judge(attempt):
        if attempt not in DEFECTS:
            raise Diagnosis(f"choose one of: {', '.join(DEFECTS)}")
        if attempt != BROKEN[name].defect:
            raise Diagnosis(f"not that. With it you would see this: {DEFECTS[attempt]}")

    return judge


def _slope_of_squared_error(y, t):
    zo = np.log(y / (1 - y))
    return numerical_gradient(lambda z: (logistic(z) - t) ** 2, zo)


def _slope_for_hidden_bias(x, wh, bh, bo, t):
    return numerical_gradient(
        lambda b: np.mean(cross_entropy(logistic(rbf(x * wh + b) + bo), t)), bh
    )


def _hidden_bias_with(x, wh, bh, bo, t, zh, factor):
    """Compute the mean of factor times delta_h, with delta_h taken at zh."""
    h = rbf(zh)
    return np.mean(factor * -2 * zh * h * (logistic(h + bo) - t))


(X5, X8), (T5, T8) = COLUMNS, TARGETS
Y5, Y8 = logistic(X5), logistic(X8)
H5, H8 = rbf(X5), rbf(X8)
D5, D8 = Y5 - T5, Y8 - T8

EXERCISES = {
    "3.1a": FunctionExercise(
        lambda x, c: np.where(np.abs(x) < c, 1.0, 0.0),
        ((X5, 1.0), (X8, 0.5), (X8, 2.0)),
        (
            (
                lambda x, c: np.where(x < c, 1.0, 0.0),
                "right on the right-hand side only: far out on the left it says blue, too",
            ),
            (
                lambda x, c: np.where(np.abs(x) < c, 0.0, 1.0),
                "blue and red are swapped: it returns 1 far from the origin",
            ),
            (
                lambda x, c: np.where(np.abs(x) < 1.0, 1.0, 0.0),
                "the cut is always at 1: does c take part?",
            ),
            (
                lambda x, c: np.where(x**2 < c, 1.0, 0.0),
                "you compare the square of the distance with c",
            ),
        ),
    ),
    "3.1b": ValueExercise(_judge_cut),
    "3.2a": FunctionExercise(
        lambda z: numerical_gradient(np.tanh, z),
        ((X5,), (X8,), (0.3,)),
        (
            (
                lambda z: 1 - z**2,
                "the square is right, but it is the square of z: the derivative needs the value "
                "of the activation there",
            ),
            (lambda z: 1 - np.tanh(z), "nearly: a square is lost"),
            (
                lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
                "the derivative is taken at the wrong argument: tanh is applied twice",
            ),
            (lambda z: 1 + np.tanh(z) ** 2, "a sign inside is flipped"),
        ),
    ),
    "3.2b": FunctionExercise(
        lambda z, s: numerical_gradient(lambda v: np.exp(-((v / s) ** 2)), z),
        ((X5, 1.0), (X8, 2.0), (X8, 0.7)),
        (
            (lambda z, s: -2 * z * rbf(z), "the width s does not take part"),
            (
                lambda z, s: -2 * z * rbf(z / s),
                "the width is right inside the exponential, but the inner derivative lost it",
            ),
            (
                lambda z, s: -2 * z / s * rbf(z / s),
                "nearly: the inner derivative has lost one of two factors that come from s",
            ),
            (
                lambda z, s: -2 * z / s**2 * rbf(z),
                "the derivative is taken at the wrong argument: the exponential has lost the width",
            ),
        ),
    ),
    "3.3a": ValueExercise(
        _one_of(
            (
                (logistic(rbf(-0.5) - 0.5), None),
                (-0.5, "that is z_h, the first step; three are left"),
                (rbf(-0.5), "that is h, the activation of the hidden neuron; two steps are left"),
                (rbf(-0.5) - 0.5, "that is z_o; one step is left"),
                (
                    logistic(np.exp(0.25) - 0.5),
                    "a sign is lost in the exponent of the RBF: h came out larger than 1",
                ),
                (logistic(rbf(-0.5)), "the bias is missing"),
                (logistic(rbf(-0.5) + 0.5), "the bias has the wrong sign"),
                (1 - logistic(rbf(-0.5) - 0.5), "that is the probability of red"),
                (1.0, "that is the decision; wanted is the output"),
            ),
            "check step by step: z_h, then h (in (0, 1]), then z_o, then y, to three decimals",
        )
    ),
    "3.3b": FunctionExercise(
        lambda x, wh, wo, bo: logistic(wo * rbf(x * wh) + bo),
        ((X5, 1.5, 1.0, -0.5), (X8, 1.5, 3.0, -0.5), (X8, 0.8, -2.0, 0.4)),
        (
            (
                lambda x, wh, wo, bo: logistic(wo * (rbf(x * wh) + bo)),
                "the output weight multiplies the bias, too",
            ),
            (
                lambda x, wh, wo, bo: logistic(rbf(x * wh) + bo),
                "the output weight does not take part",
            ),
            (
                lambda x, wh, wo, bo: logistic(wh * rbf(x * wo) + bo),
                "the two weights are swapped",
            ),
            (
                lambda x, wh, wo, bo: wo * rbf(x * wh) + bo,
                "that is z_o: the logistic function is missing",
            ),
            (
                lambda x, wh, wo, bo: logistic(wo * x * wh + bo),
                "the activation of the hidden neuron is missing",
            ),
        ),
    ),
    "3.4a": FunctionExercise(
        lambda y, t: np.mean((y - t) ** 2),
        ((Y5, T5), (Y8, T8)),
        (
            (lambda y, t: np.mean(np.abs(y - t)), "that is the mean distance: a square is missing"),
            (lambda y, t: np.mean(y - t), "the square is missing, so that errors cancel"),
            (lambda y, t: np.mean(y - t) ** 2, "square first, then take the mean"),
            (lambda y, t: np.sqrt(np.mean((y - t) ** 2)), "there is a root that does not belong"),
            (
                lambda y, t: np.mean((y - t.T) ** 2),
                "outputs meet the targets of other samples: somewhere a column became a row",
            ),
        ),
    ),
    "3.4b": ValueExercise(
        _one_of(
            (
                (np.log(2), None),
                (0.5, "that is the output y of every sample; what does it cost?"),
                (-np.log(2), "a loss is not negative: look at the sign of the cross-entropy"),
                (np.log10(2), "that is the logarithm to base 10; ours is the natural one"),
                (1.0, "that is the logarithm to base 2; ours is the natural one"),
                (0.0, "only a network that is sure and always right has a loss of 0"),
            ),
            "with w_h = 0 all samples have the same h; what is it, and so z_o and y? The answer "
            "is wanted to three decimals",
        )
    ),
    "3.5a": FunctionExercise(
        _slope_of_squared_error,
        ((Y5, T5), (Y8, T8)),
        (
            (
                lambda y, t: 2 * (y - t),
                "that is the derivative with respect to y: the step from z_o to y is lost",
            ),
            (lambda y, t: y - t, "that is the gradient of the cross-entropy, not of this error"),
            (lambda y, t: y * (1 - y), "that is the step from z_o to y alone"),
            (
                lambda y, t: 2 * (y - t) * logistic(y) * (1 - logistic(y)),
                "a derivative is taken at the wrong argument: y is a value of the logistic "
                "function already, and goes through it a second time",
            ),
            (
                lambda y, t: 2 * (y - t) * (1 - y),
                "the derivative of the logistic function has lost a factor",
            ),
        ),
    ),
    "3.5b": FunctionExercise(
        lambda h, grad_output: np.mean(h * grad_output),
        ((H5, D5), (H8, D8)),
        (
            (
                lambda h, grad_output: np.mean(h) * np.mean(grad_output),
                "the mean of a product is not the product of the means: multiply row by row first "
                "(a column times a row leads to the same number)",
            ),
            (
                lambda h, grad_output: np.mean(grad_output),
                "that is the gradient of the bias; how does z_o depend on the output weight?",
            ),
        ),
    ),
    "3.5c": FunctionExercise(
        lambda zh, h, wo, grad_output: numerical_gradient(rbf, zh) * wo * grad_output,
        ((X5, H5, 1.0, D5), (X8, H8, 2.5, D8), (X8, H8, -0.6, D8)),
        (
            (
                lambda zh, h, wo, grad_output: -2 * zh * h * grad_output,
                "right without an output weight; it does not take part yet",
            ),
            (
                lambda zh, h, wo, grad_output: wo * grad_output,
                "the step through the RBF is lost",
            ),
            (
                lambda zh, h, wo, grad_output: -2 * h * rbf(h) * wo * grad_output,
                "the derivative of the RBF is taken at the wrong argument: at h, after the "
                "activation",
            ),
            (
                lambda zh, h, wo, grad_output: -2 * zh * wo * grad_output,
                "the derivative of the RBF has lost the RBF itself",
            ),
        ),
    ),
    "3.6a": ValueExercise(_judge_stuck, nb_of_numbers=2),
    "3.6b": ValueExercise(_judge_rate, nb_of_numbers=None),
    "3.7a": FunctionExercise(
        lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / np.abs(wh),
        ((1.12, 1.0, -0.44), (-0.8, 3.0, -0.9), (2.0, -1.5, 0.6)),
        (
            (
                lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / wh,
                "a distance cannot be negative, but with a negative w_h yours is",
            ),
            (
                lambda wh, wo, bo: -np.log(-bo / wo) / np.abs(wh),
                "the root is missing",
            ),
            (
                lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / wh**2,
                "the root was taken of the numerator only",
            ),
        ),
    ),
    "3.7b": ValueExercise(_judge_bias),
    "3.8a": FunctionExercise(
        lambda wo, bo: np.array([logistic(bo), logistic(wo + bo)]),
        ((1.0, -0.44), (5.0, -2.0), (0.5, 1.0)),
        (
            (
                lambda wo, bo: np.array([logistic(wo + bo), logistic(bo)]),
                "the two ends are swapped: the lower one comes first",
            ),
            (
                lambda wo, bo: np.array([logistic(bo), logistic(1 + bo)]),
                "the output weight does not take part",
            ),
            (
                lambda wo, bo: np.array([0.5, logistic(wo)]),
                "the bias does not take part",
            ),
            (
                lambda wo, bo: np.array([logistic(wo * bo), logistic(wo * (1 + bo))]),
                "the output weight multiplies the bias, too",
            ),
            (lambda wo, bo: np.array([bo, wo + bo]), "these are the ends of z_o, not of y"),
        ),
    ),
    "3.8b": FunctionExercise(
        _slope_for_hidden_bias,
        ((X5, 1.1, 0.0, -0.4, T5), (X8, 1.1, 0.7, -0.4, T8)),
        (
            (
                lambda x, wh, bh, bo, t: _hidden_bias_with(x, wh, bh, bo, t, x * wh, 1),
                "right for b_h = 0 only: the forward step does not add it",
            ),
            (
                lambda x, wh, bh, bo, t: _hidden_bias_with(x, wh, bh, bo, t, x * wh + bh, x),
                "that is the gradient of the weight: what is the derivative of z_h for b_h?",
            ),
            (
                lambda x, wh, bh, bo, t: np.mean(logistic(rbf(x * wh + bh) + bo) - t),
                "that is the gradient of b_o: the step through the RBF is lost",
            ),
        ),
    ),
    **{f"bug {name}": ValueExercise(_judge_bug(name), nb_of_numbers=None) for name in BROKEN},
}
