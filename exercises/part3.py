"""The exercises of part 3: what is right, and what no mechanism can know of its confusions.

Spoilers! Slips, such as a lost factor, are found by themselves.
"""

import numpy as np

from exercises.attempts import Diagnosis
from exercises.exercise import ChoiceExercise, JudgedExercise
from exercises.function_exercise import FunctionExercise
from exercises.number_exercise import NumberExercise
from utils.activations import logistic, rbf
from utils.data import make_surrounded_classes
from utils.losses import cross_entropy  # noqa: F401
from utils.rbf_network import loss, nn, train

X, T = make_surrounded_classes()
# Columns of different lengths, so that a sum is not a mean times the same number everywhere.
X5, X8 = np.linspace(-1.9, 2.3, 5)[:, np.newaxis], np.linspace(-1.4, 2.1, 8)[:, np.newaxis]
T5, T8 = np.array([[1.0, 0, 0, 1, 0]]).T, np.array([[0.0, 1, 1, 0, 1, 1, 0, 1]]).T
Y5, Y8 = logistic(X5), logistic(X8)
H5, H8 = rbf(X5), rbf(X8)
D5, D8 = Y5 - T5, Y8 - T8


# 3.1


def decide(x, c):
    return np.where(np.abs(x) < c, 1.0, 0.0)


X18, T18 = make_surrounded_classes(seed=18)


def judge_cut(cut):
    if cut < 0:
        raise Diagnosis("a distance from the origin is positive")
    blue_outside = int(np.sum(np.abs(X18[T18 == 1]) >= cut))
    red_inside = int(np.sum(np.abs(X18[T18 == 0]) < cut))
    right = f"with it {40 - blue_outside - red_inside} of the 40 samples of seed 18 are right"
    # So far out, something else has come out of the loop.
    is_far = not 0.5 < cut < 1.8
    other = (
        "; is it a cut at all, not a count, an index, or the last c of a loop?" if is_far else ""
    )
    if blue_outside:
        raise Diagnosis(f"too small: {right}; {blue_outside} blue ones do not lie within it{other}")
    if red_inside:
        raise Diagnosis(f"too large: {right}; {red_inside} red ones lie within it{other}")


# 3.2


def tanh_derivative(z):
    return 1 - np.tanh(z) ** 2


def tanh_derivative_by_cosh(z):
    return 1 / np.cosh(z) ** 2


def tanh_derivative_by_exponentials(z):
    return 4 / (np.exp(z) + np.exp(-z)) ** 2


def tanh_derivative_by_the_quotient_rule(z):
    s = np.exp(z) - np.exp(-z)
    c = np.exp(z) + np.exp(-z)
    return (c * c - s * s) / c**2


def wide_rbf_derivative(z, s):
    return -2 * z / s**2 * np.exp(-((z / s) ** 2))


def wide_rbf_derivative_in_steps(z, s):
    u = z / s
    inner = -2 * u / s
    return inner * rbf(u)


# 3.3


def y_by_hand():
    x = -0.5
    wh = 1.5
    bo = -0.5
    zh = x * wh
    h = np.exp(-(zh**2))
    zo = h + bo
    return logistic(zo)


def nn_weighted(x, wh, wo, bo):
    zh = x * wh
    h = rbf(zh)
    zo = wo * h + bo
    return logistic(zo)


# 3.4


def mean_squared_error(y, t):
    return np.mean((y - t) ** 2)


def loss_predicted():
    h = 1.0
    y = logistic(h)
    blue = -np.log(y)
    red = -np.log(1 - y)
    return (blue + red) / 2


# 3.5


def gradient_output_squared(y, t):
    return 2 * (y - t) * (y * (1 - y))


def gradient_output_squared_in_a_row(y, t):
    return 2 * (y - t) * y * (1 - y)


def gradient_weight_out(h, grad_output):
    return np.mean(h * grad_output)


def gradient_hidden_weighted(zh, h, wo, grad_output):
    return (-2 * zh * h) * wo * grad_output


# 3.6

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


def judge_rate(attempt):
    if not isinstance(attempt, (tuple, list)) or len(attempt) != 2:
        raise Diagnosis("a learning rate and a word are expected")
    rate, word = attempt
    if isinstance(rate, str) and not isinstance(word, str):
        raise Diagnosis("the learning rate comes first, then the prediction")
    try:
        number = np.nan if np.iscomplexobj(rate) else float(rate)
    except (TypeError, ValueError, OverflowError):
        number = np.nan
    if isinstance(rate, str) or not 0 < number < np.inf:
        raise Diagnosis(f"a learning rate is a positive number, not {rate!r}")
    if number in (0.1, 0.5, 1, 2, 5, 7, 10, 20):
        raise Diagnosis(f"{number:g} stands in the table already; choose another learning rate")
    if number < 1e-9:
        raise Diagnosis("so small a rate changes nothing that could be seen; take a larger one")
    if not isinstance(word, str) or word.strip(" .").lower() not in BEHAVIOURS:
        raise Diagnosis(f"the prediction must be one of {', '.join(BEHAVIOURS)}, not {word!r}")
    if behaviour(number) != word.strip(" .").lower():
        path = train(X, T, 2.3, 1.4, number, 20)
        raise Diagnosis(
            f"with {number:g} the training does something else: the loss ends at "
            f"{path[-1, 2]:.4f} (the lowest is {LOSS_AT_THE_MINIMA:.4f}), it rises in "
            f"{np.sum(np.diff(path[:, 2]) > 0)} of 20 iterations, and the weight gets as far as "
            f"{np.max(np.abs(path[:, 0])):.3g}"
        )


