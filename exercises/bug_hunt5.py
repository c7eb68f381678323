"""The suspects of the bug hunt of parts 4 and 5: no reading on before all are found and mended.

Each is a network of matrices with two hidden layers of the same size and one defect, in one
method.
"""

import numpy as np

from exercises.attempts import Diagnosis
from exercises.bug_hunt import JudgedMending, Mending, Suspect, by_letter, exercises_of
from exercises.exercise import ChoiceExercise
from utils.activations import logistic

NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")


class Network:
    """A network of matrices with two hidden layers in one piece, without a defect."""

    def softmax(self, Z):
        """Compute the softmax of each row."""
        exp = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        return exp / np.sum(exp, axis=1, keepdims=True)

    def forward(self, X, parameters):
        """Compute H1, H2 and Y."""
        W1, b1, W2, b2, W3, b3 = parameters
        H1 = logistic(X @ W1 + b1)
        H2 = logistic(H1 @ W2 + b2)
        return H1, H2, self.softmax(H2 @ W3 + b3)

    def loss(self, Y, T):
        """Compute the loss."""
        return -np.sum(T * np.log(np.maximum(Y, np.finfo(float).tiny))) / len(Y)

    def error_out(self, Y, T):
        """Compute E3, the error at the output layer."""
        return (Y - T) / len(Y)

    def error_hidden_2(self, H2, W3, E3):
        """Compute E2, the error at the second hidden layer."""
        return H2 * (1 - H2) * (E3 @ W3.T)

    def error_hidden_1(self, H1, W2, E2):
        """Compute E1, the error at the first hidden layer."""
        return H1 * (1 - H1) * (E2 @ W2.T)

    def gradient_weight(self, H, E):
        """Compute the gradient for the weights between H and E."""
        return H.T @ E

    def gradient_bias(self, E):
        """Compute the gradient for the biases at E."""
        return np.sum(E, axis=0, keepdims=True)

    def gradients(self, X, T, parameters):
        """Compute the gradients for all parameters, in their order."""
        _, _, W2, _, W3, _ = parameters
        H1, H2, Y = self.forward(X, parameters)
        E3 = self.error_out(Y, T)
        E2 = self.error_hidden_2(H2, W3, E3)
        E1 = self.error_hidden_1(H1, W2, E2)
        pairs = ((X, E1), (H1, E2), (H2, E3))
        return [g for H, E in pairs for g in (self.gradient_weight(H, E), self.gradient_bias(E))]

    def iteration(self, X, T, parameters, learning_rate):
        """Do one iteration with all samples; return the new parameters."""
        gradients = self.gradients(X, T, parameters)
        return [p - learning_rate * g for p, g in zip(parameters, gradients, strict=True)]

    def split(self, order):
        """Share row numbers out: four fifths for training, one fifth for validation."""
        n = len(order) // 5
        return order[:-n], order[-n:]

    def train(self, X, T, parameters, learning_rate, nb_of_iterations):
        """Train; return the last parameters."""
        for _ in range(nb_of_iterations):
            parameters = self.iteration(X, T, parameters, learning_rate)
        return parameters


# What they show of themselves, their names and docstrings, says nothing of the defect.


class A(Network):
    """A suspect."""

    def train(self, X, T, parameters, learning_rate, nb_of_iterations):
        """Train; return the last parameters."""
        for _ in range(nb_of_iterations):
            W3, b3 = self.iteration(X, T, parameters, learning_rate)[4:]
            parameters = [*parameters[:4], W3, b3]
        return parameters


class B(Network):
    """A suspect."""

    def error_hidden_1(self, H1, W2, E2):
        """Compute E1, the error at the first hidden layer."""
        return H1 * (1 - H1) * (E2 @ W2)


class C(Network):
    """A suspect."""

    def split(self, order):
        """Share row numbers out: four fifths for training, one fifth for validation."""
        n = len(order) // 5
        return order[n:], order[-n:]


class D(Network):
    """A suspect."""

    def softmax(self, Z):
        """Compute the softmax of each row."""
        exp = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        return exp / np.sum(exp, axis=0, keepdims=True)


class E(Network):
    """A suspect."""

    def gradient_bias(self, E):
        """Compute the gradient for the biases at E."""
        return np.sum(E, keepdims=True)


class F(Network):
    """A suspect."""

    def error_hidden_2(self, H2, W3, E3):
        """Compute E2, the error at the second hidden layer."""
        H2 *= 1 - H2
        return H2 * (E3 @ W3.T)


