"""Slips: what comes out when one thing, or two, go wrong in what is right.

What is right is given as a Python function. Its syntax tree tells where a factor can be lost, a
sign flipped, a parenthesis closed early, a call left out; each such change is a `Slip`, with the
words for it. Compared with the results of an attempt, slips explain it without knowing it.
"""

import ast
import contextlib
import dis
import functools
import inspect
import itertools
import re
import textwrap
from collections import Counter
from dataclasses import dataclass

from exercises.ingredients import ingredients

# What the text calls a function, and where one is that stands in its argument.
NAMES = {
    "rbf": ("the RBF", "inside the RBF"),
    "logistic": ("the logistic function", "inside the logistic function"),
    "np.exp": ("the exponential", "in the exponent"),
    "np.log": ("the logarithm", "inside the logarithm"),
    "np.sqrt": ("the root", "under the root"),
    "np.abs": ("the absolute value", "inside the absolute value"),
    "np.tanh": ("tanh", "inside tanh"),
    "np.mean": ("the mean", "inside the mean"),
    "np.where": ("the choice", "in the condition"),
}
# Functions that are taken for one another.
FAMILIES = (
    {"np.log": "np.log10", "np.exp": "np.exp2"},
    {"np.log": "np.log2", "np.exp": "np.log"},
    {"np.log": "np.exp", "np.sqrt": "np.abs"},
    {"rbf": "logistic", "logistic": "np.tanh", "np.tanh": "logistic"},
    {"np.tanh": "rbf", "logistic": "rbf"},
    {"np.sqrt": "np.square"},
)
# Activations written out, in which learners slip, too.
INLINE = {"rbf": "np.exp(-({0}) ** 2)", "logistic": "1 / (1 + np.exp(-({0})))"}
MEANS = (
    ("np.sum({0})", "a sum stands where a mean belongs", 1),
    ("np.mean({0}) / len({0})", "it is divided by the number of samples once too often", 1),
    ("np.mean(({0})[:-1])", "the last sample is left out", 2),
    ("np.mean(({0})[1:])", "the first sample is left out", 2),
    ("np.sum(({0})[:-1]) / len({0})", "the last sample is not added", 2),
    ("np.sum(({0})[1:]) / len({0})", "the first sample is not added", 2),
    ("np.mean(({0})[-1])", "the last sample stands for all", 2),
    ("np.mean(({0})[0])", "the first sample stands for all", 2),
    ("np.mean(({0})[0]) / len({0})", "only the first sample is added", 2),
    ("np.mean(({0})[-1]) / len({0})", "only the last sample is added", 2),
    ("np.sum({0}) / (len({0}) - 1)", "the sum is divided by n - 1, not by n", 2),
    ("np.sum({0}) / (len({0}) + 1)", "the sum is divided by n + 1, not by n", 3),
    ("np.median({0})", "the median stands where the mean belongs", 2),
    ("np.sqrt(np.sum({0}))", "the root of the sum, the length of a vector, stands for the mean", 2),
    ("np.sqrt(np.sum({0})) / len({0})", "a root is taken of the sum", 2),
    ("np.sqrt(np.mean(({0}) ** 2))", "the root mean square stands for the mean", 2),
    ("np.max({0})", "the largest value stands for the mean", 3),
    ("np.sqrt(np.mean({0}))", "a root is taken of the mean", 2),
    ("np.mean({0}) ** 2", "the mean is squared once more", 3),
    ("np.mean(np.abs({0}))", "signs are dropped before the mean", 2),
)
ALONG_AN_AXIS = ("np.sum", "np.mean", "np.median", "np.max")
# The slopes of activations, made of their values.
SLOPES = {"logistic": "({0}) * (1 - ({0}))", "np.tanh": "1 - ({0}) ** 2"}
# What is left of a matrix of which a part alone is taken.
PARTS = {
    "[:, 0]": "the first column",
    "[:, -1]": "the last column",
    "[0]": "the first row",
    "[-1]": "the last row",
}
PAIRS = 750
# Slips of a number that say too little of what was done.
VAGUE = re.compile(r"two things are|a (plus|minus) stands|.*a part of it")


@dataclass(frozen=True, eq=False)
class Slip:
    """A change of what is right: its words, and how rare it is (1 is common).

    What its words say is called twice, an attempt has to call twice. Two slips at once have two
    parts.
    """

    words: str
    rank: int
    changes: tuple
    twice: tuple = ()
    parts: int = 1

    @property
    def halves(self):
        """The changes of each of two slips."""
        return [(change,) for change in self.changes] if self.parts == 2 else []