def movement(wh, bo):
    """Return how far weight and bias get from a start, in 50 iterations at a rate of 2."""
    path = train(X, T, wh, bo, 2.0, 50)
    return np.max(np.abs(path[:, :2] - path[0, :2]), axis=0)


def judge_stuck(wh, bo):
    if abs(bo) > 1e6:
        raise Diagnosis("so large a bias is not changed by a step, as it is rounded; go below 1e6")
    moved = movement(wh, bo)
    run = "in 50 iterations with a learning rate of 2"
    if loss(nn(X, wh, bo), T) < 0.53:
        raise Diagnosis("that is in a valley, where the training arrives: a start elsewhere")
    if abs(wh) < 0.1 and np.all(moved <= 1e-9):
        raise Diagnosis("that is the pass on the ridge; there is another level place, far off it")
    if np.any(moved > 1e-9) and bo != 0 and np.all(movement(bo, wh) <= 1e-9):
        raise Diagnosis("weight and bias stand in each other's place")
    if abs(bo) > 10 * abs(wh) + 10:
        raise Diagnosis(
            f"with a bias of {bo:g} every output is {int(bo > 0)}, and the bias moves; do weight "
            "and bias stand in each other's place?"
        )
    if abs(wh) < 0.1:
        raise Diagnosis(
            f"that is on the ridge, or beside it, and {'the bias' if wh == 0 else 'it'} moves, by "
            f"{max(moved):.2g} {run}; look far away from the ridge"
        )
    if moved[0] > 1e-9:
        raise Diagnosis(f"from there the weight moves, by {moved[0]:.2g} {run}; further out?")
    if moved[1] > 1e-9:
        raise Diagnosis(
            f"the weight rests, but the bias still moves, by {moved[1]:.2g} {run}: for which "
            "bias is y the share of blue samples?"
        )


# 3.7


def boundary_weighted(wh, wo, bo):
    h = -bo / wo
    return np.sqrt(-np.log(h)) / np.abs(wh)


def bias_wanted():
    x = 0.8
    h = np.exp(-(x**2))
    return -h


# 3.8


def output_range(wo, bo):
    return np.array([logistic(bo), logistic(wo + bo)])


def gradient_bias_hidden(x, wh, bh, bo, t):
    zh = x * wh + bh
    h = rbf(zh)
    zo = h + bo
    y = logistic(zo)
    grad_output = y - t
    return np.mean((-2 * zh * h) * grad_output)


# 3.9


def gradient_input_skip(h, w, v, u, grad_output):
    return (w * (1 - h**2) * v + u) * grad_output


def gradient_weight_shared(x, grad_1, grad_2):
    return np.mean(x * grad_1 - x * grad_2)


def gradient_weight_shared_in_one(x, grad_1, grad_2):
    return np.mean(x * (grad_1 - grad_2))


