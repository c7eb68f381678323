"""The exercises of part 5: what is right, and what no mechanism can know of its confusions.

Spoilers! Slips, such as a lost factor, are found by themselves.
"""

import contextlib
import copy

import numpy as np

from exercises import comparison
from exercises.attempts import NOT_ANSWERED, Diagnosis, require_order, results_of, what_was_raised
from exercises.exercise import ChoiceExercise, JudgedExercise
from exercises.number_exercise import NumberExercise
from utils.activations import logistic
from utils.autodiff import Variable, backward
from utils.layers import backward_step, forward_step, make_layers, minibatches


def same(one, other):
    """Tell whether two arrays have one shape and, up to rounding, the same values."""
    if one is None or other is None:
        return False
    return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-5, atol=1e-9)


# 5.1


def column_of_pixel():
    line = 5
    before = 8 * line
    return before + 2


IMAGES = np.random.RandomState(3).randint(1, 17, size=(4, 64)).astype(float)
ONE_IMAGE = np.random.RandomState(4).randint(1, 17, size=(1, 64)).astype(float)


def moved(X, down, right):
    """Move images down and to the right by so many pixels; paper comes in."""
    images = np.pad(X.reshape(-1, 8, 8), ((0, 0), (2, 2), (2, 2)))
    return np.roll(images, (down, right), axis=(1, 2))[:, 2:10, 2:10].reshape(-1, 64)


def rolled(X):
    """Move images to the right; what leaves one comes in at its other side."""
    return np.roll(X.reshape(-1, 8, 8), 1, axis=2).reshape(-1, 64)


def overwritten(X):
    images = X.reshape(-1, 8, 8).copy()
    images[:, :, 1:] = images[:, :, :-1]
    return images.reshape(-1, 64)


MOVES = (
    (lambda X: moved(X, 0, -1), "that is one pixel to the left"),
    (lambda X: moved(X, 1, 0), "that is one pixel down: which axis holds the columns of a line?"),
    (lambda X: moved(X, -1, 0), "that is one pixel up: which axis holds the columns of a line?"),
    (lambda X: moved(X, 0, 2), "that is two pixels to the right"),
    (lambda X: X, "nothing has moved"),
    (
        lambda X: np.pad(X.reshape(8, 8, -1), ((0, 0), (1, 0), (0, 0)))[:, :8].reshape(-1, 64),
        "X has a row for each image: the images are the first axis, in the shape (n, 8, 8)",
    ),
    (
        lambda X: np.pad(X.reshape(8, 8, -1), ((0, 0), (0, 0), (1, 0)))[..., :-1].reshape(-1, 64),
        "X has a row for each image: the images are the first axis, in the shape (n, 8, 8)",
    ),
    (rolled, "what leaves at the right comes in again at the left, where paper belongs"),
    (
        lambda X: np.roll(rolled(X), -2, axis=1),
        "that is to the left, and what leaves comes in again at the other side",
    ),
    (
        lambda X: np.roll(X, 1, axis=1),
        "what leaves a line at the right comes in at the left of the next line, where paper "
        "belongs: move within the lines, in the shape (n, 8, 8)",
    ),
    (
        lambda X: np.hstack((np.zeros((len(X), 1)), X[:, :-1])),
        "what leaves a line at the right comes in at the left of the next line, where paper "
        "belongs: move within the lines, in the shape (n, 8, 8)",
    ),
    (
        lambda X: np.roll(X, 1),
        "the last pixel of an image goes to the next image: move within the lines, in the shape "
        "(n, 8, 8)",
    ),
    (lambda X: np.roll(X, 1, axis=0), "the images changed places, and each is as it was"),
    (overwritten, "it moves, but no paper comes in: the first column is still that of before"),
)


def judge_moved(attempt):
    require_order(attempt, ["X"])
    cases = [(IMAGES,), (ONE_IMAGE,)]
    results = results_of(attempt, cases)
    for (X,), result in zip(cases, results, strict=True):
        if result.shape == (len(X), 8, 8):
            raise Diagnosis(
                "the result is of shape (n, 8, 8); lay each image flat again, into a row of 64"
            )
        if result.shape != X.shape:
            raise Diagnosis(
                f"for images of shape {X.shape} the result has the shape {result.shape}; a row of "
                "64 pixels for each image is wanted"
            )
    wanted = [moved(X, 0, 1) for (X,) in cases]
    if all(map(same, results, wanted)):
        return
    for move, text in MOVES:
        if all(same(result, move(X)) for (X,), result in zip(cases, results, strict=True)):
            raise Diagnosis(text)
    right = np.sum(np.isclose(results[0], wanted[0]), axis=0).reshape(8, 8) == len(IMAGES)
    line, column = np.argwhere(~right)[0] if not right.all() else (0, 0)
    raise Diagnosis(
        f"{np.sum(right)} of 64 pixels are right in every image; the first that is not stands in "
        f"line {line}, column {column}, counted from 0: which pixel should have moved there?"
    )


# 5.2


def gradient_at_second_input():
    by_first = 3 * 0.5
    by_second = -1 * 0.25
    return by_first + by_second


