"""The exercises of part 3: what is right, and the mistakes that are typical of each.

Spoilers! Derivatives are not looked up here but computed by central differences, as in 3.2.
"""

import numpy as np

from exercises.diagnosis import Diagnosis, FunctionExercise, ValueExercise
from utils.activations import logistic, rbf
from utils.data import make_surrounded_classes
from utils.gradient_check import numerical_gradient
from utils.losses import cross_entropy
from utils.rbf_network import decision_boundary, loss, train

X, T = make_surrounded_classes()
# Columns of different lengths, so that a sum is not a mean times the same number everywhere.
X5, X8 = np.linspace(-1.9, 2.3, 5)[:, np.newaxis], np.linspace(-1.4, 2.1, 8)[:, np.newaxis]
T5, T8 = np.array([[1.0, 0, 0, 1, 0]]).T, np.array([[0.0, 1, 1, 0, 1, 1, 0, 1]]).T


def _rounds_to(attempt, number):
    return abs(round(float(attempt), 3) - round(float(number), 3)) < 1e-9


def _one_of(answers, otherwise):
    """Make a judge that accepts the first of some (number, text) and explains the others."""

    def judge(attempt):
        for number, text in answers:
            if _rounds_to(attempt, number):
                if text is not None:
                    raise Diagnosis(text)
                return
        if abs(float(attempt) - answers[0][0]) < 6e-3:
            raise Diagnosis("nearly: is it rounded to three decimals, in the last step only?")
        raise Diagnosis(otherwise)

    return judge


def _count(number, thing):
    return f"1 {thing} lies" if number == 1 else f"{number} {thing}s lie"


def _judge_cut(attempt):
    cut = float(attempt)
    if cut <= 0:
        raise Diagnosis("a distance from the origin is positive")
    blue_outside = np.sum(np.abs(X[T == 1]) >= cut)
    red_inside = np.sum(np.abs(X[T == 0]) < cut)
    data = "in the data of seed 4 and standard deviation 0.5"
    if blue_outside:
        raise Diagnosis(f"too small: {_count(blue_outside, 'blue circle')} outside of it, {data}")
    if red_inside:
        raise Diagnosis(f"too large: {_count(red_inside, 'red star')} inside of it, {data}")


def _movement(wh, bo):
    """Return how far weight and bias get from a start, in 50 iterations at a rate of 2."""
    path = train(X, T, wh, bo, 2.0, 50)
    return np.max(np.abs(path[:, :2] - path[0, :2]), axis=0)


def _judge_stuck(attempt):
    wh, bo = (float(value) for value in attempt)
    if max(abs(wh), abs(bo)) > 1e6:
        raise Diagnosis("so far out numbers are rounded away; stay below a million")
    if abs(wh) < 3 and loss(logistic(rbf(X * wh) + bo), T) < 0.51892:
        raise Diagnosis("there the training rests because it has arrived: a start elsewhere")
    moved = _movement(wh, bo)
    run = "in 50 iterations with a learning rate of 2"
    if np.any(moved > 1e-9) and bo != 0 and np.all(_movement(bo, wh) <= 1e-9):
        raise Diagnosis("weight and bias stand in each other's place")
    if moved[0] > 1e-9:
        further = "; would it further out?" if abs(wh) > 3 else ""
        raise Diagnosis(f"from there the weight moves, by {moved[0]:.2g} {run}{further}")
    if moved[1] > 1e-9:
        raise Diagnosis(f"the weight rests, but the bias still moves, by {moved[1]:.2g} {run}")
    if wh == 0:
        raise Diagnosis("that is the pass on the ridge; there is another level place, off it")


LOSS_AT_THE_MINIMA = 0.51891
BEHAVIOURS = ("creeps", "converges", "oscillates", "thrown out")


