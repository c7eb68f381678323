"""The exercises: stubs are unanswered, solutions are right, each mistake gets its diagnosis."""

import math
import re
import warnings

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from run_notebooks import find_notebooks

from utils.broken_networks import BROKEN, Network
from utils.checks import check, diagnose
from utils.data import make_surrounded_classes
from utils.diagnosis import FunctionExercise
from utils.exercises import EXERCISES, behaviour
from utils.gradient_check import numerical_gradient
from utils.rbf_network import cross_entropy, logistic, nn, rbf

X, _ = make_surrounded_classes()

# Exercise, wrong attempt, and words that its diagnosis must hold.
WRONG = [
    ("3.1a", lambda x, c: np.where(x < c, 1.0, 0.0), "right-hand side only"),
    ("3.1a", lambda x, c: np.where(np.abs(x) > c, 1.0, 0.0), "blue and red are swapped"),
    ("3.1a", lambda x, c: np.where(np.abs(x) < 1, 1.0, 0.0), "does c take part"),
    ("3.1a", lambda x, c: np.where(x**2 < c, 1.0, 0.0), "the square of the distance"),
    ("3.1a", lambda x, c: np.abs(x) < 0.8, "does c take part"),
    ("3.1a", lambda x, c: x > -c, "left-hand side only"),
    ("3.1a", lambda x, c: x > c, "blue on the far right only"),
    ("3.1a", lambda x, c: np.abs(x) <= c, "is not nearer than c"),
    ("3.1a", lambda x, c: np.where(np.abs(x) < c, 1, -1), "values such as -1; wanted are 0 and 1"),
    ("3.1a", lambda x, c: c - np.abs(x), "wanted are 0 and 1 only"),
    ("3.1a", lambda x, c: 1 if np.abs(x) < c else 0, "np.where(condition, one, other) works on"),
    ("3.1a", lambda x, c: -c < x < c, "this is a whole column"),
    ("3.1a", lambda x, c: x > -c & x < c, "put each comparison in parentheses"),
    (
        "3.1a",
        lambda x, c: (np.abs(x) < c).any(),
        ".any(), .all() or `@` make one number of all rows",
    ),
    ("3.1a", lambda x, c: np.abs(x) ^ 2 < c, "`^` is not the power in Python"),
    ("3.1a", lambda c, x: np.abs(x) < c, "must come in the order x, c"),
    ("3.1a", lambda x, c: x > 0, "does c take part"),
    ("3.1a", lambda x, c: np.abs(x) < 2 * c, "rows are right; for x ="),
    ("3.1a", lambda x, c: (x > -c) - (x < c), "true and false cannot be subtracted"),
    ("3.1a", lambda x, c: print(x), "To print a result is not to return it"),
    (
        "3.1a",
        lambda x, c: (np.abs(x) < c).ravel(),
        "expected is a column of shape (5, 1): it is flat",
    ),
    ("3.1a", lambda x, c: "blue", "returns 'blue', not a number"),
    ("3.1a", lambda x, c: x.fill(0), "returns None"),
    ("3.1b", 0.5, "too small: 4 blue circles lie outside of it"),
    ("3.1b", 0.78, "too small: 1 blue circle lies outside of it"),
    ("3.1b", 1.0, "too large: 2 red stars lie inside of it"),
    ("3.1b", -0.8, "a distance from the origin is positive"),
    ("3.1b", "0.8", "not the text '0.8': leave out the quotes"),
    ("3.1b", (0, 8), "is there a comma where a decimal point belongs"),
    ("3.1b", None, "the answer is None"),
    ("3.1b", np.nan, "nan or infinite"),
    ("3.1b", [0.8, 0.9], "array of shape (2,)"),
    ("3.2a", lambda z: np.tanh(z) ** 2 - 1, "the sign is flipped"),
    ("3.2a", lambda z: 1 - z**2, "it is the square of z"),
    ("3.2a", lambda z: 1 - np.tanh(z), "a square is lost"),
    ("3.2a", lambda z: 1 - np.tanh(np.tanh(z)) ** 2, "wrong argument: tanh is applied twice"),
    ("3.2a", lambda z: (1 - np.tanh(z) ** 2) / 2, "a factor of 2 is lost"),
    ("3.2a", lambda z: 4 * (1 - np.tanh(z) ** 2), "a factor of 4 is too much"),
    ("3.2a", lambda z: np.mean(1 - np.tanh(z) ** 2), "you took the mean"),
    ("3.2a", lambda z: (1 - np.tanh(z) ** 2).T, "it is transposed"),
    ("3.2a", lambda z: z - np.ravel(z), "a column and a row were broadcast"),
    ("3.2a", lambda z: np.log(z), "nan or infinity"),
    ("3.2a", lambda z: np.tan_h(z), "AttributeError"),
    ("3.2a", lambda: 1, "does it take the arguments that the exercise asks for"),
    ("3.2a", np.cos, "0 of 5 rows are right; for z = 2.3 you get -0.6663, which is too low"),
    ("3.2a", np.tanh, "not yet its derivative"),
    ("3.2a", lambda z: numerical_gradient(np.tanh(z), z), "where a function is wanted"),
    ("3.2a", lambda z: (1 - np.tanh(z) ** 2, z), "one column, alone"),
    ("3.2a", lambda z: np.diff(np.tanh(z), axis=0), "one column, alone"),
    ("3.2a", lambda z: z / z, "not cancel out"),
    ("3.2a", lambda z: -2 * z * rbf(z), "that is the derivative of the RBF"),
    ("3.2a", lambda z: np.tanh(z) ** 2, "that is not all"),
    ("3.2a", lambda z: 1 - np.tanh(z) * 2, "where its square belongs"),
    ("3.2a", lambda z: 1 - np.tanh(z**2), "what is to be squared"),
    ("3.2a", lambda z: np.round(1 - np.tanh(z) ** 2, 2), "nearly: right to two digits"),
    ("3.2a", lambda z: np.sum(1 - np.tanh(z) ** 2), "you took the sum"),
    ("3.2a", lambda z: 1 - math.tanh(z) ** 2, "functions of `math`"),
    ("3.2a", lambda z: 1 - ... ** 2, "a `...` is still in it"),
    ("3.2a", lambda z: 1 - no_name(z), "is it spelt as in the code"),  # noqa: F821
    ("3.2a", lambda z: np.ones((201, 1)), "a variable of the notebook"),
    ("3.2a", 0.5, "hand over the function itself"),
    ("3.2b", lambda z, s: -2 * z * rbf(z), "does s take part"),
    ("3.2b", lambda z, s: -2 * z * rbf(z / s), "the inner derivative lost it"),
    ("3.2b", lambda z, s: -2 * z / s * rbf(z / s), "has lost one of two factors"),
    ("3.2b", lambda z, s: -2 * z / s**2 * rbf(z), "wrong argument"),
    ("3.2b", lambda z, s: -2 * z * s * rbf(z / s), "right for s = 1, but wrong for s = 2"),
    ("3.2b", lambda z, s: -2 * z * s**2 * rbf(z / s), "s multiplies where it must divide"),
    ("3.2a", lambda z: 1 + np.tanh(z) ** 2, "a sign inside is flipped"),
    ("3.2b", lambda z, s: -2 * z / s**2, "the chain rule has two factors"),
    ("3.2b", lambda z, s: np.exp(-2 * z / s**2), "belongs in front of the exponential"),
    ("3.2b", lambda z, s: -2 * z / max(s, 1) ** 2 * rbf(z / max(s, 1)), "wrong for s = 0.7"),
    ("3.2b", lambda z, s: rbf(z / s), "not yet its derivative"),
    ("3.2b", lambda z, s: -2 / s**2 * rbf(z / s), "z is lost in front"),
    ("3.2b", lambda z, s: -2 * z / s**2 * np.exp((z / s) ** 2), "a sign is lost in the exponent"),
    ("3.2b", lambda z, s: -2 * z / s * np.exp(-(z**2) / s), "s is not squared"),
    ("3.2b", lambda s, z: -2 * z / s**2 * rbf(z / s), "must come in the order z, s"),
    ("3.3a", -0.75, "that is z_h"),
    ("3.3a", 0.570, "that is h"),
    ("3.3a", 0.070, "that is z_o"),
    ("3.3a", 0.745, "the bias has the wrong sign"),
    ("3.3a", 0.483, "the probability of red"),
    ("3.3a", 1.0, "that is the decision"),
    ("3.3a", 0.0, "a decision, and the wrong one"),
    ("3.3a", 0.493, "the square is lost"),
    ("3.3a", 0.778, "a sign is lost in the exponent"),
    ("3.3a", 0.639, "the bias is missing"),
    ("3.3a", 0.123, "compare each with the cell of 'One sample by hand'"),
    ("3.3a", 0.55, "compare each with the cell"),
    ("3.3a", 0.52, "is it rounded to three decimals"),
    ("3.3a", 0.467, "that is the sample of the text"),
    ("3.3a", 51.7, "h and y lie between 0 and 1"),
    ("3.3a", 1.755, "a sign is lost in the exponent"),
    ("3.3a", 0.223, "the RBF is left out"),
    ("3.3a", 0.834, "the square is lost"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * (rbf(x * wh) + bo)), "multiplies the bias"),
    ("3.3b", lambda x, wh, wo, bo: logistic(rbf(x * wh) + bo), "does wo take part"),
    (
        "3.3b",
        lambda x, wh, wo, bo: logistic(wh * rbf(x * wo) + bo),
        "weights stand in each other's place",
    ),
    ("3.3b", lambda x, wh, wo, bo: wo * rbf(x * wh) + bo, "logistic function is missing"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * 0.3679 + bo), "such as h of one sample"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * nn(x, wh, bo) + bo), "twice"),
    ("3.3b", lambda x, wh, wo, bo: nn(x, wh, bo) > 0.5, "does wo take part"),
    ("3.3b", lambda x, wh, wo, bo: 1 / 1 + np.exp(-wo * rbf(x * wh) - bo), "needs a parenthesis"),
    (
        "3.3b",
        lambda x, wh, wo, bo: logistic(wo * rbf + bo),
        "a function stand without its argument",
    ),
    ("3.3b", lambda x, wh, wo, bo: logistic(-(wo * rbf(x * wh) + bo)), "the probability of red"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * x * wh + bo), "the hidden neuron is missing"),
    ("3.3b", lambda x, wh, wo, bo: logistic(abs(wo) * rbf(x * wh) + bo), "with its sign"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * rbf(x * wh)), "the bias is missing"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * rbf(x * wh) - bo), "the bias has the wrong sign"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * rbf(x * wh)) + bo, "behind the logistic function"),
    ("3.3b", lambda x, wh, wo, bo: logistic(rbf(x * wh) + wo * bo), "it belongs to h"),
    (
        "3.3b",
        lambda x, wh, wo, bo: wo * logistic(rbf(x * wh) + bo),
        "the output weight multiplies y",
    ),
    ("3.3b", lambda x, wh, wo, bo: logistic(rbf(x * wh * wo) + bo), "it belongs behind it"),
    ("3.3b", lambda x, wh, wo, bo: logistic(rbf(x * wh) * wo + bo) > 0.5, "that is the decision"),
    ("3.3b", lambda x, wh, wo, bo: logistic(rbf(x * wh) @ wo + bo), "`@` multiplies matrices"),
    ("3.4a", lambda y, t: np.sum(y - t) ** 2 / len(y), "square first"),
    ("3.4a", cross_entropy, "that is the cross-entropy"),
    ("3.4a", lambda y, t: (np.mean((y - t) ** 2), len(y)), "more than one result"),
    ("3.4a", lambda y, t: sum(y - t), "the value is another"),
    ("3.4a", lambda y, t: (y[-1, 0] - t[-1, 0]) ** 2, "work that out by hand"),
    ("3.4a", lambda y, t: np.round(np.mean((y - t) ** 2), 2), "is something rounded"),
    ("3.4a", lambda y, t: np.mean([(y[i] - t[i]) ** 2 for i in range(40)]), "columns of other"),
    ("3.4a", lambda y, t: np.mean(y - t), "or on t alone"),
    ("3.4a", lambda y, t: np.sqrt(np.mean((y - t) ** 2)), "a root that does not belong"),
    ("3.4a", lambda y, t: -np.sum((y - t) ** 2), "belongs, and the sign is flipped"),
    ("3.4a", lambda y, t: np.mean(np.sum((y[-1:] - t[-1:]) ** 2)), "by hand"),
    ("3.4a", lambda y, t: np.mean((y - t) ** 2) * np.ones_like(y), "is a mean over the samples"),
    ("3.4a", lambda y, t: np.mean((y - t) * 2), "doubled, not squared"),
    ("3.4a", lambda y, t: np.mean(y**2 - t**2), "not the difference of the squares"),
    (
        "3.4a",
        lambda y, t: sum((y - t) ** 2) / len(y),
        "the value is right; np.mean, np.sum or .item()",
    ),
    ("3.4a", lambda y, t: np.sum((y - t) ** 2) / 40, "divided by 40, however many they are; here"),
    ("3.4a", lambda y, t: np.mean((np.ones((5, 1)) - t[:5]) ** 2), "does y take part"),
    (
        "3.4a",
        lambda y, t: np.mean((y - np.ones((40, 1))) ** 2),
        "the check uses columns of other lengths",
    ),
    ("3.4b", 0.303, "the squared error of exercise 1"),
    ("3.4b", 32.53, "that is the sum"),
    ("3.4b", 0.313, "what a blue sample costs"),
    ("3.4b", 1.313, "what a red sample costs"),
    ("3.4b", 0.693, "would be so with y = 1/2"),
    ("3.4b", 0.81, "is it rounded to three decimals"),
    ("3.4b", [0.813], "leave out the brackets"),
    ("3.5a", lambda y, t: 2 * (y - t) * y, "has two factors; one is lost"),
    ("3.5a", lambda y, t: (y - t) / (y * (1 - y)), "to the cross-entropy, not to this error"),
    ("3.5a", lambda y, t: y * (1 - y), "the step from z_o to y alone"),
    (
        "3.5a",
        lambda y, t: -(y - t) * y * (1 - y) / 2,
        "a factor of 4 is lost and the sign is flipped",
    ),
    ("3.5a", lambda y, t: (y - t) ** 2, "that is the error itself"),
    ("3.5a", lambda y, t: 2 * (y - t) ** 2 * y * (1 - y), "the power is still there"),
    ("3.5a", lambda y, t: 2 * (y - t) / (y * (1 - y)), "divides where it must multiply"),
    ("3.5a", lambda y, t: 2 * (y - t) * y * 1 - y, "needs a parenthesis"),
    ("3.5a", lambda y, t: 2 * (y - t) * t * (1 - t), "is a factor always 0"),
    ("3.5a", lambda y, t: 2 * (y - t) * y(1 - y), "is a `*` missing"),
    ("3.5b", lambda h, g: np.mean(h * np.abs(g)), "by hand"),
    ("3.5b", lambda h, g: np.mean(h + g), "the chain rule multiplies"),
    ("3.5b", lambda h, g: X @ g / 40, "`@` multiplies matrices"),
    ("3.5b", lambda h, g: np.mean(X * g), "the check uses columns of other lengths"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * h * wo * np.mean(g), "rows are right"),
    ("3.5c", lambda zh, h, wo, g: -2 * np.abs(zh) * h * wo * g, "rows are right"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * wo * g, "has lost the RBF itself"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * h * abs(wo) * g, "with its sign"),
    ("3.5c", lambda zh, h, wo, g: -2 * h * wo * g, "has lost its factor z_h"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * (h + wo) * g, "the chain rule multiplies"),
    ("3.5c", lambda zh, h, wo, g: [-2 * zh * h * wo * g], "one pair of brackets too many"),
    ("3.5c", lambda zh, h, wo, g: -2 * X * h * wo * g, "the check uses columns of other lengths"),
    ("3.5c", lambda zh, h, wo, g: np.multiply(h, zh, out=h), "changes its arguments"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log(-bo)) / abs(wh), "does wo take part"),
    ("3.7a", lambda wh, wo, bo: -np.log(-bo / wo) / wh**2, "the root is missing"),
    (
        "3.7a",
        lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo) / abs(wh)),
        "the root was taken of |w_h|",
    ),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log(-bo)) / (wo * abs(wh)), "inside the logarithm"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log10(-bo / wo)) / abs(wh), "not that to base 10"),
    ("3.7a", lambda wh, bo, wo: np.sqrt(-np.log(-bo / wo)) / abs(wh), "in the order wh, wo, bo"),
    (
        "3.7a",
        lambda wh, wo, bo: np.nan if bo < -1 else wh / wo * bo,
        "your function returns itself",
    ),
    ("3.7a", lambda wh, wo, bo: (-wh, wh), "an array of shape (2,), expected is a single number"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / wh**2, "of the numerator only"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) * abs(wh), "yours grows wider"),
    ("3.7b", -0.5, "too far out"),
    ("3.7b", -0.5264, "the boundary lies at 0.8011, too far out"),
    ("3.8a", lambda wo, bo: (logistic(bo), logistic(wo + bo * X)), "parts of different shapes"),
    ("3.8a", lambda wo, bo: (logistic(bo), logistic(wo * rbf(1) + bo)), "at the top of the RBF"),
    ("3.8a", lambda wo, bo: (logistic(wo * bo), logistic(wo * (1 + bo))), "multiplies the bias"),
    ("3.8a", lambda wo, bo: (logistic(min(bo, 0)), logistic(wo + min(bo, 0))), "with its sign"),
    ("3.8a", lambda wo, bo: (logistic(wo), logistic(bo)), "as value number 1, which is too"),
    ("3.8a", lambda wo, bo: logistic(bo), "a single number, expected are 2 numbers"),
    ("3.8a", lambda wo, bo: (logistic(bo), logistic(wo - bo)), "the bias has the wrong sign"),
    ("3.8a", lambda wo, bo: (logistic(bo), 0.995 * logistic(wo + bo)), "from the samples of"),
    ("bug A", "Sum for meen", "(is 'sum for mean' meant?)"),
    ("bug A", ["sum for mean"], "as text in quotes"),
    ("bug A", 3, "as text in quotes"),
    ("3.4a", lambda y, t: (y - t) ** 2, "the mean over them is missing"),
    ("3.4a", lambda y, t: np.sum((y - t) ** 2), "a sum over the samples where a mean belongs"),
    ("3.4a", lambda y, t: np.mean((y - t) ** 2) / len(y), "divided by the number of samples once"),
    ("3.4a", lambda y, t: np.mean(np.abs(y - t)), "a square is missing"),
    ("3.4a", lambda y, t: np.mean((y - t.T) ** 2), "a column became a row"),
    ("3.4a", lambda y, t: np.mean((y - t) ** 2, axis=0), "the value is right"),
    ("3.4b", 1, "that is h of every sample"),
    ("3.4b", 0, "sure and always right"),
    ("3.4b", 0.731, "that is the output y"),
    ("3.4b", -0.813, "A loss is not negative"),
    ("3.4b", 0.353, "base 10"),
    ("3.5a", lambda y, t: 2 * (y - t), "the step from z_o to y is lost"),
    ("3.5a", lambda y, t: (y - t) * y * (1 - y), "a factor of 2 is lost"),
    ("3.5a", lambda y, t: -2 * (y - t) * y * (1 - y), "the sign is flipped"),
    ("3.5a", lambda y, t: y - t, "the gradient of the cross-entropy"),
    ("3.5a", lambda y, t: 2 * (y - t) * logistic(y) * (1 - logistic(y)), "wrong argument"),
    ("3.5a", lambda y, t: np.subtract(y, t, out=y), "changes its arguments"),
    ("3.5b", lambda h, g: h * g, "the mean over them is missing"),
    ("3.5b", lambda h, g: np.sum(h * g), "a sum over the samples where a mean belongs"),
    ("3.5b", lambda h, g: np.mean(h) * np.mean(g), "not the product of the means"),
    ("3.5b", lambda h, g: np.mean(g), "that is the gradient of the bias"),
    ("3.5b", lambda h, g: h.T @ g, "and the value is another"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * h * g, "does not take part yet"),
    ("3.5c", lambda zh, h, wo, g: wo * g, "the step through the RBF is lost"),
    ("3.5c", lambda zh, h, wo, g: -2 * h * rbf(h) * wo * g, "wrong argument: at h"),
    ("3.5c", lambda zh, h, wo, g: 2 * zh * h * wo * g, "the sign is flipped"),
    ("3.6b", (0.001, -1.0), "from there the weight moves"),
    ("3.6b", (1000.0, 1.4), "the bias still moves"),
    ("3.6b", (0.0, -1.0), "that is the pass on the ridge"),
    ("3.6b", (0.0, 1.4), "the bias still moves"),
    ("3.6b", (0.0, 1000.0), "weight and bias stand in each other's place"),
    ("3.6b", (1000.0, 0.001), "the bias still moves"),
    ("3.6b", (30.0, 0.0), "would it further out"),
    ("3.6b", (100.0, 0.0), "the weight moves, by 0.00092"),
    ("3.6b", (1.2, -0.45), "the weight moves"),
    ("3.6b", (1000.0, 1e17), "stay below a million"),
    ("3.6a", (0.3, np.array(["creeps", "creeps"])), "the prediction must be one of"),
    ("3.6a", (np.complex64(3), "converges"), "is a positive number"),
    ("3.4a", lambda y, t: [], "the result is empty"),
    ("3.4a", lambda y, t: np.mean(np.sqrt(-1 - (y - t) ** 2)), "nan or infinity"),
    ("3.5c", lambda zh, h, wo, g: -zh * rbf(zh) * wo * g, "a factor of 2 is lost"),
    ("3.8a", lambda wo, bo: [..., ...], "not answered yet"),
    ("3.6a", (None, "creeps"), "is a positive number"),
    ("3.6a", (10**400, "creeps"), "is a positive number"),
    ("3.6a", (3 + 0j, "creeps"), "is a positive number"),
    ("3.6b", (1.0403249, -0.4728348), "because it has arrived"),
    ("3.6b", 0.0, "2 numbers are expected, not a single number"),
    ("3.6a", (2.0, "creeps"), "stands in the table already"),
    ("3.6a", (0.3, "converges"), "does something else"),
    ("3.6a", (0.3, "explodes"), "must be one of creeps"),
    ("3.6a", (-1, "creeps"), "a learning rate is a positive number"),
    ("3.6a", 0.3, "a learning rate and a word are expected"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / wh, "cannot be negative"),
    ("3.7a", lambda wh, wo, bo: -np.log(-bo / wo) / abs(wh), "the root is missing"),
    (
        "3.7a",
        lambda wh, wo, bo: np.sqrt(np.log(-bo / wo)) / abs(wh),
        "square root of what is not positive",
    ),
    ("3.7b", 0.527, "no boundary at all"),
    ("3.7b", -0.8, "too far in"),
    ("3.7b", -0.1, "too far out"),
    ("3.8a", lambda wo, bo: (logistic(wo + bo), logistic(bo)), "the two ends are swapped"),
    ("3.8a", lambda wo, bo: (logistic(bo), logistic(1 + bo)), "does not take part"),
    ("3.8a", lambda wo, bo: (bo, wo + bo), "the ends of z_o"),
    ("3.8a", lambda wo, bo: (0.5, logistic(wo)), "the bias does not take part"),
    ("bug A", "shapes broadcast", "With it you would see this: what should be a column"),
    ("bug B", "loss hides nan", "not that"),
    ("bug C", "typing error", "that is none of: activation derivative lost"),
]