METHODS = {
    "get_params": (),
    "get_output": ("X",),
    "get_params_grad": ("X", "output_grad"),
    "get_input_grad": ("Y", "output_grad"),
}
GENERATOR = np.random.RandomState(6)
LAYER_X, LAYER_G = GENERATOR.randn(5, 3), GENERATOR.randn(5, 3)
LAYER_Y = np.tanh(LAYER_X)
WRONG_OUTPUTS = (
    (logistic, "the logistic function stands where tanh belongs"),
    (np.tan, "that is the tangent; tanh is the hyperbolic one"),
    (lambda X: 1 - np.tanh(X) ** 2, "get_output gives the slope; the output is tanh itself"),
    (lambda X: X, "get_output gives its input back"),
)
WRONG_GRADIENTS = (
    (
        lambda Y, G: 1 - Y**2,
        "the slope is right; but a gradient comes in at the output: what does the chain rule do "
        "with both?",
    ),
    (
        lambda Y, G: (1 - np.tanh(Y) ** 2) * G,
        "get_input_grad gets the output Y, which is tanh(X) already; tanh is taken twice",
    ),
    (lambda Y, G: Y * (1 - Y) * G, "Y (1 - Y) is the slope of the logistic function"),
    (lambda Y, G: (1 - Y) * G, "the square is lost: the slope is 1 - Y^2"),
    (lambda Y, G: (1 - Y) ** 2 * G, "the whole of 1 - Y is squared, not Y alone"),
    (lambda Y, G: 1 - Y**2 * G, "parentheses are missing: 1 - Y^2 as a whole is multiplied"),
    (lambda Y, G: (Y**2 - 1) * G, "the sign is flipped"),
    (lambda Y, G: (1 + Y**2) * G, "the sign before the square is the other one"),
    (lambda Y, G: 2 * Y * G, "that is the derivative of Y^2; the slope of tanh is 1 - Y^2"),
    (lambda Y, G: G, "the gradient is handed on as it came; what of the slope of tanh?"),
    (lambda Y, G: Y * G, "the gradient is multiplied by the output; by the slope, 1 - Y^2"),
    (lambda Y, G: (1 - Y**2) + G, "slope and gradient are added; the chain rule multiplies"),
    (lambda Y, G: (1 - Y**2) / G, "slope and gradient are divided; the chain rule multiplies"),
    (lambda Y, G: (1 - G**2) * Y, "Y and output_grad stand in each other's place"),
    (
        lambda Y, G: (1 - Y**2) * G / len(Y),
        "only the last layer divides by the number of samples; here it would be twice",
    ),
)


def judge_tanh_layer(attempt):
    if not isinstance(attempt, type):
        raise Diagnosis("hand over the class itself, by its name, TanhLayer, without parentheses")
    try:
        layer = attempt()
    except Exception as error:
        raise Diagnosis(
            f"TanhLayer() raised {type(error).__name__}: {error}; it has no parameters, so it is "
            "made without arguments"
        ) from None
    missing = [name for name in METHODS if not callable(getattr(layer, name, None))]
    if missing:
        raise Diagnosis(f"the method {missing[0]} is missing; is it inside of the class?")
    given = {"X": LAYER_X, "Y": LAYER_Y, "output_grad": LAYER_G}
    results = {}
    for name, parameters in METHODS.items():
        arguments = tuple(given[parameter] for parameter in parameters)
        method = getattr(attempt, name)
        try:
            results[name] = method(layer, *copy.deepcopy(arguments))
        except Exception as error:
            raise Diagnosis(what_was_raised(method, error, who=name)) from None
        if results[name] is ...:
            raise Diagnosis(NOT_ANSWERED)
        if results[name] is None:
            raise Diagnosis(f"{name} returns None: is there a `return` in it?")
    for name in ("get_params", "get_params_grad"):
        if not isinstance(results[name], (list, tuple)) or len(results[name]):
            raise Diagnosis(
                f"{name} must return an empty list: tanh has nothing to learn, and so no gradient "
                "of a parameter"
            )
    _judge_array(results["get_output"], np.tanh(LAYER_X), "get_output", WRONG_OUTPUTS, LAYER_X)
    wanted = (1 - LAYER_Y**2) * LAYER_G
    _judge_array(
        results["get_input_grad"], wanted, "get_input_grad", WRONG_GRADIENTS, LAYER_Y, LAYER_G
    )


def _judge_array(result, wanted, name, wrong, *arguments):
    if same(result, wanted):
        return
    if np.shape(result) != wanted.shape:
        raise Diagnosis(
            f"{name} returns something of shape {np.shape(result)}; for {len(wanted)} samples of "
            f"{wanted.shape[1]} columns it must have the shape {wanted.shape}"
        )
    for function, text in wrong:
        with np.errstate(all="ignore"):
            if same(result, function(*arguments)):
                raise Diagnosis(text)
    result = np.asarray(result, dtype=float)
    factor = comparison.factor_of_samples(result, wanted, len(wanted))
    if factor:
        raise Diagnosis(factor)
    row, column = np.unravel_index(np.argmax(np.abs(result - wanted)), wanted.shape)
    shown = " and ".join(f"{argument[row, column]:.4g}" for argument in arguments)
    raise Diagnosis(
        f"{name} makes {result[row, column]:.4g} of {shown}, which is too "
        f"{'high' if result[row, column] > wanted[row, column] else 'low'}: work it out by hand"
    )


# 5.3


def nb_of_params():
    first = 64 * 20 + 20
    second = 20 * 20 + 20
    third = 20 * 10 + 10
    return first + second + third


def loss_of_a_tenth():
    y = 0.1
    return -np.log(y)


def gradient_by_hand():
    x = 2.0
    y1 = 0.5
    grad_output = 0.3
    grad_y1 = 4.0 * grad_output
    grad_z = y1 * (1 - y1) * grad_y1
    return x * grad_z


STACK = make_layers(np.random.RandomState(8), (6, 5, 4, 3), 0.8)
STACK_X = np.random.RandomState(9).randn(7, 6)
STACK_T = np.eye(3)[[0, 2, 1, 1, 0, 2, 2]]
ONE_LAYER = make_layers(np.random.RandomState(10), (6, 3), 0.8)


def grads_at_inputs(activations, targets, layers):
    """Return the gradient at the input of each layer, the first one first."""
    grads, grad = [], targets
    for i in reversed(range(len(layers))):
        grad = layers[i].get_input_grad(activations[i + 1], grad)
        grads.insert(0, grad)
    return grads