RBF_STEP = {"-2 * zh * h": "the step through the RBF"}
EXERCISES = {
    "3.1a": ChoiceExercise(
        right="b",
        wrong={
            "a": "guessing gives 20, but a cut can do more: where would it leave only one cluster "
            "on the wrong side?",
            "c": "put the cut right of all blue samples: where do the red ones on the left lie? A "
            "better place for them is a worse one for the others",
        },
        explanation="Blue and one red cluster are right; the other red cluster never is.",
    ),
    "3.1b": FunctionExercise(
        right=(decide,),
        # One sample lies at the distance c exactly; first and last rows are blue, too.
        cases=((X5, 1.0), (X8, 0.5), (X8, 2.0), (X5, 1.9), (X5, 2.3), (X5, 2.5)),
        steps={"np.abs(x)": "the distance"},
        confusions="""
            1.0 * (np.abs(x - c) < c)  # that is the distance from c; wanted is the distance from
                # the origin
            1.0 * (np.sqrt(x) < c)  # the root of a negative x is nan, so that the left side is
                # never blue; what makes a distance of x?
            1.0 * (np.abs(x - np.mean(x)) < c)  # that is the distance from the mean of the samples;
                # wanted is that from the origin
            np.where(x > -c, 1.0, 0.0)  # far out on the right it says blue, too
            np.where(x > c, 1.0, 0.0)  # it says blue on the far right only
            1.0 * (np.abs(x) > c)  # blue and red are swapped: far from the origin it says 1
            1.0 * (np.abs(x) >= c)  # blue and red are swapped: far from the origin it says 1
            1.0 * (np.abs(x) <= c)  # nearly: a distance of exactly c is not smaller than c
            1.0 * (x**2 < c)  # you compare the square of the distance with c
            1.0 * ((x < c) & (x > 0))  # it says blue on the right only
            1.0 * ((x > -c) & (x < 0))  # it says blue on the left only
            np.abs(x)  # that is the distance; what is decided from it?
        """,
        allowed=(0.0, 1.0),
        hints=(
            "Which number tells how far x lies from the origin, whichever side it is on?",
            "np.abs gives it for a whole column, and `<` compares every row of it with c.",
        ),
    ),
    "3.1c": JudgedExercise(
        judge=judge_cut,
        hints=(
            "For one value of c: how many of the samples does decide(x_new, c) get right?",
            "Let c go up from 0.8 in steps of 0.01, and print each c with its count. Where is "
            "it 40?",
        ),
    ),
    "3.2a": ChoiceExercise(
        right="a",
        wrong={
            "b": "layers alone add nothing: a multiple of a multiple, plus numbers, is again a "
            "multiple of x plus a number. Where is h above a cut, seen on the line of x?",
            "c": "nothing is lost either: for each cut on x there is one on h that decides alike",
        },
        explanation="A straight line of a straight line is a straight line.",
    ),
    "3.2b": ChoiceExercise(
        right="d",
        wrong={
            "a": "tanh and ReLU bend, but never turn back: a cut on h splits the line of x at one "
            "place, as any cut on x does",
            "b": "each of them is made by one neuron, and one cut follows. Does h = z^2 tell "
            "near from far?",
            "c": "the curve need not look like the heap of blue samples. It is enough that near "
            "and far get different h on both sides; which other curve does that?",
        },
        explanation="What counts is that both sides of the origin get the same h.",
    ),
    "3.2c": FunctionExercise(
        right=(
            tanh_derivative,
            tanh_derivative_by_cosh,
            tanh_derivative_by_exponentials,
            tanh_derivative_by_the_quotient_rule,
        ),
        cases=((X5,), (X8,)),
        steps={"s": "the numerator", "c": "the denominator", "np.tanh(z) ** 2": "tanh squared"},
        confusions="""
            np.log(np.cosh(z))  # that is an integral of tanh; wanted is its derivative
            np.tanh(z) * (1 - np.tanh(z))  # y (1 - y) is the pattern of the logistic function; that
                # of tanh is another
            (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))  # the derivative of a quotient is
                # not the quotient of the derivatives
            1 / (1 - z**2)  # that is the derivative of the inverse function, artanh
            1 / np.cos(z) ** 2  # that is the derivative of the tangent; of tanh it is another
            1 - np.tan(z) ** 2  # the tangent stands where tanh belongs
            -2 * np.tanh(z) * (1 - np.tanh(z) ** 2)  # that is the second derivative; the first is
                # wanted
            2 * np.tanh(z) * (1 - np.tanh(z) ** 2)  # that is the derivative of the square of tanh
            np.gradient(np.tanh(z), axis=0)  # these are differences between neighbouring rows; the
                # derivative is a formula for each row
            np.exp(z) + np.exp(-z)  # that is the derivative of the numerator alone
            np.tanh(z)  # that is tanh itself, not yet its derivative
            -2 * z * rbf(z)  # that is the derivative of the RBF, not of tanh
            logistic(z) * (1 - logistic(z))  # that is the derivative of the logistic function
        """,
        hints=(
            "With numerator s and denominator c: what are the derivatives of s and of c?",
            "The quotient rule gives (s' c - s c') / c^2. What is s / c?",
            "It is a number minus a power of tanh(z).",
        ),
    ),
    "3.2d": FunctionExercise(
        right=(wide_rbf_derivative, wide_rbf_derivative_in_steps),
        cases=((X5, 1.0), (X8, 2.0), (X8, 0.7)),
        steps={
            "u": "z / s",
            "inner": "the inner derivative",
            "-2 * z / s**2": "the inner derivative",
            "np.exp(-(z / s)**2)": "the RBF of width s",
        },
        confusions="""
            -2 * z / s**2 / (1 + (z / s) ** 2) ** 2  # that is the slope of 1 / (1 + u^2); the
                # RBF is an exponential
            rbf(z / s) * (1 - rbf(z / s))  # y (1 - y) is the derivative of the logistic function;
                # here the activation is an RBF
            (4 * z**2 / s**4 - 2 / s**2) * rbf(z / s)  # that is the second derivative; the first is
                # wanted
            2 * z**2 / s**3 * rbf(z / s)  # that is the derivative with respect to s; wanted is that
                # with respect to z
            -2 * z * rbf(z / s)  # the width is in the exponential only; is it in front, too?
            np.exp(-2 * z / s**2)  # the inner derivative belongs in front, not in the exponent
        """,
        hints=(
            "What is the inner function, and what is its derivative with respect to z?",
            "The chain rule: the derivative of e^u is e^u, times the derivative of u = -(z/s)^2.",
            "Write u as -z^2 / s^2: what stays of s in its derivative?",
        ),
    ),
    "3.3a": ChoiceExercise(
        right="d",
        wrong={
            "a": "a hidden neuron decides nothing: its h goes on, and the output neuron adds the "
            "bias; what is zo in each network?",
            "b": "that is what the samples are, not what these networks say: only wh and bo count, "
            "and they are guessed; what is zo in each?",
            "c": "the bias is added: a lower one makes zo lower, and so red easier; what is zo in "
            "each network?",
        },
        hints=(
            "Only the bias differs. Which step of the four is the first that it enters?",
            "zo = h + bo. Where is zo = 0, and so y = 1/2?",
        ),
        explanation="the hidden neuron says the same in both; the output neuron decides, by its "
        "threshold -bo",
    ),
    "3.3b": NumberExercise(
        right=y_by_hand,
        is_share=True,
        steps={
            **{"x": "x", "wh": "wh", "bo": "bo"},
            **{"zh": "zh", "h": "h, the hidden activation", "zo": "zo"},
        },
        confusions="""
            rbf(zh / np.sqrt(2)) / np.sqrt(2 * np.pi)  # that is a density of the normal
                # distribution; the RBF is exp(-zh^2)
            -np.log(logistic(zo))  # that is what a blue sample costs; wanted is y
            logistic(np.exp(-np.abs(zh)) + bo)  # the square is lost in the exponent of the RBF
            logistic(rbf(x * wh + bo))  # the bias is added in the hidden neuron; it belongs to the
                # output
            logistic(rbf(x * wh + bo) + bo)  # the bias is added in the hidden neuron, too; it
                # belongs to the output
            logistic(np.exp(-(x**2) * wh) + bo)  # only x is squared; zh is squared as a whole
            logistic(np.exp(-x * wh**2) + bo)  # only wh is squared; zh is squared as a whole
            logistic(rbf(-0.5 * 1.12) - 0.44)  # those are the trained parameters; here wh = 1.5 and
                # bo = -0.5
            logistic(np.tanh(zh) + bo)  # the hidden neuron has an RBF as activation, not tanh
            logistic(logistic(zh) + bo)  # the hidden neuron has an RBF as activation, not the
                # logistic function
            np.exp(-zo)  # that is exp(-zo); what is y = 1 / (1 + exp(-zo))?
            logistic(zo) * (1 - logistic(zo))  # that is the slope of the logistic function; wanted
                # is its value
            1 / (1 + 10.0 ** -(10.0 ** -(zh**2) + bo))  # powers of 10 stand where those of e belong
            1.0  # that is the decision; wanted is the output
            0.0  # that would be a decision, and the wrong one; wanted is the output
            0.467  # that is the output of the text's sample, with zh = 1: what is x wh here, the
                # product?
        """,
        hints=(
            "Four steps: zh = x wh, then h, then zo, then y.",
            "h = exp(-zh^2): square first, the minus comes after it. It lies between 0 and 1.",
            "y = 1 / (1 + exp(-zo)), with zo = h + bo.",
        ),
    ),
    "3.3c": FunctionExercise(
        right=(nn_weighted,),
        cases=((X5, 1.5, 1.0, -0.5), (X8, 1.5, 3.0, -0.5), (X8, 0.8, -2.0, 0.4)),
        confusions="""
            logistic(wo * (h - bo))  # the bias is subtracted, and multiplied by the weight; it
                # is added to wo h
            wo * logistic(h) + bo  # weight and bias stand outside of the logistic function; they
                # belong inside
            logistic(h + wo * bo)  # the output weight multiplies the bias; it belongs to h
            wo * logistic(h + bo)  # the output weight multiplies y; it belongs inside, to h
            logistic(rbf(x * wh * wo) + bo)  # the output weight is inside the RBF, before h
            logistic(wo * h) + bo  # the bias is added behind the logistic function
            logistic(wo * logistic(h + bo) + bo)  # it goes through the output neuron twice
        """,
        hints=(
            "Which of zh, h, zo and y changes first, when there is an output weight?",
            "zo is no longer h + bo. What multiplies what?",
        ),
    ),
    "3.4a": ChoiceExercise(
        right="a",
        wrong={
            "b": "samples do not lie in this landscape: its directions are wh and bo, not x; one "
            "point is one network, and the loss there is a mean over all samples",
            "c": "wh and bo are ours to choose, and nobody has changed them: which of the three, "
            "wh, bo and the loss, is computed from the samples?",
            "d": "the loss is computed from all samples, trained or not: what does a red star at "
            "x = 0 cost, when y is 0.92 there?",
        },
        hints=(
            "What do the two directions of the landscape stand for, and what its height?",
            "The height is the mean of the costs of all samples. Which heights can change?",
        ),
        explanation="the samples make the landscape, the parameters are the place in it",
    ),
    "3.4b": ChoiceExercise(
        right="d",
        wrong={
            "a": "the same loss could come from other outputs, but compare them: what is "
            "(x wh)^2 for a new x, with either sign?",
            "b": "not every second valley is a worse one: what happens to the sign of wh in "
            "(x wh)^2?",
            "c": "the sign is lost in the square: what is h for wh = 1.04 and for wh = -1.04?",
        },
        hints=(
            "Take one x, say 0.5, and compute zh and h with both weights.",
            "From h on, is there anything in which the two networks differ?",
        ),
        explanation="both networks give the same output for every x",
    ),
    "3.4c": FunctionExercise(
        right=(mean_squared_error,),
        cases=((Y5, T5), (Y8, T8)),
        steps={"y - t": "the difference"},
        confusions="""
            np.mean(cross_entropy(y, t) ** 2)  # the cross-entropy is squared; what is squared is
                # the difference
            np.linalg.norm(y - t)  # that is the length of the vector of differences, the root of
                # a sum
            1 - np.sum((y - t) ** 2) / np.sum((t - np.mean(t)) ** 2)  # that is the coefficient
                # of determination
            np.std(y - t) / np.sqrt(len(y))  # that is a standard error; wanted is the mean of
                # the squares
            cross_entropy(y, t)  # that is the cross-entropy; wanted is the squared error
            np.mean(cross_entropy(y, t))  # that is the cross-entropy, not the squared error
            np.mean((y > 0.5) != t)  # that is the share of wrong decisions
        """,
        hints=(
            "In which order: difference, square, mean?",
            "** 2 squares every row of a column, and np.mean makes one number of it.",
        ),
    ),
    "3.4d": NumberExercise(
        right=loss_predicted,
        steps={
            "h": "h of every sample",
            "y": "the output y of every sample",
            "blue": "what a blue sample costs",
            "red": "what a red sample costs",
        },
        confusions="""
            np.exp((blue + red) / 2)  # that is e to the loss; the logarithm is the last step
            np.sqrt((y**2 + (1 - y) ** 2) / 2)  # that is the root of the mean squared error;
                # here it is the cross-entropy
            0.5  # that is y for zo = 0; here zo = h + bo, and h is not 0
            0.7022  # that is a loss from the table of learning rates; here wh and bo are 0
            20 * (blue + red) / 2  # that is summed over 20 samples; the loss is a mean
            -(y * np.log(y) + (1 - y) * np.log(1 - y))  # y stands where the target t belongs: t is
                # 0 or 1
            blue * red  # the two costs are multiplied; the loss is their mean
            0.519  # that is the loss at the end of the training; here wh and bo are 0
            np.exp(-(blue + red) / 2)  # that is e to the minus of it: the logarithm is the last
                # step
            y * (1 - y)  # that is the slope of the logistic function; what does y cost?
            -(np.log(logistic(np.e)) + np.log(1 - logistic(np.e))) / 2
                # h is exp(0); that is 1, not e
            -(np.log(0.7) + np.log(0.3)) / 2  # nearly: y is rounded too early; keep three digits or
                # more on the way
            0.0  # only a network that is sure and always right has a loss of 0
            np.log(2)  # that would be so with y = 1/2; what is h = exp(-(x wh)^2), and y?
            20 * (blue + red)  # that is the sum; the loss is a mean
            (y**2 + (1 - y) ** 2) / 2  # that is the squared error of exercise 1
            (blue + red) / 2 / np.log(10)  # that is with the logarithm to base 10; ours is the
                # natural one
            (blue + red) / 2 / np.log(2)  # that is with the logarithm to base 2; ours is the
                # natural one
        """,
        hints=(
            "With wh = 0, what is h of every sample? (It is not 0.)",
            "Then zo and y are the same for all. What does a blue sample cost, what a red one?",
            "Half of the samples are blue; the loss is the mean.",
        ),
    ),
    "3.5a": ChoiceExercise(
        right="c",
        wrong={
            "a": "the data hold targets for the output only; what is a gradient, in one word?",
            "b": "a gradient is no share of a cost: it may be negative, or larger than 1",
        },
        explanation="It is a slope: how fast the cross-entropy changes with zh, here and now.",
    ),
    "3.5b": FunctionExercise(
        right=(gradient_output_squared, gradient_output_squared_in_a_row),
        cases=((Y5, T5), (Y8, T8)),
        steps={
            "y * (1 - y)": "the step from zo to y",
            "2 * (y - t)": "the step from y to the error",
            "y - t": "the difference",
        },
        confusions="""
            (y - t) ** 2 * y * (1 - y)  # the error is not differentiated: its square is still there
            (y - t) / np.sqrt(y * (1 - y))  # the step from zo to y multiplies, and there is no root
            2 * (y - t) * (-2 * y * rbf(y))  # that is the derivative of an RBF; the output neuron
                # is logistic
            2 * y - t * y * (1 - y)  # the difference y - t needs a parenthesis
            y - t * y * (1 - y)  # the difference y - t needs a parenthesis
            y - t  # that is the gradient of the cross-entropy, not of this error
            (y - t) ** 2  # that is the error itself, not yet its derivative
            2 * (y - t) * logistic(y) * (1 - logistic(y))  # a derivative is taken at the wrong
                # argument: y is a value of the logistic function already, and goes through it again
            0 * y  # that is 0 for every sample: is a factor always 0, as t (1 - t) is?
        """,
        hints=(
            "The way from zo to the error has two steps: zo to y, and y to (y - t)^2.",
            "Which of the two derivatives do you know from the cross-entropy's gradient?",
            "Multiply the two derivatives, row by row.",
        ),
    ),
    "3.5c": FunctionExercise(
        right=(gradient_weight_out,),
        cases=((H5, D5), (H8, D8)),
        confusions="""
            np.sum(h * grad_output) / np.sum(h**2)  # that is the slope of a regression; the mean
                # divides by the number of samples
            np.sum(h * grad_output) / np.sum(h)  # it is divided by the sum of h; the mean
                # divides by the number of samples
            np.corrcoef(h[:, 0], grad_output[:, 0])[0, 1]  # that is the correlation: the chain
                # rule subtracts no means, and divides by nothing
            np.mean((h - np.mean(h)) * (grad_output - np.mean(grad_output)))  # that is the
                # covariance: the chain rule subtracts no means
            np.mean(rbf(h) * grad_output)  # h has been through the RBF already; here it goes
                # through it again
            np.mean(-2 * h**2 * grad_output)  # the derivative of the RBF does not belong here: it
                # lies behind h, on the way to wh
            np.mean(-2 * h * rbf(h) * grad_output)  # the derivative of the RBF does not belong
                # here: it lies behind h, on the way to wh
            np.mean(grad_output)  # that is the gradient of the bias; how does zo depend on the
                # output weight?
        """,
        hints=(
            "zo = wo h + bo. What is its derivative with respect to wo?",
            "Each sample contributes that, times its delta_o. And the loss is a mean.",
        ),
    ),
    "3.5d": FunctionExercise(
        right=(gradient_hidden_weighted,),
        cases=((X5, H5, 1.0, D5), (X8, H8, 2.5, D8), (X8, H8, -0.6, D8)),
        steps=RBF_STEP,
        confusions="""
            -2 * zh * h * grad_output + wo  # the output weight is added; the chain rule multiplies
            h * grad_output  # of that the gradient of wo is made; delta_h goes on to zh
            (wo * -2 * zh * h + h) * grad_output  # wo does not depend on zh: there is no second
                # term, as in a product rule
            -2 * h * rbf(h) * wo * grad_output  # the derivative of the RBF is taken at the wrong
                # argument: at h, after the activation
            h * (1 - h) * wo * grad_output  # that is the derivative of the logistic function; the
                # hidden neuron is an RBF
        """,
        hints=(
            "The way back from zo to zh has two steps: zo to h, and h to zh. Which one is new?",
            "zo = wo h + bo. What was its derivative with respect to h, and what is it now?",
        ),
    ),
    "3.6a": ChoiceExercise(
        right="a",
        wrong={
            "b": "the gradient knows the slope where we stand, and nothing about the minimum",
            "c": "a smaller rate makes the step shorter, but does not turn it",
        },
        explanation="Steepest descent here need not lead straight to the lowest place.",
    ),
    "3.6b": ChoiceExercise(
        right="c",
        wrong={
            "a": "the rate is only one factor of the step; what is the other one?",
            "b": "the rate stays the same, but the other factor of the step does not",
        },
        explanation="A step is the rate times the slope, and the slope changes on the way.",
    ),
    "3.6c": ChoiceExercise(
        right="b",
        wrong={
            "a": "who changes the parameters: the gradient, or the step that is taken with it?",
            "c": "the two agreed to six decimals in 3.5; is the difference large enough to matter?",
        },
        explanation="Gradient descent learns; backpropagation only works out the gradients.",
    ),
    "3.6d": ChoiceExercise(
        right="c",
        wrong={
            "a": "half of a gradient still has the right sign; which way does the step go?",
            "b": "what would make it rise? half of the step for the weight is no longer one",
        },
        explanation="A loss that falls says that the step goes down, not that the code is right.",
    ),
    "3.6e": ChoiceExercise(
        right="b",
        wrong={
            "a": "longer steps get further, as long as they land in the valley; do they, with 10?",
            "c": "short steps are safe, but 20 of them may not get there",
            "d": "5 and 7 arrive; but is 10 then still better than creeping with 0.5?",
        },
        explanation="Larger is faster up to a point; beyond it, the steps miss the valley.",
    ),
    "3.6f": ChoiceExercise(
        right="a",
        wrong={
            "b": "level means neither up nor down for a tiny step; is the top of a hill not level?",
            "c": "in both valleys the gradient is zero, too, and not only there",
        },
        explanation="Zero gradient means level, and there are more level places than minima.",
    ),
    "3.6g": JudgedExercise(
        judge=judge_rate,
        nb_of_numbers=None,
        hints=(
            "Give each rate of the table one of the four words. Between which neighbours does "
            "the word change? (It does so three times.)",
            "Stay away from there: between two neighbours with the same word, a rate has that "
            "word, too.",
        ),
    ),
    "3.6h": JudgedExercise(
        judge=judge_stuck,
        nb_of_numbers=2,
        hints=(
            "When is the gradient of the weight 0 for every sample, though x is not 0?",
            "The sample nearest to the origin has |x| = 0.023. How large must the weight be, "
            "so that even its h is as good as 0? What is y then, and for which y does the "
            "bias rest?",
            "The bias rests where the mean of y - t is 0, with as many blue as red samples.",
        ),
    ),
    "3.7a": ChoiceExercise(
        right="c",
        wrong={
            "a": "the loss is a mean: it also falls where half of the samples gain and the others"
            " lose a little. What can happen to a loser that stands beside the boundary?",
            "b": "the loss still has a slope when all decisions are right, for it asks how sure"
            " they are. So both parameters go on moving, and the boundary with them",
        },
        hints=("Can a mean fall while some of its terms rise?",),
        explanation="The mean can fall while a single sample slips to the wrong side.",
    ),
    "3.7b": ChoiceExercise(
        right="a",
        wrong={
            "b": "one sample of 40, which happens to stand beside the boundary, is thin evidence;"
            " and these 40 are the ones it was trained on. How far apart are the two boundaries?",
            "c": "longer training has moved the boundary by less than 0.03. How many of the new"
            " samples can lie in so thin a strip?",
        },
        hints=("Where on the line do the two networks decide differently?",),
        explanation="They differ only in the strip between their boundaries.",
    ),
    "3.7c": FunctionExercise(
        right=(boundary_weighted,),
        cases=((1.12, 1.0, -0.44), (-0.8, 3.0, -0.9), (2.0, 5.0, -2.0)),
        steps={"h": "h at the boundary", "-bo / wo": "h at the boundary"},
        confusions="""
            np.sqrt(np.abs(np.log(h / (1 - h)))) / np.abs(wh)  # that is the inverse of the
                # logistic function; here it is that of the RBF
            np.log(h) ** 2 / wh**2  # a square stands where a root belongs
            np.exp(-((bo / wo) ** 2)) / np.abs(wh)  # the RBF stands where its inverse belongs
            np.sqrt(np.exp(-bo / wo)) / np.abs(wh)  # exp stands where its inverse belongs: e^(...)
                # = h is solved by a logarithm
            np.sqrt(-np.log((0.5 - bo) / wo)) / np.abs(wh)  # y = 1/2 is the boundary, not zo = 1/2:
                # which zo makes y = 1/2?
            np.abs(-bo / (wo * wh))  # that is the boundary of a neuron without the RBF: h = exp(-(x
                # wh)^2) is not x wh
            2 * np.sqrt(-np.log(h)) / np.abs(wh)  # that is the whole width of the blue region; |x|
                # is half of it
            -np.log(h) / wh**2  # the root is missing: the derivation ends at a square
            np.sqrt(-np.log(h)) / wh**2  # the root was taken of the numerator only
            np.sqrt(-np.log(h) / np.abs(wh))  # the root was taken of |wh|, too
            np.sqrt(-np.log(-bo)) / (wo * np.abs(wh))  # wo belongs inside the logarithm: solve wo h
                # + bo = 0 for h first
            np.sqrt(-np.log(-bo) / wo) / np.abs(wh)  # wo belongs inside the logarithm: solve wo h +
                # bo = 0 for h first
        """,
        hints=(
            "At the boundary zo = 0. Which h does that need?",
            "From there it is the derivation of the text, with another h.",
            "exp(-(x wh)^2) = h: take the logarithm, then the root.",
        ),
    ),
    "3.7d": NumberExercise(
        right=bias_wanted,
        steps={"x": "x", "h": "h at the boundary"},
        confusions="""
            -np.log(h / (1 - h))  # the logistic function does not enter: at the boundary zo = 0
            -logistic(h)  # the logistic function does not enter: at the boundary zo = 0
            -1 / 0.64  # the inverse stands where the exponential belongs
            -1 / (1 + 0.64)  # that is 1 / (1 + x^2); the RBF is exp(-x^2)
            0.446  # the logarithm stands where the exponential belongs: turn the formula around
            -0.64  # that is the exponent; what is e to it, and which sign has the bias?
            logistic(-0.5273)  # the logistic function does not enter: at the boundary zo = 0
            np.log(0.8 / 0.2)  # 0.8 is a distance here, not a probability
            -0.44  # that is the trained bias, for wh = 1.12; here wh is 1
            -rbf(0.8 * 1.12)  # that is with the trained weight, 1.12; here wh is 1
            np.log(0.8)  # the logarithm stands where the exponential belongs: turn the formula
                # around
            2 * np.log(0.8)  # the logarithm stands where the exponential belongs: turn the formula
                # around
            -2 * 0.8 * rbf(0.8)  # that is the slope of the RBF at 0.8; wanted is its value
            0.5 - h  # y = 1/2 is the boundary, not zo = 1/2: which zo makes y = 1/2?
            -np.exp(-0.6)  # 0.64 is rounded on the way; keep all its digits
            -rbf(0.4)  # that is with an exponent of 0.16: 0.8 squared is more, and 0.8 is the
                # distance |x|, not the whole width
            -logistic(-0.64)  # the logistic function stands where the exponential belongs
            -logistic(0.64)  # the logistic function stands where the exponential belongs
            np.sqrt(-np.log(0.8))  # that is where the boundary lies with a bias of -0.8: turn the
                # formula around
            -np.sqrt(-np.log(0.8))  # that is where the boundary lies with a bias of -0.8, with a
                # minus: turn the formula around
            -0.8  # with this bias the boundary lies at 0.472
        """,
        hints=(
            "The boundary is where h = -bo. What is h at x = 0.8?",
            "Put x and wh into h = exp(-(x wh)^2). And which sign has the bias?",
        ),
    ),
    "3.8a": ChoiceExercise(
        right="b",
        wrong={
            "a": "training can only choose wh and bo. Is there any choice of the two for which"
            " zo = h + bo has a wide range, when h lies between 0 and 1?",
            "c": "the loss falls in every iteration, so it forgets nothing. Within which range can"
            " zo = h + bo be, whatever the parameters?",
        },
        hints=("Which values can h take, and which zo = h + bo?",),
        explanation="It is not the training that sets this limit, but the form of the network.",
    ),
    "3.8b": ChoiceExercise(
        right="d",
        wrong={
            "a": "that would be so if no new sample lay on the wrong side. What does a sample cost"
            " about which the network is sure, and wrong?",
            "b": "the output weight makes the network surer, but it hardly moves the boundary: the"
            " decisions are nearly the same ones",
            "c": "the decisions stay nearly the same, but the loss also asks how sure they are",
        },
        hints=(
            "About 100 of the new samples lie on the wrong side of the boundary.",
            "What do those cost when the network is nearly certain of them? And the 1,900 "
            "others, when it is only a little surer than now?",
        ),
        explanation="Sure and sometimes wrong: the few mistakes become more and more expensive.",
    ),
    "3.8c": FunctionExercise(
        right=(output_range,),
        cases=((1.0, -0.44), (5.0, -2.0), (0.5, 1.0)),
        confusions="""
            np.array([logistic(bo - 1.96 * wo), logistic(bo + 1.96 * wo)])  # h does not vary
                # around 0: what are its smallest and its largest value?
            np.array([wo * logistic(0.0) + bo, wo * logistic(1.0) + bo])  # weight and bias stand
                # outside of the logistic function; they belong inside
            np.array([bo - wo, bo + wo])  # these are ends of zo, not of y; and h is never negative
            np.array([logistic(0.0) + bo, logistic(wo) + bo])  # the bias stands outside of the
                # logistic function; it belongs inside
            np.array([logistic(bo), wo * logistic(1 + bo)])  # the output weight multiplies y; it
                # belongs inside, to h
            np.array([0.5, logistic(wo + bo)])  # y = 1/2 is where the decision changes; the lower
                # end is the y of the smallest h
            np.array([logistic(bo), logistic(wo / 2 + bo)])  # h reaches more than 1/2: how large
                # can it be?
            np.array([logistic(bo), logistic(wo * np.e + bo)])  # the largest h is exp(0); that is
                # 1, not e
            np.array([logistic(0.5 * wo + bo), logistic(wo + bo)])  # h is not a logistic function:
                # its smallest value is not 1/2
            np.array([logistic(wo * rbf(1.0) + bo), logistic(wo + bo)])
                # h comes nearer to 0 than rbf(1): how small can it be?
            np.array([logistic(wo + bo), logistic(bo)])  # the two ends are swapped: the lower one
                # comes first
            np.array([0 * bo, 1 + 0 * bo])  # these are the ends of h, or of any probability; what
                # are those of zo, and of y?
            np.array([logistic(wo * bo), logistic(wo * (1 + bo))])  # the output weight multiplies
                # the bias, too
            np.array([logistic(bo), logistic(wo * rbf(1.0) + bo)])  # the largest activation is that
                # at the top of the RBF
            np.array([logistic(bo - wo), logistic(bo + wo)])  # h is never negative: what is its
                # smallest value?
        """,
        hints=(
            "Between which two values does h lie?",
            "zo = wo h + bo is lowest for the lowest h, as wo > 0. What are its two ends?",
            "The logistic function keeps the order.",
        ),
    ),
    "3.8d": FunctionExercise(
        right=(gradient_bias_hidden,),
        cases=((X5, 1.1, 0.0, -0.4, T5), (X8, -0.8, 0.7, 0.3, T8), (X5, 1.7, -0.6, -0.9, T5)),
        steps={**RBF_STEP, "x * wh": "x wh"},
        confusions="""
            np.mean(-2 * x * wh * (rbf(x * wh) + bh) * (logistic(rbf(x * wh) + bh + bo) - t))
                # the bias is added behind the RBF; it belongs inside, to x wh
            np.mean(-2 * zh * h * (logistic(rbf(x * wh) + bo) - t))
                # y is computed without bh: the network of the text knows no hidden bias
            np.mean(-2 * h * rbf(h) * grad_output)  # the derivative of the RBF is taken at h, after
                # the activation; it belongs to zh
            np.mean(h * (1 - h) * grad_output)  # h (1 - h) is the derivative of the logistic
                # function; the hidden neuron is an RBF
            bh - 2 * np.mean(-2 * zh * h * grad_output)  # that is the bias after a step; wanted is
                # the gradient
            bh - np.mean(-2 * zh * h * grad_output)  # that is the bias after a step; wanted is the
                # gradient
            np.mean(cross_entropy(y, t))  # that is the loss itself; wanted is its gradient
        """,
        hints=(
            "Forward first: zh = x wh + bh, then h, zo and y, all with the new bias.",
            "Back: delta_o, then delta_h. How does zh depend on bh?",
            "The gradient of bh is to delta_h what the gradient of bo is to delta_o.",
        ),
    ),
    "3.9a": ChoiceExercise(
        right="c",
        wrong={
            "a": "they would cancel everywhere if both made their step at 0; where do these two "
            "make theirs? Work out both at x = 0",
            "b": "each of them only rises or only falls; the sum need not: work it out at x = -3, "
            "0 and 3",
        },
        explanation="At x = 0 both are 0.76; far out one is 1 and the other -1.",
    ),
    "3.9b": ChoiceExercise(
        right="a",
        wrong={
            "b": "the gradient of v is the mean of h delta_o: what is h where w and b are 0?",
            "c": "a small gradient takes long, one that is exactly 0 takes for ever: what is h of "
            "every sample, and what is the gradient of v?",
        },
        explanation="Each layer waits for the other, and c is right as it is.",
    ),
    "3.9c": ChoiceExercise(
        right="b",
        wrong={
            "a": "to share the work, one of them would have to take another step than the other: "
            "which number in its gradient is another?",
            "c": "rounding does not tell them apart, either: the same numbers, computed in the "
            "same way, are rounded alike",
        },
        explanation="What is equal gets equal gradients, and so stays equal.",
    ),
    "3.9d": FunctionExercise(
        right=(gradient_input_skip,),
        cases=(
            (np.tanh(X5), 1.5, 0.7, 0.4, D5),
            (np.tanh(X8), -0.8, 2.0, 1.3, D8),
            (np.tanh(X8), 0.6, -1.2, -0.5, D8),
        ),
        steps={"1 - h**2": "the step through tanh", "w * (1 - h**2) * v": "the path through h"},
        confusions="""
            (w * (1 - h**2) * v + u) / 2 * grad_output  # that is the mean of the two paths; they
                # are added
            (w * (1 - np.tanh(h) ** 2) * v + u) * grad_output  # h has been through tanh already;
                # here it goes through it again
            (w * -2 * h * v + u) * grad_output  # that is no derivative of tanh: see exercise 3.2c
            (h * v + u) * grad_output  # h itself stands where the way from x to h belongs: what is
                # the derivative of h with respect to x?
            (w * (1 - h**2) * v + w * u) * grad_output  # the direct path does not lead over w
            (w * (1 - h**2) + u) * v * grad_output  # the direct path does not lead over v
            (w * v + u) * (1 - h**2) * grad_output  # the direct path does not lead through tanh
        """,
        hints=(
            "Over which two paths does x reach zo? Which steps has each?",
            "Multiply the derivatives along each path; what is done with the two products?",
            "That is the derivative of zo with respect to x. From zo on to the cross-entropy "
            "of each sample it is delta_o: what is done with steps in a row?",
        ),
    ),
    "3.9e": FunctionExercise(
        right=(gradient_weight_shared, gradient_weight_shared_in_one),
        cases=((X5, D5, H5 * D5), (X8, H8 * D8, D8), (X5, H5, X5 + D5)),
        steps={
            "x * grad_1": "what comes over the first neuron",
            "x * grad_2": "what comes over the second",
        },
        confusions="""
            np.mean(x * grad_1) * np.mean(x * grad_2)  # the two paths are multiplied; paths side
                # by side are added
            np.mean(x * (grad_1 - grad_2)) / 2  # that is the mean of the two paths; they are added
            np.mean(grad_1 + grad_2)  # that would be the gradient of a shared bias: what is the
                # derivative of x w with respect to w?
        """,
        hints=(
            "Over which two paths does w reach the loss? What would come over the first one alone?",
            "What is the derivative of z2 = -x w + b2 with respect to w?",
            "Add what comes over the two paths, for each sample; the loss is a mean.",
        ),
    ),
}
