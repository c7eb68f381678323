"""The notebooks, read: their cells, texts and exercises, and the part that each belongs to."""

import copy
import functools
import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from run_notebooks import find_notebooks

# The module of utils that holds the model of each part, as its folder of tests says.
PARTS = {
    int(folder.name[-1]): import_module(f"{folder.name}.symbols").MODEL
    for folder in sorted(Path(__file__).parent.glob("part[0-9]"))
}
PATHS = find_notebooks()
MAGIC = re.compile(r"%load_ext watermark|%watermark( .*)?")

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def part(path):
    """Return the number of the part that a notebook belongs to; 0 is for what belongs to none."""
    digit = re.search(r"\d", path.name)
    return int(digit[0]) if digit else 0


@functools.cache
def _read_once(path):
    return nbformat.read(path, as_version=4)


def read(path):
    """Read a notebook."""
    return copy.deepcopy(_read_once(path))


def tags(cell):
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


def code_cells(notebook):
    """Return the code cells that are not empty."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def printed(cell):
    """Return the text that a code cell prints or shows under a figure (`in_words`)."""
    texts = [output.get("text", "") or words(output) for output in cell.outputs]
    return "".join(texts)


def words(output):
    """Return the text under a figure, if an output of a cell is one; otherwise an empty text."""
    data = output.get("data", {})
    return data["text/plain"] + "\n" if "<details>" in data.get("text/html", "") else ""


def python_source(cell):
    """Return the source of a code cell without its magics."""
    return "\n".join(line for line in cell.source.splitlines() if not MAGIC.fullmatch(line)) + "\n"


def prose(cells):
    """Return the text of the markdown cells among these, without what stands as code in it."""
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def solution(notebook, exercise):
    """Return the code of the solution that is folded in the cell after an exercise."""
    text = notebook.cells[notebook.cells.index(exercise) + 1].source
    found = re.match(
        r"<details>\n<summary>Solution of .*?</summary>\n\n```python\n(.*?)```", text, re.DOTALL
    )
    assert found, f"no folded solution right after the exercise:\n{exercise.source}"
    return found[1]