def judge_pixel_gradients(attempt):
    require_order(attempt, ["activations", "targets", "layers"])
    cases = []
    for layers, X, T in ((STACK, STACK_X, STACK_T), (ONE_LAYER, STACK_X[:4], STACK_T[:4])):
        cases.append((forward_step(X, layers), T, layers))
    for activations, targets, layers in cases:
        given = list(activations), targets.copy(), list(layers)
        try:
            result = attempt(*given)
        except Exception as error:
            told = f"{what_was_raised(attempt, error)}; {_question(attempt, error)}"
            raise Diagnosis(told) from None
        if result is ...:
            raise Diagnosis(NOT_ANSWERED)
        if result is None:
            raise Diagnosis("your function returns None: is there a `return` in its last line?")
        kept = [a is b for a, b in zip(given[0], activations, strict=False)]
        if len(given[0]) != len(activations) or not all(kept):
            raise Diagnosis("the list of activations is not as it was: do not empty or change it")
        _judge_pixel_gradient(result, attempt, activations, targets, layers)


def _question(attempt, error):
    """Ask for what would have to be another for an attempt to be right."""
    if str(error).startswith("T must"):
        return (
            "what the last layer takes are the targets as they are: it forms the difference from "
            "its output by itself"
        )
    activations = forward_step(STACK_X, STACK)
    wanted = grads_at_inputs(activations, STACK_T, STACK)[0]
    for given, layers, words in (
        (
            [activations[0], *activations[:0:-1]],
            STACK[::-1],
            "in which order are the layers gone through on the way back?",
        ),
        ([*activations[1:], activations[-1]], STACK, "each layer gets its input, not its output"),
        ([None, *activations[:-1]], STACK, "each layer gets the output of the one behind it"),
    ):
        with contextlib.suppress(Exception):
            if same(attempt(given, STACK_T, layers), wanted):
                return words
    return (
        f"does layer i get its own output? Of {len(STACK)} layers there are {len(activations)} "
        "activations"
    )


def _judge_pixel_gradient(result, attempt, activations, targets, layers):
    grads = grads_at_inputs(activations, targets, layers)
    if isinstance(result, (list, tuple)):
        raise Diagnosis("a list comes back; wanted is one array, the gradient at the input samples")
    if same(result, grads[0]):
        return
    for number, grad in enumerate(grads[1:], start=1):
        if same(result, grad):
            raise Diagnosis(
                f"that is the gradient at the input of layers[{number}]; go on to that of "
                "layers[0]: does the loop end too early, or `return` stand inside of it?"
            )
    if same(result, targets):
        raise Diagnosis("the targets come back as they are; does the loop change the gradient?")
    if same(result, grads[0] * len(targets)):
        raise Diagnosis("it is a sum over the samples: the last layer divides by their number")
    if any(same(result, array) for array in backward_step(activations, targets, layers)[0]):
        raise Diagnosis("that is the gradient of a parameter; wanted is that at the input samples")
    if np.shape(result) != grads[0].shape:
        raise Diagnosis(
            f"the result has the shape {np.shape(result)}; the gradient at the input samples has "
            f"theirs, {grads[0].shape}"
        )
    factor = comparison.factor_of_samples(result, grads[0], len(targets))
    if factor:
        raise Diagnosis(factor)
    for number, layer in enumerate(layers):
        for times in (0, 2):
            others = [*layers[:number], *[layer] * times, *layers[number + 1 :]]
            outputs = [*activations[: number + 1], *[activations[number + 1]] * times]
            outputs += activations[number + 2 :]
            other = None
            with contextlib.suppress(Exception):
                other = grads_at_inputs(outputs, targets, others)[0]
            if same(result, other):
                how = "gone through twice" if times else "left out"
                raise Diagnosis(f"layers[{number}] is {how} on the way back")
    if same(result, sum(grad for grad in grads if grad.shape == grads[0].shape)):
        raise Diagnosis(
            "gradients are added up; each layer takes that of the layer behind it alone"
        )
    X, T = STACK_X[:4], STACK_T[:4]
    outputs = forward_step(X, ONE_LAYER)
    of_one = None
    with contextlib.suppress(Exception):
        of_one = attempt(outputs, T, ONE_LAYER)
    is_right = same(of_one, grads_at_inputs(outputs, T, ONE_LAYER)[0])
    raise Diagnosis(
        "the shape is right, the numbers are not: "
        + (
            "for a stack of one layer they are, so look at what goes on from layer to layer"
            if is_right
            else "already for a stack of one layer they are wrong, so look at what the last layer "
            "gets, and what becomes of its answer"
        )
    )


# 5.4


def nb_of_steps():
    batches = 60000 // 128
    return 5 * batches


def rows_in(batches, original):
    """Return which row of the original each row of the batches is, or None if one is none."""
    found = [np.flatnonzero(np.all(original == row, axis=1)) for row in np.vstack(batches)]
    return [rows[0] for rows in found] if all(rows.size for rows in found) else None


def judge_shuffled(attempt):
    require_order(attempt, ["input_samples", "targets", "batch_size", "generator"])
    X = np.arange(34.0).reshape(17, 2)
    T = np.eye(17)
    # The first draws of this one leave no batches in their order, either.
    generator = np.random.RandomState(8)
    orders, same_samples = [], []
    for batch_size in (5, 5, 4):
        given = X.copy(), T.copy()
        try:
            result = attempt(*given, batch_size, generator)
        except Exception as error:
            raise Diagnosis(what_was_raised(attempt, error)) from None
        if result is ...:
            raise Diagnosis("not answered yet")
        if result is None:
            raise Diagnosis("your function returns None: is there a `return` in its last line?")
        if not (np.array_equal(given[0], X) and np.array_equal(given[1], T)):
            raise Diagnosis(
                "the arrays that you were given are changed: `generator.shuffle` works in place; "
                "pick the rows in another order instead"
            )
        orders.append(_order_of(result, X, T, batch_size))
        same_samples.append(_held(result, X) == _held(minibatches(X, T, batch_size), X))
    old = [order == list(range(17)) for order in orders]
    if not all(old) and all(same_samples):
        raise Diagnosis(
            "something is in a new order, but each minibatch holds the same samples as before: "
            "shuffle the samples, then cut"
        )
    if any(old):
        raise Diagnosis("the samples come in their old order: are the shuffled rows used?")
    if orders[0] == orders[1]:
        raise Diagnosis(
            "a second call gives the same order: draw from the generator that you are given"
        )
    before = np.random.RandomState(8).get_state()[1:3]
    if all(map(np.array_equal, generator.get_state()[1:3], before)):
        raise Diagnosis(
            "nothing was drawn from the generator that is given: does the order come from another?"
        )


