"""What stands in a function: the names, numbers and operations of its text, and how often each.

Many slips may give the same results; which of them was made, the text of an attempt tells. A slip
is borne out if what is right comes nearer to that text by it.
"""

import ast
import contextlib
import inspect
import textwrap
from collections import Counter

# Other ways to write the same.
ALIKE = {
    "absolute": ("abs",),
    "fabs": ("abs",),
    "average": ("mean",),
    "dot": ("MatMult",),
    "matmul": ("MatMult",),
    "add": ("Add",),
    "subtract": ("Sub",),
    "multiply": ("Mult",),
    "divide": ("Div",),
    "true_divide": ("Div",),
    "negative": ("USub",),
    "power": ("Pow",),
    "amax": ("max",),
    "hidden_activations": ("rbf", "Mult"),
}


def ingredients_of(attempt, names):
    """Count what stands in the text of an attempt; None if it cannot be read.

    Parameters
    ----------
    attempt : callable
        Assignments and a `return`; loops and branches cannot be compared.
    names : list of str
        What its arguments are called in what is right.
    """
    with contextlib.suppress(Exception):
        definition = definition_of(attempt)
        return definition and ingredients(definition, names)
    return None


def definition_of(attempt):
    """Return the tree of the text of an attempt; None if it cannot be read, or holds several."""
    with contextlib.suppress(Exception):
        tree = ast.parse(textwrap.dedent(inspect.getsource(attempt)))
        kinds = (ast.FunctionDef, ast.Lambda)
        found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
        return found[0] if len(found) == 1 else None
    return None


def minuses_of(definition):
    """Return how many minuses stand in a definition, and the names in what is subtracted."""
    nodes = [n for n in ast.walk(definition) if isinstance(n, (ast.BinOp, ast.UnaryOp))]
    minuses = [node for node in nodes if isinstance(node.op, (ast.Sub, ast.USub))]
    subtracted = [node.right for node in minuses if isinstance(node, ast.BinOp)]
    names = {n.id for node in subtracted for n in ast.walk(node) if isinstance(n, ast.Name)}
    return len(minuses), names


def ingredients(definition, names):
    """Count what stands in a definition, each variable as what it is made of."""
    own = [argument.arg for argument in definition.args.args][-len(names) or None :]
    known = {one: Counter([name]) for one, name in zip(own, names, strict=True)}
    if isinstance(definition, ast.Lambda):
        return _counted(definition.body, known)
    for statement in definition.body:
        if isinstance(statement, ast.Return):
            return _counted(statement.value, known)
        if isinstance(statement, ast.Assign):
            made = _counted(statement.value, known)
            for target in statement.targets:
                _assign(target, statement.value, made, known)
        elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
            made = _counted(statement.value, known) + Counter([type(statement.op).__name__])
            known[name] = known[name] + made
        elif not isinstance(statement, ast.Expr):
            return None
    return None


def distance(one, other):
    """Return how many ingredients only one of two texts has."""
    return sum((one - other).values()) + sum((other - one).values())


def _assign(target, value, made, known):
    if isinstance(target, ast.Name):
        known[target.id] = made
    elif isinstance(target, ast.Tuple):
        is_split = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
        for i, part in enumerate(target.elts):
            known[part.id] = _counted(value.elts[i], known) if is_split else made


def _whole_power(node):
    """Return what is multiplied by itself in a power or a square, and how often; or None."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        exponent = getattr(node.right, "value", None)
        return (node.left, int(exponent)) if exponent in (2, 3, 4) else None
    is_square = isinstance(node, ast.Call) and ast.unparse(node.func) == "np.square"
    return (node.args[0], 2) if is_square else None


def _counted(node, known):
    if isinstance(node, ast.Name):
        if node.id == "np":
            return Counter()
        return known[node.id] if node.id in known else Counter(ALIKE.get(node.id, (node.id,)))
    if isinstance(node, ast.Constant):
        return Counter([node.value])
    power = _whole_power(node)
    if power:
        base, times = power
        return sum([_counted(base, known)] * times, Counter(Mult=times - 1))
    found = Counter()
    # A minus, a .T or an index belongs to what it stands at.
    at = getattr(node, "operand", None) or getattr(node, "value", None)
    if isinstance(at, ast.Name) and at.id != "np":
        found.update(("at", name) for name in known.get(at.id, (at.id,)))
    if isinstance(node, ast.Attribute):
        found.update(ALIKE.get(node.attr, (node.attr,)))
    elif isinstance(node, (ast.BinOp, ast.UnaryOp)):
        found[type(node.op).__name__] += 1
    elif isinstance(node, ast.Compare):
        found.update(type(op).__name__ for op in node.ops)
    elif isinstance(node, (ast.Subscript, ast.keyword)):
        found[getattr(node, "arg", None) or "[]"] += 1
    for child in ast.iter_child_nodes(node):
        found.update(_counted(child, known))
    return found
