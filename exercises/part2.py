"""The exercises of part 2: what is right, and what no mechanism can know of its confusions.

Spoilers! Slips, such as a lost factor, are found by themselves.
"""

import numpy as np

from exercises.exercise import ChoiceExercise
from exercises.function_exercise import FunctionExercise
from exercises.number_exercise import NumberExercise
from utils.activations import logistic
from utils.logistic_regression import nn

# Rows of different numbers, so that a sum is not a mean times the same number everywhere.
X3 = np.array([[0.5, -1.2], [2.0, 0.7], [-1.1, 1.9]])
X5 = np.array([[1.3, 0.4], [-0.6, 1.5], [0.9, -2.1], [-1.7, -0.8], [0.2, 0.6]])
T3, T5 = np.array([[1.0, 0, 1]]).T, np.array([[0.0, 1, 1, 0, 1]]).T
W_A, W_B = np.array([[1.5, -0.5]]), np.array([[-0.7, 2.0]])
Y5 = np.array([[0.9, 0.2, 0.55, 0.35, 0.73]]).T
Y3 = np.array([[0.1, 0.64, 0.85]]).T

# 2.1


def distance(x, w):
    return x @ w.T / np.sqrt(np.sum(w**2))


def distance_by_norm(x, w):
    length = np.hypot(w[0, 0], w[0, 1])
    return (x[:, :1] * w[0, 0] + x[:, 1:] * w[0, 1]) / length


def weight_through_a_point():
    x1 = 1.5
    x2 = -4.0
    w1 = 2.0
    return -x1 * w1 / x2


# 2.2


def log_odds(y):
    return np.log(y / (1 - y))


def log_odds_by_difference(y):
    return np.log(y) - np.log(1 - y)


def log_odds_by_inverse(y):
    return -np.log(1 / y - 1)


def output_after_a_step():
    odds = 3.0 * 4.0
    return odds / (1 + odds)


def gradient_weighted(y, t, c):
    return (1 - t) * y - c * t * (1 - y)


def gradient_weighted_by_chain(y, t, c):
    of_loss = (1 - t) / (1 - y) - c * t / y
    slope = y * (1 - y)
    return of_loss * slope


# 2.3


def gradient_short(w, x, t, c):
    return np.mean(x * (nn(x, w) - t), axis=0, keepdims=True) + 2 * c * w


def gradient_short_in_steps(w, x, t, c):
    y = logistic(x @ w.T)
    of_loss = np.mean(x * (y - t), axis=0, keepdims=True)
    of_price = 2 * c * w
    return of_loss + of_price


def bias_alone():
    odds = 30 / 10
    return np.log(odds)