def _held(batches, X):
    """Return which samples each minibatch holds, in whatever order."""
    return {frozenset(rows_in([inputs], X)) for inputs, _ in batches}


def _order_of(result, X, T, batch_size):
    """Return the order of the samples in minibatches, or raise a Diagnosis."""
    is_list = isinstance(result, (list, tuple)) and len(result)
    if not is_list or not all(
        isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in result
    ):
        raise Diagnosis("a list of pairs is wanted, as `minibatches` returns it")
    parts = [[np.asarray(part) for part in side] for side in zip(*result, strict=True)]
    for name, side, original in zip(("input samples", "targets"), parts, (X, T), strict=True):
        if any(part.ndim != 2 or part.shape[1:] != original.shape[1:] for part in side):
            raise Diagnosis(
                f"the {name} of a minibatch have other columns than those that are handed over: "
                "does a variable of the notebook, such as X or T, stand in the function, is a "
                "column lost, or are the two of a pair exchanged?"
            )
    order, of_targets = (rows_in(*pair) for pair in zip(parts, (X, T), strict=True))
    if order is None or of_targets is None:
        raise Diagnosis("there are rows that were not given: shuffle rows, not single numbers")
    if order != of_targets:
        raise Diagnosis(
            "a sample has the target of another: both must be put in one and the same order"
        )
    if sorted(order) != list(range(len(X))):
        raise Diagnosis(
            "each sample must come once; some come twice or not at all: a permutation repeats none"
        )
    if len(result) != len(X) // batch_size:
        raise Diagnosis(
            f"{len(X)} samples in minibatches of about {batch_size} must be "
            f"{len(X) // batch_size}, but are {len(result)}: is batch_size handed on?"
        )
    return order


# 5.5


def share_of_fours():
    right = 40
    decided = right + 1 + 2
    return right / decided


PROBABILITIES = np.array(
    [
        *([0.50, 0.45, 0.05], [0.98, 0.01, 0.01], [0.20, 0.70, 0.10], [0.40, 0.31, 0.29]),
        *([0.23, 0.25, 0.52], [0.05, 0.05, 0.90], [0.81, 0.19, 0.00]),
    ]
)
UNSURE = (
    (lambda P, n: np.argsort(-np.max(P, axis=1))[:n], "those are the surest; wanted are the least"),
    (
        lambda P, n: np.argsort(np.max(P, axis=1))[-n:],
        "those are the surest: `argsort` puts the smallest first",
    ),
    (
        lambda P, n: np.argsort(np.max(P, axis=1))[:n][::-1],
        "the images are right; put the least sure first",
    ),
    (lambda P, n: np.argsort(np.max(P, axis=1)), "all images come back; only `count` are wanted"),
    (
        lambda P, n: np.sort(np.max(P, axis=1))[:n],
        "those are the probabilities; wanted are the rows where they stand",
    ),
    (
        lambda P, n: np.argsort(np.max(P, axis=0))[:n],
        "that is the largest in each column, a digit; wanted is that in each row, an image",
    ),
    (
        lambda P, n: np.argsort(np.min(P, axis=1))[:n],
        "the smallest probability of an image says little; look at its largest",
    ),
    (
        lambda P, n: np.argsort(np.sort(P)[:, -1] - np.sort(P)[:, -2])[:n],
        "that goes by the distance to the second largest; here the largest alone is meant",
    ),
    (
        lambda P, n: np.argsort(np.argmax(P, axis=1))[:n],
        "that goes by which digit is decided; how sure is the network of it?",
    ),
    *(
        (
            lambda P, n, spread=spread: np.argsort(spread(P))[:n],
            "that goes by all probabilities of an image; here the largest alone is meant",
        )
        for spread in (lambda P: np.var(P, axis=1), lambda P: np.sum(P * np.log(P + 1e-12), axis=1))
    ),
    (
        lambda P, n: np.argmax(P, axis=1)[:n],
        "those are the decisions for the first images; how sure is each of them?",
    ),
)


