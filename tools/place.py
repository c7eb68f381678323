"""Put a cell before all other code of each notebook that asks whether the course is installed.

    python tools/place.py [NOTEBOOK ...]

Whoever opens a notebook without the course, as Colab and Kaggle do, is told by it in one sentence
what to run; where all is well it does nothing. It is folded, the same everywhere, and stands here.
"""

import sys
from pathlib import Path

import nbformat
from address import PLACEHOLDER
from run_notebooks import find_notebooks

TAG = "place"
SOURCE = f"""\
try:
    from utils.place import require

    require()
except ImportError as error:
    told = f"The course cannot run here yet ({{error}}): run %pip install "
    told += "git+{PLACEHOLDER} in a cell of its own, restart the kernel, "
    told += "and run this notebook again."
    kind = type("NotReady", (Exception,), {{"_render_traceback_": lambda self: [told]}})
    raise kind(told) from None"""


def with_place(notebook):
    """Put the cell into a notebook, in place of an older one, and number its cells anew."""
    cells = [cell for cell in notebook.cells if TAG not in cell.metadata.get("tags", [])]
    code = [cell for cell in cells if cell.cell_type == "code"]
    # What is only read, as a site, has no use for it.
    metadata = {"jupyter": {"source_hidden": True}, "tags": [TAG, "remove-cell"]}
    place = nbformat.v4.new_code_cell(SOURCE, id=TAG, metadata=metadata)
    cells.insert(cells.index(code[0]), place)
    notebook.cells = cells
    has_run = [cell for cell in (place, *code) if cell is place or cell.execution_count]
    for number, cell in enumerate(has_run if len(has_run) > 1 else [], start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    return notebook


def main(names):
    """Put the cell into the notebooks named, or into all."""
    for path in map(Path, names or find_notebooks()):
        notebook = with_place(nbformat.read(path, as_version=4))
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