def hidden_bias(
    factor=lambda x, wh, bh, zh, h, y: -2 * zh * h,
    zh=lambda x, wh, bh: x * wh + bh,
    output=logistic,
    targets=lambda t: t,
):
    """Make an attempt at 3.8b in which one thing is wrong."""

    def attempt(x, wh, bh, bo, t):
        z = zh(x, wh, bh)
        h = rbf(z)
        y = output(h + bo)
        return np.mean(factor(x, wh, bh, z, h, y) * (y - targets(t)))

    return attempt


WRONG += [
    ("3.8b", hidden_bias(zh=lambda x, wh, bh: x * wh), "right for b_h = 0 only"),
    ("3.8b", hidden_bias(zh=lambda x, wh, bh: x + bh), "has lost the weight"),
    ("3.8b", hidden_bias(zh=lambda x, wh, bh: x * wh + abs(bh)), "with its sign"),
    ("3.8b", hidden_bias(zh=lambda x, wh, bh: x * abs(wh) + bh), "with its sign"),
    ("3.8b", hidden_bias(output=lambda zo: zo), "y is the logistic function of"),
    ("3.8b", hidden_bias(targets=np.ravel), "a column became flat, or a row"),
    ("3.8b", hidden_bias(targets=np.transpose), "a column became flat, or a row"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: x * -2 * zh * h), "gradient of the weight"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: wh * -2 * zh * h), "w_h is a factor"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: bh * -2 * zh * h), "b_h is a factor"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: 1), "that is the gradient of b_o"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: -2 * zh), "has lost the RBF itself"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: -2 * h), "has lost its factor z_h"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: -2 * zh * h * y * (1 - y)), "is in it"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: -2 * zh * h * len(x)), "where a mean belongs"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: 2 * zh * h), "the sign is flipped"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: -2.2 * zh * h), "a factor of 1.1 is too much"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: np.mean(-2 * zh * h)), "of the means"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: np.mean(x) * zh * h), "by hand"),
    (
        "3.8b",
        lambda x, wh, bh, bo, t: np.mean(
            -2 * (x * wh + bh) * rbf(x * wh) * (logistic(rbf(x * wh) + bo) - t)
        ),
        "but h is computed without it",
    ),
    (
        "3.8b",
        lambda x, wh, bh, bo, t: np.mean(cross_entropy(logistic(rbf(x * wh + bh) + bo), t)),
        "that is the loss itself",
    ),
]


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answer_gets_the_diagnosis_that_fits(name, attempt, words, monkeypatch):
    # Without the line of an exception, as the rows above hold the words themselves.
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    assert words in diagnose(name, attempt)


