"""The exercises of part 4: what is right, and what no mechanism can know of its confusions.

Spoilers! Slips, such as a lost factor, are found by themselves.
"""

import numpy as np

from exercises.exercise import ChoiceExercise
from exercises.function_exercise import FunctionExercise
from exercises.number_exercise import NumberExercise
from utils.activations import logistic, softmax
from utils.losses import cross_entropy_classes  # noqa: F401

# Matrices of different sizes, none of them square, so that no transpose fits by chance.
DRAWN = np.random.RandomState(4)
W23, W42 = DRAWN.randn(2, 3), DRAWN.randn(4, 2)
B3, B2 = DRAWN.randn(1, 3), DRAWN.randn(1, 2)
SHIFT2, SHIFT4 = DRAWN.randn(1, 2), DRAWN.randn(1, 4)
Z53, Z84 = 2 * DRAWN.randn(5, 3), 2 * DRAWN.randn(8, 4)
T53, T84 = np.eye(3)[[0, 2, 1, 1, 0]], np.eye(4)[[3, 0, 1, 2, 1, 0, 3, 3]]
H54, H83 = np.tanh(DRAWN.randn(5, 4)), np.tanh(DRAWN.randn(8, 3))
W43, W32 = DRAWN.randn(4, 3), DRAWN.randn(3, 2)
E53, E82 = softmax(Z53) - T53, softmax(Z84)[:, :2] - 0.5


# 4.1


def h_by_hand():
    x1 = 0.5
    x2 = -1.0
    w1 = -1.0
    w2 = 3.0
    b = 1.0
    z = x1 * w1 + x2 * w2 + b
    return logistic(z)


def nb_of_parameters():
    d = 64
    m = 20
    c = 10
    hidden = d * m + m
    output = m * c + c
    return hidden + output


def bias_for_shifted(Wh, bh, shift):
    return bh - shift @ Wh


# 4.2


def difference_for_nine_tenths():
    y1 = 0.9
    odds = y1 / (1 - y1)
    return np.log(odds)


def cross_entropy_from_z(Zo, T):
    Z = Zo - np.max(Zo, axis=1, keepdims=True)
    return np.log(np.sum(np.exp(Z), axis=1, keepdims=True)) - np.sum(T * Z, axis=1, keepdims=True)


# 4.3


def error_hidden_tanh(H, Wo, Eo):
    return (1 - H**2) * (Eo @ Wo.T)


def gradient_scale(H, Wo, Eo):
    return np.sum((H @ Wo) * Eo)


# 4.4


def distance_on_flat_ground():
    M = 0.4
    kept = 0.9
    next_step = kept * M
    return next_step / (1 - kept)


def momentum_on_slope(J, learning_rate, momentum, k):
    return -learning_rate * J * (1 - momentum**k) / (1 - momentum)


def momentum_on_slope_by_a_sum(J, learning_rate, momentum, k):
    return -learning_rate * J * np.sum(momentum ** np.arange(k))


# 4.5


def distance_from_the_plane(H, Wo, bo):
    w = Wo[:, 1:] - Wo[:, :1]
    b = bo[:, 1:] - bo[:, :1]
    return (H @ w + b) / np.sqrt(np.sum(w**2))


def bias_of_one_layer(bh, Wo, bo):
    return bh @ Wo + bo