class G(Network):
    """A suspect."""

    def iteration(self, X, T, parameters, learning_rate):
        """Do one iteration with all samples; return the new parameters."""
        for i in range(5):
            gradients = self.gradients(X[i::5], T[i::5], parameters)
            parameters = [
                p - learning_rate / 5 * g for p, g in zip(parameters, gradients, strict=True)
            ]
        return parameters


# Mending: what is right instead of the lines of a suspect, without their self.


def iteration(X, T, parameters, learning_rate):
    """Do one iteration with all samples; return the new parameters."""
    return Network().iteration(X, T, parameters, learning_rate)


def train(X, T, parameters, learning_rate, nb_of_iterations):
    """Train; return the last parameters."""
    return Network().train(X, T, parameters, learning_rate, nb_of_iterations)


def split(order):
    """Share row numbers out: four fifths for training, one fifth for validation."""
    return Network().split(order)


def error_hidden_1(H1, W2, E2):
    """Compute E1, the error at the first hidden layer."""
    return H1 * (1 - H1) * (E2 @ W2.T)


def error_hidden_2(H2, W3, E3):
    """Compute E2, the error at the second hidden layer."""
    return H2 * (1 - H2) * (E3 @ W3.T)


def gradient_bias(E):
    """Compute the gradient for the biases at E."""
    return np.sum(E, axis=0, keepdims=True)


def softmax(Z):
    """Compute the softmax of each row."""
    exp = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return exp / np.sum(exp, axis=1, keepdims=True)


def _require_moved(result, wanted, parameters):
    """Raise a Diagnosis unless a result is new parameters of the right shapes, all of them."""
    if not isinstance(result, (list, tuple)) or len(result) != len(NAMES):
        raise Diagnosis(f"a list of the six new parameters is wanted: {', '.join(NAMES)}")
    for name, new, right in zip(NAMES, result, wanted, strict=True):
        if np.shape(new) != right.shape:
            raise Diagnosis(f"the new {name} has the shape {np.shape(new)}, not {right.shape}")
    still = _which(result, parameters)
    if not still:
        raise Diagnosis("no parameter has changed")
    if set(still) < set(NAMES):
        kept = ", ".join(name for name in NAMES if name not in still)
        raise Diagnosis(f"these parameters stay as they were: {kept}")


def judge_iteration(result, case):
    """Raise a Diagnosis unless a result is the parameters after one iteration."""
    X, T, parameters, learning_rate = case
    wanted = iteration(*case)
    _require_moved(result, wanted, parameters)
    wrong = _which(result, wanted)
    if not wrong:
        return
    gradients = Network().gradients(X, T, parameters)
    samples = [slice(i, i + 1) for i in range(len(X))]
    fifths = [slice(i, None, 5) for i in range(5)]
    for others, words in (
        (gradients, "these are the gradients; wanted are the new parameters"),
        (_moved(parameters, gradients, -learning_rate), "the sign: the loss goes up"),
        (_moved(parameters, gradients, 1), "where is the learning rate?"),
        *_with_parts(case, samples, "sample", "the number of samples"),
        *_with_parts(case, fifths, "fifth", "5"),
        (
            _part_by_part(X, T, parameters, learning_rate / 5, [slice(None)] * 5),
            "that is five steps of a fifth: the parameters still change within the loop",
        ),
    ):
        if not _which(result, others):
            raise Diagnosis(words)
    raise Diagnosis(
        f"not right yet: {', '.join(wrong)}. Each new parameter is the old one minus the learning "
        "rate times its gradient, that of all samples at the old parameters"
    )


def _moved(parameters, gradients, rate):
    return [p - rate * g for p, g in zip(parameters, gradients, strict=True)]


def _part_by_part(X, T, parameters, learning_rate, parts):
    """Do an update for each part of the samples: a confusion."""
    for part in parts:
        gradients = Network().gradients(X[part], T[part], parameters)
        parameters = _moved(parameters, gradients, learning_rate)
    return parameters