def behaviour(learning_rate):
    """Say what training does with a learning rate, from the tutorial's start in 20 iterations.

    It "converges" if the last loss is within 0.001 of the lowest; otherwise it "creeps" if the
    loss falls all the time, is "thrown out" if the weight leaves [-3, 3], else it "oscillates".
    """
    path = train(X, T, 2.3, 1.4, learning_rate, 20)
    if path[-1, 2] < LOSS_AT_THE_MINIMA + 0.001:
        return "converges"
    if np.all(np.diff(path[:, 2]) < 0):
        return "creeps"
    return "thrown out" if np.max(np.abs(path[:, 0])) > 3 else "oscillates"


def _judge_rate(attempt):
    if not isinstance(attempt, (tuple, list)) or len(attempt) != 2:
        raise Diagnosis("a learning rate and a word are expected")
    rate, word = attempt
    if not isinstance(rate, (int, float, np.integer, np.floating)) or not 0 < rate < 1e6:
        raise Diagnosis(f"a learning rate is a positive number (below a million), not {rate!r}")
    if rate in (0.1, 0.5, 1, 2, 5, 10, 20):
        raise Diagnosis(f"{rate} stands in the table already; choose another learning rate")
    if not isinstance(word, str) or word not in BEHAVIOURS:
        raise Diagnosis(f"the prediction must be one of {', '.join(BEHAVIOURS)}, not {word!r}")
    if behaviour(rate) != word:
        path = train(X, T, 2.3, 1.4, rate, 20)
        raise Diagnosis(
            f"with {rate} the training does something else: the loss ends at {path[-1, 2]:.4f} "
            f"(the lowest is {LOSS_AT_THE_MINIMA:.4f}), it rises in "
            f"{np.sum(np.diff(path[:, 2]) > 0)} of 20 iterations, and the weight gets as far as "
            f"{np.max(np.abs(path[:, 0])):.1f}"
        )


def _judge_bias(attempt):
    bo = float(attempt)
    boundary = decision_boundary(1.0, bo)
    if np.isnan(boundary):
        raise Diagnosis(
            "with this bias there is no boundary at all; the text says for which there is one"
        )
    if not _rounds_to(bo, -rbf(0.8)):
        side = "out" if boundary > 0.8 else "in"
        raise Diagnosis(f"with this bias the boundary lies at {boundary:.4f}, too far {side}")


def _slope_of_squared_error(y, t):
    zo = np.log(y / (1 - y))
    return numerical_gradient(lambda z: (logistic(z) - t) ** 2, zo)


def _slope_for_hidden_bias(x, wh, bh, bo, t):
    return numerical_gradient(
        lambda b: np.mean(cross_entropy(logistic(rbf(x * wh + b) + bo), t)), bh
    )


