"""The sections of the notebooks, and how many of a notebook's minutes each of them takes.

    python tools/sections.py [3.5 ...]

A notebook states one time. It is shared out among its sections by what they hold: words to read,
cells to run and to look at, predictions, exercises. What is read in passing (goals, recap) or
looked up (symbols, versions) counts nothing.
"""

import re
import sys

import nbformat
from run_notebooks import find_notebooks

from exercises.answers import find_exercise
from exercises.exercise import ChoiceExercise

TIME = re.compile(r"\*\*Time\*\*: about (\d+) minutes")
FRAME = {"What you will learn", "Recap", "The symbols", "Versions"}
# Minutes; with them most notebooks come near to the time that they state.
WORD, CELL, PREDICTION, EXERCISE = 1 / 75, 1, 2, 5


def minutes_of(notebook):
    """Return the whole minutes of each section of a notebook; they add up to its stated time.

    A ValueError tells if a notebook states none.
    """
    stated = TIME.search("\n".join(cell.source for cell in notebook.cells))
    if not stated:
        raise ValueError("a notebook must state its time, as in **Time**: about 40 minutes")
    loads = _loads(notebook)
    shares = {name: int(stated[1]) * load / sum(loads.values()) for name, load in loads.items()}
    minutes = {name: int(share) for name, share in shares.items()}
    left = int(stated[1]) - sum(minutes.values())
    for name in sorted(shares, key=lambda name: minutes[name] - shares[name])[:left]:
        minutes[name] += 1
    return minutes


def _loads(notebook):
    """Return what each section would take, by its heading, before the stated time is looked at."""
    loads, heading = {}, None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            before, *parts = re.split(r"^## (.+)$", cell.source, flags=re.MULTILINE)
            pieces = [(heading, before), *zip(parts[::2], parts[1::2], strict=True)]
        else:
            pieces = [(heading, cell)]
        for heading, piece in pieces:
            if heading and heading not in FRAME:
                loads[heading] = loads.get(heading, 0) + _load(piece)
    return loads


def _load(piece):
    if isinstance(piece, str):
        return WORD * len(piece.split())
    if "exercise" not in piece.metadata.get("tags", []):
        return CELL
    return PREDICTION if is_prediction(piece) else EXERCISE


def is_prediction(cell):
    """Return whether all that a cell checks is a choice among answers."""
    names = re.findall(r'\bcheck\("([^"]+)"', cell.source)
    return {type(find_exercise(name)) for name in names} == {ChoiceExercise}


def main(names):
    """Print the sections of the notebooks whose file names begin so, or of all."""
    for path in find_notebooks():
        notebook = nbformat.read(path, as_version=4)
        text = "".join(cell.source for cell in notebook.cells)
        if (not names or path.name.startswith(tuple(names))) and TIME.search(text):
            print(f"{path.name}: {sum(minutes_of(notebook).values())} minutes")
            for name, number in minutes_of(notebook).items():
                print(f"{number:4}  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