def test_every_listed_mistake_is_in_the_table_of_wrong_answers():
    listed = {
        (name, text)
        for name, exercise in EXERCISES.items()
        for _, text in getattr(exercise, "mistakes", ())
    }
    found = {(name, diagnose(name, attempt)) for name, attempt, _ in WRONG}
    assert listed - found == set()


@pytest.mark.parametrize(
    ("rate", "word"),
    [
        *((1.85, "creeps"), (1.9, "converges"), (7.3, "converges"), (7.4, "creeps")),
        *((7.5, "oscillates"), (10.1, "oscillates"), (10.2, "thrown out"), (20, "thrown out")),
    ],
)
def test_behaviour_of_the_learning_rates_is_what_the_solution_says(rate, word):
    assert behaviour(rate) == word


def trace(network):
    """Return what the five tools of the bug hunt show of a network."""
    x, t = make_surrounded_classes()
    wh, bo = 0.7, -0.3
    numerical = (
        numerical_gradient(lambda value: network.loss(x, value, bo, t), wh),
        numerical_gradient(lambda value: network.loss(x, wh, value, t), bo),
    )
    zh = np.array([-1.0, 1.0])
    used = np.array((wh, bo)) - network.update(x, wh, bo, t, 1.0)
    y = network.forward(x, wh, bo)[-1]
    return (
        np.round(np.divide(network.gradients(x, wh, bo, t), numerical), 3).tolist(),
        network.output_step(y, t).shape,
        np.isclose(used, network.gradients(x, wh, bo, t)).tolist(),
        np.round(network.hidden_step(zh, rbf(zh), np.ones(2)), 3).tolist(),
        round(network.loss(x, 2.3, 40.0, t), 3),
    )