EXERCISES = {
    "4.1a": ChoiceExercise(
        right="b",
        wrong={
            "a": "guessing gives 50, but a line can do more: put it beside the blue heap, and look "
            "at the part of the ring behind it",
            "c": "a line leaves all of the plane on two sides: for the whole ring to lie on one "
            "side, on which side would the heap in its middle be?",
        },
        explanation="A line beside the heap leaves a part of the ring on the right side.",
    ),
    "4.1b": ChoiceExercise(
        right="a",
        wrong={
            "b": "numbers may change places in a product, matrices may not: here each row of the "
            "left one meets each column of the right one. How long are they?",
            "c": "for that the product would have to exist: write (2, 3) and (100, 2) beside each "
            "other, and compare the two sizes in the middle",
        },
        explanation="The sizes in the middle are 3 and 100: a row of the one does not fit a column "
        "of the other.",
    ),
    "4.1c": ChoiceExercise(
        right="c",
        wrong={
            "a": "NumPy looks at the shapes, and they fit: (5, 2) and (2, 2)",
            "b": "transposed, the weight from x1 to the second neuron stands where that from x2 to "
            "the first belongs; only if these two were equal would nothing change",
        },
        explanation="Shapes that fit prove nothing where two sizes are equal.",
    ),
    "4.1d": NumberExercise(
        right=h_by_hand,
        is_share=True,
        steps={"x1": "x1", "x2": "x2", "z": "z of the second neuron"},
        confusions="""
            logistic(0.5 * 1 + -1 * 3 + 1)  # that is with z = -1.5, but z is lower: is the sign of
                # -1 lost, or did you take the second row? A neuron has a column of the weights
            logistic(0.5 * 2 + -1 * 1 - 0.5)  # that is the first neuron
            logistic(0.5 * 2 + -1 * -1 - 0.5)  # that is the first neuron, with a row of the weights
                # where its column belongs
            logistic(x1 * w1 + x2 * w2 - 0.5)  # that is with the bias of the first neuron
        """,
        hints=(
            "Which numbers of Wh belong to the second neuron: a row, or a column?",
            "z = x1 w12 + x2 w22 + b2; then comes the logistic function.",
        ),
    ),
    "4.1e": NumberExercise(
        right=nb_of_parameters,
        decimals=0,
        steps={"hidden": "what the hidden layer has", "output": "what the output layer has"},
        confusions="""
            d * m + m * c  # the biases are missing: each neuron has one
            d * m + m * c + 2  # each neuron has a bias of its own, not each layer
            d * m + m * c + d + m + c  # inputs have no bias
            d * m * c  # an input is joined to each hidden neuron, and not to each pair of hidden
                # neuron and output
            d + m + c  # that is the number of nodes; count the arrows between them, and the biases
            d * c + c  # that would be a network without a hidden layer
            17  # that is the network of this notebook
        """,
        hints=(
            "Which shapes have Wh, bh, Wo and bo, with 64, 20 and 10?",
            "A matrix of shape (64, 20) holds 64 times 20 numbers.",
        ),
    ),
    "4.1f": FunctionExercise(
        right=(bias_for_shifted,),
        cases=((W23, B3, SHIFT2), (W42, B2, SHIFT4)),
        steps={"shift @ Wh": "what the shift adds to z"},
        confusions="""
            bh - np.sum(shift)  # each neuron feels the shift through its own weights
            bh - np.sum(Wh, axis=0)  # that would be so for a shift of 1 in each input
        """,
        hints=(
            "Write z for a shifted sample: (x + shift) Wh + b. Which part of it is new?",
            "The new bias has to take away what shift Wh adds.",
        ),
    ),
    "4.2a": ChoiceExercise(
        right="d",
        wrong={
            "a": "each exponential grows, but their sum grows by the same factor",
            "b": "the shares would become alike if the z were divided; adding leaves their "
            "differences as they are",
            "c": "they are different numbers z, but a share is a quotient: what does e^10 do above "
            "and below the line?",
        },
        explanation="Each exponential gets the factor e^10, and so does their sum: it cancels.",
    ),
    "4.2b": ChoiceExercise(
        right="a",
        wrong={
            "b": "work out y1 at z1 = 0, 5 and 10: do these three lie on a straight line?",
            "c": "the exponential grows without end, but a share does not: what is in the sum "
            "below the line?",
        },
        explanation="With z2 = 0 the share is e^z1 over e^z1 + 1: the logistic function.",
    ),
    "4.2c": ChoiceExercise(
        right="b",
        wrong={
            "a": "z1 is in the sum below the line of all three: what becomes of a share if the sum "
            "grows?",
            "c": "the sum below the line grows, and divides both: does a large share then lose as "
            "much as a small one?",
        },
        hints=(
            "Write down y2. Where in it does z1 stand?",
            "y2 and y3 are divided by the same larger sum.",
        ),
        explanation="The sum below the line grows for all: each other share loses in proportion.",
    ),
    "4.2d": NumberExercise(
        right=difference_for_nine_tenths,
        steps={"odds": "the odds"},
        confusions="""
            logistic(0.9)  # that is the logistic function of 0.9; wanted is what it makes 0.9 of
            np.log(0.9)  # that is the logarithm of y1; what of y2?
            -np.log(1 - 0.9)  # that is minus the logarithm of y2; what of y1?
            np.exp(0.9)  # e to the 0.9 goes from z on; here y1 is known, and z is wanted
            np.exp(0.9) / np.exp(0.1)  # softmax makes probabilities of z; here the way goes back
            0.9 - 0.1  # that is the difference of the probabilities, not that of the z
        """,
        hints=(
            "y1 is the logistic function of z1 - z2. Which z has this probability?",
            "In part 3, z was the log-odds: the logarithm of y1 over y2.",
        ),
    ),
    "4.2e": FunctionExercise(
        right=(cross_entropy_from_z,),
        # The last case has z so large that a probability is rounded to 0.
        cases=((Z53, T53), (Z84, T84), (400 * Z53, T53)),
        steps={
            "Z": "Zo without its largest number",
            "np.sum(np.exp(Z), axis=1, keepdims=True)": "the sum of the exponentials",
            "np.sum(T * Z, axis=1, keepdims=True)": "z of the true class",
        },
        confusions="""
            -np.sum(T * np.log(softmax(Zo)), axis=1, keepdims=True)  # right for small z; for large
                # ones a probability is rounded to 0 and its logarithm infinite: take the logarithm
                # of the quotient apart before you compute it
            -np.log(np.sum(T * softmax(Zo), axis=1, keepdims=True))  # right for small z; for large
                # ones a probability is rounded to 0 and its logarithm infinite: take the logarithm
                # of the quotient apart before you compute it
            cross_entropy_classes(softmax(Zo), T)  # right for small z; for large ones it stops at
                # 36.04, where the probability is held away from 0
            np.log(np.sum(np.exp(Zo), axis=1)[:, None]) - np.sum(T * Zo, axis=1)[:, None]
                # right for small z; for large ones exp overflows: what may be taken from all z of a
                # row?
            softmax(Zo) - T  # that is its derivative with respect to Zo
        """,
        hints=(
            "The logarithm of a fraction is a difference, and ln undoes e. What are the two "
            "parts, for the true class?",
            "T * Zo, summed over each row, picks z of the true class.",
            "e^800 is too large for the computer. So first take the largest number of each "
            "row away from that row, as softmax does; use these new z in both parts.",
        ),
    ),
    "4.3a": ChoiceExercise(
        right="c",
        wrong={
            "a": "write the shapes below the factors: (100, 3) and (100, 2). Are the inner sizes "
            "equal?",
            "b": "that would be the mean over the samples. What is the loss of part 4?",
            "d": "the numbers are right, but the shape is (2, 3): what has to come first, for a "
            "row for each hidden neuron?",
        },
        hints=(
            "The sums run over the samples. Which size of a product vanishes?",
            "Write the shapes of each product below its factors.",
        ),
        explanation="The samples are the inner size, over which a product sums.",
    ),
    "4.3b": ChoiceExercise(
        right="c",
        wrong={
            "a": "each path brings its own error back: are the errors of red and blue alike?",
            "b": "the paths are added, but with their signs: what do the errors of red and blue "
            "add up to?",
        },
        hints=(
            "Look at a row of Eo: what do its two numbers add up to?",
            "2 times the error of red, plus 2 times the error of blue.",
        ),
        explanation="The errors of the two classes are opposite: with equal weights they cancel.",
    ),
    "4.3c": FunctionExercise(
        right=(error_hidden_tanh,),
        cases=((H54, W43, E53), (H83, W32, E82)),
        steps={"Eo @ Wo.T": "what comes back over the weights", "H**2": "h squared"},
        confusions="""
            (1 - np.tanh(H) ** 2) * (Eo @ Wo.T)  # H is tanh(z) already
        """,
        hints=(
            "What comes back over the weights is the same whatever the hidden neurons are.",
            "What is the slope of tanh, in terms of its own value h?",
        ),
    ),
    "4.3d": FunctionExercise(
        right=(gradient_scale,),
        cases=((H54, W43, E53), (H83, W32, E82)),
        steps={"H @ Wo": "the derivative of Zo with respect to s"},
        hints=(
            "What is the derivative of one number of Zo with respect to s?",
            "s acts on every number of Zo, of each sample and class. Each path brings its "
            "slope times the error there, and paths side by side are added.",
        ),
    ),
    "4.4a": ChoiceExercise(
        right="b",
        wrong={
            "a": "a minimum holds the loss, but so does a plain that hardly slopes: what besides "
            "the loss would tell them apart?",
            "c": "a loss that changes in its third decimal only still changes; is the slope zero, "
            "or only small?",
        },
        hints=(
            "Print the losses after 100, 200 and 300 iterations with five decimals.",
            "A step is the learning rate times the gradient. What if that is small, but grows?",
        ),
        explanation="a loss that stands still does not tell a plateau from a minimum",
    ),
    "4.4b": ChoiceExercise(
        right="d",
        wrong={
            "a": "so it is on the slope. In the valley the slope changes its sign with w: what "
            "happens to the sum in M then?",
            "b": "friction takes a share of the speed, the slope adds always the same: at which "
            "speed are the two equal?",
            "c": "the rate is ten times as large only where the pulls add up. What do a pull to "
            "the left and one to the right add up to?",
        },
        hints=(
            "In the valley, what does the first step of each do to w = 4?",
            "Plain with 0.2: w - 0.2 times 15 w. Where is w then, and after that? Follow the "
            "ball for six steps, too: does it turn round further out than 4, or nearer?",
        ),
        explanation="a larger rate where the slope stays, and none where it changes its sign",
    ),
    "4.4c": ChoiceExercise(
        right="a",
        wrong={
            "b": "with 0.02, plain gradient descent leaves the plateau after some 700 iterations. "
            "To which rate does 0.002 come with momentum?",
            "c": "where the slope is steady, momentum makes each rate ten times as large. Does "
            "that help against a rate that is too large already?",
        },
        hints=(
            "On a steady slope, to which plain rates do 0.002 and 0.2 come with momentum?",
            "They come to 0.02 and 2. A plain 0.02 you have seen above: what came of it in "
            "1,000 iterations? And what does a hundred times that do where it is steep?",
        ),
        explanation="momentum makes small rates larger, and large ones, too",
    ),
    "4.4d": NumberExercise(
        right=distance_on_flat_ground,
        decimals=2,
        steps={"next_step": "the next step"},
        confusions="""
            0.4 / (1 - 0.9)  # the step of 0.4 is made already; the next one is smaller
            0.4  # that is the step that is made already, or the next one, rounded; how long are all
                # the next ones together?
            0.9 / (1 - 0.9)  # that would be so for a step of 1
            0.36 + 0.324  # the ball rolls on after two steps
        """,
        hints=(
            "With J = 0, what is the new M? And the next one?",
            "A loop adds up the steps until nothing is added any more.",
        ),
    ),
    "4.4e": FunctionExercise(
        right=(momentum_on_slope, momentum_on_slope_by_a_sum),
        cases=((2.0, 0.1, 0.5, 3), (-1.5, 0.02, 0.9, 7), (4.0, 0.3, 0.2, 1)),
        confusions="""
            -learning_rate * J / (1 - momentum)  # that is where it ends after many steps; after k
                # steps it is still on its way
            -learning_rate * J * (1 - momentum ** (k + 1)) / (1 - momentum)  # one step too many
            -learning_rate * J * (1 - momentum ** (k - 1)) / (1 - momentum)  # one step too few
            -learning_rate * J * k  # without friction it would be so; a share of the speed is lost
            -learning_rate * J * momentum ** (k - 1)  # that is what is left of the first pull; the
                # later ones are added
            -learning_rate * J  # that is the first step only
            -learning_rate * J * np.sum(1 - momentum ** np.arange(1, k + 1)) / (1 - momentum)
                # that is the way of k steps; wanted is the speed after them
        """,
        hints=(
            "Write down M after one, two and three steps, with J, mu and lambda as letters.",
            "At rest, M is 0. Do the step of the lesson for M in a loop, k times; J stays the "
            "same in each.",
        ),
    ),
    "4.5a": ChoiceExercise(
        right="c",
        wrong={
            "a": "that is how it looks in the plane of x1 and x2. What does the output layer do "
            "with h1, h2 and h3: does it bend anything?",
            "b": "softmax compares two numbers: which of them is larger, and where are they equal?",
        },
        hints=(
            "Blue is decided where z_blue is larger than z_red. Both are sums over h1, h2 and h3.",
            "z_blue - z_red = 0 is one equation for three numbers, without squares or products.",
        ),
        explanation="one linear equation in three directions: a plane",
    ),
    "4.5b": ChoiceExercise(
        right="a",
        wrong={
            "b": "the places that they reach are a flat sheet, however many the neurons are. Where "
            "does a plane cut a flat sheet?",
            "c": "three numbers a sample, but each of them is made of the same two by weighting "
            "and adding: which places of the space can they reach?",
        },
        hints=(
            "Put H = X Wh + bh into Zo = H Wo + bo, and multiply out.",
            "What is X times a matrix, times another matrix, plus a row? Compare with part 2.",
        ),
        explanation="a linear layer of a linear layer is a linear layer",
    ),
    "4.5c": ChoiceExercise(
        right="b",
        wrong={
            "a": "each logistic neuron draws a single line. Can two lines enclose a region?",
            "c": "then the blue region would be bounded by one line, as with no hidden layer; two "
            "lines can do more",
            "d": "with linear neurons it would be so; these are not, and two of them can make a "
            "strip or a corner",
        },
        hints=(
            "Each hidden neuron has a line, on one side of which it is on.",
            "Draw two lines around the blue circles. Where is the region open?",
        ),
        explanation="two lines leave the region open, three can make a triangle",
    ),
    "4.5d": FunctionExercise(
        right=(distance_from_the_plane,),
        cases=((H54, W42, B2), (H83, W32, SHIFT2)),
        steps={"H @ w + b": "z_blue - z_red", "np.sqrt(np.sum(w**2))": "the length of w"},
        confusions="""
            (H @ Wo[:, 1:] + bo[:, 1:]) / np.sqrt(np.sum(Wo[:, 1:] ** 2))  # that is z_blue alone;
                # the plane is where z_blue and z_red are equal
        """,
        hints=(
            "w and b of the plane are differences of two columns.",
            "One unit along w changes H w + b by the length of w. If w is 3 long and H w + b "
            "is 6, how far away is the plane?",
        ),
    ),
    "4.5e": FunctionExercise(
        right=(bias_of_one_layer,),
        cases=((B3, W32, B2), (SHIFT4, W42, SHIFT2)),
        steps={"bh @ Wo": "what the output layer makes of bh"},
        confusions="""
            bo  # the hidden biases do not vanish with their layer: what becomes of bh behind Wo?
        """,
        hints=(
            "(X Wh + bh) Wo + bo: multiply out. Which terms do not hold X?",
            "bh goes through Wo as every row of H does.",
        ),
    ),
}