def _hidden_bias_mistakes():
    """Return wrong gradients for b_h that differ in one place, and what is wrong with each."""

    def attempt(
        zh=lambda x, wh, bh: x * wh + bh,
        output=logistic,
        factor=lambda x, wh, bh, zh, h, y: -2 * zh * h,
    ):
        def gradient(x, wh, bh, bo, t):
            z = zh(x, wh, bh)
            h = rbf(z)
            y = output(h + bo)
            return np.mean(factor(x, wh, bh, z, h, y) * (y - t))

        return gradient

    def in_pieces(x, wh, bh, bo, t):
        zh = x * wh + bh
        h = rbf(zh)
        return -2 * zh * h, logistic(h + bo), t

    def apart(*arguments):
        factor, y, t = in_pieces(*arguments)
        return np.mean(factor) * np.mean(y - t)

    def turned(*arguments):
        factor, y, t = in_pieces(*arguments)
        return np.mean(factor * (y - t.T))

    def with_h_of_the_weight_alone(x, wh, bh, bo, t):
        h = rbf(x * wh)
        return np.mean(-2 * (x * wh + bh) * h * (logistic(h + bo) - t))

    what = "what is the derivative of x w_h + b_h for b_h?"
    return (
        (with_h_of_the_weight_alone, "z_h has the bias, but h is computed without it"),
        (
            attempt(zh=lambda x, wh, bh: x * wh),
            "right for b_h = 0 only: the forward step does not add it",
        ),
        (attempt(zh=lambda x, wh, bh: x + bh), "the forward step has lost the weight"),
        (attempt(output=lambda zo: zo), "y is the logistic function of h + b_o, which is z_o"),
        (
            attempt(factor=lambda x, wh, bh, zh, h, y: x * -2 * zh * h),
            f"that is the gradient of the weight: {what}",
        ),
        (
            attempt(factor=lambda x, wh, bh, zh, h, y: bh * -2 * zh * h),
            f"b_h is a factor of your gradient; {what}",
        ),
        (
            attempt(factor=lambda x, wh, bh, zh, h, y: wh * -2 * zh * h),
            f"w_h is a factor of your gradient; {what}",
        ),
        (
            attempt(factor=lambda x, wh, bh, zh, h, y: 1),
            "that is the gradient of b_o: the step through the RBF is lost",
        ),
        (
            attempt(factor=lambda x, wh, bh, zh, h, y: -2 * zh),
            "the derivative of the RBF has lost the RBF itself",
        ),
        (
            attempt(factor=lambda x, wh, bh, zh, h, y: -2 * h),
            "the derivative of the RBF has lost its factor z_h",
        ),
        (
            attempt(factor=lambda x, wh, bh, zh, h, y: -2 * zh * h * y * (1 - y)),
            "delta_o is y - t already: the derivative of the logistic function is in it",
        ),
        (
            turned,
            "outputs meet the targets of other samples: somewhere a column became flat, or a row",
        ),
        (
            apart,
            "the mean of a product is not the product of the means: multiply row by row first",
        ),
        (
            lambda x, wh, bh, bo, t: np.mean(cross_entropy(logistic(rbf(x * wh + bh) + bo), t)),
            "that is the loss itself; wanted is its gradient",
        ),
    )


# The sample of exercise 3.3a: x = -0.5, with a weight of 1.5.
ZH_ONE = -0.75
H_ONE = rbf(ZH_ONE)
# Exercise 3.4b: w_h = 0 and b_o = 0, so that z_o = h = 1 for every sample.
Y_ONE = logistic(1.0)
ADDED = "the chain rule multiplies; here two things are added or subtracted"
Y5, Y8 = logistic(X5), logistic(X8)
H5, H8 = rbf(X5), rbf(X8)
D5, D8 = Y5 - T5, Y8 - T8