def test_each_broken_network_leaves_the_trace_that_is_told_of_it():
    fine = ([1, 1], (40, 1), [True, True], [0.736, -0.736], 18.022)
    assert trace(Network()) == fine
    assert trace(BROKEN["A"]) == ([40, 40], *fine[1:])
    assert trace(BROKEN["B"]) == (*fine[:2], [True, False], *fine[3:])
    assert trace(BROKEN["C"]) == ([-0.037, 1], *fine[1:3], [-0.643, -0.643], 18.022)
    assert trace(BROKEN["D"]) == (*fine[:4], 0)
    ratios, *others = trace(BROKEN["E"])
    assert ratios[0] != 1 and ratios[1] == 1
    assert others == [(40, 1), [True, True], [1, 1], 18.022]
    assert trace(BROKEN["F"])[1] == (40, 40)


@pytest.mark.parametrize(
    ("name", "attempt"),
    [
        ("3.1a", lambda x, c: 1 * (np.abs(x) < c)),
        ("3.1a", lambda x, c: (x > -c) & (x < c)),
        ("3.1a", lambda x, c: np.array([[1.0 * (abs(v) < c)] for v in x.ravel()])),
        ("3.2a", lambda z: np.array([1 - np.tanh(v) ** 2 for v in z])),
        ("3.2a", lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2),
        ("3.2b", lambda z, s: rbf(z / s) * -2 * (z / s) / s),
        ("3.3a", 0.51744),
        ("3.4b", np.log(1 + np.e) - 0.5),
        ("3.5b", lambda h, g: np.sum(h * g) / len(h)),
        ("3.6a", [3.0, "converges"]),
        ("3.6b", [1000, 0]),
        ("3.6b", (-250.0, 0.0)),
        ("3.7a", lambda wh, wo, bo: math.sqrt(math.log(wo) - math.log(-bo)) / abs(wh)),
        ("3.8a", lambda wo, bo: [logistic(bo), logistic(bo + wo)]),
        ("bug D", " Loss hides NaN. "),
    ],
)
def test_right_answers_may_look_different(name, attempt):
    assert diagnose(name, attempt) == "right"