@functools.cache
def _source_of(function):
    return textwrap.dedent(inspect.getsource(inspect.unwrap(function)))


class Right:
    """A function that is right, taken apart.

    Parameters
    ----------
    function : callable
        One expression, or assignments and a `return`, in plain Python.
    steps : dict of str to str
        What the text calls a part of it: a variable, or an expression as it is written. Where
        there are no arguments, other variables are names of our own, which are never told.
    """

    def __init__(self, function, steps=None, inline=False):
        tree = ast.parse(_source_of(function))
        (self.definition,) = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        # Thousands of slips are computed: without the doors of the functions that they call.
        self.space = {
            name: inspect.unwrap(value) if inspect.isfunction(value) else value
            for name, value in function.__globals__.items()
        }
        self.steps = {_spelt(key): words for key, words in (steps or {}).items()}
        before = ast.dump(self.definition)
        if inline:
            _Inline().visit(self.definition)
        self.is_written_out = inline and ast.dump(self.definition) != before
        # Names of functions without which an attempt is not of this form.
        self.needs = set()
        # Variables that a learner does not know.
        self.untold = set()
        self.arguments = [argument.arg for argument in self.definition.args.args]
        if ast.get_docstring(self.definition) is not None:
            del self.definition.body[0]
        # The numbers that are given at the start, by their names here.
        self.given = {
            statement.targets[0].id: statement.value
            for statement in self.definition.body
            if isinstance(statement, ast.Assign) and _value_of(statement.value) is not None
        }
        self.module = ast.fix_missing_locations(ast.Module([self.definition], []))
        self.parents = {node: places[-1] for node, places in _places_in(self.definition).items()}

    def compiled(self):
        """Return the function as the tree stands now."""
        space = {}
        exec(compile(self.module, "<slip>", "exec"), self.space, space)
        return space[self.definition.name]

    def with_changes(self, changes):
        """Return the function with some nodes replaced; the tree is as before afterwards."""
        with self._changed(changes):
            return self.compiled()

    def ingredients(self, changes=()):
        """Count what stands in the function with some nodes replaced."""
        with self._changed(changes):
            return ingredients(self.definition, self.arguments)

    @contextlib.contextmanager
    def _changed(self, changes):
        # What stands in the place of a node may be another one that changes, too, or hold it.
        made = {id(node): new for node, new in changes}
        changes = [(node, made.get(id(new), new)) for node, new in changes]
        slots = [
            (
                node,
                new,
                [self.parents[node], *_slots(node, [n for _, n in changes if n is not new])],
            )
            for node, new in changes
        ]
        for _, new, places in slots:
            _put(new, places)
        try:
            yield
        finally:
            for node, _, places in reversed(slots):
                _put(node, places)

    def functions(self):
        """Return the names of the functions that are called."""
        calls = [node.func for node in ast.walk(self.definition) if isinstance(node, ast.Call)]
        return {getattr(call, "attr", getattr(call, "id", None)) for call in calls}

    def names_in_scope(self):
        """Return the arguments and the variables, in the order in which they are known."""
        targets = [s.targets[0].id for s in self.definition.body if isinstance(s, ast.Assign)]
        return self.arguments + targets

    # Words

    def word(self, variable):
        """Say what a variable is; a number that is given, if the text has no word for it."""
        if variable in self.steps:
            return self.steps[variable]
        if self.arguments and variable not in self.untold:
            return variable
        value = self.given.get(variable)
        return "a part of it" if value is None else f"{_value_of(value):g}"

    def name(self, node):
        """Say what a node is, in the words of the text, or without giving it away."""
        spelt = ast.unparse(node)
        if spelt in self.steps:
            return self.steps[spelt]
        if isinstance(node, ast.Name):
            return self.word(spelt) if spelt in self.names_in_scope() else spelt
        if isinstance(node, ast.Constant):
            return spelt if self.arguments else f"{node.value:g}"
        if isinstance(node, ast.UnaryOp):
            return self.name(node.operand)
        if isinstance(node, ast.Call):
            return NAMES.get(ast.unparse(node.func), (ast.unparse(node.func),))[0]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            return f"a power of {self.name(node.left)}"
        if _is(node, ast.Sub) and isinstance(node.left, ast.Constant) and node.left.value == 1:
            return f"one minus {self.name(node.right)}"
        inner = sorted({n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - {"np"})
        told = {*self.steps} | ({*inner} - self.untold if self.arguments else set())
        inner = [self.steps.get(variable, variable) for variable in inner if variable in told]
        return f"a part with {' and '.join(inner)}" if inner else "a part of it"

    def place(self, node):
        """Say where a node stands: inside which function, or on the way to which variable."""
        below = node
        while below in self.parents:
            parent = self.parents[below][0]
            if isinstance(parent, ast.Call) and below is not parent.func:
                name = ast.unparse(parent.func)
                if name in NAMES and not (name == "np.where" and below is not parent.args[0]):
                    return f" {NAMES[name][1]}"
            if isinstance(parent, ast.Assign):
                target = parent.targets[0].id
                is_told = self.arguments or target in self.steps
                return f" on the way to {self.word(target)}" if is_told else ""
            below = parent
        return ""

    # Slips

    def slips(self):
        """Return all single slips, the common ones first."""
        found = [
            Slip(words, rank, ((node, new),), _called_twice(new))
            for node in self._places()
            for new, words, rank in self._changes(node)
        ]
        return sorted(found, key=lambda slip: slip.rank)

    def exchanges(self):
        """Return the slips in which two of the numbers given at the start change places."""
        return [
            Slip(f"{self.word(one)} and {self.word(two)} change places", 1, ((a, b), (b, a)))
            for (one, a), (two, b) in itertools.combinations(self.given.items(), 2)
        ]

    def repeated(self):
        """Return the slips that are made alike in every place where they can be made."""
        alike = {}
        for node in self._places():
            for new, words, rank in self._changes(node):
                kind = words.replace(self.place(node), "") if self.place(node) else words
                if rank == 1 or isinstance(node, ast.Constant):
                    alike.setdefault(kind, {})[node] = new
        return [
            Slip(f"{words} each time", 2, tuple(changes.items()))
            for words, changes in alike.items()
            if len(changes) > 1 and not any(_holds(a, b) for a in changes for b in changes)
        ]

    def _places(self):
        for node in list(ast.walk(self.definition)):
            if node not in self.parents or not isinstance(node, ast.expr):
                continue
            if isinstance(getattr(node, "ctx", None), ast.Store) or self._is_function(node):
                continue
            yield node

    def _is_function(self, node):
        parent = self.parents[node][0]
        return (isinstance(parent, ast.Call) and node is parent.func) or (
            isinstance(parent, ast.Attribute)
        )

    def _changes(self, node):
        """Yield what may stand in the place of a node: a node, words, and how rare it is."""
        kinds = {
            ast.BinOp: self._of_operation,
            ast.UnaryOp: self._of_sign,
            ast.Call: self._of_call,
            ast.Constant: self._of_number,
            ast.Name: self._of_name,
            ast.Compare: self._of_comparison,
        }
        yield from kinds.get(type(node), lambda _: ())(node)

    def _of_operation(self, node):
        a, b, where = node.left, node.right, self.place(node)
        name_a, name_b = self.name(a), self.name(b)
        if isinstance(node.op, ast.Mult):
            yield a, _lost(name_b, "as a factor", where), 1
            # Of a product that begins with -a, the minus is not a part of a.
            is_negative = isinstance(a, ast.UnaryOp) and isinstance(a.op, ast.USub)
            rest = _minus(b) if is_negative else b
            yield rest, _lost(name_a, "as a factor", where), 1
            yield _op(a, ast.Add, b), f"two things are added that must be multiplied{where}", 2
            yield _op(a, ast.Sub, b), f"two things are subtracted, not multiplied{where}", 3
            yield _op(a, ast.Div, b), f"it is divided by {name_b} where it is multiplied{where}", 2
            yield _op(b, ast.Div, a), f"it is divided by {name_a} where it is multiplied{where}", 3
            for part, name in ((a, name_a), (b, name_b)):
                if not isinstance(part, ast.Constant):
                    yield _op(node, ast.Mult, part), f"{name} is there twice as a factor{where}", 3
        if isinstance(node.op, ast.Div):
            yield a, f"the division by {name_b} is lost{where}", 1
            yield _op(a, ast.Mult, b), f"{name_b} multiplies where it must divide{where}", 1
            yield _op(b, ast.Div, a), f"a fraction stands upside down{where}", 2
            yield _op(node, ast.Div, b), f"it is divided twice by {name_b}{where}", 3
            yield _op(a, ast.Sub, b), f"two things are subtracted, not divided{where}", 3
        if isinstance(node.op, (ast.Add, ast.Sub)):
            other = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
            yield a, _lost(name_b, "as a term", where), 1
            lost = _lost(name_a, "as a term", where)
            if isinstance(node.op, ast.Sub):
                lost = f"{name_a} is lost, with the minus behind it{where}"
            yield b, lost, 2
            yield _op(a, other, b), f"the sign before {name_b} is the other one{where}", 1
            yield _minus(b), f"{name_a} is lost as a term{where}", 3
            both = f"{name_a} and {name_b}"
            known = {*self.steps, *self.arguments}
            is_told = all(ast.unparse(n) in known for n in (a, b))
            what = both if is_told else "two things"
            yield _op(a, ast.Mult, b), f"{what} are multiplied, not added{where}", 2
            yield _op(_minus(a), type(node.op), b), f"the sign of {name_a} is flipped{where}", 2
        if isinstance(node.op, ast.Sub):
            yield _call("np.abs", node), f"the sign of a difference is dropped{where}", 3
        if isinstance(node.op, ast.Pow):
            yield a, f"a power is lost{where}: that of {name_a}", 1
            if isinstance(a, ast.Name) and self.arguments and _value_of(b) == 2:
                table = f"{name_a} became a row once, so that each is multiplied by each{where}"
                yield _filled("{0}.T * {0}", a), table, 2
            yield _op(a, ast.Mult, b), f"{name_a} is multiplied by {name_b}, not raised{where}", 1
            yield _op(a, ast.Pow, _number(3)), f"a power is too high{where}: that of {name_a}", 3
            yield _call("np.sqrt", a), f"a root stands where a power belongs{where}", 3
            yield _op(_number(1), ast.Div, node), f"a power is in the denominator{where}", 3
        yield from self._regroupings(node, where)
        yield from self._of_product(node, where)
        yield from self._of_slope(node, where)
        spelt = ast.unparse(node)
        if spelt in self.steps and not isinstance(node.op, ast.Pow):
            inverse = _op(_number(1), ast.Div, node)
            yield inverse, f"it is divided by {self.steps[spelt]}, where it is multiplied", 2
            if _is(node, ast.MatMult):
                added = f"the numbers of {self.steps[spelt]} are added up, where each stands alone"
                yield _call("np.sum", node), added, 2
        if _is(node, ast.MatMult):
            mean = f"{self.name(node)} is divided by how many terms it has, a mean for a sum{where}"
            terms = ast.parse(f"({ast.unparse(a)}).shape[-1]", mode="eval").body
            yield _op(node, ast.Div, terms), mean, 2
            alike = f"the mean of {self.name(node)} stands where its numbers belong{where}"
            yield _call("np.mean", node), alike, 2

    def _regroupings(self, node, where):
        """Yield what comes of a parenthesis that is missing, or closed too early."""
        a, op, b = node.left, type(node.op), node.right
        text = f"a parenthesis is missing, or closes too early{where}"
        if op in (ast.Mult, ast.Div) and _is(b, ast.Add, ast.Sub):
            yield _op(_op(a, op, b.left), type(b.op), b.right), text, 1
        if op is ast.Div and _is(b, ast.Mult):
            yield _op(_op(a, ast.Div, b.left), ast.Mult, b.right), text, 1
        if op in (ast.Add, ast.Sub) and _is(b, ast.Pow):
            wide = f"the power is taken of the whole, not of {self.name(b.left)} alone{where}"
            yield _op(_op(a, op, b.left), ast.Pow, b.right), wide, 1
        if op in (ast.Add, ast.Sub) and _is(a, ast.Mult):
            factors = _factors(a)
            for k, factor in enumerate(factors):
                rest = _product(factors[:k] + factors[k + 1 :])
                wide = f"a parenthesis reaches too far{where}: {self.name(rest)} multiplies both"
                yield _op(rest, ast.Mult, _op(factor, op, b)), f"{wide} terms", 1
        if op in (ast.Add, ast.Sub) and _is(b, ast.Mult):
            early = f"a parenthesis opens too early{where}: {self.name(b.right)} multiplies both"
            yield _op(_op(a, op, b.left), ast.Mult, b.right), f"{early} terms", 2
        if op in (ast.Mult, ast.Div) and _is(a, ast.Add, ast.Sub):
            yield _op(a.left, type(a.op), _op(a.right, op, b)), text, 1
            done = "divided" if op is ast.Div else "multiplied"
            only = f"only {self.name(a.left)} is {done} by {self.name(b)}, not the whole{where}"
            # Nobody writes 1 times something.
            if not (op is ast.Mult and _value_of(a.left) == 1):
                yield _op(_op(a.left, op, b), type(a.op), a.right), only, 1
        if op is ast.Pow and _is(a, ast.Add, ast.Sub, ast.Mult, ast.Div):
            only = f"only {self.name(a.right)} is raised to a power, not the whole{where}"
            yield _op(a.left, type(a.op), _op(a.right, op, b)), only, 1
            only = f"only {self.name(a.left)} is raised to a power, not the whole{where}"
            yield _op(_op(a.left, op, b), type(a.op), a.right), only, 1
            for sign in (ast.Sub, ast.Add) if _is(a, ast.Sub, ast.Add) else ():
                squares = _op(_op(a.left, op, b), sign, _op(a.right, op, b))
                kind = "difference" if _is(a, ast.Sub) else "sum"
                alone = f"the square of a {kind} has a mixed term; here each part is squared alone"
                yield squares, f"{alone}{where}", 1
        if op is ast.Pow and isinstance(a, ast.Call) and len(a.args) == 1:
            inside = _like(a, _op(a.args[0], op, b))
            yield inside, f"the power is taken inside of {self.name(a)}, not outside", 1
        if op is ast.Sub and _is(b, ast.Sub, ast.Add):
            yield _op(_op(a, op, b.left), type(b.op), b.right), text, 2

    def _of_slope(self, node, where):
        """Yield the slope of tanh for that of the logistic function, and the other way round."""
        spelt = ast.unparse(node)
        for name in self.names_in_scope():
            told = self.word(name)
            for own, other, words in (
                (f"{name} * (1 - {name})", f"1 - {name} ** 2", f"1 - {told}^2, the slope of tanh,"),
                (
                    f"1 - {name} ** 2",
                    f"{name} * (1 - {name})",
                    f"{told} (1 - {told}), the slope of the logistic function,",
                ),
            ):
                if spelt == own:
                    new = ast.parse(other, mode="eval").body
                    yield new, f"{words} stands where another slope belongs{where}", 1

    def _of_product(self, node, where):
        """Yield what comes of a product of several factors if another sign stands in it."""
        factors = _factors(node)
        if len(factors) < 3 or _is(self.parents[node][0], ast.Mult):
            return
        for i, j in itertools.combinations(range(len(factors)), 2):
            rest = [factor for k, factor in enumerate(factors) if k not in (i, j)]
            added = _op(factors[i], ast.Add, factors[j])
            names = f"{self.name(factors[i])} and {self.name(factors[j])}"
            yield _product([*rest, added]), f"{names} are added, not multiplied{where}", 2
        for k in range(1, len(factors)):
            for operator, word in ((ast.Add, "plus"), (ast.Sub, "minus")):
                halves = _op(_product(factors[:k]), operator, _product(factors[k:]))
                yield halves, f"a {word} stands where a times belongs{where}", 3

    def _of_sign(self, node):
        where = self.place(node)
        if isinstance(node.op, ast.USub):
            number = _value_of(node.operand)
            of_it = "" if self.arguments or number is None or where else f": that of -{number:g}"
            yield node.operand, f"a minus sign is lost{where}{of_it}", 1
            if _is(node.operand, ast.Pow):
                inner = node.operand
                squared = _op(_minus(inner.left), ast.Pow, inner.right)
                yield squared, f"the minus is squared with the rest{where}", 1
            if _is(node.operand, ast.Add, ast.Sub):
                inner = node.operand
                first = _op(_minus(inner.left), type(inner.op), inner.right)
                yield first, f"the minus is for all terms, not only the first{where}", 1

    def _of_call(self, node):
        function, where = ast.unparse(node.func), self.place(node)
        name = self.name(node)
        yield from self._of_axis(node, name, where)
        if function == "np.mean":
            yield from self._of_mean(node)
            return
        if function == "np.where":
            condition, yes, no = node.args
            swapped = ast.Call(node.func, [condition, no, yes], [])
            yield swapped, "the two classes are swapped", 1
            return
        if len(node.args) != 1 or isinstance(node.args[0], (ast.Constant, ast.List)):
            return
        (inner,) = node.args
        # What the text calls the whole of it is more than this function.
        called = NAMES.get(function, (function,))[0]
        yield inner, f"{called} is left out{where}", 1
        yield _like(node, node), f"{called} is applied twice{where}", 2
        yield _minus(node), f"the sign of {name} is flipped{where}", 2
        yield _op(_number(1), ast.Sub, node), f"one minus {name} stands in its place{where}", 2
        yield _op(_number(1), ast.Div, node), f"{name} is inverted{where}", 3
        yield (
            _like(node, _minus(inner)),
            f"a sign is flipped {NAMES.get(function, ('', 'in it'))[1]}",
            1,
        )
        yield _op(node, ast.Pow, _number(2)), f"{name} is squared{where}", 3
        if function == "np.sum" and not node.keywords:
            for place, what in PARTS.items():
                yield _filled(f"np.sum(({{0}}){place})", inner), f"only {what} is taken{where}", 2
            for rest, what in (("[:-1]", "last"), ("[1:]", "first")):
                lost = f"the {what} row is not added{where}"
                yield _filled(f"np.sum(({{0}}){rest})", inner), lost, 2
        if function == "np.sum":
            mean = _call("np.mean", inner, node.keywords)
            yield mean, f"a mean stands where a sum belongs{where}", 1
            yield _call("np.sqrt", node), f"a root is taken of the sum{where}", 2
        slope = SLOPES.get(function)
        if slope:
            yield _filled(slope, node), f"the slope of {name} stands in its place{where}", 2
        if function == "np.exp":
            ten = _op(_number(10.0), ast.Pow, inner)
            yield ten, f"a power of 10 stands where that of e belongs{where}", 2
        for family in FAMILIES:
            if function in family:
                other = family[function]
                known = NAMES.get(other, (other,))[0]
                yield _call(other, inner), f"{known} stands where {name} belongs{where}", 2
        half = _op(inner, ast.Div, _number(2))
        place = NAMES.get(function, ("", "in it"))[1]
        yield half, f"{called} is left out, and a factor of 2{where}", 3
        yield _like(node, half), f"a factor of 2 is lost {place}", 3
        yield _like(node, _op(_number(2), ast.Mult, inner)), f"a factor of 2 is too much {place}", 3
        if isinstance(inner, ast.BinOp):
            each = _op(_like(node, inner.left), type(inner.op), _like(node, inner.right))
            if not isinstance(inner.op, ast.Pow):
                yield each, f"{called} is taken of each part, not of the whole{where}", 1
            parts = f"a part stands outside of {called} that belongs inside{where}"
            yield _op(_like(node, inner.left), type(inner.op), inner.right), parts, 1
            if not isinstance(inner.op, ast.Pow):
                yield _op(inner.left, type(inner.op), _like(node, inner.right)), parts, 2

    def _of_axis(self, node, name, where):
        axis = [keyword for keyword in node.keywords if keyword.arg == "axis"]
        if not axis or _value_of(axis[0].value) not in (0, 1):
            return
        rest = [keyword for keyword in node.keywords if keyword.arg != "axis"]
        here = _value_of(axis[0].value)
        lost = f"{name} goes over all rows and columns at once: axis={here} is lost{where}"
        yield _call(ast.unparse(node.func), node.args[0], rest), lost, 1
        other = [*rest, ast.keyword("axis", _number(1 - here))]
        along = f"{name} goes along axis {1 - here}, where axis {here} belongs{where}"
        yield _call(ast.unparse(node.func), node.args[0], other), along, 1

    def _of_mean(self, node):
        (inner,) = node.args
        for pattern, words, rank in MEANS:
            yield _filled(pattern, inner, node.keywords), words, rank
        for name in self.names_in_scope():
            told = self.word(name)
            for pattern, words, rank in (
                ("({0}) * {1}", f"{told} is there as a factor once too often", 2),
                ("({0}) / {1}", f"{told} is missing as a factor, or divides", 3),
                ("({0}) * (1 - {1})", f"one minus {told} is there as a factor", 3),
                ("({0}) * {1} * (1 - {1})", f"{told} (1 - {told}) is there as a factor", 2),
                ("({0}) + {1}", f"{told} is added, and does not belong", 3),
            ):
                more = _filled(pattern.replace("{1}", name), inner)
                yield _call("np.mean", more), f"{words} inside the mean", rank
        if _is(inner, ast.Mult):
            apart = _op(_call("np.mean", inner.left), ast.Mult, _call("np.mean", inner.right))
            words = "the mean of a product is not the product of the means: multiply row by row"
            yield apart, words, 1
        if _is(inner, ast.Pow):
            yield _call("np.var", inner.left), "it is measured from the mean, not from 0", 2
            yield _call("np.std", inner.left), "that is the standard deviation", 2
            sample = _filled("np.var({0}, ddof=1)", inner.left)
            yield sample, "that is the variance of a sample, with n - 1 and around the mean", 2
            early = _op(_call("np.mean", inner.left), ast.Pow, inner.right)
            yield early, "the mean is taken before the power: square first, then take the mean", 1
            early = _op(_call("np.sum", inner.left), ast.Pow, inner.right)
            early = _op(early, ast.Div, _filled("len({0})", inner.left))
            yield early, "the sum is taken before the power: square first", 2
        if isinstance(inner, ast.Call):
            early = _like(inner, _call("np.mean", inner.args[0]))
            yield early, f"the mean is taken before {self.name(inner)}", 2

    def _of_number(self, node):
        where, value = self.place(node), node.value
        parent = self.parents[node][0]
        if type(value) not in (int, float) or isinstance(parent, (ast.Call, ast.keyword)):
            return
        others = {2: (1, 3, 4, 0.5), 1: (2, 0)}.get(value, (value + 1, value - 1))
        if not self.arguments and (value > 2 or isinstance(parent, ast.Assign)):
            # One more or less than what is given fits too many numbers.
            others = (value / 2, 2 * value)
        is_power = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow)
        for other in others[2:] if is_power else others:
            told = "another number stands" if self.arguments else f"{other:g} stands"
            yield _number(other), f"{told} in the place of {value}{where}", 3

    def _of_name(self, node):
        where = self.place(node)
        known = self.names_in_scope()
        if node.id not in known:
            return
        own = self.parents
        below = node
        while not isinstance(below, ast.stmt):
            below = own[below][0]
        # What is assigned further down is not known yet.
        body = self.definition.body
        later = [s.targets[0].id for s in body[body.index(below) :] if isinstance(s, ast.Assign)]
        for other in known:
            if other != node.id and other not in later:
                told, meant = self.word(other), self.word(node.id)
                yield _name(other), f"{told} stands where {meant} belongs{where}", 2
        name = self.word(node.id)
        yield _op(_number(1), ast.Sub, node), f"one minus {name} stands in its place{where}", 3
        yield _minus(node), f"the sign of {name} is flipped{where}", 2
        yield _call("np.abs", node), f"the sign of {name} is dropped{where}", 2
        yield _op(node, ast.Pow, _number(2)), f"{name} is there once too often{where}", 2
        yield _op(_number(1), ast.Div, node), f"{name} is inverted{where}", 3
        yield _op(_number(2), ast.Mult, node), f"{name} is doubled{where}", 3
        if not self.arguments:
            yield (
                _call("np.sqrt", node),
                f"the root of {name} stands where {name} belongs{where}",
                3,
            )
        elif "logistic" in self.space and len(self.arguments) > 1:
            words = f"the logistic function is applied to {name}, and does not belong{where}"
            yield _call("logistic", node), words, 3
        for statement in body:
            # The variable is right elsewhere; here its own definition has a slip.
            if isinstance(statement, ast.Assign) and statement.targets[0].id == node.id:
                for new, words, rank in self._changes(statement.value):
                    if rank == 1:
                        yield new, f"{words}, in one place only", 2
        if not self.arguments:
            return
        yield _filled("{0}.T", node), f"{name} became a row, and meets other samples{where}", 3
        yield _filled("{0}.ravel()", node), f"{name} became flat, and meets other samples", 3
        yield _call("np.mean", node), f"the mean of {name} stands where its rows belong{where}", 2
        first = f"{name} of the first row stands in every row{where} (is it {name}[0], or a column"
        yield _filled("({0})[0]", node), f"{first} out of what {name}.ravel() broadcasts?)", 2
        yield _filled("({0})[-1]", node), f"{name} of the last row stands in every row{where}", 3

    def _of_comparison(self, node):
        (op,) = node.ops
        a, (b,) = node.left, node.comparators
        for other, words, rank in (
            (ast.Lt, "a value that is equal counts on the wrong side", 1),
            (ast.LtE, "a value that is equal counts on the wrong side", 1),
            (ast.Gt, "the two sides are swapped", 1),
            (ast.GtE, "the two sides are swapped", 1),
        ):
            if other is not type(op):
                yield ast.Compare(a, [other()], [b]), words, rank
        for new in (_minus(a), _op(a, ast.Pow, _number(2)), _call("np.sqrt", _call("np.abs", a))):
            yield ast.Compare(new, [op], [b]), f"another thing than {self.name(a)} is compared", 3
        if isinstance(a, ast.Call) and len(a.args) == 1:
            bare = ast.Compare(_minus(a.args[0]), [op], [b])
            yield bare, f"{self.name(a)} is left out, and a sign is flipped", 2