def judge_least_sure(attempt):
    require_order(attempt, ["probabilities", "count"])
    cases = ((PROBABILITIES, 3), (PROBABILITIES[::-1].copy(), 4), (PROBABILITIES, 1))
    results = []
    for P, count in cases:
        given = P.copy()
        try:
            result = attempt(given, count)
        except Exception as error:
            raise Diagnosis(what_was_raised(attempt, error)) from None
        if result is ...:
            raise Diagnosis("not answered yet")
        if result is None:
            raise Diagnosis("your function returns None: is there a `return` in its last line?")
        if not np.array_equal(given, P):
            raise Diagnosis("the probabilities are changed: `sort` of an array works in place")
        results.append(result)
    wanted = [np.argsort(np.max(P, axis=1))[:count] for P, count in cases]
    if all(map(np.array_equal, results, wanted)):
        return
    for wrong, text in UNSURE:
        if all(same(r, wrong(*case)) for r, case in zip(results, cases, strict=True)):
            raise Diagnosis(text)
    for result, (_, count) in zip(results, cases, strict=True):
        if np.shape(result) != (count,):
            raise Diagnosis(
                f"for a count of {count} the result has the shape {np.shape(result)}; {count} "
                "numbers of rows are wanted"
            )
    if all({*np.ravel(r).tolist()} == {*w.tolist()} for r, w in zip(results, wanted, strict=True)):
        raise Diagnosis("the rows are right, but not their order: the least sure first")
    case = next(k for k, pair in enumerate(zip(results, wanted, strict=True)) if not same(*pair))
    (P, count), largest = cases[case], np.max(cases[case][0], axis=1)
    place = int(np.argmax(results[case] != wanted[case]))
    yours, right = np.ravel(results[case])[place], wanted[case][place]
    known = yours in range(len(P))
    what = f"whose largest is {largest[int(yours)]:.2f}" if known else "which is no row"
    raise Diagnosis(
        f"of the probabilities\n{P}\nwith a count of {count}, place {place} of the result is row "
        f"{right}, whose largest is {largest[right]:.2f}; yours is {yours}, {what}"
    )


