"""The tool that runs notebooks: what it writes, what it leaves alone, and what it says."""

import base64
import os
import time

import nbformat
import pytest
import run_notebooks
from nbformat.v4 import new_code_cell, new_notebook, new_output

STALE = new_output("stream", name="stdout", text="stale\n")
PNG = base64.b64encode(b"a picture").decode()
SHOW = "plot_loss_surface() shows "
DRAWING = f"{SHOW}{PNG}"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Set up a course with its own notebooks and picture; return the folder of the notebooks."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(run_notebooks, "NOTEBOOKS", folder)
    monkeypatch.setattr(run_notebooks, "PICTURED", folder / "3.6-training.ipynb")
    monkeypatch.setattr(run_notebooks, "PICTURE", tmp_path / "picture.png")
    run_notebooks.PICTURE.write_bytes(b"stale")
    return folder


def write(path, *sources):
    """Write a notebook with stale outputs; return the path as one types it."""
    cells = [new_code_cell(source, outputs=[STALE]) for source in sources]
    nbformat.write(new_notebook(cells=cells), path)
    return str(path)


def texts(path):
    """Return what each cell of a notebook printed."""
    cells = nbformat.read(path, as_version=4).cells
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]


def test_outputs_are_stored_and_neither_a_second_run_nor_another_python_changes_any(course):
    path = write(course / "3.1-a.ipynb", "a = 1", "print(a + 1)", "print('Python version : 3.1')")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].metadata.tags = ["nbval-ignore-output"]
    notebook.cells[2].outputs[0].text = "Python version : 3.2\n"
    nbformat.write(notebook, path)
    assert run_notebooks.main([path]) == 0
    assert texts(path) == ["", "2\n", "Python version : 3.2\n"]
    before = (course / "3.1-a.ipynb").read_bytes()
    assert run_notebooks.main([path]) == 0
    assert (course / "3.1-a.ipynb").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="Windows has no sockets in files")
def test_kernels_speak_by_files_so_that_none_takes_the_port_of_another(course):
    path = write(
        course / "3.1-a.ipynb",
        "import ipykernel.connect as c\nprint('\"ipc\"' in c.get_connection_info())",
    )
    assert run_notebooks.main([path]) == 0
    assert texts(path) == ["True\n"]


def test_a_notebook_that_fails_is_left_as_it_was_and_the_others_are_written(course, capsys):
    bad = [
        write(course / "3.1-bad.ipynb", "1 / 0"),
        write(course / "3.2-bad.ipynb", "import warnings\nwarnings.warn('careful')"),
    ]
    good = write(course / "3.3-good.ipynb", "print('fresh')")
    assert run_notebooks.main([]) == 1
    assert [texts(path) for path in bad] == [["stale\n"], ["stale\n"]]
    assert texts(good) == ["fresh\n"]
    _, second, rest = capsys.readouterr().out.split("failed, and is left as it was")
    assert "ZeroDivisionError" in second
    assert "gave an error or warning" in rest
    assert "2 of 3 notebooks failed." in rest


@pytest.fixture
def in_place_of_kernels(monkeypatch):
    """Let cells draw, sleep or fail as they say, without a kernel, which takes a second."""

    def execute(notebook, folder):
        for cell in notebook.cells:
            if cell.source == "1 / 0":
                raise run_notebooks.NotebookError("ZeroDivisionError")
            drawn = cell.source.partition(SHOW)[2]
            cell.outputs = [new_output("display_data", {"image/png": drawn})] if drawn else []
            if cell.source == "sleep":
                time.sleep(0.2)

    monkeypatch.setattr(run_notebooks, "execute", execute)


@pytest.mark.usefixtures("in_place_of_kernels")
def test_lines_come_in_the_order_of_the_course(course, capsys):
    write(course / "3.10-c.ipynb", "pass")
    write(course / "3.2-b.ipynb", "pass")
    write(course / "3.1-a.ipynb", "sleep")
    assert run_notebooks.main([]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == ["3.1-a.ipynb", "3.2-b.ipynb", "3.10-c.ipynb"]


def test_a_wrong_name_runs_nothing_and_says_what_there_is(course, capsys):
    path = write(course / "3.1-a.ipynb", "print('fresh')")
    assert run_notebooks.main([path, "3.11-b.ipynb"]) == 2
    assert texts(path) == ["stale\n"]
    assert capsys.readouterr().err == (
        "There is no notebook 3.11-b.ipynb. In notebooks/ there are: 3.1-a.ipynb\n"
    )


@pytest.mark.usefixtures("in_place_of_kernels")
def test_the_picture_is_the_last_one_of_its_notebook(course):
    write(run_notebooks.PICTURED, DRAWING.replace(PNG, "AAAA"), DRAWING, "print()")
    assert run_notebooks.main([]) == 0
    assert run_notebooks.PICTURE.read_bytes() == b"a picture"


@pytest.mark.usefixtures("in_place_of_kernels")
def test_the_picture_stays_if_its_notebook_was_not_run(course):
    write(run_notebooks.PICTURED, DRAWING)
    path = write(course / "3.1-a.ipynb", "pass")
    assert run_notebooks.main([path]) == 0
    assert run_notebooks.PICTURE.read_bytes() == b"stale"


@pytest.mark.usefixtures("in_place_of_kernels")
def test_the_picture_stays_if_a_notebook_failed(course):
    write(run_notebooks.PICTURED, DRAWING)
    write(course / "3.1-a.ipynb", "1 / 0")
    assert run_notebooks.main([]) == 1
    assert run_notebooks.PICTURE.read_bytes() == b"stale"


@pytest.mark.usefixtures("in_place_of_kernels")
def test_without_a_picture_to_take_the_old_one_stays(course, capsys):
    write(run_notebooks.PICTURED, SHOW)
    assert run_notebooks.main([]) == 1
    assert run_notebooks.PICTURE.read_bytes() == b"stale"
    assert "3.6-training.ipynb holds no loss surface" in capsys.readouterr().out