def _with_parts(case, parts, name, count):
    """Return what comes out where a loop over parts of the samples is mended by half."""
    X, T, parameters, learning_rate = case
    n = len(parts)
    gradients = Network().gradients(X, T, parameters)
    of_last, of_first = (Network().gradients(X[p], T[p], parameters) for p in (parts[-1], parts[0]))
    last, first = (f"only the {which} {name} counts" for which in ("last", "first"))
    still = "every gradient of one iteration belongs to the same, old parameters"
    return (
        (
            _moved(parameters, of_last, learning_rate),
            f"{last}: of the gradients in a loop the last ones are left",
        ),
        (
            _moved(parameters, of_last, learning_rate / n),
            f"{last}: the gradients in the loop are not added up",
        ),
        (_moved(parameters, of_first, learning_rate), first),
        (_moved(parameters, of_first, learning_rate / n), first),
        (
            _moved(parameters, gradients, learning_rate / n),
            f"the step is divided by {count} once more, or taken of one {name} alone: the "
            "gradients are those of a mean",
        ),
        (
            _moved(parameters, gradients, learning_rate * n),
            f"the step is too long by a factor, {count}: is a sum taken of what is a mean already?",
        ),
        (
            _part_by_part(X, T, parameters, learning_rate / n, parts),
            f"the parameters still change before the last {name} has been looked at: {still}",
        ),
        (
            _part_by_part(X, T, parameters, learning_rate, parts),
            f"the parameters still change with every {name}: {still}",
        ),
    )


def judge_train(result, case):
    """Raise a Diagnosis unless a result is the parameters after all iterations."""
    X, T, parameters, learning_rate, nb_of_iterations = case
    wanted = train(*case)
    _require_moved(result, wanted, parameters)
    if not _which(result, wanted):
        return
    for count in (*range(1, nb_of_iterations), nb_of_iterations + 1):
        if not _which(result, train(X, T, parameters, learning_rate, count)):
            raise Diagnosis(
                f"{nb_of_iterations} iterations are wanted, and that is {count}: does each begin "
                "with the parameters that the one before it has left?"
            )
    raise Diagnosis(
        "all parameters move, but not to where they should: call `self.iteration` as many times as "
        "wanted, each time with all samples and the parameters that it has returned"
    )


def _which(result, others):
    """Return the names of the parameters that are not the same."""
    return [
        name
        for name, one, two in zip(NAMES, result, others, strict=True)
        if not np.allclose(one, two, rtol=1e-6, atol=1e-9)
    ]


def judge_split(result, case):
    """Raise a Diagnosis unless all rows are shared out, a fifth of them for validation."""
    (order,) = case
    if not isinstance(result, (list, tuple)) or len(result) != 2:
        raise Diagnosis("two things are wanted: the rows for training, and those for validation")
    training, validation = (np.ravel(part).tolist() for part in result)
    both = {*training} & {*validation}
    # The first case is as large as what the tool shares out.
    before = "" if len(order) == 100 else "right for 100 rows, but not for others: "
    if {*training, *validation} - {*order.tolist()}:
        raise Diagnosis(
            "there are numbers in it that are no rows: share out the numbers in order, which may "
            "be any, not their places"
        )
    if both:
        raise Diagnosis(f"{before}{len(both)} of {len(order)} rows are still in both parts")
    missing = {*order.tolist()} - {*training} - {*validation}
    if missing:
        raise Diagnosis(
            f"{before}no row is in both, but {len(missing)} of {len(order)} are in neither"
        )
    if len(training) + len(validation) > len(order):
        raise Diagnosis("some rows are there twice within one part")
    if len(validation) != len(order) // 5:
        raise Diagnosis(
            f"{before}of {len(order)} rows {len(validation)} are for validation; wanted is one "
            "fifth"
        )


def _drawn(seed, *shapes):
    generator = np.random.RandomState(seed)
    return tuple(generator.randn(*shape) for shape in shapes)