EXERCISES = {
    "5.1a": ChoiceExercise(
        right="b",
        wrong={
            "a": "the larger a network, the better it can fit the very samples it is trained on, "
            "whether it learns to read or not; new samples tell that apart",
            "c": "it is honest only as long as nothing is chosen by it. If you keep what is best "
            "there, on which samples would you learn how good it really is?",
            "d": "then no samples would be left that took no part in the choice",
        },
        explanation="The test set is for one number at the very end.",
    ),
    "5.1b": ChoiceExercise(
        right="a",
        wrong={
            "b": "what would be lost? The same 64 numbers are there, in other columns; can the "
            "weights be in other rows, too?",
            "c": "the images look like noise to you, who know shapes. Which part of a weighted sum "
            "knows where a pixel stands?",
        },
        explanation="The weights move with their pixels.",
    ),
    "5.1c": NumberExercise(
        right=column_of_pixel,
        decimals=0,
        steps={"before": "the number of pixels in the lines before"},
        confusions="""
            5 + 2  # each line before has 8 pixels
            5 * 2  # that is line times column; how many pixels come before line 5?
            8 * 2 + 5  # that is the pixel in line 2, column 5
            8 * line + 3  # columns of X are counted from 0, too
            64 - (8 * line + 2)  # is that counted from the end? From the first,
                # how many come before line 5?
            8 * 4 + 2  # lines are counted from 0: how many whole lines come before line 5?
            8 * 4 + 1  # lines and columns are counted from 0, as those of X are
        """,
        hints=(
            "How many pixels has a line, and how many lines come before line 5?",
            "Those pixels come first; then the pixels of its own line.",
        ),
    ),
    "5.1d": JudgedExercise(
        judge=judge_moved,
        nb_of_numbers=None,
        hints=(
            "In which shape do the images have lines and columns? Where does column 0 of an "
            "image go, and which column is lost?",
            "Begin with zeros of shape (n, 8, 8). `[:, :, :-1]` takes all columns but the "
            "last; to which columns do they go?",
            "Lay the images flat again with .reshape(-1, 64).",
        ),
    ),
    "5.2a": ChoiceExercise(
        right="d",
        wrong={
            "a": "the weights of 1 change nothing, and y (1 - y) is never above a quarter",
            "b": "that would need a slope of 1. How large is y (1 - y) at most, and for which y?",
            "c": "that is what one layer leaves; how much of it does the next one leave?",
        },
        explanation="A quarter of a quarter of a quarter ...",
    ),
    "5.2b": ChoiceExercise(
        right="a",
        wrong={
            "b": "twice as many are summed; but what has the last layer divided each of them by?",
            "c": "each is divided by twice as much; but how many of them does X^T G sum up?",
        },
        explanation="A mean does not care how often the same samples are there.",
    ),
    "5.2c": NumberExercise(
        right=gradient_at_second_input,
        decimals=3,
        steps={"by_first": "what comes by the first output", "by_second": "that by the second"},
        confusions="""
            3 - 1  # those are the weights alone; what comes back by each output?
            2 * 0.5 - 1 * 0.25  # that takes the second column of W, not its
                # second row
            1 * 0.5 + 2 * 0.25  # that is the gradient at the first input
            3 * 0.25 - 1 * 0.5  # is that the gradient at one output, or do the two outputs stand in
                # each other's place? Each path has a weight of its own
        """,
        hints=(
            "By which two weights does the second input reach the outputs?",
            "Each path brings back the gradient at its output times its weight; add both.",
        ),
    ),
    "5.2d": JudgedExercise(
        judge=judge_tanh_layer,
        nb_of_numbers=None,
        hints=(
            "Take LogisticLayer as the model: which two of its methods need no change?",
            "get_input_grad gets Y, which is tanh(X) already, so you need no tanh there. What "
            "stands in LogisticLayer where your slope belongs?",
            "The chain rule multiplies that slope by output_grad, number by number.",
        ),
    ),
    "5.3a": NumberExercise(
        right=nb_of_params,
        decimals=0,
        steps={
            "first": "the number in the first linear layer",
            "second": "the number in the second",
            "third": "the number in the third",
        },
        confusions="""
            64 * 20 + 20 * 20 + 20 * 10  # those are the weights; every neuron has a bias, too
            1930 + 64  # the inputs have no biases: they are given
            64 + 20 + 20 + 10  # those are the nodes; how many edges join two layers?
            20 + 20 + 10  # those are the biases
            64 * 20 * 20 * 10  # only neighbouring layers are joined: add, do not multiply
            64 * 20 + 64 + 20 * 20 + 20 + 20 * 10 + 20  # a bias belongs to each output of a layer
            64 * 20 + 20 * 20 + 20 * 10 + 3  # a bias for each neuron, not one for each layer
        """,
        hints=(
            "How many weights join 64 inputs with 20 neurons, and how many biases have these?",
            "Do the same for 20 and 20, and for 20 and 10, and add.",
        ),
    ),
    "5.3b": NumberExercise(
        right=loss_of_a_tenth,
        decimals=3,
        steps={"y": "the probability of the right digit"},
        confusions="""
            -np.log10(y)  # base 10 stands where base e belongs
            np.log(2)  # that is guessing between two classes; here are ten
            -np.log(0.1) - 9 * np.log(0.9)  # only the probability of the right digit counts, as
                # the other targets are 0
            10 * -np.log(0.1)  # only the probability of the right digit counts, as the other
                # targets are 0
            -np.log(0.9)  # that would be so with 0.9 for the right digit
            0.9  # that is the share of wrong guesses; the cost is a logarithm
        """,
        hints=(
            "Which probability does it give to the right digit, whichever that is?",
            "The cross-entropy of a sample is minus the logarithm of that; then take the mean.",
        ),
    ),
    "5.3c": ChoiceExercise(
        right="c",
        wrong={
            "a": "zeros favour no digit, true. But which gradient does the first layer get, if "
            "what comes back to it goes through weights of zero?",
            "b": "that would need neurons that learn different things. Can two of a layer with "
            "equal weights ever get different gradients?",
            "d": "there is no division, and the gradients are finite; most of them are 0",
        },
        explanation="Equal neurons get equal gradients, and stay equal.",
    ),
    "5.3d": ChoiceExercise(
        right="a",
        wrong={
            "b": "a few times for each layer, rather, and there are four more of them",
            "c": "between the loss and the first layer there are now many more layers; does each "
            "hand on all that it gets?",
            "d": "each layer on the way back takes something away: what is the slope of the "
            "logistic function at most, and how large are the weights?",
        },
        explanation="What one layer takes away, four more take away four more times.",
    ),
    "5.3e": NumberExercise(
        right=gradient_by_hand,
        decimals=3,
        steps={
            "x": "the input",
            "y1": "the output of the logistic layer",
            "grad_output": "the gradient at the output",
            "grad_y1": "the gradient at the output of the logistic layer",
            "grad_z": "the gradient at its input",
        },
        confusions="""
            grad_z  # by what is w1 multiplied on its way in? That factor is still missing
            x * y1 * grad_y1  # that is twice the answer: is the slope y1 (1 - y1) of the logistic
                # layer in it, as a whole?
            2 * grad_y1  # the logistic layer is left out on the way back
            2 * 0.25 * 0.3  # the second weight is left out on the way back; or is that the
                # gradient of w2?
            0 * grad_z  # the gradient of w1 does not have w1 as a factor, but the input x
        """,
        hints=(
            "Which gradient does the second linear layer hand back, to the logistic layer?",
            "What is y1, if w1 and b1 are 0? The logistic layer multiplies what comes back by "
            "y1 (1 - y1). And which number does w1 multiply?",
        ),
    ),
    "5.3f": JudgedExercise(
        judge=judge_pixel_gradients,
        nb_of_numbers=None,
        hints=(
            "backward_step goes this way already; what of it is not needed here?",
            "Begin with the targets, and let each layer, the last one first, give the gradient at "
            "its input.",
            "Layer i has the output activations[i + 1].",
        ),
    ),
    "5.4a": ChoiceExercise(
        right="b",
        wrong={
            "a": "each sample is; but their gradients are averaged, and errors of different signs "
            "cancel in part",
            "c": "the samples are four times as many, but do their errors all point the same way? "
            "Think of the mean of four dice",
            "d": "that would be the square of four; a mean is not as good as that",
        },
        explanation="The square root of four.",
    ),
    "5.4b": ChoiceExercise(
        right="a",
        wrong={
            "b": "they have seen the same; but how often has each of them changed its weights?",
            "c": "its steps are exact, and three in number. How many does the other one take?",
        },
        explanation="At the same rate, many rough steps get further here than few exact ones.",
    ),
    "5.4c": ChoiceExercise(
        right="c",
        wrong={
            "a": "a loss that rises a little need not turn right answers into wrong ones; what "
            "does the loss of an answer that is wrong depend on?",
            "b": "the training loss tells how well it knows the images it is trained on; the "
            "validation images are others",
        },
        explanation="The lowest training loss does not make the best network.",
    ),
    "5.4d": ChoiceExercise(
        right="b",
        wrong={
            "a": "each gradient is better, that is true. But how many steps does an iteration have "
            "now?",
            "c": "seen as often, but learned from as often? Count the steps",
        },
        explanation="At the same rate, fewer steps get less far, though each is more exact.",
    ),
    "5.4e": ChoiceExercise(
        right="c",
        wrong={
            "a": "to you they do; but a weighted sum of numbers that are a 16th is a 16th, as long "
            "as the weights are the same",
            "b": "smaller inputs make smaller gradients of the first weights. What must the rate "
            "do, to make the same step of them?",
        },
        explanation="Smaller inputs, smaller gradients, larger rate.",
    ),
    "5.4f": NumberExercise(
        right=nb_of_steps,
        decimals=0,
        steps={"batches": "the number of minibatches in one iteration"},
        confusions="""
            5 * 60000 / 128  # a minibatch is whole: into how many pieces does // cut?
            5 * (60000 // 128 + 1)  # the rest makes no minibatch of its own: array_split spreads it
                # over the others
            5 * 60000  # a step for each minibatch, not for each image
            5  # that is the number of iterations; each has many steps
            5 * 128  # 128 is the size of a minibatch; how many of them are there?
        """,
        hints=(
            "How many minibatches does `minibatches` cut from 60,000 samples?",
            "Divide as `minibatches` does, with //. There is a step for each minibatch, and "
            "that in each iteration.",
        ),
    ),
    "5.4g": JudgedExercise(
        judge=judge_shuffled,
        nb_of_numbers=None,
        hints=(
            "`rows = generator.permutation(n)` gives the numbers from 0 to n - 1 in a random "
            "order.",
            "Taken as rows, `input_samples[rows]`, they put the samples in this order. And the "
            "targets?",
            "Hand both, in the same order, to `minibatches`.",
        ),
    ),
    "5.5a": ChoiceExercise(
        right="c",
        wrong={
            "a": "the decision is the same for 0.6 and for 0.99. Are both right equally often?",
            "b": "that is a mean over all images, the easy ones and the hard ones. Does this one "
            "look like an easy one?",
        },
        explanation="The accuracy is a mean; this image is one of the harder ones.",
    ),
    "5.5b": ChoiceExercise(
        right="a",
        wrong={
            "b": "softmax makes numbers that sum to 1. What makes them agree with how often the "
            "answers are right, on images that were not trained on?",
            "c": "the loss rewards it for being sure of its training images. Is there anything "
            "that tells it to be careful with others?",
        },
        explanation="Too sure: it was trained to be sure of the training images.",
    ),
    "5.5c": ChoiceExercise(
        right="b",
        wrong={
            "a": "who decides for a digit is the last layer. What does the first one have to do?",
            "c": "they started from different random weights, and so got different gradients",
        },
        explanation="The digits are put together only further on.",
    ),
    "5.5d": ChoiceExercise(
        right="d",
        wrong={
            "a": "gradient descent does not need as many images as parameters; it goes downhill",
            "b": "it can learn them by heart. Does that keep it from learning what others have in "
            "common with them?",
            "c": "for the training images they are nearly enough. Could 80 more pictures to "
            "compare with not help with new ones?",
        },
        explanation="A count of parameters does not tell; the validation set does.",
    ),
    "5.5e": NumberExercise(
        right=share_of_fours,
        is_share=True,
        decimals=3,
        steps={"decided": "the number of images that it calls a 4"},
        confusions="""
            40  # those are right; of how many that it calls a 4?
            40 / 41  # that is along the row: of the fours, how many are read as such?
            3 / 43  # those are the wrong ones among them
            40 / 360  # of all images; wanted is of those that are called a 4
            decided / 360  # that is how often it calls an image a 4, rightly or not; how often of
                # those is it right?
            40 / 44  # the one 4 that was called a 1 does not stand in this column
            40 / 42  # in the column of the 4 there are two sorts of others: how many in all?
            344 / 360  # that is the share of right answers for all digits
        """,
        hints=(
            "Images that it calls a 4 stand in the column of the 4. Which numbers are there?",
            "The fours among them stand on the diagonal; divide by the sum of the column.",
        ),
    ),
    "5.5f": JudgedExercise(
        judge=judge_least_sure,
        nb_of_numbers=None,
        hints=(
            "How sure is the network of an image? Take the largest of its ten probabilities: "
            "along which axis?",
            "`np.argsort` gives the rows, the one with the smallest value first.",
            "Take the first `count` of them.",
        ),
    ),
}