def test_a_bug_is_explained_when_it_is_found_and_only_then(capsys):
    check("bug A", "sum for mean")
    assert capsys.readouterr().out.startswith("Exercise bug A: right.\nIt adds up the gradients")
    check("bug A", "loss hides nan")
    assert "adds up" not in capsys.readouterr().out


def test_an_answer_is_one_sentence(capsys):
    check("3.1b", 0.5)
    check("3.2a", lambda z: None)
    check("bug A", "sum for meen")
    check("3.3a", 0.52)
    first, second, third, fourth = capsys.readouterr().out.splitlines()
    assert first.endswith("deviation 0.5.")
    assert second.endswith("is not to return it.)")
    assert third.endswith("meant?)")
    assert fourth.endswith("only?")


def test_what_an_attempt_prints_appears_once(capsys):
    def attempt(z):
        print("seen")
        return z

    diagnose("3.2a", attempt)
    assert capsys.readouterr().out == "seen\n"


def test_nothing_that_python_shows_names_the_bug():
    """A learner may look at a network, or call it with wrong arguments."""
    telling = re.compile("sum|early|derivative|nan|lost|broadcast", re.IGNORECASE)
    for network in BROKEN.values():
        assert not telling.search(repr(network))
        assert not telling.search(str(type(network).__doc__))
        for name in [name for name in vars(Network) if name[0] != "_"]:
            assert getattr(network, name).__doc__ == getattr(Network, name).__doc__
        with pytest.raises(TypeError) as error:
            network.update()
        assert not telling.search(str(error.value))