@functools.cache
def ending_in(function, expression):
    """Return what is right up to its last line, and then returns an expression.

    Returns
    -------
    taken_apart : Right
    compiled : callable
    """
    taken_apart = Right(function)
    taken_apart.definition.body[-1] = ast.Return(ast.parse(expression, mode="eval").body)
    ast.fix_missing_locations(taken_apart.module)
    return taken_apart, taken_apart.compiled()


def pairs(slips, most=PAIRS):
    """Return pairs of slips in two places, common ones first."""
    single = [slip for slip in slips if len(slip.changes) == 1]
    return [
        Slip(
            f"{one.words}, and {two.words}",
            one.rank + two.rank,
            two.changes + one.changes,
            one.twice + two.twice,
            parts=2,
        )
        for one, two in itertools.islice(_two_places(single), most)
    ]


def _two_places(slips):
    """Yield pairs of slips, those of least rank together first."""
    by_rank = {}
    for place, slip in enumerate(slips):
        by_rank.setdefault(slip.rank, []).append((place, slip))
    for total in sorted({one + two for one in by_rank for two in by_rank}):
        for place, one in enumerate(slips):
            for other, two in by_rank.get(total - one.rank, ()):
                if other > place and one.changes[0][0] is not two.changes[0][0]:
                    yield one, two