def _case(seed, n):
    X, *parameters = _drawn(seed, (n, 2), (2, 3), (1, 3), (3, 3), (1, 3), (3, 2), (1, 2))
    return X, np.eye(2)[np.arange(n) * 5 // 3 % 2], parameters, 0.5 + seed / 4


def _layer(seed, n, wide, out):
    H, W, E = _drawn(seed, (n, wide), (wide, out), (n, out))
    return logistic(H), W, E


(Z5,), (Z8,) = _drawn(3, (5, 3)), _drawn(4, (8, 4))
FAR = np.array([[800.0, 0, -800], [0.3, -0.2, 1.1]])

# Every name that can be chosen, and the trace that it would leave; two fit no suspect.
DEFECTS = {
    "transpose that fits": "the gradients of one layer and of those before it are wrong (tool 1), "
    "those behind it are right, and every shape is, too (tool 2)",
    "slope lost": "the gradients of the layers before one are wrong (tool 1), and an error made of "
    "ones is not smaller where a hidden activation is nearly 0 or 1",
    "bias broadcasts": "the gradients for the biases have another shape than the biases (tool 2), "
    "and all the numbers of one bias move by the same",
    "sum over the wrong axis": "the rows of Y do not add up to 1, but its columns do (tool 3)",
    "softmax overflows": "for an extreme input the outputs are nan (tool 3)",
    "arguments changed": "an array is another one after a method has been called (tool 4); what "
    "is computed from it later is wrong, and that alone (tool 1)",
    "last layer only": "all gradients are right (tool 1), but in one update only two of six "
    "parameters move (tool 5)",
    "update inside the loop": "all gradients are right (tool 1), but in one update all six "
    "parameters move by another length than that of their gradient, each in its own way (tool 5)",
    "validation leaked": "all else is healthy, but rows are in both parts (tool 6)",
}
SUSPECTS = (
    Suspect(
        A(),
        "last layer only",
        "Each iteration gives six new parameters, and it keeps the last two of them only.",
        (
            "All gradients pass their check. What is done with them?",
            "Look at tool 5: where is the ratio 1, and what does a ratio of 0 say?",
        ),
        JudgedMending(
            right=train,
            cases=((*_case(1, 60), 2), (*_case(2, 8), 3)),
            judge=judge_train,
            hints=(
                "`self.iteration` returns six new parameters. Which of them are kept?",
                "What `self.iteration` returns can be handed to it again, as it is: as often as "
                "there are iterations.",
            ),
        ),
    ),
    Suspect(
        B(),
        "transpose that fits",
        "It goes back over W2 as if forward, with W2 in place of its transpose. As W2 is square, "
        "NumPy finds nothing to complain of.",
        (
            "The gradients of the last two layers are right. So which step comes next on the way "
            "back?",
            "The shapes are all right. What can go wrong with a square matrix, that its shape does "
            "not show?",
        ),
        Mending(
            right=(error_hidden_1,),
            cases=(_layer(5, 5, 3, 3), _layer(6, 8, 4, 4)),
            steps={"E2 @ W2.T": "the error carried back over W2", "1 - H1": "1 - H1"},
            confusions="""
                H1 * (1 - H1) * (E2 @ W2)  # that is still the way forward over W2: which of its
                    # sizes belongs to which layer?
                E2 @ W2.T  # the error is back at H1; the slope of the logistic function is lost
                H1 * (E2 @ W2.T)  # the slope of the logistic function is H1 (1 - H1)
                H1 * (1 - H1) * (E2 * np.sum(W2))  # a matrix product belongs there
                H1 * (1 - H1) * E2  # the weights are lost: over which does the error come back?
            """,
            hints=(
                "Forward, row k of W2 holds the weights that leave neuron k of the first layer.",
                "Back at neuron k arrives the sum along row k of W2. Along what does E2 @ W2 "
                "add: along the rows of W2, or down its columns?",
            ),
        ),
    ),
    Suspect(
        C(),
        "validation leaked",
        "It takes all rows but the first fifth for training, and the last fifth for validation: so "
        "the last fifth is in both.",
        (
            "Gradients, shapes, softmax and update are healthy. What was done before training?",
            "80 and 20 are just as they should be. What does the third number of tool 6 say, "
            "and what is it for the healthy network?",
        ),
        JudgedMending(
            right=split,
            # As many rows as the tool of the hunt shares out come first.
            cases=(
                (np.random.RandomState(2).permutation(300)[:100],),
                (np.arange(10)[::-1],),
                (np.random.RandomState(1).permutation(35),),
            ),
            judge=judge_split,
            hints=(
                "Write both parts down for order = [0, 1, ..., 9]. Which numbers are in both?",
                "order[-n:] are the last n. Which slice is all but the last n?",
            ),
        ),
    ),
    Suspect(
        D(),
        "sum over the wrong axis",
        "It divides by the sums down the columns, axis=0: each class then adds up to 1 over the "
        "samples, not each sample over the classes.",
        (
            "All six gradients are wrong (tool 1). What do they all start from? Look at what "
            "the way forward gives.",
            "Y holds probabilities. Of what, and which of them should add up to 1?",
        ),
        Mending(
            right=(softmax,),
            cases=((Z5,), (Z8,), (FAR,)),
            confusions="""
                D().softmax(Z)  # the columns still add up to 1: along which axis do the
                    # classes lie?
                np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)  # right for small Z, but for
                    # Z = 800 it is infinity over infinity: what happened to the maximum?
                np.exp(Z - Z.max(axis=1, keepdims=True))  # the exponentials are right; by what are
                    # they divided?
                np.exp(Z - Z.max()) / np.sum(np.exp(Z - Z.max()))  # now all numbers together add
                    # up to 1, not each row
                1 / (1 + np.exp(-Z))  # that is the logistic function of each number by itself
            """,
            hints=(
                "What adds up to 1 for each sample, and what adds up to 1 here?",
                "Along which axis do the classes of one sample lie?",
            ),
        ),
    ),
    Suspect(
        E(),
        "bias broadcasts",
        "It adds over samples and neurons. What comes out, (1, 1), is subtracted from each number "
        "of a bias: NumPy stretches it, and says nothing.",
        (
            "The gradients of all weights are right, so the errors are. What is made of these for "
            "the biases?",
            "How many numbers does the gradient for b1 have, and how many does b1 have?",
        ),
        Mending(
            right=(gradient_bias,),
            cases=((Z8,), (Z5,)),
            confusions="""
                np.sum(E, keepdims=True)  # it is one number still, for all biases of a layer:
                    # axis=0 adds over the samples alone
                np.sum(E)  # it is one number, for all biases of a layer: axis=0 adds over the
                    # samples alone
                np.full((1, E.shape[1]), np.sum(E))  # it is one number still, in each place: axis=0
                    # adds over the samples alone
                E[:1]  # that is the first sample alone; all of them count
                E[-1:]  # that is the last sample alone; all of them count
                np.sum(E, axis=1, keepdims=True)  # axis=1 adds over the neurons, and leaves a
                    # number for each sample; wanted is one for each neuron
                np.sum(E, axis=1)  # axis=1 adds over the neurons, and leaves a number for each
                    # sample; wanted is one for each neuron
                np.sum(E, axis=0)  # the numbers are right, but flat: keepdims=True keeps the row,
                    # of the shape of the biases
                np.mean(E, axis=0, keepdims=True)  # error_out has divided by the number of samples
                    # already
                np.mean(E, axis=0)  # error_out has divided by the number of samples already
                E  # each sample is right, but the sum over them is missing
            """,
            hints=(
                "How many numbers does the bias of a layer have, and of which numbers of E is "
                "each the sum?",
                "keepdims is there already, and still one number comes out. Should the sum run "
                "over the samples or over the neurons, and which axis is that?",
            ),
        ),
    ),
    Suspect(
        F(),
        "arguments changed",
        "H2 *= ... does not make a new array: it writes into H2 itself. The error comes out right, "
        "but the H2 that the gradient for W3 takes afterwards is no longer the activation.",
        (
            "Only W3 is wrong, though the error at its end is right, as b3 says. What else goes "
            "into its gradient?",
            "After the way forward H2 was right. Which method is given H2 to make E2, and "
            "what does tool 4 say of it?",
        ),
        Mending(
            right=(error_hidden_2,),
            cases=(_layer(7, 5, 3, 2), _layer(8, 8, 4, 3)),
            steps={"E3 @ W3.T": "the error carried back over W3", "1 - H2": "1 - H2"},
            confusions="""
                E3 @ W3.T  # the error is back at H2; the slope of the logistic function is lost
                H2 * (E3 @ W3.T)  # the slope of the logistic function is H2 (1 - H2)
                (1 - H2) * (E3 @ W3.T)  # the slope of the logistic function is H2 (1 - H2)
            """,
            hints=(
                "After a call, H2 is not what it was before. Which line writes into it?",
                "What is the difference between H2 *= a and H2 = H2 * a?",
            ),
        ),
    ),
    Suspect(
        G(),
        "update inside the loop",
        "It moves the parameters after every fifth of the samples. The gradient of the second "
        "fifth is then taken at other parameters than that of the first.",
        (
            "All gradients pass their check. What is done with them?",
            "Tool 5 shows six numbers, none of them 1. Is it one factor, such as a learning rate? "
            "If not, where do the steps come from?",
        ),
        JudgedMending(
            right=iteration,
            cases=(_case(1, 60), _case(2, 8)),
            judge=judge_iteration,
            hints=(
                "gradients can take all samples, X and T, in one call. Do you then still need "
                "the loop, the parts [i::5] and the / 5?",
                "If you keep the loop: add up a fifth of each gradient in it, and move once, "
                "behind it, by the whole learning rate.",
            ),
        ),
    ),
)
BY_LETTER = by_letter(SUSPECTS)
BROKEN = {letter: suspect.broken for letter, suspect in BY_LETTER.items()}
FIRST_LOOK = ChoiceExercise(
    right="b",
    wrong={
        "a": "one of them has outputs that are no probabilities: what can that learn?",
        "c": "there is one whose bug is not in the training at all; but are gradients that are "
        "nearly right not good enough, too?",
        "d": "a bug need not stop the training, nor even disturb it",
    },
    explanation="Three of the seven could pass for healthy: that it works says little of the code.",
)
EXERCISES = {"first look 5": FIRST_LOOK, **exercises_of(5, SUSPECTS, DEFECTS)}
