"""Attempts at the exercises of part 5: what wrong ones are told, and right ones that look odd."""

import numpy as np
import pytest

from exercises import diagnose
from exercises.exercise import ChoiceExercise
from exercises.part5 import EXERCISES
from utils.activations import logistic
from utils.autodiff import Variable
from utils.layers import minibatches


def moved(X):
    result = np.zeros_like(X)
    for line in range(8):
        result[:, 8 * line + 1 : 8 * line + 8] = X[:, 8 * line : 8 * line + 7]
    return result


def moved_in_place(X):
    X[:, 1:] = X[:, :-1]
    return X


def by_images(X):
    images = np.zeros((len(X), 8, 8))
    images[:, 1:, :] = X.reshape(-1, 8, 8)[:, :-1, :]
    return images.reshape(-1, 64)


METHODS = {
    "get_params": lambda self: [],
    "get_output": lambda self, X: np.tanh(X),
    "get_params_grad": lambda self, X, output_grad: [],
    "get_input_grad": lambda self, Y, output_grad: output_grad - output_grad * Y * Y,
}


def tanh_with(**methods):
    """Make a layer that is right but for some methods."""
    return type("TanhLayer", (), {**METHODS, **methods})


def needs_width(self, width):
    self.width = width


def images_last(X):
    images = X.reshape(8, 8, -1)
    result = np.zeros_like(images)
    result[:, 1:, :] = images[:, :-1, :]
    return result.reshape(-1, 64)


def pixel_grads(activations, targets, layers):
    grad = targets
    for layer, Y in zip(layers[::-1], activations[:0:-1], strict=True):
        grad = layer.get_input_grad(Y, grad)
    return grad


def emptied(activations, targets, layers):
    grad = targets
    for layer in reversed(layers):
        grad = layer.get_input_grad(activations.pop(), grad)
    return grad


def stopped_early(activations, targets, layers):
    grad = targets
    for i in range(len(layers) - 1, 0, -1):
        grad = layers[i].get_input_grad(activations[i + 1], grad)
    return grad


def not_reversed(activations, targets, layers):
    grad = targets
    for i in range(len(layers)):
        grad = layers[i].get_input_grad(activations[i + 1], grad)
    return grad


def with_inputs(activations, targets, layers):
    grad = targets
    for i in reversed(range(len(layers))):
        grad = layers[i].get_input_grad(activations[i], grad)
    return grad


def shuffled(input_samples, targets, batch_size, generator):
    rows = generator.permutation(len(input_samples))
    return minibatches(input_samples[rows], targets[rows], batch_size)