def _slots(node, trees):
    """Return the places in some trees where a node stands: parent, field and index."""
    return [place for tree in trees for place in _kept_places_in(tree).get(node, ())]


def _places_in(tree):
    """Return where each node below a tree stands; a node may stand there more than once."""
    places = {}
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            for index, child in _children(value):
                places.setdefault(child, []).append((parent, name, index))
    return places


_kept_places_in = functools.cache(_places_in)


def _put(new, places):
    for parent, name, index in places:
        if index is None:
            setattr(parent, name, new)
        else:
            getattr(parent, name)[index] = new


def _children(value):
    if isinstance(value, ast.AST):
        yield None, value
    elif isinstance(value, list):
        yield from ((i, item) for i, item in enumerate(value) if isinstance(item, ast.AST))


def _spelt(expression):
    return ast.unparse(ast.parse(expression, mode="eval"))


def _value_of(node):
    """Return the number that is written there, or None."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if type(value) in (int, float) else None


def _holds(node, other):
    return node is not other and any(inner is other for inner in ast.walk(node))


def _lost(name, role, where):
    return f"{name} is lost {role}{where}"


def _is(node, *operators):
    return isinstance(node, ast.BinOp) and isinstance(node.op, operators)


def _op(left, operator, right):
    return ast.fix_missing_locations(ast.BinOp(left, operator(), right))


def _minus(node):
    return ast.fix_missing_locations(ast.UnaryOp(ast.USub(), node))


def _number(value):
    return ast.Constant(value, lineno=1, col_offset=0)


def _name(name):
    return ast.Name(name, ast.Load(), lineno=1, col_offset=0)


def _call(name, argument, keywords=()):
    function = ast.parse(name, mode="eval").body
    return ast.fix_missing_locations(ast.Call(function, [argument], list(keywords)))


def _like(call, argument):
    return ast.fix_missing_locations(ast.Call(call.func, [argument], call.keywords))


def _called_twice(node):
    """Return the name of a function that is called on its own result, as a tuple."""
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Call):
        return ()
    one, other = (ast.unparse(call.func) for call in (node, node.args[0]))
    return (one.removeprefix("np."),) if one == other else ()


def names_in(code):
    """Count the names of functions and variables, other than its own, that stand in some code."""
    counts = Counter(
        step.argval
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_ATTR", "LOAD_METHOD", "LOAD_DEREF")
    )
    inner = (constant for constant in code.co_consts if inspect.iscode(constant))
    return sum(map(names_in, inner), counts)


def _factors(node):
    if _is(node, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _product(factors):
    product = factors[0]
    for factor in factors[1:]:
        product = _op(product, ast.Mult, factor)
    return product


class _Fill(ast.NodeTransformer):
    def __init__(self, node):
        self.node = node

    def visit_Name(self, name):
        return self.node if name.id == "_0" else name


def _filled(pattern, node, keywords=()):
    """Return the tree of an expression in which {0} is a node; its sums have these keywords."""
    tree = ast.parse(pattern.replace("{0}", "(_0)"), mode="eval").body
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ALONG_AN_AXIS:
            call.keywords = list(keywords)
    return ast.fix_missing_locations(_Fill(node).visit(tree))


class _Inline(ast.NodeTransformer):
    def visit_Call(self, call):
        self.generic_visit(call)
        name = ast.unparse(call.func)
        return _filled(INLINE[name], call.args[0]) if name in INLINE else call
