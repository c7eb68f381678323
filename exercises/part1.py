"""The exercises of part 1: what is right, and what no mechanism can know of its confusions.

Spoilers! Slips, such as a lost factor, are found by themselves.
"""

import numpy as np

from exercises.exercise import ChoiceExercise
from exercises.function_exercise import FunctionExercise
from exercises.number_exercise import NumberExercise
from utils.data import make_noisy_line

X, _ = make_noisy_line(np.random.RandomState(13))
# Columns of different lengths, so that a sum is not a mean times the same number everywhere.
X5, X8 = np.linspace(0.3, 1.9, 5)[:, np.newaxis], np.linspace(-0.7, 1.2, 8)[:, np.newaxis]
T5 = np.array([[0.9, 1.1, 2.9, 2.2, 4.1]]).T
T8 = np.array([[-1.2, -1.1, 0.1, 0.4, 0.3, 1.6, 1.5, 2.7]]).T
Y5, Y8 = 1.5 * X5, 2.3 * X8


# 1.1


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def loss_by_hand():
    w = 2.0
    first = (0.4 * w - 1.0) ** 2
    second = (0.5 * w - 0.9) ** 2
    third = (1.0 * w - 2.3) ** 2
    return (first + second + third) / 3


# 1.2


def gradient_bias(x, w, b, t):
    return np.mean(2 * (x * w + b - t))


def gradient_bias_in_steps(x, w, b, t):
    y = x * w + b
    return np.mean(2 * (y - t))


def gradient_of_square(w, x, t):
    return np.mean(2 * (x * w**2 - t) * (2 * x * w))


def gradient_of_square_in_steps(w, x, t):
    y = x * w**2
    return np.mean(2 * (y - t) * (2 * x * w))


def step_by_hand():
    w = 2.0
    first = 2 * 0.4 * (0.4 * w - 1.0)
    second = 2 * 0.5 * (0.5 * w - 0.9)
    third = 2 * 1.0 * (1.0 * w - 2.3)
    slope = (first + second + third) / 3
    return w - 0.5 * slope


# 1.3


def critical_rate_by_hand():
    a = (0.5**2 + 1.0**2 + 2.0**2) / 3
    return 1 / a


def other_rate():
    a = np.mean(X**2)
    factor = 1 - 2 * 0.9 * a
    return (1 + factor) / (2 * a)


def critical_rate_of_sum(x):
    return 1 / np.sum(x**2)