def test_every_exercise_has_wrong_answers_in_the_table():
    assert {name for name in EXERCISES if name[:3] != "bug"} <= {name for name, _, _ in WRONG}


@pytest.mark.parametrize(
    ("name", "exercise"),
    [(n, e) for n, e in EXERCISES.items() if isinstance(e, FunctionExercise)],
)
def test_each_listed_mistake_is_wrong_and_gets_its_own_text(name, exercise):
    assert diagnose(name, exercise.expected) == "right"
    for function, text in exercise.mistakes:
        assert diagnose(name, function) == text


def test_an_exception_is_reported_with_its_line():
    def attempt(z):
        def half():
            return (z / 2).missing

        return half()

    text = diagnose("3.2a", attempt)
    assert "AttributeError" in text
    line = attempt.__code__.co_firstlineno + 2
    assert text.endswith(f"in line {line} of its cell: return (z / 2).missing")


def test_an_attempt_that_raises_for_other_arguments_is_judged_by_its_results():
    def attempt(x, c):
        if c not in (1.0, 0.5, 2.0, 1.9):
            raise KeyError(c)
        return 1.0 * (np.abs(x) < 2 * c)

    assert "rows are right" in diagnose("3.1a", attempt)


def test_a_check_gives_no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "nan or infinity" in diagnose("3.2a", np.log)