# 5.6


def gradient_of_the_weight():
    x = 3
    w = 2
    z = x * w - 1
    grad_z = z + z
    return x * grad_z


def gradient_of_a_shared_weight():
    x = 5
    w = 3
    first = w * x + 1
    by_second_use = first
    by_first_use = w * x
    return by_second_use + by_first_use


DIVIDENDS = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])
DIVISORS = np.array([[2.0, 0.5, -4.0], [-1.0, 3.0, 0.8]])
ARRIVING = np.array([[0.7, -1.3, 2.1], [1.9, 0.4, -0.6]])
# What else comes out as a gradient, of `a` or `b`, given what arrives: with words for it.
WRONG_WAYS_BACK = {
    "a": (
        (lambda a, b, g: 1 / b, "the slope alone goes back; what does the chain rule do to it?"),
        (lambda a, b, g: g, "it gets the gradient as it is, but 1 / b stands beside it"),
        (lambda a, b, g: g * b, "it is multiplied by b; the slope of a / b for a is 1 / b"),
        (lambda a, b, g: -g / b, "the sign is flipped"),
        (lambda a, b, g: -g * a / b**2, "that is what b must get: are the pairs exchanged?"),
    ),
    "b": (
        (lambda a, b, g: -a / b**2, "the slope alone goes back; what becomes of grad?"),
        (lambda a, b, g: g * a / b**2, "the sign is flipped: a larger b makes a smaller quotient"),
        (lambda a, b, g: -g / b**2, "a is lost as a factor"),
        (lambda a, b, g: -g * a / b, "the slope of 1 / b is -1 / b^2: the square is lost"),
        (lambda a, b, g: g * a, "that is the way back of a product"),
        (lambda a, b, g: g / b, "that is what a must get: are the pairs exchanged?"),
        (lambda a, b, g: g * a / b, "the slope of 1 / b is -1 / b^2"),
    ),
}


def judge_divide(attempt):
    require_order(attempt, ["a", "b"])
    # The learner's own class, so that `isinstance` knows it.
    kind = getattr(attempt, "__globals__", {}).get("Variable")
    kind = kind if isinstance(kind, type) else Variable
    _judge_quotient(attempt, kind(DIVIDENDS), kind(DIVISORS), "a / b")
    repeated = kind(DIVISORS[:1])
    _judge_quotient(attempt, kind(DIVIDENDS), repeated, "a / b, with b repeated for each row,")
    same_twice = kind(DIVISORS)
    _judge_quotient(attempt, same_twice, same_twice, "a / a")