def shuffled_by_hand(input_samples, targets, batch_size, generator):
    rows = np.argsort(generator.rand(len(input_samples)))
    parts = np.array_split(rows, len(rows) // batch_size)
    return [[input_samples[part], targets[part]] for part in parts]


def shuffled_apart(X, T, size, generator):
    return minibatches(generator.permutation(X), generator.permutation(T), size)


def shuffled_in_place(X, T, size, generator):
    generator.shuffle(X)
    return minibatches(X, T, size)


def shuffled_elsewhere(X, T, size, generator):
    rows = np.random.RandomState().permutation(len(X))
    return minibatches(X[rows], T[rows], size)


def shuffled_always_alike(X, T, size, generator):
    rows = np.random.RandomState(0).permutation(len(X))
    return minibatches(X[rows], T[rows], size)


def drawn_twice(X, T, size, generator):
    rows = generator.randint(len(X), size=len(X))
    return minibatches(X[rows], T[rows], size)


def batches_shuffled(X, T, size, generator):
    return minibatches(X, T, size)


def whole_batches_shuffled(X, T, size, generator):
    batches = minibatches(X, T, size)
    return [batches[i] for i in generator.permutation(len(batches))]


def shuffled_within_batches(X, T, size, generator):
    orders = [(x, t, generator.permutation(len(x))) for x, t in minibatches(X, T, size)]
    return [(x[rows], t[rows]) for x, t, rows in orders]


def of_size_five(X, T, size, generator):
    rows = generator.permutation(len(X))
    return minibatches(X[rows], T[rows], 5)


def by_the_distance(probabilities, count):
    ordered = np.sort(probabilities, axis=1)
    return np.argsort(ordered[:, -1] - ordered[:, -2])[:count]


def least_sure_one_by_one(probabilities, count):
    rows = sorted(range(len(probabilities)), key=lambda row: max(probabilities[row]))
    return rows[:count]


RIGHT = [
    ("5.4f", 2340),
    ("5.4g", shuffled),
    ("5.4g", shuffled_by_hand),
    ("5.5e", 40 / 43),
    ("5.5e", 0.930),
    ("5.5f", lambda probabilities, count: np.argsort(probabilities.max(1))[:count]),
    ("5.5f", lambda P, n: np.argsort(-P.max(axis=1))[::-1][:n]),
    ("5.5f", least_sure_one_by_one),
    ("5.1c", 42),
    ("5.1c", np.int64(42)),
    ("5.1d", moved),
    (
        "5.1d",
        lambda X: np.pad(X.reshape(-1, 8, 8), ((0, 0), (0, 0), (1, 0)))[:, :, :8].reshape(X.shape),
    ),
    ("5.2c", 1.25),
    ("5.2d", tanh_with()),
    ("5.2d", tanh_with(get_params=lambda self: (), get_params_grad=lambda self, X, G: ())),
    ("5.3a", 1930),
    ("5.3b", np.log(10)),
    ("5.3b", 2.303),
    ("5.3e", 0.6),
    ("5.3f", pixel_grads),
    ("5.3f", lambda *args: pixel_grads(*args)),
]
# Exercise, wrong attempt, and words that its diagnosis must hold.
WRONG = [
    ("5.4f", 2345, "makes no minibatch of its own"),
    ("5.4f", 2343.75, "a minibatch is whole"),
    ("5.4f", 2344, "a minibatch is whole"),
    ("5.4f", 2339, "nearly, but too low: is one of the numbers on the way miscounted"),
    (
        "5.4g",
        lambda input_samples, targets, batch_size, generator: np.array_split(targets, 17 // 25),
        "0, in line",
    ),
    ("5.4f", 468, "that is the number of minibatches in one iteration"),
    ("5.4f", 300000, "not for each image"),
    ("5.4g", shuffled_apart, "the target of another"),
    ("5.4g", shuffled_in_place, "the arrays that you were given are changed"),
    ("5.4g", shuffled_elsewhere, "nothing was drawn from the generator that is given"),
    ("5.4g", shuffled_always_alike, "a second call gives the same order"),
    ("5.4g", drawn_twice, "some come twice or not at all"),
    ("5.4g", batches_shuffled, "the samples come in their old order"),
    ("5.4g", whole_batches_shuffled, "each minibatch holds the same samples as before"),
    ("5.4g", shuffled_within_batches, "each minibatch holds the same samples as before"),
    ("5.5f", by_the_distance, "the distance to the second largest"),
    ("5.4g", of_size_five, "is batch_size handed on?"),
    ("5.4g", lambda *given: shuffled(*given)[0], "a list of pairs is wanted"),
    ("5.4g", lambda *given: [(t, x) for x, t in shuffled(*given)], "are the two of a pair"),
    ("5.4g", lambda X, T, size: minibatches(X, T, size), "generator"),
    ("5.4g", lambda X, T, size, generator: ..., "not answered yet"),
    ("5.5e", 40 / 41, "that is along the row"),
    ("5.5e", 43, "that is the number of images that it calls a 4"),
    ("5.5e", 40 / 44, "does not stand in this column"),
    ("5.5e", 0.9556, "share of right answers for all digits"),
    ("5.5f", lambda P, n: np.argsort(P.max(axis=1))[::-1][:n], "those are the surest"),
    ("5.5f", lambda P, n: np.argsort(P.max(axis=1))[-n:], "those are the surest"),
    ("5.5f", lambda P, n: np.argsort(P.max(axis=0))[:n], "in each column, a digit"),
    ("5.5f", lambda P, n: np.sort(P.max(axis=1))[:n], "those are the probabilities"),
    ("5.5f", lambda P, n: np.argsort(P.max(axis=1)), "all images come back"),
    ("5.5f", lambda P, n: P.max(axis=1).argmin(), "3 numbers of rows are wanted"),
    (
        "5.5f",
        lambda P, n: np.arange(n),
        "is row 3, whose largest is 0.40; yours is 0, whose largest is 0.50",
    ),
    ("5.5f", lambda P, n: P.sort(axis=1), "is there a `return`"),
    ("5.1c", 10, "line times column"),
    ("5.1c", 22, "counted from the end"),
    ("5.1c", 38, "(38 comes out, for one, when the sign before 2 is the other one.)"),
    ("5.1d", images_last, "the images are the first axis"),
    ("5.1c", 21, "that is the pixel in line 2, column 5"),
    ("5.1c", 34, "lines are counted from 0"),
    ("5.1c", 43, "columns of X are counted from 0"),
    ("5.1d", lambda X: ..., "not answered yet"),
    ("5.1d", lambda X: None, "returns None"),
    ("5.1d", lambda X: np.roll(X, 1, axis=1), "at the left of the next line"),
    ("5.1d", lambda X: np.roll(X, 1), "goes to the next image"),
    ("5.1d", lambda X: np.roll(X, 1, axis=0), "the images changed places"),
    ("5.1d", lambda X: np.roll(X.reshape(-1, 8, 8), 1, axis=2).reshape(-1, 64), "comes in again"),
    ("5.1d", by_images, "one pixel down"),
    ("5.1d", moved_in_place, "changes its arguments"),
    ("5.1d", lambda X: moved(X).reshape(-1, 8, 8), "lay each image flat again"),
    ("5.1d", lambda X: X, "nothing has moved"),
    ("5.1d", lambda X: moved(X) + 1, "0 of 64 pixels are right"),
    ("5.1d", lambda X: moved(X)[:, :63], "a row of 64 pixels for each image is wanted"),
    ("5.2c", 2, "the weights alone"),
    ("5.2c", 1.0, "that is the gradient at the first input"),
    ("5.2c", 1.75, "a minus sign is lost on the way to that by the second"),
    ("5.2d", tanh_with()(), "hand over the class itself"),
    ("5.2d", tanh_with(__init__=needs_width), "made without arguments"),
    ("5.2d", tanh_with(get_params=None), "the method get_params is missing"),
    ("5.2d", tanh_with(get_params=lambda self: [1.0]), "must return an empty list"),
    ("5.2d", tanh_with(get_params=lambda self: None), "get_params returns None"),
    ("5.2d", tanh_with(get_output=lambda self, X: ...), "not answered yet"),
    ("5.2d", tanh_with(get_output=lambda self, X: logistic(X)), "the logistic function stands"),
    ("5.2d", tanh_with(get_output=lambda X: np.tanh(X)), "get_output raised TypeError"),
    ("5.2d", tanh_with(get_input_grad=lambda self, Y, G: 1 - Y**2), "what does the chain rule"),
    ("5.2d", tanh_with(get_input_grad=lambda self, Y, G: (1 - np.tanh(Y) ** 2) * G), "twice"),
    ("5.2d", tanh_with(get_input_grad=lambda self, Y, G: Y * (1 - Y) * G), "logistic function"),
    ("5.2d", tanh_with(get_input_grad=lambda self, Y, G: 1 - Y**2 * G), "parentheses"),
    ("5.2d", tanh_with(get_input_grad=lambda self, Y, G: (1 - Y**2) @ G.T), "the shape (5, 3)"),
    ("5.2d", tanh_with(get_input_grad=lambda self, Y, G: 7 * G), "work it out by hand"),
    ("5.3a", 1880, "every neuron has a bias, too"),
    ("5.3a", 1994, "the inputs have no biases"),
    ("5.3a", 114, "those are the nodes"),
    ("5.3b", 0.693, "two classes"),
    ("5.3b", 23.026, "only the probability of the right digit counts"),
    ("5.3e", 0.3, "by what is w1 multiplied on its way in?"),
    ("5.3e", 1.2, "the slope y1 (1 - y1)"),
    ("5.3e", 2.4, "the logistic layer is left out"),
    ("5.3e", 0.15, "the second weight is left out"),
    ("5.3e", 0, "but the input x"),
    ("5.3f", lambda activations, targets, layers: ..., "not answered yet"),
    ("5.3f", lambda activations, targets, layers: None, "returns None"),
    ("5.3f", emptied, "do not empty"),
    ("5.3f", stopped_early, "that is the gradient at the input of layers[1]"),
    ("5.3f", lambda a, t, n: 1, "the result has the shape ()"),
    ("5.3f", lambda layers, activations, targets: 1, "in the order activations, targets, layers"),
    ("5.3f", not_reversed, "in which order are the layers gone through on the way back"),
    ("5.3f", with_inputs, "each layer gets its input, not its output"),
    ("5.3f", lambda activations, targets, layers: targets, "the targets come back"),
    ("5.3f", lambda activations, targets, layers: [targets], "a list comes back"),
    ("5.3f", lambda activations, targets, layers: activations[0], "the numbers are not"),
    (
        "5.3f",
        lambda activations, targets, layers: -pixel_grads(activations, targets, layers),
        "sign",
    ),
    (
        "5.3f",
        lambda activations, targets, layers: (
            pixel_grads(activations, targets, layers) / len(targets)
        ),
        "it is divided by the number of samples once too often",
    ),
    (
        "5.3f",
        lambda activations, targets, layers: activations[9],
        "your code raised IndexError",
    ),
]


@pytest.mark.parametrize(("name", "attempt"), RIGHT)
def test_right_attempt_is_right_however_it_is_written(name, attempt):
    assert diagnose(name, attempt) == "right"


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_attempt_is_told_what_is_wrong(name, attempt, words):
    assert words in diagnose(name, attempt)


@pytest.mark.parametrize("name", [n for n, e in EXERCISES.items() if isinstance(e, ChoiceExercise)])
def test_each_other_answer_has_words_of_its_own(name):
    exercise = EXERCISES[name]
    letters = sorted([exercise.right, *exercise.wrong])
    assert letters == list("abcd")[: len(letters)]
    assert len(set(exercise.wrong.values())) == len(exercise.wrong)
    assert diagnose(name, f"({exercise.right.upper()})") == "right"
    for letter, text in exercise.wrong.items():
        assert diagnose(name, letter) == text


# 5.6


def quotient(way_a, way_b):
    """Make a `divide` with these ways back, each a function of a, b and what arrives."""

    def divide(a, b):
        paths = [
            (a, lambda grad: way_a(a.value, b.value, grad)),
            (b, lambda grad: way_b(a.value, b.value, grad)),
        ]
        return Variable(a.value / b.value, paths)

    return divide


def by_logarithms(a, b):
    result = Variable(a.value, [])
    result.value = np.exp(np.log(a.value) - np.log(b.value))
    return result


def for_a(a, b, g):
    return g / b


def for_b(a, b, g):
    return -g * a / b**2


def by_its_output(a, b):
    """Go back to b by the quotient itself, in another order of the paths."""
    y = a.value / b.value
    return Variable(y, ((b, lambda grad: -grad * y / b.value), (a, lambda grad: grad / b.value)))


def inverse(b):
    return Variable(1 / b.value, [(b, lambda grad: -grad / b.value**2)])


def exchanged(a, b):
    made = quotient(for_a, for_b)(a, b)
    (a, way_a), (b, way_b) = made.paths
    return Variable(made.value, [(a, way_b), (b, way_a)])


def changing(a, b):
    a.value /= b.value
    return a


def without_grad_for(kept):
    def divide(a, b):
        made = quotient(for_a, for_b)(a, b)
        return Variable(made.value, [made.paths[kept]])

    return divide


@pytest.mark.parametrize(
    ("name", "attempt"),
    [
        ("5.6a", 30.0),
        ("5.6d", quotient(for_a, for_b)),
        ("5.6d", by_its_output),
        ("5.6d", lambda a, b: a * inverse(b)),
        ("5.6e", 31),
    ],
)
def test_right_attempt_at_the_tape(name, attempt):
    assert diagnose(name, attempt) == "right"


@pytest.mark.parametrize(
    ("name", "attempt", "words"),
    [
        ("5.6a", 20, "that is the gradient at x"),
        ("5.6a", 15, "both paths count"),
        ("5.6a", 10, "that is the gradient at z"),
        ("5.6e", 16, "what the second use brings back"),
        ("5.6e", 15, "by the first use alone"),
        ("5.6e", 48, "that is the value of y"),
        ("5.6e", 21, "meets the w of the second"),
        ("5.6d", lambda a, b: ..., "not answered yet"),
        ("5.6d", lambda a, b: None, "returns None"),
        ("5.6d", lambda b, a: b, "in the order a, b"),
        ("5.6d", lambda a, b: a / b, "raised TypeError"),
        ("5.6d", lambda a, b: a.value / b.value, "is no Variable"),
        ("5.6d", lambda a, b: Variable(a.value / b.value), "it has no paths"),
        ("5.6d", lambda a, b: Variable(b.value / a.value), "the value is b / a"),
        ("5.6d", lambda a, b: a * b, "is not a.value / b.value"),
        ("5.6d", by_logarithms, "nan in places"),
        ("5.6d", lambda a, b: Variable(a.value / b.value, [a, b]), "a list of pairs"),
        ("5.6d", changing, "do not change them"),
        ("5.6d", exchanged, "are the pairs exchanged?"),
        ("5.6d", without_grad_for(0), "b gets no gradient"),
        ("5.6d", without_grad_for(1), "a gets no gradient"),
        ("5.6d", quotient(lambda a, b, g: 1 / b, for_b), "the slope alone goes back"),
        ("5.6d", quotient(lambda a, b, g: -g / b, for_b), "of a: the sign is flipped"),
        ("5.6d", quotient(for_a, lambda a, b, g: g * a / b**2), "a larger b makes a smaller"),
        ("5.6d", quotient(for_a, lambda a, b, g: -g * a / b), "the square is lost"),
        ("5.6d", quotient(for_a, lambda a, b, g: -g / b**2), "a is lost as a factor"),
        ("5.6d", quotient(for_a, lambda a, b, g: 3 * g), "the gradient that b gets is not right"),
        ("5.6d", quotient(for_a, lambda a, b, g: g @ b), "the way back raised ValueError"),
    ],
)
def test_wrong_attempt_at_the_tape(name, attempt, words):
    assert words in diagnose(name, attempt)