def test_unknown_exercise_is_refused():
    with pytest.raises(ValueError, match=r"name must be one of 3\.1a, .*, but is 'x'"):
        check("x", 1)


EXERCISE_NOTEBOOKS = [path for path in find_notebooks() if path.stem[:2] == "3."]


@pytest.mark.parametrize("path", EXERCISE_NOTEBOOKS, ids=lambda path: path.name)
def test_stubs_are_unanswered_and_folded_solutions_are_right(path, capsys):
    """Each cell runs in order; where an exercise stands, its stub and then its solution."""
    space = {}
    nb_of_exercises = 0
    cells = nbformat.read(path, as_version=4).cells
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type != "code" or "%watermark" in cell.source:
            continue
        capsys.readouterr()
        exec(cell.source, space)
        printed = capsys.readouterr().out
        if "exercise" in cell.metadata.get("tags", []):
            nb_of_exercises += 1
            nb_of_checks = cell.source.count("check(")
            assert printed.count(": not answered yet.\n") == nb_of_checks
            assert following.source.startswith("<details>\n<summary>Solution of ")
            solution = re.search(r"```python\n(.*?)```", following.source, re.DOTALL)[1]
            exec(solution, space)
            assert capsys.readouterr().out.count(": right.\n") == nb_of_checks
    plt.close("all")
    assert nb_of_exercises >= 1


def test_every_exercise_stands_in_a_notebook():
    source = "".join(path.read_text(encoding="utf-8") for path in EXERCISE_NOTEBOOKS)
    for name in EXERCISES:
        assert f'check(\\"{name}\\",' in source
