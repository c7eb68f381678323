"""The first cell of every notebook: one sentence, where the course is missing or too old."""

import re
import sys

import nbformat
import place
import pytest
from course import code_cells, each_notebook, read, tags
from IPython.core.interactiveshell import InteractiveShell

import utils.place

SENTENCE = (
    r"The course cannot run here yet \({}\): run %pip install git\+https://github.com/\S+ in a cell"
    r" of its own, restart the kernel, and run this notebook again\."
)


@each_notebook
def test_the_first_code_cell_asks_whether_the_course_is_here_and_is_the_same_everywhere(path):
    """`python tools/place.py` puts it there."""
    notebook = read(path)
    assert notebook == place.with_place(read(path))
    first, *others = code_cells(notebook)
    assert place.TAG in tags(first) and first.outputs == []
    assert not any(place.TAG in tags(cell) for cell in others)


def test_a_new_place_cell_takes_the_place_of_an_old_one_and_counts_stay_in_order():
    old = nbformat.v4.new_code_cell("old", execution_count=1, metadata={"tags": [place.TAG]})
    output = nbformat.v4.new_output("execute_result", execution_count=5)
    lesson = nbformat.v4.new_code_cell("x", execution_count=5, outputs=[output])
    cells = [nbformat.v4.new_markdown_cell("# T"), old, lesson]
    title, first, second = place.with_place(nbformat.v4.new_notebook(cells=cells)).cells
    assert (title.source, first.source, second.source) == ("# T", place.SOURCE, "x")
    assert [first.execution_count, second.execution_count] == [1, 2]
    assert second.outputs[0].execution_count == 2


def end_of_cell(capsys):
    """Run the cell in a shell of IPython; return what is shown, and the error."""
    shell = InteractiveShell()
    result = shell.run_cell(place.SOURCE)
    return capsys.readouterr().out.strip(), result.error_in_exec


def test_where_the_course_is_the_cell_is_silent(capsys):
    assert end_of_cell(capsys) == ("", None)


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        (["numpy>=99"], "numpy is .*, but should be >=99"),
        (["no-such-package"], "no-such-package is missing"),
        (["numpy", 'no-such-package ; extra == "test"'], None),
    ],
)
def test_what_is_missing_or_too_old_is_told_in_one_sentence(monkeypatch, capsys, needs, reason):
    monkeypatch.setattr(utils.place, "requires", lambda name: needs)
    shown, error = end_of_cell(capsys)
    assert re.fullmatch(SENTENCE.format(reason) if reason else "", shown)
    assert bool(error) == bool(reason)


def test_without_the_course_there_is_one_sentence_and_no_traceback(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "utils.place", None)
    shown, error = end_of_cell(capsys)
    assert re.fullmatch(SENTENCE.format("import of utils.place halted.*"), shown)
    assert str(error) == shown