EXERCISES = {
    "1.1a": ChoiceExercise(
        right="d",
        wrong={
            "a": "one answer of Bob's is perfect, but the other one is off by 0.4: what does the "
            "square do to that?",
            "b": "for the square, above or below is the same: what is (-0.4) squared?",
            "c": "without a square it would be a tie, as the errors add up to the same: what are "
            "0.2 squared and 0.4 squared?",
        },
        hints=(
            "Square each error, then take the mean of two, for Ann and for Bob.",
            "Ann: 0.04 and 0.04. Bob: 0 and which number?",
        ),
        explanation="0.04 against 0.08: squares make one large error cost more than two small ones",
    ),
    "1.1b": ChoiceExercise(
        right="a",
        wrong={
            "b": "then every sample would lie on one line through the origin: look at the figure",
            "c": "the data were made with 2 and with noise; the loss sees only what came out: need "
            "the noise of 20 samples cancel exactly?",
        },
        hints=(
            "What does the loss know: the rule of the market, or the 20 samples?",
            "Does a line through the origin pass through all 20 samples? And are as many of "
            "them, and as far, above the dashed line as below?",
        ),
        explanation="the loss knows nothing of how the data were made, only the samples",
    ),
    "1.1c": ChoiceExercise(
        right="b",
        wrong={
            "a": "the new sample costs something at every weight: how much, if y = 0 and t = 1?",
            "c": "what does the network answer at x = 0, whatever its weight is?",
            "d": "it costs the same at every weight: can it make one of them better than another?",
        },
        hints=(
            "What is y for x = 0, for w = 1, 2 and 3?",
            "So what does the new sample cost at each w? What does that do to the lowest place?",
        ),
        explanation="at x = 0 every weight answers 0, so no weight is favoured",
    ),
    "1.1d": FunctionExercise(
        right=(mean_absolute_error,),
        cases=((Y5, T5), (Y8, T8)),
        steps={"y - t": "the error", "np.abs(y - t)": "the size of the error"},
        hints=(
            "np.abs drops the sign of every number of a column. Of which column here?",
            "In which order: difference, size, mean?",
        ),
    ),
    "1.1e": NumberExercise(
        right=loss_by_hand,
        steps={
            "w": "w",
            "first": "what the first sample costs",
            "second": "what the second sample costs",
            "third": "what the third sample costs",
        },
        confusions="""
            first + second + third  # that is the sum of the squares; the loss is their mean
            (first + second + third) / 2  # there are three samples: their mean divides by 3
            third / 3  # the mean is of all three costs; where are those of the others?
            (-0.2 + 0.1 - 0.3) / 3  # that is the mean error with its signs: squares are missing
            (0.2 + 0.1 + 0.3) / 3  # that is the mean size of the errors: the squares are missing
            ((0.4 * 1.5 - 1) ** 2 + (0.5 * 1.5 - 0.9) ** 2 + (1.5 - 2.3) ** 2) / 3
                # that is with the weight of the text, 1.5; here it is 2
            (0.2**2 + 0.15**2 + 0.5**2) / 3  # that is the text's example; here are other samples
        """,
        hints=(
            "Three outputs y = x w, then three errors y - t.",
            "Square each error; the loss is the mean of the three squares.",
        ),
    ),
    "1.2a": ChoiceExercise(
        right="a",
        wrong={
            "b": "the slope says how the loss changes if w grows: does it rise or fall here?",
            "c": "what does a slope say, if not whether the loss rises or falls where w grows?",
        },
        hints=(
            "The slope is negative: if w grows a little, what does the loss do?",
            "At w = 3 the slope is positive, and the way down is to smaller weights. And here?",
        ),
        explanation="a negative slope means that the loss falls as w grows: go against the slope",
    ),
    "1.2b": ChoiceExercise(
        right="b",
        wrong={
            "a": "the step is the rate times the slope: is the parabola steeper near its lowest "
            "place?",
            "c": "the rate is only one factor of the step; what is the other, and does it stay?",
        },
        hints=(
            "A step is a product of two factors. Which of them stays the same?",
            "How steep is a parabola near its lowest place?",
        ),
        explanation="the step is the rate times the slope, and the slope fades towards the bottom",
    ),
    "1.2c": ChoiceExercise(
        right="c",
        wrong={
            "a": "what does the network answer at x = 0? Which number in it could change that?",
            "b": "with slope 2 every answer would be too low by about 0.5: can the loss be lowered "
            "by a larger weight?",
        },
        hints=(
            "What is y = x w at x = 0, for any weight?",
            "The line must start at the origin, and the samples lie higher: which slope fits best?",
        ),
        explanation="every line y = x w goes through the origin; it can only tilt",
    ),
    "1.2d": FunctionExercise(
        right=(gradient_bias, gradient_bias_in_steps),
        cases=((X5, 1.5, 0.0, T5), (X8, 2.0, 0.5, T8), (X5, 0.7, -1.2, T5)),
        steps={
            "x * w + b": "the output y",
            "y": "the output y",
            "x * w + b - t": "the difference y - t",
            "y - t": "the difference y - t",
        },
        confusions="""
            np.mean(2 * x * (x * w + b - t))  # that is the gradient for the weight: what is the
                # derivative of x w + b with respect to b?
            np.mean((x * w + b - t) ** 2)  # that is the loss itself, not yet its derivative
        """,
        hints=(
            "The chain has two steps: b to y, and y to the squared error. Which one is new?",
            "If b grows by 1, by how much does y = x w + b grow, whatever x is? Multiply both "
            "steps; the loss is a mean.",
        ),
    ),
    "1.2e": FunctionExercise(
        right=(gradient_of_square, gradient_of_square_in_steps),
        cases=((1.0, X5, T5), (1.7, X8, T8), (-0.6, X5, T5)),
        steps={
            "2 * x * w": "the derivative of y with respect to w",
            "x * w**2 - t": "the difference y - t",
            "x * w**2": "the output y",
            "y": "the output y",
            "y - t": "the difference y - t",
        },
        confusions="""
            np.mean(2 * x * (x * w**2 - t))  # the inner derivative is that of y = x w; here y =
                # x w^2
            np.mean(2 * (x * w**2 - t) * x * w**2)  # the inner derivative is y itself; what is the
                # derivative of w^2?
            np.mean(2 * x * (x * w - t))  # that is the gradient of the lesson's network, y = x w
            np.mean(2 * ((x * w) ** 2 - t) * 2 * x**2 * w)  # the output is that of y = (x w)^2;
                # here only w is squared: y = x w^2
            np.mean((x * w**2 - t) ** 2)  # that is the loss itself, not yet its derivative
            np.mean(2 * (x * w**2 - t) * w**2)  # that is a derivative with respect to x
        """,
        hints=(
            "The step from y to the squared error is the same as in the lesson.",
            "What is the derivative of y = x w^2 with respect to w? Multiply it by the other "
            "step; the loss is a mean.",
        ),
    ),
    "1.2f": NumberExercise(
        right=step_by_hand,
        steps={
            "w": "w",
            "first": "the gradient of the first sample",
            "second": "the gradient of the second sample",
            "third": "the gradient of the third sample",
            "slope": "the gradient of the loss",
        },
        confusions="""
            0.5 * slope  # that is what is subtracted from w; the new weight is wanted
            -0.5 * slope  # that is how far the weight moves; the new weight is wanted
            (0.4 * 1 + 0.5 * 0.9 + 1 * 2.3) / (0.4**2 + 0.5**2 + 1)  # that is the bottom; how far
                # does a single step go, from 2 and with the rate 0.5?
            w - 0.9 * slope  # that is with the learning rate of the lesson; here it is 0.5
            w - 0.25 * slope  # the 2 of the square's derivative is lost
            w - 0.5 * (2 * (-0.2) + 2 * 0.1 + 2 * (-0.3)) / 3  # x is lost: the derivative of
                # y = x w with respect to w
        """,
        hints=(
            "The bills and the weight are those of exercise 1.1e. What are the three errors y - t?",
            "Each sample gives 2 x (y - t); the gradient is the mean of the three.",
            "Then subtract 0.5 times the gradient from 2.",
        ),
    ),
    "1.3a": ChoiceExercise(
        right="d",
        wrong={
            "a": "a step three times as long, where the first one covered two thirds of the way: "
            "where does that land?",
            "b": "it does land on the other side; how far from the bottom, compared with before?",
            "c": "a step is against the slope, so after the bottom is crossed it turns round",
        },
        hints=(
            "With 0.9 the first step goes from 0.138 to 1.372. With 3 it is 3 / 0.9 times as "
            "long: does it end nearer to 2.076 than it began, or further away?",
            "Further from the bottom the slope is steeper. What does that do to the next step?",
        ),
        explanation="each step overshoots by more than the one before",
    ),
    "1.3b": ChoiceExercise(
        right="c",
        wrong={
            "a": "which of x and t stands in the curvature?",
            "b": "the slopes are ten times as large, and so is the distance to go: does the factor "
            "of a step contain t?",
            "d": "the way is longer, but so is each step, as the slopes are larger, too: does the "
            "factor of a step contain t?",
        },
        hints=(
            "Write down the critical rate. Which of the data stand in it?",
            "It is 1 over the mean of x squared.",
        ),
        explanation="only the inputs bend the parabola; the targets move its lowest place",
    ),
    "1.3c": ChoiceExercise(
        right="a",
        wrong={
            "b": "a single sample points roughly, not wrongly; and how many steps are taken in one "
            "look at all samples?",
            "c": "the twenty small steps are taken from twenty different places: would the mean of "
            "20 slopes at the start take one step of the same length as 20 of them?",
        },
        hints=(
            "How many steps does each of them take while it looks at 20 samples?",
            "Far from the bottom, nearly every sample agrees on the direction.",
        ),
        explanation="twenty rough steps get further than one exact step of the same rate",
    ),
    "1.3d": NumberExercise(
        right=critical_rate_by_hand,
        steps={"a": "the mean of x squared"},
        confusions="""
            1 / (2 * a)  # that is the rate that arrives in one step; the critical one is twice that
            1 / (0.5**2 + 1.0**2 + 2.0**2)  # that is one over the sum; it is the mean that counts
            1 / ((0.5 + 1.0 + 2.0) / 3) ** 2  # the mean is taken first here; square first
            1 / ((0.5 + 1.0 + 2.0) / 3)  # the square is missing
            2 / a  # that is twice as much; where does the factor of a step become -1?
            2.827  # that is the critical rate of the lesson's data; here are other inputs
        """,
        hints=(
            "Square the three inputs and take their mean.",
            "The critical rate is one over it.",
        ),
    ),
    "1.3e": NumberExercise(
        right=other_rate,
        steps={"a": "the mean of x squared", "factor": "the factor of a step with 0.9"},
        confusions="""
            1 / (2 * a)  # that rate arrives in one step; the one wanted only keeps 36 % of the
                # distance, on the other side
            1 / a  # that is the critical rate, at which the distance stays the same
            1 / a + 0.9  # the two rates lie on both sides of the best one, not of the critical one
            1.8  # is it twice the rate? That does not lead to the same factor with the other sign
            0.9  # that is the rate of before; which other one leaves as much, on the other side?
            -0.9  # a negative rate would go uphill
        """,
        hints=(
            "With 0.9 a step leaves the factor 0.3633 of the distance. Which factor leaves as "
            "much, on the other side?",
            "Solve 1 - 2 mu a = -0.3633, with a = 0.35374, the mean of x squared.",
        ),
    ),
    "1.3f": FunctionExercise(
        right=(critical_rate_of_sum,),
        cases=((X5,), (X8,)),
        steps={"x**2": "x squared"},
        confusions="""
            1 / np.mean(x**2)  # that is the critical rate of a mean; here the loss is a sum
            1 / (2 * np.sum(x**2))  # that rate arrives in one step; the critical one is twice that
            1 / np.sum(x) ** 2  # the sum is taken first here; square first
            2 / np.sum(x**2)  # that is twice as much; where does the factor of a step become -1?
        """,
        hints=(
            "Without the 1/n, how many times larger is the gradient?",
            "In the derivation the mean of x squared was a. What stands in its place now?",
        ),
    ),
}
