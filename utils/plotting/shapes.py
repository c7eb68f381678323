"""Matrices drawn as boxes with their shapes, in a row, as in an equation.

terms   the parts of the equation, from left to right: a text for what stands between two matrices,
        such as "+"; for a matrix its symbol and shape, and, if a part of it is to be marked, the
        number of a row and of a column, None for all of them: ("$X$", (100, 2), (0, None))

A matrix is drawn with a square for each of its numbers; of more than six rows or columns some are
left out, and dots stand in their place. A ValueError says which term is none.
"""

from matplotlib.patches import Rectangle

from utils.plotting.style import BLUE, LIGHT_BLUE, caption
from utils.validation import checked, require_integer, unchecked

MOST = 6
SIDE = 0.42


def _require_terms(**values):
    for name, terms in values.items():
        if not terms:
            raise ValueError(f"{name} must hold a matrix, but is empty")
        for number, term in enumerate(terms):
            if isinstance(term, str):
                continue
            if not isinstance(term, tuple) or len(term) not in (2, 3) or len(term[1]) != 2:
                raise ValueError(
                    f"{name}[{number}] must be a text, or a symbol, a shape of two numbers and "
                    f"what is marked, but is {term!r}"
                )
            for size in term[1]:
                require_integer(1, **{f"a size of {term[0]}": size})
            for place, size in zip(_marked(term), term[1], strict=True):
                if place is not None and not 0 <= place < size:
                    raise ValueError(f"{name}[{number}] marks {place}, but has the shape {term[1]}")


_door = checked({"terms": _require_terms, "ax": unchecked})


def _marked(term):
    """Return the row and column that are marked, None for all; if nothing is, (None, None)."""
    return term[2] if len(term) == 3 else (None, None)


def _shown(size):
    """Return the numbers of the rows, or columns, that are drawn; None stands for dots."""
    return list(range(size)) if size <= MOST else [*range(MOST - 2), None, size - 1]


@_door
def plot_shapes(terms, ax):
    """Draw each matrix as a box, its symbol above it and its shape below."""
    left = 0.0
    for term in terms:
        if isinstance(term, str):
            ax.text(left + 0.3, 0, term, fontsize=16, ha="center", va="center")
            left += 0.6
            continue
        symbol, shape = term[:2]
        rows, columns = map(_shown, shape)
        width, height = SIDE * len(columns), SIDE * len(rows)
        # Symbol and shape need some room, however narrow the box.
        middle = left + max(width, 1.15) / 2
        _draw_squares(ax, (middle - width / 2, height / 2), rows, columns, _marked(term))
        ax.text(middle, height / 2 + 0.12, symbol, fontsize=14, ha="center", va="bottom")
        ax.text(middle, -height / 2 - 0.12, str(tuple(map(int, shape))), ha="center", va="top")
        left += max(width, 1.15)
    tallest = max(len(_shown(t[1][0])) for t in terms if not isinstance(t, str))
    reach = SIDE * tallest / 2 + 0.6
    ax.set(xlim=(-0.1, left + 0.1), ylim=(-reach, reach), aspect="equal")
    ax.set_axis_off()


def _draw_squares(ax, corner, rows, columns, marked):
    for down, row in enumerate(rows):
        for along, column in enumerate(columns):
            place = (corner[0] + SIDE * along, corner[1] - SIDE * (down + 1))
            if row is None or column is None:
                dots = r"$\vdots$" if row is None else r"$\cdots$"
                middle = (place[0] + SIDE / 2, place[1] + SIDE / 2)
                ax.text(*middle, dots, ha="center", va="center", fontsize=11)
                continue
            is_marked = marked != (None, None) and all(
                wanted in (None, found) for wanted, found in zip(marked, (row, column), strict=True)
            )
            color = BLUE if is_marked else LIGHT_BLUE
            look = {"facecolor": color, "edgecolor": "white", "linewidth": 1.5}
            ax.add_patch(Rectangle(place, SIDE, SIDE, **look))


@_door
def describe_shapes(terms):
    """Say in words what `plot_shapes` draws."""
    texts, marks = [], []
    for term in terms:
        if isinstance(term, str):
            texts.append(term)
            continue
        symbol, shape = term[:2]
        texts.append(f"{symbol} {tuple(map(int, shape))}")
        row, column = _marked(term)
        parts = [f"row {row + 1}"] if row is not None else []
        parts += [f"column {column + 1}"] if column is not None else []
        if parts:
            marks.append(f"{' and '.join(parts)} of {symbol}")
    text = f"{' '.join(texts)}{'; marked: ' if marks else ''}{', '.join(marks)}."
    plain = text.replace(r"\odot", "*").translate(dict.fromkeys(map(ord, "${}\\")))
    return caption(f"matrices as boxes with their shapes: {plain}")