EXERCISES = {
    "3.1a": FunctionExercise(
        lambda x, c: np.where(np.abs(x) < c, 1.0, 0.0),
        # In the last case one sample lies at the distance c exactly.
        ((X5, 1.0), (X8, 0.5), (X8, 2.0), (X5, 1.9)),
        (
            (
                lambda x, c: np.where(x < c, 1.0, 0.0),
                "right on the right-hand side only: far out on the left it says blue, too",
            ),
            (
                lambda x, c: np.where(x > -c, 1.0, 0.0),
                "right on the left-hand side only: far out on the right it says blue, too",
            ),
            *(
                (swapped, "blue and red are swapped: it returns 1 far from the origin")
                for swapped in (
                    lambda x, c: 1.0 * (np.abs(x) > c),
                    lambda x, c: 1.0 * (np.abs(x) >= c),
                )
            ),
            (
                lambda x, c: np.where(np.abs(x) <= c, 1.0, 0.0),
                "nearly: a sample whose distance is c exactly is not nearer than c",
            ),
            (
                lambda x, c: np.where(x > c, 1.0, 0.0),
                "it says blue on the far right only; where is the distance smaller than c?",
            ),
            (
                lambda x, c: np.where(x**2 < c, 1.0, 0.0),
                "you compare the square of the distance with c",
            ),
        ),
        allowed=(0.0, 1.0),
    ),
    "3.1b": ValueExercise(_judge_cut),
    "3.2a": FunctionExercise(
        lambda z: numerical_gradient(np.tanh, z),
        ((X5,), (X8,)),
        (
            (np.tanh, "that is tanh itself, not yet its derivative"),
            (
                lambda z: -2 * z * rbf(z),
                "that is the derivative of the RBF, not of tanh",
            ),
            (lambda z: np.tanh(z) ** 2, "tanh squared is in it, but that is not all"),
            (
                lambda z: 1 - z**2,
                "the square is right, but it is the square of z: the derivative needs the value "
                "of the activation there",
            ),
            (lambda z: 1 - np.tanh(z), "nearly: a square is lost"),
            (lambda z: 1 - 2 * np.tanh(z), "twice tanh stands where its square belongs"),
            (
                lambda z: 1 - np.tanh(z**2),
                "the square of z is taken before tanh; what is to be squared?",
            ),
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
            (lambda z, s: rbf(z / s), "that is the RBF of width s itself, not yet its derivative"),
            (
                lambda z, s: -2 * z / s**2,
                "that is the inner derivative alone; the chain rule has two factors",
            ),
            (
                lambda z, s: np.exp(-2 * z / s**2),
                "the derivative of the exponent belongs in front of the exponential, not into it",
            ),
            (
                lambda z, s: -2 / s**2 * rbf(z / s),
                "z is lost in front: what is the derivative of the inner function?",
            ),
            (
                lambda z, s: -2 * z / s**2 * np.exp((z / s) ** 2),
                "a sign is lost in the exponent: yours grows without end",
            ),
            (
                lambda z, s: -2 * z * rbf(z / s),
                "the width is right inside the exponential, but the inner derivative lost it",
            ),
            (
                lambda z, s: -2 * z / s * rbf(z / s),
                "nearly: the inner derivative has lost one of two factors that come from s",
            ),
            (
                lambda z, s: -2 * z * s**2 * rbf(z / s),
                "in the inner derivative s multiplies where it must divide",
            ),
            (
                lambda z, s: -2 * z / s**2 * rbf(z),
                "the derivative is taken at the wrong argument: the exponential has lost the width",
            ),
            (
                lambda z, s: -2 * z / s * np.exp(-(z**2) / s),
                "s is not squared: (z / s)**2 is z**2 over which power of s?",
            ),
        ),
    ),
    "3.3a": ValueExercise(
        _one_of(
            (
                (logistic(H_ONE - 0.5), None),
                (ZH_ONE, "that is z_h, the first step; three are left"),
                (H_ONE, "that is h, the activation of the hidden neuron; two steps are left"),
                (H_ONE - 0.5, "that is z_o; one step is left"),
                (0.467, "that is the sample of the text; this one has another x and another w_h"),
                *(
                    (value, "a sign is lost in the exponent of the RBF: h came out larger than 1")
                    for value in (1 / H_ONE, logistic(1 / H_ONE - 0.5))
                ),
                *(
                    (logistic(h - 0.5), "the square is lost in the exponent of the RBF")
                    for h in (np.exp(ZH_ONE), np.exp(-ZH_ONE))
                ),
                (logistic(ZH_ONE - 0.5), "the RBF is left out: z_h is not h"),
                (logistic(H_ONE), "the bias is missing"),
                (logistic(H_ONE + 0.5), "the bias has the wrong sign"),
                (1 - logistic(H_ONE - 0.5), "that is the probability of red"),
                (1.0, "that is the decision; wanted is the output"),
                (0.0, "that would be a decision, and the wrong one; wanted is the output"),
            ),
            "compute z_h, then h, then z_o, then y (h and y lie between 0 and 1), and compare each "
            "with the cell of 'One sample by hand', run with these numbers",
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
                lambda x, wh, wo, bo: logistic(rbf(x * wh) + wo * bo),
                "the output weight multiplies the bias; it belongs to h",
            ),
            (
                lambda x, wh, wo, bo: wo * logistic(rbf(x * wh) + bo),
                "the output weight multiplies y; it belongs inside the logistic function",
            ),
            (
                lambda x, wh, wo, bo: logistic(rbf(x * wh * wo) + bo),
                "the output weight is inside the RBF, before h; it belongs behind it",
            ),
            (lambda x, wh, wo, bo: logistic(wo * rbf(x * wh)), "the bias is missing"),
            (
                lambda x, wh, wo, bo: logistic(wo * rbf(x * wh) - bo),
                "the bias has the wrong sign (in 1 / (1 + np.exp(-...)), the minus is for all of "
                "z_o, so that a parenthesis is needed)",
            ),
            (
                lambda x, wh, wo, bo: logistic(wo * rbf(x * wh)) + bo,
                "the bias is added behind the logistic function; it belongs inside",
            ),
            (
                lambda x, wh, wo, bo: logistic(-(wo * rbf(x * wh) + bo)),
                "that is the probability of red: the sign of z_o is flipped",
            ),
            (
                lambda x, wh, wo, bo: 1.0 * (wo * rbf(x * wh) + bo > 0),
                "that is the decision, 0 or 1; wanted is the output y",
            ),
            (
                lambda x, wh, wo, bo: wo * rbf(x * wh) + bo,
                "that is z_o: the logistic function is missing",
            ),
            (
                lambda x, wh, wo, bo: logistic(wo * x * wh + bo),
                "the activation of the hidden neuron is missing",
            ),
            (
                lambda x, wh, wo, bo: logistic(wh * rbf(x * wo) + bo),
                "the two weights stand in each other's place",
            ),
            (
                lambda x, wh, wo, bo: logistic(wo * logistic(rbf(x * wh) + bo) + bo),
                "it goes through the logistic function, and adds the bias, twice",
            ),
            (
                lambda x, wh, wo, bo: 1 / 1 + np.exp(-(wo * rbf(x * wh) + bo)),
                "the denominator of the logistic function, 1 + ..., needs a parenthesis",
            ),
        ),
    ),
    "3.4a": FunctionExercise(
        lambda y, t: np.mean((y - t) ** 2),
        ((Y5, T5), (Y8, T8)),
        (
            (lambda y, t: np.mean(np.abs(y - t)), "that is the mean distance: a square is missing"),
            (
                lambda y, t: np.mean((y - t) * 2),
                "the difference is doubled, not squared; the power is **",
            ),
            (
                lambda y, t: np.mean(y**2 - t**2),
                "the square of the difference, not the difference of the squares",
            ),
            (
                lambda y, t: np.mean(y - t),
                "the square is missing, or on t alone: ** comes before -",
            ),
            *(
                (squared_late, "square first, then take the mean")
                for squared_late in (
                    lambda y, t: np.mean(y - t) ** 2,
                    lambda y, t: np.sum(y - t) ** 2 / len(y),
                )
            ),
            *(
                (entropy, "that is the cross-entropy; wanted is the squared error")
                for entropy in (cross_entropy, lambda y, t: np.mean(cross_entropy(y, t)))
            ),
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
                (-(np.log(Y_ONE) + np.log(1 - Y_ONE)) / 2, None),
                (Y_ONE, "that is the output y of every sample; what does it cost?"),
                (-np.log(Y_ONE), "that is what a blue sample costs; and a red one, and the mean?"),
                (-np.log(1 - Y_ONE), "that is what a red sample costs; and a blue one?"),
                (np.log(2), "that would be so with y = 1/2; what is h = exp(-(x w_h)^2), and y?"),
                (-20 * (np.log(Y_ONE) + np.log(1 - Y_ONE)), "that is the sum; the loss is a mean"),
                ((Y_ONE**2 + (1 - Y_ONE) ** 2) / 2, "that is the squared error of exercise 1"),
                (
                    -(np.log10(Y_ONE) + np.log10(1 - Y_ONE)) / 2,
                    "that is with the logarithm to base 10; ours is the natural one",
                ),
                (1.0, "that is h of every sample; what are z_o, and y, and what do they cost?"),
                (0.0, "only a network that is sure and always right has a loss of 0"),
            ),
            "with w_h = 0 all samples have the same h; what is it, and so z_o and y, and what does "
            "that cost the 20 blue and the 20 red ones? (A loss is not negative.)",
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
            *(
                (half, "the derivative of the logistic function has two factors; one is lost")
                for half in (lambda y, t: 2 * (y - t) * (1 - y), lambda y, t: 2 * (y - t) * y)
            ),
            (lambda y, t: (y - t) ** 2, "that is the error itself, not yet its derivative"),
            (
                lambda y, t: (y - t) / (y * (1 - y)),
                "that is the step from y to the cross-entropy, not to this error",
            ),
            *(
                (powered, "the power is still there: the derivative of a square has none")
                for powered in (
                    lambda y, t: 2 * (y - t) ** 2 * y * (1 - y),
                    lambda y, t: (y - t) ** 2 * y * (1 - y),
                )
            ),
            (
                lambda y, t: 2 * (y - t) / (y * (1 - y)),
                "the step from z_o to y divides where it must multiply",
            ),
            (
                lambda y, t: 2 * (y - t) * y * 1 - y,
                "the factor 1 - y needs a parenthesis",
            ),
            (
                lambda y, t: 2 * (y - t) * t * (1 - t),
                "that is 0 for every sample: is a factor always 0, as t (1 - t) is?",
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
            *(
                (added, ADDED)
                for added in (
                    lambda h, g: np.mean(h + g),
                    lambda h, g: np.mean(h - g),
                    lambda h, g: np.mean(h * g) + np.mean(g),
                )
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
            (
                lambda zh, h, wo, grad_output: -2 * h * wo * grad_output,
                "the derivative of the RBF has lost its factor z_h",
            ),
            *(
                (added, ADDED)
                for added in (
                    lambda zh, h, wo, g: -2 * zh * h * g + wo,
                    lambda zh, h, wo, g: -2 * zh * (h + wo) * g,
                )
            ),
        ),
    ),
    "3.6a": ValueExercise(_judge_rate, nb_of_numbers=None),
    "3.6b": ValueExercise(_judge_stuck, nb_of_numbers=2),
    "3.7a": FunctionExercise(
        lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / np.abs(wh),
        ((1.12, 1.0, -0.44), (-0.8, 3.0, -0.9), (2.0, 5.0, -2.0)),
        (
            (
                lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / wh,
                "a distance cannot be negative, but with a negative w_h yours is",
            ),
            *(
                (rootless, "the root is missing: the derivation ends at a square")
                for rootless in (
                    lambda wh, wo, bo: -np.log(-bo / wo) / np.abs(wh),
                    lambda wh, wo, bo: -np.log(-bo / wo) / wh**2,
                )
            ),
            (
                lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / wh**2,
                "the root was taken of the numerator only",
            ),
            (
                lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo) / np.abs(wh)),
                "the root was taken of |w_h|, too, which stood outside of the square",
            ),
            (
                lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) * np.abs(wh),
                "a larger weight makes a narrower hump; yours grows wider with it",
            ),
            (
                lambda wh, wo, bo: np.sqrt(-np.log10(-bo / wo)) / np.abs(wh),
                "the inverse of e^x is the natural logarithm, not that to base 10",
            ),
            *(
                (outside, "w_o belongs inside the logarithm: solve w_o h + b_o = 0 for h first")
                for outside in (
                    lambda wh, wo, bo: np.sqrt(-np.log(-bo)) / (wo * np.abs(wh)),
                    lambda wh, wo, bo: np.sqrt(-np.log(-bo) / wo) / np.abs(wh),
                )
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
            (
                lambda wo, bo: np.array([logistic(bo), logistic(wo - bo)]),
                "in the upper end the bias has the wrong sign",
            ),
            (
                lambda wo, bo: np.array([logistic(bo), logistic(wo * rbf(1) + bo)]),
                "the largest activation is that at the top of the RBF",
            ),
        ),
    ),
    "3.8b": FunctionExercise(
        _slope_for_hidden_bias,
        ((X5, 1.1, 0.0, -0.4, T5), (X8, -0.8, 0.7, 0.3, T8), (X5, 1.7, -0.6, -0.9, T5)),
        _hidden_bias_mistakes(),
    ),
}
