"""How far one has come: which exercises of notebooks are right, tried, or open.

    from exercises.progress import show_progress
    show_progress()

An exercise is found by its name in `check("3.2c", ...)`, wherever that stands. Its cell runs alone,
after those statements of the notebook that bind or change the names which it uses; if that is not
right, once more after all that the learner has written in the cells above it.
"""

import contextlib
import json
import re
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from exercises import answers
from exercises.attempts import NOT_ANSWERED
from exercises.cells import is_stub, needed, read_cell, read_cells
from exercises.runner import RAISED, Runner, run_cell

RIGHT, TRIED, OPEN, MISSING = "right", "tried", "open", "missing"
BEST = (RIGHT, TRIED, OPEN, MISSING)


@dataclass(frozen=True)
class Result:
    """What became of an exercise, in one word, and what is wrong, in words for the learner."""

    state: str
    words: str = ""
    is_stopped: bool = False


def results(cells, run, course=(), names=None):
    """Return what became of each exercise in the cells of a notebook, by its name.

    Parameters
    ----------
    cells : list of Cell
        Those of the notebook.
    run : callable
        Runs a cell, as `run_cell` does.
    course : sequence of Cell
        Those of the notebook as the course has it: what they define is taken from there.
    names : container of str
        The exercises that are asked for, by default all: a cell with none of them does not run.
    """
    found = {}
    lessons = [cell for cell in course if not cell.names]
    for place, cell in enumerate(cells):
        if names is not None and not any(name in names for name in cell.names):
            continue
        if cell.error:
            new = {name: Result(TRIED, cell.error) for name in cell.names}
        elif not cell.names or is_stub(cell):
            new = {name: Result(OPEN) for name in cell.names}
        else:
            before = needed(cell, cells[place + 1 :], cells[:place], lessons)
            new = _judged(cell.names, *run(before, cell.source))
            is_tried = any(r.state == TRIED and not r.is_stopped for r in new.values())
            # What an answer needs is not always seen in it.
            if is_tried and (whole := _after_all_above(cell, cells[:place], lessons)):
                new = best(_judged(cell.names, *run(whole, cell.source)), new)
        found = best(found, new)
    return found


def _after_all_above(cell, above, lessons):
    """Return all that a learner has written above a cell, after what that needs; "" if nothing."""
    taught = {statement.source for lesson in lessons for statement in lesson.statements}
    answered = [other for other in above if other.names]
    own = "\n".join(
        statement.source
        for other in above
        if not other.names
        for statement in other.statements
        if statement.source not in taught
    )
    whole = read_cell(f"{own}\n{cell.source}")
    return own and f"{needed(whole, answered, lessons)}\n{own}"


def _judged(names, said, end):
    is_stopped = bool(end) and not end.startswith(RAISED)
    missed = end or "its check is not reached when the cell is run"
    if "NameError" in end:
        missed += " (here it runs alone, after the statements that make what it uses)"
    judged = {name: Result(TRIED, missed, is_stopped) for name in names}
    for name, text in said:
        if name not in judged:  # not this cell's to answer, whatever it says
            continue
        state = {answers.RIGHT: RIGHT, NOT_ANSWERED: OPEN}.get(text, TRIED)
        judged[name] = Result(state, text if state == TRIED else "")
    return judged


def best(one, other):
    """Return the better of two results for each exercise; of equally good ones, the latter."""
    better = {
        name: result
        for name, result in other.items()
        if name not in one or BEST.index(result.state) <= BEST.index(one[name].state)
    }
    return {**one, **better}


def show_progress(folder="."):
    """Print which exercises of the notebooks in a folder are right, tried or open, as saved.

    Parameters
    ----------
    folder : str or path
        Where the notebooks lie; by default the working directory, in a notebook its own folder.
    """
    print(*progress_in(folder), sep="\n")


def progress_in(folder):
    """Return the lines that `show_progress` prints."""
    every, lines = {}, []
    with contextlib.closing(Runner()) as runner:
        run = run_cell if sys.platform == "emscripten" else runner.run  # a browser has no processes
        for path in sorted(Path(folder).glob("*.ipynb"), key=in_order):
            try:
                cells = read_cells(json.loads(path.read_text(encoding="utf-8")))
            except Exception:  # whatever is wrong with one must not hide the others
                lines.append(f"{path.name} cannot be read as a notebook.")
                continue
            found = known(results(cells, run))
            every = best(every, found)
            if any(result.state != OPEN for result in found.values()):
                text = f"{path.stem}: {in_words(found)}"
                lines += textwrap.wrap(text, 88, subsequent_indent="    ")
    return [f"All exercises: {counted(every)}.", *lines]


def in_order(path):
    """Return a sort key that puts 3.2 before 3.10, and names without a number last."""
    parts = re.split(r"(\d+)", Path(path).stem)
    # Of as many digits as there are, `int` refuses some.
    return [float(part) if part.isdecimal() else part for part in parts]


def known(found):
    """Return the results of those exercises that the course has."""
    names = answers.all_exercises()
    return {name: result for name, result in found.items() if name in names}


def in_words(found):
    """Say which exercises are right, tried and open."""
    groups = {state: [n for n, r in found.items() if r.state == state] for state in BEST}
    return "; ".join(f"{state} {', '.join(names)}" for state, names in groups.items() if names)


def counted(found):
    """Say how many exercises are right, tried and open."""
    states = [result.state for result in found.values()]
    return ", ".join(f"{states.count(state)} {state}" for state in (RIGHT, TRIED, OPEN))