EXERCISES = {
    "2.1a": ChoiceExercise(
        right="b",
        wrong={
            "a": "a point on the old line has z = 0; what is its z with both weights doubled?",
            "c": "z is larger where it was positive, and more negative where it was negative; "
            "where does its sign change?",
            "d": "what is z at the origin, with the new weights?",
        },
        explanation="Each z is doubled, and none changes its sign.",
    ),
    "2.1b": ChoiceExercise(
        right="a",
        wrong={
            "b": "then z at (10, -8) would grow further above its aim, 1",
            "c": "so it should be, but ask the cost: what is (z - 1)^2, if z is 3 there?",
        },
        explanation="A z far above 1 is expensive, and the arrow turns away to bring it down.",
    ),
    "2.1c": FunctionExercise(
        right=(distance, distance_by_norm),
        cases=((X5, W_A), (X3, W_B)),
        steps={
            "x @ w.T": "z",
            "np.sqrt(np.sum(w**2))": "the length of w",
            "length": "the length of w",
        },
        confusions="""
            np.sqrt(np.sum((x - w) ** 2, axis=1, keepdims=True))  # that is the distance from the
                # tip of the arrow w; wanted is that from the line
            np.sqrt(np.sum(x**2, axis=1, keepdims=True))  # that is the distance from the origin;
                # wanted is that from the line
            x @ w.T / np.sum(np.abs(w))  # the length of w is not the sum of its numbers: it is the
                # root of the sum of their squares
            x @ w.T / np.sum(w)  # the length of w is not the sum of its numbers: it is the root of
                # the sum of their squares
            x @ w.T / np.sqrt(np.sum(x**2, axis=1, keepdims=True))  # that is divided by the length
                # of x; divide by that of w
            1.0 * (x @ w.T > 0)  # that is the decision, the side alone; how far is it?
        """,
        hints=(
            "The arrow w leads from the origin at a right angle away from the line. How long is "
            "it, and what is z at its tip?",
            "So how much does z grow for each unit of length along w?",
            "z of all samples is x @ w.T; what has it to be divided by?",
        ),
    ),
    "2.1d": NumberExercise(
        right=weight_through_a_point,
        steps={"x1": "x1", "x2": "x2", "w1": "w1"},
        confusions="""
            -1.0  # with w2 = 1 that is z; which w2 makes z 0?
            4 / 3  # the fraction is upside down: solve 1.5 * 2 - 4 w2 = 0
            16 / 3  # the coordinates are exchanged: 1.5 is x1 and belongs to w1
            -16 / 3  # with it w points along the point, but the boundary is at a right angle to w:
                # put it into x1 w1 + x2 w2 and see whether that is 0
            (1 - x1 * w1) / x2  # with it z is 1 at the point; what is z on the boundary?
            (0.5 - x1 * w1) / x2  # with it z is 1/2 there; on the boundary y is 1/2, and z?
            3.0  # that is x1 w1; which x2 w2 makes the sum 0?
            -3.0  # that is x2 w2; what is w2 itself?
            0.375  # the first weight is left out: w1 is 2, not 1
            3 / 16  # w1 stands in the denominator; solve 1.5 * 2 - 4 w2 = 0
        """,
        hints=(
            "What is z for a point on the boundary?",
            "Put x1 = 1.5, x2 = -4 and w1 = 2 into x1 w1 + x2 w2 = 0.",
        ),
    ),
    "2.2a": ChoiceExercise(
        right="c",
        wrong={
            "a": "another sample has another output; which samples is the 0.9 about?",
            "b": "a sample is a blue circle or a red star, nothing in between",
            "d": "its colour is what it is: if blue is decided, that is wholly right or wholly "
            "wrong; of how many samples is such a number true?",
        },
        explanation="A probability is about many samples that are alike, never a share of one.",
    ),
    "2.2b": ChoiceExercise(
        right="b",
        wrong={
            "a": "the two costs differ; look at the factor y (1 - y) in the slope for each",
            "c": "so it should be; but the slope of the squared error contains y (1 - y): what is "
            "that at z = -6?",
        },
        explanation="Sure and wrong, and hardly pulled at all: the slope vanishes.",
    ),
    "2.2c": ChoiceExercise(
        right="a",
        wrong={
            "b": "what is -log y as y goes to 0?",
            "c": "the logarithm of 1 is 0; of what is the cost the negative logarithm here?",
        },
        explanation="Only the probability of the true colour counts, and it goes to 0.",
    ),
    "2.2d": FunctionExercise(
        right=(log_odds, log_odds_by_difference, log_odds_by_inverse),
        cases=((Y5,), (Y3,)),
        steps={"y / (1 - y)": "the odds", "1 / y - 1": "the odds of red"},
        confusions="""
            np.log((1 - y) / y)  # these are the log-odds of red; the fraction is upside down
            np.log1p(y / (1 - y))  # that is the logarithm of 1 plus the odds
            logistic(y)  # that goes the same way again; wanted is the way back, from y to z
            1 / logistic(y)  # the inverse function is not one over the function
            y * (1 - y)  # that is the slope of the logistic function; wanted is z
        """,
        hints=(
            "What are the odds, if blue has the probability y and red 1 - y?",
            "z is the logarithm of these odds. In NumPy the logarithm is np.log.",
        ),
    ),
    "2.2e": NumberExercise(
        right=output_after_a_step,
        is_share=True,
        steps={"odds": "the new odds"},
        confusions="""
            3.0  # the odds are multiplied by 4 to become 12; and the output is a probability
            4.0  # that is the factor of the odds; what are the new odds, and then y?
            0.75  # that is the output before; which odds are it, and what are they times 4?
            7 / 8  # the odds are multiplied by 4, not raised by 4
            0.8  # is that 4 / (1 + 4)? The odds become 4 times what they were: 3 times 4, not
                # 4. Or is it 12 / (12 + 3)? To turn odds into a probability, divide by 1 + odds
            0.25  # that is the probability of red before the step
            1 / 13  # that is the probability of red after the step
            12 / 12.25  # to turn odds into a probability, divide by 1 + odds
            logistic(0.75 + np.log(4.0))  # z is not 0.75: that is y; which z belongs to it?
            logistic(4.0)  # the weight is ln 4, and z before was ln 3
            logistic(np.log(4.0) * np.log(3.0))  # w1 is added to z, not multiplied with it
            logistic(np.log(3.0) + 4.0)  # w1 is ln 4, not 4
            3.0 + np.log(4.0)  # odds are multiplied; only their logarithms are added
            3 * np.log(4.0) / (1 + 3 * np.log(4.0))  # a step adds ln 4 to z, so the odds are
                # multiplied by e to it: by 4
            np.log(12.0)  # that is the new z; what is y?
        """,
        hints=(
            "y = 0.75: how many to one is that?",
            "A step of 1 in x1 adds w1 to the log-odds; e^(ln 4) is 4. What happens to the odds?",
            "From odds back to the probability: odds / (1 + odds).",
        ),
    ),
    "2.2f": FunctionExercise(
        right=(gradient_weighted, gradient_weighted_by_chain),
        cases=((Y5, T5, 3.0), (Y3, T3, 0.5)),
        steps={
            "of_loss": "the derivative with respect to y",
            "slope": "the slope y (1 - y)",
            "c * t * (1 - y)": "the part of the blue samples",
            "(1 - t) * y": "the part of the red samples",
        },
        confusions="""
            (y - t) * (1 + c * t)  # red samples are right; blue ones count 1 + c times, not c times
            c * (y - t)  # the cost of the red samples is multiplied by c, too
            y - c * t  # red samples are right; for t = 1, what is the derivative of -c log y?
            np.where(t == 1, y - 1, c * (y - t))  # c is with the red samples; it belongs to the
                # blue ones
            -(c * t * np.log(y) + (1 - t) * np.log(1 - y))  # that is the cost itself; wanted is its
                # derivative
        """,
        hints=(
            "Take t = 1 and t = 0 one by one: what is left of the cost in each case?",
            "Its derivative with respect to y, times y (1 - y), is the one with respect to z.",
            "In which of the two cases does c change anything? t and 1 - t pick the case, as "
            "they do in the cost.",
        ),
    ),
    "2.3a": ChoiceExercise(
        right="a",
        wrong={
            "b": "gradient descent goes on as long as there is a slope; but which line could be "
            "right about all six?",
            "c": "the loss falls further, by less and less; does that move a line to where none "
            "can be?",
        },
        explanation="No straight line can: the two classes lie among each other.",
    ),
    "2.3b": ChoiceExercise(
        right="b",
        wrong={
            "a": "exactly 1 would need an infinite z",
            "c": "one half is where the decision changes, at z = 0: is the middle of the blue "
            "samples such a place?",
        },
        explanation="A mean lies in the middle of its own class; the boundary is between the two.",
    ),
    "2.3c": ChoiceExercise(
        right="c",
        wrong={
            "a": "the line stays where it is, and with it every decision; but is the loss made of "
            "decisions?",
            "b": "the decisions depend on the sign of z alone; what does a factor of 10 do to it?",
        },
        explanation="Surer on the wrong ones: the loss feels it, the accuracy does not.",
    ),
    "2.3d": FunctionExercise(
        right=(gradient_short, gradient_short_in_steps),
        cases=((W_A, X5, T5, 0.3), (W_B, X3, T3, 0.05)),
        steps={
            "y": "the output y",
            "of_loss": "the gradient of the loss",
            "of_price": "the gradient of the price",
            "2 * c * w": "the gradient of the price",
        },
        confusions="""
            np.mean(x * (nn(x, w) - t), axis=0, keepdims=True) + c * np.sum(w**2)  # the price
                # stands there itself, not its derivative
            np.mean(x * (nn(x, w) - t), axis=0, keepdims=True) + c * w**2  # the price stands there
                # itself, not its derivative
            np.mean(x * (nn(x, w) - t), axis=0, keepdims=True) + 2 * c * np.sum(w)  # each weight
                # has its own price: what is the derivative of it for w1 alone?
            np.mean(x * (nn(x, w) - t), axis=0, keepdims=True) * 2 * c * w  # the gradient of a sum
                # is a sum, not a product
        """,
        hints=(
            "The gradient of a sum is the sum of the gradients. One of the two you know from 2.2.",
            "What is the derivative of c (w1^2 + w2^2) for w1? And for w2?",
        ),
    ),
    "2.3e": NumberExercise(
        right=bias_alone,
        steps={"odds": "the odds of blue"},
        confusions="""
            0.75  # that is the output y; which b gives it?
            np.log(0.75)  # that is the logarithm of the probability; b is that of the odds
            np.log(40 / 30)  # that is the cross-entropy of a blue sample; b is the log-odds
            logistic(0.75)  # that goes from z to y; wanted is the way back
            logistic(30 / 10)  # that goes from z to y; wanted is the way back
            0.0  # then y is one half for all: can the loss be lowered, if most are blue?
            30.0  # that is how many are blue; what is y, and then b?
        """,
        hints=(
            "At the end the gradient for b is 0. What is it, by the three links of 2.2?",
            "It is the mean of y - t, with the same y for all: so y is the mean of the targets.",
            "b is z, the log-odds of that y.",
        ),
    ),
}
