"""The code cells of a notebook: which exercises they check, and what each needs of the others."""

import ast
import builtins
import functools
import re
import symtable
from dataclasses import dataclass

CELL = "<cell>"
BUILTIN = set(dir(builtins))
LONGEST = 100_000  # characters of a cell
MOST_PASSES = 50  # through the other cells, for what one of them needs
# Methods that change a list, set, dict or array.
CHANGING = set(
    "append extend insert add update setdefault remove pop clear sort reverse fill".split()
)
PERHAPS = (ast.If, ast.For, ast.While, ast.Try, ast.Match)


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell, and the names that it binds, changes and uses.

    To change is to bind only perhaps, as in a loop, or to give another value, as `append` does.
    """

    source: str = ""
    binds: frozenset = frozenset()
    changes: frozenset = frozenset()
    uses: frozenset = frozenset()


@dataclass(frozen=True)
class Cell:
    """A code cell: its source without magics, what exercises it checks, and why it is no Python."""

    source: str
    names: tuple
    error: str = ""

    @functools.cached_property
    def statements(self):
        """Return the statements at the top level."""
        return [] if self.error else [_statement(node) for node in ast.parse(self.source).body]


@functools.lru_cache(100_000)  # in a class most cells are those of the course
def read_cell(source):
    """Return what a code cell holds."""
    try:
        if len(source) > LONGEST:
            raise ValueError(f"it has {len(source)} characters, more than {LONGEST}")
        source = _without_magics(source)
        return Cell(source, tuple(_checked(ast.parse(source, CELL))))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        asks = re.compile(r"""^[ \t]*check\(\s*["']([^"'\n]+)["']""", re.MULTILINE)
        found = asks.findall(source[:LONGEST])
        return Cell(source, tuple(found), f"the cell cannot be read as Python: {error}")


def _without_magics(source):
    """Return the source of a cell as Python alone; what only Jupyter understands gives None."""
    source = re.sub(r"^\s*%%.*", "", source)
    try:
        ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # slow, and seldom needed

        lines = TransformerManager().transform_cell(source).split("\n")
        source = "\n".join(re.sub(r"get_ipython\(\)\..*", "None", line) for line in lines)
    return source


def _statement(node):
    try:
        source = ast.unparse(node)
        top = symtable.symtable(source, CELL, "exec")
    # Such as a `nonlocal` outside of a function, or a number with more digits than Python writes.
    except (SyntaxError, ValueError, RecursionError):
        return Statement()
    binds = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    changes = _changed(node)
    uses, tables = set(changes), [top]
    if isinstance(node, PERHAPS):
        binds, changes = set(), changes | binds
    binds -= changes
    if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
        binds = {"*"}
    while tables:
        table = tables.pop()
        tables += table.get_children()
        symbols = [s for s in table.get_symbols() if s.is_referenced()]
        uses |= {s.get_name() for s in symbols if table is top or s.is_global()}
    return Statement(source, *map(frozenset, (binds, changes, uses - BUILTIN)))


def _changed(node):
    """Return the names of whose values a statement makes others, outside of functions."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return set()
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.AugAssign):
            found |= _root(part.target)
        elif isinstance(part, (ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store):
            found |= _root(part)
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            if getattr(part.value.func, "attr", None) in CHANGING:
                found |= _root(part.value.func)
    return found


def _root(node):
    """Return the name at the beginning of `x.y[0].z`, if there is one."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _checked(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check" and node.args:
            name = getattr(node.args[0], "value", None)
            if isinstance(name, str):
                yield name


def read_cells(notebook):
    """Return the code cells of a notebook, given as what its JSON says."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [read_cell("".join(cell["source"])) for cell in cells]


def needed(cell, *elsewhere):
    """Return the source of the statements that a cell needs, without its own.

    Parameters
    ----------
    elsewhere : list of Cell
        Where to look for a name: in the last of these lists first, and there from the end.
    """
    statements = [s for cells in elsewhere for c in cells for s in c.statements]
    found, seen, wanted = [], set(), set()
    for statement in reversed(cell.statements):
        wanted -= statement.binds
        wanted |= statement.uses
    # What a statement uses may stand below it, or in a list that was asked before.
    while frozenset(wanted) not in seen and len(seen) < MOST_PASSES:
        seen.add(frozenset(wanted))
        changed = set()
        for statement in reversed(statements):
            if statement.binds & wanted or statement.changes & wanted:
                found.append(statement.source)
                changed |= statement.changes
                wanted -= statement.binds
                wanted |= statement.uses
        wanted -= changed
    if wanted:
        found += [s.source for s in reversed(statements) if "*" in s.binds]
    return "\n".join(reversed(found))


def is_stub(cell):
    """Tell whether a cell is certainly unanswered, without running it."""
    tree = ast.parse(cell.source)
    blank = _blank_names(tree.body)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    checks = [n for n in calls if getattr(n.func, "id", "") == "check"]
    return all(len(call.args) == 2 and _is_blank(call.args[1], blank) for call in checks)


def _blank_names(body):
    """Return the names of which nothing but `...` is made in the body of a cell or function."""
    blank, other = set(), set()
    for node in body:
        if isinstance(node, ast.Assign) and _is_blank(node.value, set()):
            blank |= _stored(node)
        elif isinstance(node, ast.FunctionDef):
            returns = [n for n in ast.walk(node) if isinstance(n, ast.Return)]
            inside = _blank_names(node.body)
            is_open = returns == node.body[-1:] and _is_blank(returns[0].value, inside)
            (blank if is_open else other).add(node.name)
        elif isinstance(node, ast.ClassDef):
            methods = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
            is_open = methods and methods <= _blank_names(node.body)
            (blank if is_open else other).add(node.name)
        else:
            other |= _stored(node)
    return blank - other


def _stored(node):
    """Return the names to which something is assigned."""
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def _is_blank(node, names):
    if isinstance(node, (ast.Tuple, ast.List)):
        return any(_is_blank(part, names) for part in node.elts)
    return getattr(node, "value", None) is ... or getattr(node, "id", None) in names
