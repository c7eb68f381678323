"""The notebooks as they run: stored outputs, cells run twice, exercises before and after."""

import base64
import copy
import io
import platform

import matplotlib.image
import numpy as np
from course import code_cells, each_notebook, printed, read, solution, tags
from nbformat import v4
from run_notebooks import IGNORED, execute


def pixels(png):
    """Return the picture in a base64 text as an array, from 0 to 1."""
    return matplotlib.image.imread(io.BytesIO(base64.b64decode(png)))


PNG = "image/png"
# To draw figures takes most of the time of a notebook: they are drawn as PNG only when a cell runs
# first. (PNG alone would not do: Matplotlib's layout still moves between the first and the second
# drawing of a figure.)
DRAW_PNG = "get_ipython().display_formatter.formatters['image/png'].enabled = {}"


def split_outputs(cell):
    """Return the outputs of a cell without execution counts and PNG, and the PNG apart."""
    outputs = copy.deepcopy(cell.outputs)
    for output in outputs:
        output.pop("execution_count", None)
    pngs = [o.data.pop(PNG) for o in outputs if PNG in o.get("data", {})]
    return outputs, pngs


def same_outputs(cell, other):
    """Compare all outputs but PNG."""
    return split_outputs(cell)[0] == split_outputs(other)[0]


def same_pictures(cell, other):
    """Compare PNG by what one sees, as compression may differ between systems."""
    pngs, other_pngs = split_outputs(cell)[1], split_outputs(other)[1]
    return len(pngs) == len(other_pngs) and all(
        pixels(a).shape == pixels(b).shape and np.max(np.abs(pixels(a) - pixels(b))) < 0.1
        for a, b in zip(pngs, other_pngs, strict=True)
    )


@each_notebook
def test_cells_run_twice_give_the_stored_outputs_and_solutions_are_right(path, monkeypatch):
    """In one kernel runs each cell, the same again, and after an exercise its folded solution."""
    # nbval runs with the OpenBLAS kernel of this machine, this run with that of the oldest x86-64:
    # their last bits differ, and no output may show it. Other processors do not know the name.
    if platform.machine() in ("x86_64", "AMD64"):
        monkeypatch.setenv("OPENBLAS_CORETYPE", "Nehalem")
    notebook = read(path)
    stored = [cell for cell in code_cells(notebook) if IGNORED not in tags(cell)]
    first, second = copy.deepcopy(stored), copy.deepcopy(stored)
    solved = [
        v4.new_code_cell(solution(notebook, cell)) if "exercise" in tags(cell) else None
        for cell in stored
    ]
    for cell in second:
        cell.id += "-again"
    notebook.cells = []
    for cell, again, answer in zip(first, second, solved, strict=True):
        with_png, without_png = [v4.new_code_cell(DRAW_PNG.format(on)) for on in (True, False)]
        notebook.cells += [with_png, cell, without_png, again]
        notebook.cells += [answer] if answer else []
    execute(notebook, path.parent)
    for cell, again, kept in zip(first, second, stored, strict=True):
        assert same_outputs(cell, kept), f"not what is stored (see `make run`):\n{cell.source}"
        assert same_pictures(cell, kept), f"other PNG than stored (`make run`):\n{cell.source}"
        assert same_outputs(again, kept), f"something else the second time:\n{cell.source}"
    for stub, answer in zip(stored, solved, strict=True):
        if answer:
            nb_of_checks = stub.source.count("check(")
            assert nb_of_checks, stub.source
            assert printed(stub).count(": not answered yet.\n") == nb_of_checks, stub.source
            assert printed(answer).count(": right.\n") == nb_of_checks, answer.source