def _judge_quotient(attempt, a, b, words):
    kind = type(a)
    values = a.value.copy(), b.value.copy()
    wanted = values[0] / values[1]
    try:
        result = attempt(a, b)
    except Exception as error:
        raise Diagnosis(
            f"your code raised {type(error).__name__}: {error}; the arrays are a.value and b.value"
        ) from None
    if result is ...:
        raise Diagnosis(NOT_ANSWERED)
    if result is None:
        raise Diagnosis("your function returns None: is there a `return` in its last line?")
    if not hasattr(result, "paths"):
        raise Diagnosis("what comes back is no Variable, so it remembers nothing: return one")
    if not np.array_equal(a.value, values[0]) or not np.array_equal(b.value, values[1]):
        raise Diagnosis("the values of a or b are not as they were: do not change them")
    if not same(result.value, wanted):
        if same(result.value, values[1] / values[0]):
            raise Diagnosis("the value is b / a")
        factor = comparison.factor_of_samples(result.value, wanted, len(wanted))
        if np.shape(result.value) == wanted.shape and factor:
            raise Diagnosis(f"the value: {factor}")
        is_nan = np.isnan(np.asarray(result.value, dtype=float))
        raise Diagnosis(
            "the value of the result is nan in places: which function on the way is not defined "
            "for negative numbers?"
            if np.any(is_nan)
            else "the value of the result is not a.value / b.value"
        )
    if len(result.paths) == 0:
        raise Diagnosis("the value is right, but it has no paths, and no gradient comes back")
    try:
        # backward without its door, as the learner's variables are of another class
        loss = kind(np.sum(ARRIVING * wanted), [(result, lambda grad: grad * ARRIVING)])
        backward.__wrapped__(loss)
    except Exception as error:
        raise Diagnosis(
            f"the way back raised {type(error).__name__}: {error}; paths are a list of pairs, each "
            "of a variable and a function of grad"
        ) from None
    if a is b:
        if not np.allclose(a.grad, 0):
            raise Diagnosis("of a / a, which is always 1, the gradient must be 0")
        return
    ways = {"a": ARRIVING / values[1], "b": -ARRIVING * values[0] / values[1] ** 2}
    for (name, way), variable in zip(ways.items(), (a, b), strict=True):
        _judge_way_back(name, way, variable, (*values, ARRIVING), words)


def _judge_way_back(name, way, variable, arguments, words):
    def summed(grad):
        grad = np.broadcast_to(grad, ARRIVING.shape)
        return grad if variable.value.shape == grad.shape else np.sum(grad, axis=0, keepdims=True)

    if variable.grad is None:
        raise Diagnosis(f"{name} gets no gradient: is there a pair for it among the paths?")
    if same(variable.grad, summed(way)):
        return
    for function, text in WRONG_WAYS_BACK[name]:
        if same(variable.grad, summed(function(*arguments))):
            raise Diagnosis(f"the gradient of {name}: {text}")
    raise Diagnosis(
        f"for {words} the gradient that {name} gets is not right: what is the derivative of a / b "
        f"for {name}, times grad?"
    )


EXERCISES |= {
    "5.6a": NumberExercise(
        right=gradient_of_the_weight,
        decimals=0,
        steps={
            "x": "the input",
            "z": "the value of z",
            "grad_z": "the gradient at z",
        },
        confusions="""
            w * grad_z  # that is the gradient at x: by what is w multiplied on its way in?
            2 * x  # the value of z is missing: which gradient arrives at z?
            x * z  # z goes into y twice, and both paths count
            2 * z * w * x  # the slope of the product for w is x alone
            z * z  # that is the value of y
        """,
        hints=(
            "Which gradient arrives at p, and so at the product of x and w?",
            "If w grows by 1, by how much does p grow?",
            "The gradient that arrives, times the other factor.",
        ),
    ),
    "5.6b": ChoiceExercise(
        right="b",
        wrong={
            "a": "something is written into it, twice even; what stands there after the second "
            "time?",
            "c": "it would be, if the second path added to what the first one brought; what does = "
            "do with that?",
            "d": "nothing forbids to overwrite a number; that is why this mistake is so hard to "
            "see",
        },
        explanation="The second path overwrites the first: half of the gradient is lost.",
    ),
    "5.6c": ChoiceExercise(
        right="d",
        wrong={
            "a": "so many central differences would take, twice even. But where does one run "
            "backward begin, and at which variables does it leave a gradient?",
            "b": "each of the arrays is met on the way; must one go back to the loss and start "
            "again for the next?",
            "c": "that was the length of the loop in 5.3, within one backward step",
        },
        explanation="One number at the end, one run: it passes by all parameters.",
    ),
    "5.6d": JudgedExercise(
        judge=judge_divide,
        nb_of_numbers=None,
        hints=(
            "Take `multiply` as the model: a value, and a pair for each of a and b.",
            "What is the derivative of a / b for a, with b held fixed? And for b?",
            "Write a / b as a times 1 / b: what is the slope of 1 / b? In the ways back "
            "compute with `a.value` and `b.value`, as `multiply` does.",
        ),
    ),
    "5.6e": NumberExercise(
        right=gradient_of_a_shared_weight,
        decimals=0,
        steps={
            "first": "what comes out of the first use, and what the second use brings back",
            "by_first_use": "what comes back by the first use alone",
        },
        confusions="""
            first * w  # that is the value of y
            first * by_first_use  # what comes back on several paths is added
            x + x  # on its way back from the first use the gradient meets the w of the second
            first + x  # does that add x for the first use? On its way back from there the gradient
                # meets the w of the second, too
            w * w  # that is the gradient at x
            2 * first  # is that twice 16? The two uses do not bring back the same
            2 * by_first_use  # the two uses do not bring back the same: there is the 1 in between
        """,
        hints=(
            "First forward: what are z and y?",
            "w is used twice. Call the two uses u and v, both 3: z = u x + 1, and y = v z. "
            "What is the gradient of y for v, and for u?",
            "For v it is the other factor. For u: what comes back to z, times x. As u and v "
            "are one w, what is done with the two?",
        ),
    ),
}
