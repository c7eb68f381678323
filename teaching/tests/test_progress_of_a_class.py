"""How far somebody is, and a class: whatever it hands in, everybody gets a row."""

import contextlib
import csv
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import zipfile

import my_notebooks
import progress as tool
import pytest
from course import PATHS, read, solution, tags

from exercises import cage as caging
from exercises import cells, progress
from exercises import runner as running
from exercises.answers import RIGHT as IS_RIGHT
from exercises.answers import all_exercises
from exercises.cells import is_stub, needed, read_cell, read_cells
from exercises.progress import OPEN, RIGHT, TRIED, Result

NAME = "3.2-activation.ipynb"
COURSE = {path.name: path.read_bytes() for path in PATHS if path.name == NAME}
IMPORTS = read_cell("import numpy as np\nfrom exercises import check")
ANSWER_C = 'def tanh_derivative(z):\n    return {}\n\n\ncheck("3.2c", tanh_derivative)'
RIGHT_C = ANSWER_C.format("1 - np.tanh(z) ** 2")
IN_A_CAGE = pytest.mark.skipif(not tool.cage(), reason="this system has no `unshare` that works")


@pytest.fixture(autouse=True)
def a_small_course(monkeypatch):
    """Let the course have one notebook."""
    monkeypatch.setattr(my_notebooks, "read_course", lambda: COURSE)
    tool.originals.cache_clear()
    tool.homes.cache_clear()
    yield
    tool.originals.cache_clear()
    tool.homes.cache_clear()


@pytest.fixture(scope="module")
def runner():
    """Return what runs cells as those of a class are run."""
    with contextlib.closing(running.Runner(tool.cage())) as runner:
        yield runner


def notebook(**answers):
    """Return the notebook as a learner has it, with other sources in the cells of exercises."""
    copy = my_notebooks.learners_copy(COURSE[NAME], NAME)
    for name, source in answers.items():
        for cell in list(copy["cells"]):
            if cell["cell_type"] == "code" and f'check("3.2{name}"' in "".join(cell["source"]):
                cell["source"] = source
                if source is None:
                    copy["cells"].remove(cell)
    return copy


def hand_in(folder, copy, name=NAME):
    """Write a notebook into a folder."""
    folder.mkdir(exist_ok=True, parents=True)
    data = copy if isinstance(copy, bytes) else my_notebooks.as_bytes(copy)
    (folder / name).write_bytes(data)


def marks(learner):
    """Return a mark for each exercise of the notebook."""
    names = [f"3.2{letter}" for letter in "abcd"]
    return "".join(tool.MARKS[learner.results[n].state] for n in names if n in learner.results)


# One cell alone


def test_every_stub_is_open_and_every_solution_right_when_its_cell_runs_alone():
    for path in PATHS:
        book = read(path)
        there = read_cells(book)
        for exercise in (cell for cell in book.cells if "exercise" in tags(cell)):
            stub = read_cell(exercise.source)
            assert stub.names and is_stub(stub), exercise.source
            answer = read_cell(solution(book, exercise))
            before = needed(answer, [cell for cell in there if not cell.names])
            said, end = running.run_cell(before, answer.source)
            assert said == [(name, "right") for name in stub.names], answer.source
            assert end == ""


@pytest.mark.parametrize(
    "source",
    [
        'prediction = "a"\ncheck("3.2a", prediction)',
        'prediction = ...\nprediction = "a"\ncheck("3.2a", prediction)',
        'prediction = ...\nprediction += 1\ncheck("3.2a", prediction)',
        'def f(z):\n    if z:\n        return 1\n    return ...\ncheck("3.2c", f)',
        'check("3.2a", ...)\ncheck("3.2b", "a")',
        'check("3.2a", answer)',
    ],
)
def test_a_cell_in_which_there_is_anything_to_run_is_no_stub(source):
    assert not is_stub(read_cell(source))


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("%matplotlib inline\nx = 1", "None\nx = 1"),
        ("%%time\nx = 1", "\nx = 1"),
        ("files = !ls\nnp.mean?", "files = None\nNone"),
        ("if x:\n    !ls", "if x:\n    None"),
        ("x = (5\n  % 3)", None),
        ('x = """\n% of it\n!\n"""', None),
        ("x = 1  # a\u2028line", None),
        ("!ls\nx = (5\n  % 3)", "None\nx = (5\n  % 3)"),
    ],
)
def test_what_only_jupyter_understands_is_left_out_of_a_cell(source, python):
    cell = read_cell(source)
    assert cell.source.rstrip("\n") == (python or source) and not cell.error


def test_a_cell_gets_the_statements_that_it_needs_and_no_others():
    own = [read_cell("x = 1\nprint(x)"), read_cell("def g():\n    return y\nx = h(2)\ny = 3")]
    course = [read_cell("x = 5\nz = x\nimport numpy as np, math")]
    answer = read_cell("def f(a):\n    x = a\n    return x + np.sin(g())\n\nb = f(1)")
    assert needed(answer, own, course).splitlines() == [
        "y = 3",
        "def g():",
        "    return y",
        "import numpy as np, math",
    ]
    # A name is the course's before it is the learner's.
    assert needed(read_cell("z"), own, course) == "x = 5\nz = x"
    assert needed(read_cell("h(x)"), own) == "x = h(2)"
    # Nor is the name within a function one of the notebook.
    assert needed(read_cell("def f(a):\n    x = a\n    x += 1\n    return x"), own) == ""


@pytest.mark.parametrize(
    "scratch",
    [
        ["total = 0\nfor i in range(4):\n    total += i"],
        ["total = 0", "total += 6"],
        ["parts = []\nfor i in range(4):\n    parts.append(i)", "total = sum(parts)"],
        ["parts = [0, 0]", "parts[0] = 6\ntotal = sum(parts)"],
        ["total = 5\nif total:\n    total = 6"],
        ["total = 6\nif False:\n    total = 5"],
        ["total = 5\ntry:\n    total = 1 / 0\nexcept ArithmeticError:\n    total = 6"],
        ["from math import *\ntotal = int(sqrt(36))"],
        ["n = 0x" + "f" * 5000, "total = 6"],
    ],
)
def test_what_was_worked_out_in_other_cells_is_there(scratch):
    answer = read_cell("assert total == 6, total")
    scratch = [read_cell("total = None"), *map(read_cell, scratch)]
    exec(compile(needed(answer, scratch), "<scratch>", "exec"), space := {})
    exec(answer.source, space)


def test_what_would_take_long_to_read_is_given_up():
    upwards = read_cell("\n".join(f"a{n + 1} = a{n}" for n in reversed(range(90))))
    assert len(needed(read_cell("a90"), [upwards]).splitlines()) == cells.MOST_PASSES
    long = read_cell(f'check("3.2a", 1){" " * 10**5}')
    assert long.names == ("3.2a",) and "more than 100000" in long.error


def test_a_name_of_the_course_may_be_the_learners_own():
    course = [read_cell("x = 1")]
    own = [read_cell("x = 2"), read_cell('check("3.2a", x)')]

    def run(before, source):
        return [("3.2a", "right" if before.endswith("x = 2") else "no")], ""

    assert progress.results(own, run, course) == {"3.2a": Result(RIGHT)}
    changed = [read_cell("x = 3"), own[1]]
    assert progress.results(changed, run, course) == {"3.2a": Result(TRIED, "no")}


@pytest.mark.parametrize(
    "scratch",
    [
        "k = 1\ndef mean(v):\n    return v / k\nk = 3\ntotal = mean(18)",
        "sum = 6\ntotal = sum",
        "parts = []\ndef note(e):\n    parts.append(e)\nnote(6)\ntotal = parts[0]",
        "rows = [[2], [4]]\nfor row in rows:\n    row[0] += 0\ntotal = rows[0][0] + rows[1][0]",
        "parts = [6, 1]\ndel parts[1]\n[total] = parts",
        "x = 6\ntotal = x",
    ],
)
def test_what_a_cell_needs_but_does_not_show_is_found_by_running_all_above(scratch):
    course = [read_cell("x = 1"), read_cell("total = None")]
    handed_in = [*course, read_cell(scratch), read_cell('check("3.2a", total)')]

    def run(before, source):
        exec(before, space := {})
        return [("3.2a", IS_RIGHT if space["total"] == 6 else "no")], ""

    assert progress.results(handed_in, run, course) == {"3.2a": Result(RIGHT)}


def test_what_goes_wrong_with_one_learner_is_told_in_his_row(tmp_path, monkeypatch, capsys):
    (tmp_path / "ada").mkdir()
    (tmp_path / "bob").mkdir()

    def fails_for_ada(name, *_):
        if name == "ada":
            raise RecursionError("too deep")
        return tool.Learner(name)

    monkeypatch.setattr(tool, "look_at", fails_for_ada)
    ada, bob = tool.look_at_class(tmp_path)
    assert ada.remarks == ["could not be looked at: too deep"] and bob.remarks == []


def test_a_hand_in_of_very_many_files_is_given_up(tmp_path):
    for number in range(tool.MOST_FILES + 2):
        (tmp_path / f"{number}.txt").touch()
    assert tool.look_at("ada", tmp_path, None).remarks[0] == (
        f"more than {tool.MOST_FILES} files: the others are not looked at"
    )


def test_a_name_that_is_missing_is_explained():
    cell = read_cell('check("3.2a", x)')
    found = progress.results([cell], lambda *_: ([], "the cell stops with NameError: x"))
    assert found["3.2a"].words.startswith("the cell stops with NameError: x (here it runs alone")


@pytest.mark.parametrize(
    ("source", "end"),
    [
        ("exit()", "the cell ends the program, by exit() or the like"),
        ("import os; os._exit(0)", running.ENDED),
        ("import os, signal; os.kill(0, signal.SIGKILL)", None),
        ("input()", "the cell stops with EOFError: EOF when reading a line"),
        ("bytearray(10**12)", "the cell needs more than 2 GB of memory"),
        ("open('x', 'wb').write(bytes(10**8))", "the cell stops with OSError: [Errno 27] File too"),
        ("import os; assert 'SECRET' not in os.environ", ""),
        ("from pathlib import Path; assert Path.home() == Path.cwd()", ""),
        ("import numpy as np; np.exp = None", ""),
        ("import numpy as np; np.exp(1)", ""),
    ],
)
def test_a_cell_is_kept_from_all_others(runner, monkeypatch, source, end):
    monkeypatch.setenv("SECRET", "42")
    said, ended = runner.run("", source)
    assert said == []
    assert end is None or (ended.startswith(end) and bool(end) == bool(ended))


@IN_A_CAGE
def test_in_a_cage_there_is_no_network_and_no_file_can_be_written_or_process_seen(runner, tmp_path):
    (tmp_path / "mine").write_text("mine")
    read_only = f"import os; assert os.statvfs({__file__!r}).f_flag & os.ST_RDONLY"
    for source, error in (
        ("import socket; socket.create_connection(('127.0.0.1', 9), 1)", "unreachable"),
        (read_only, ""),
        (f"import os; os.remove({str(tmp_path / 'mine')!r})", "No such file"),
        ("import os; os.system('mount -o remount,bind,rw /') or os.nice", ""),
        (read_only, ""),
        ("open('/tmp/new', 'w')", "Read-only file system"),
        ("import os; assert sum(name.isdigit() for name in os.listdir('/proc')) < 9", ""),
        ("import os; assert {*os.listdir('/dev')} == {'null', 'random', 'urandom'}", ""),
        ("open('/dev/null', 'w').write('x'); open('/dev/urandom', 'rb').read(1)", ""),
    ):
        _, end = runner.run("", source)
        assert error in end and bool(error) == bool(end), (source, end)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@IN_A_CAGE
def test_in_a_cage_a_place_is_read_only_whatever_its_name(tmp_path, monkeypatch):
    place, own = tmp_path / "class 2\\1, 100%d\t3", tmp_path / "own"
    place.mkdir()
    own.mkdir()
    monkeypatch.setattr(caging, "KEPT", (*caging.KEPT, place))
    program = f"open({str(place / 'new')!r}, 'w')"
    command = [*caging.cage(), sys.executable, "-I", "-c", program]
    done = subprocess.run(command, cwd=own, capture_output=True, text=True)
    assert "Read-only file system" in done.stderr


@IN_A_CAGE
def test_in_a_cage_one_reaches_nobody_who_listens_in_a_folder_for_sockets(runner):
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, socket.socket(socket.AF_UNIX) as own:
        own.bind(f"{folder}/own")
        own.listen()
        connect = "import socket; socket.socket(socket.AF_UNIX).connect"
        _, end = runner.run("", f"{connect}({own.getsockname()!r})")
    assert "No such file" in end


@IN_A_CAGE
def test_a_cage_is_shut_where_names_have_blanks_and_where_a_place_cannot_be_protected(tmp_path):
    places = "/mnt/a b", "/mnt/stubborn"
    make = "mount -t tmpfs tmpfs /mnt" + "".join(
        f"; mkdir '{place}'; mount -t tmpfs tmpfs '{place}'" for place in places
    )
    before = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", f'{make}; exec "$@"']
    refuse = f'mount() {{ [ "$*" != "-o remount,bind,ro {places[1]}" ] && command mount "$@"; }}'
    *cage, script, name = tool.cage()
    look = f"import os; print([os.statvfs(p).f_flag & os.ST_RDONLY for p in {places}])"
    command = [*before, "sh", *cage, refuse + script, name, sys.executable, "-I", "-c", look]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "[1, 1]\n", done.stderr


FORGED = """
import os
line = b'[[["3.2c", "right"], ["3.2d", "right"]], ""]\\n' * 9
for file in os.listdir(f"/proc/{os.getppid()}/fd"):
    os.write(os.open(f"/proc/{os.getppid()}/fd/{file}", os.O_WRONLY | os.O_NONBLOCK), line)
"""


@IN_A_CAGE
def test_a_cell_cannot_write_into_what_answers_it(runner):
    said, end = runner.run("", FORGED)
    assert said == [] and "Permission denied" in end
    assert runner.run("", "1") == ([], "")


def test_what_a_cell_leaves_behind_reaches_nobody_else(tmp_path):
    spoil = "import os\nopen('left', 'w')\nos.chmod('.', 0)\n"
    hand_in(tmp_path / "Ada", notebook(c=RIGHT_C, a=f'{spoil}check("3.2a", "c")'))
    look = "import os\nassert os.listdir() == []\n"
    hand_in(tmp_path / "Bob", notebook(c=look + RIGHT_C))
    hand_in(tmp_path / "Cy", notebook(c=look + RIGHT_C))
    assert [marks(learner) for learner in tool.look_at_class(tmp_path)] == ["-.+.", "..+.", "..+."]


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        (f"{RIGHT_C}\nraise ValueError('x' * 2_000_000)", "the cell stops with ValueError: xxx"),
        (f"import os\nos.fork()\n{RIGHT_C}", ""),
        (f"import os\nif not os.fork():\n    1 / 0\n{RIGHT_C}", ""),
    ],
)
@pytest.mark.skipif(
    not running.CAN_FORK, reason="cells run in processes of their own on Linux alone"
)
def test_what_was_checked_is_not_lost_by_what_comes_after(runner, source, answer):
    said, end = runner.run("import numpy as np\nfrom exercises import check", source)
    assert said == [("3.2c", "right")]
    assert end.startswith(answer) and bool(end) == bool(answer) and len(end) <= running.WORDS


@pytest.mark.parametrize("words", ["[]", "[[1]]", "[[], 1, 2]", "{", "[" * 90_000, "1" * 5000])
def test_an_answer_that_is_none_ends_the_cell(words):
    with contextlib.closing(running.Runner()) as runner:
        runner.start()
        runner.lines.put(words)
        assert runner.run("", "1") == ([], running.ENDED)


def test_a_cell_answers_for_no_exercise_but_its_own():
    said = [("3.2c", IS_RIGHT), ("3.2d", IS_RIGHT)]
    found = progress.results([read_cell('check("3.2c", 1)')], lambda *_: (said, ""))
    assert {name: result.state for name, result in found.items()} == {"3.2c": RIGHT}


def test_words_of_a_learners_process_are_plain(runner):
    forged = "from exercises import runner\nrunner.RAISED = 'a\\x1b[2J\\nb'\n1 / 0"
    assert runner.run("", forged) == ([], "a [2J b ZeroDivisionError: division by zero")


def test_a_cell_without_end_is_stopped_and_the_next_one_runs(monkeypatch, tmp_path):
    pid = tmp_path / "pid"
    endless = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(99)"
    with contextlib.closing(running.Runner()) as runner:
        runner.start()
        with monkeypatch.context() as impatient:
            impatient.setattr(running, "PATIENCE", 0.5)
            assert runner.run("", endless) == ([], running.LATE)
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid.read_text()), 0)
        assert runner.run("from exercises import check", 'check("3.2a", 1)')[0][0][0] == "3.2a"


def test_where_processes_cannot_be_copied_a_cell_runs_all_the_same():
    code = "from exercises import runner as p; p.CAN_FORK = False; p.serve()"
    jobs = "".join(json.dumps(["", source]) + "\n" for source in ("exit()", "print(1)"))
    done = subprocess.run([sys.executable, "-c", code], input=jobs, capture_output=True, text=True)
    ready, first, second = done.stdout.splitlines()
    assert ready == running.READY
    assert json.loads(first) == [[], "the cell ends the program, by exit() or the like"]
    assert json.loads(second) == [[], ""]


# A notebook, and a class


def test_of_several_attempts_the_best_counts_and_of_those_the_last():
    one = {"a": Result(RIGHT), "b": Result(TRIED, "first"), "c": Result(TRIED)}
    other = {"a": Result(TRIED), "b": Result(TRIED, "second"), "c": Result(OPEN), "d": Result(OPEN)}
    assert progress.best(one, other) == {
        "a": Result(RIGHT),
        "b": Result(TRIED, "second"),
        "c": Result(TRIED),
        "d": Result(OPEN),
    }


def test_each_learner_gets_a_row_whatever_was_handed_in(runner, tmp_path):
    older = notebook(c='def old(z):\n    return z\n\n\ncheck("3.2z", old)')
    older["metadata"]["course"]["fingerprint"] = "another"
    in_two = notebook(c='check("3.2c", my_function)', d="def d(z, s)\n  check('3.2d', d)")
    in_two["cells"].append(
        {
            "cell_type": "code",
            "source": RIGHT_C.partition("check")[0].replace("tanh_derivative", "my_function"),
        }
    )
    for name, copy in {
        "all right": notebook(c=RIGHT_C, a='check("3.2a", "c")'),
        "another file name": notebook(c=RIGHT_C),
        "broken": b'{"cells": [',
        "exits": notebook(a='exit()\ncheck("3.2a", 1)', c=RIGHT_C),
        "in two cells": in_two,
        "missing": notebook(c=None),
        "older": older,
        "untouched": notebook(),
        "wrong": notebook(c=ANSWER_C.format("np.tanh(z) ** 2 - 1")),
    }.items():
        hand_in(tmp_path / name, copy, "x.ipynb" if name == "another file name" else NAME)
    hand_in(tmp_path, notebook(c=RIGHT_C), "a file.ipynb")
    with zipfile.ZipFile(tmp_path / "a zip.zip", "w") as archive:
        archive.writestr(f"my-notebooks/{NAME}", my_notebooks.as_bytes(notebook(c=RIGHT_C)))
    (tmp_path / "no zip.zip").write_bytes(b"PK")
    (tmp_path / "wrong" / "link.ipynb").symlink_to(tmp_path / "a file.ipynb")
    hand_in(tmp_path / "wrong" / ".ipynb_checkpoints", notebook(c=RIGHT_C))
    found = {name: tool.look_at(name, path, runner.run) for name, path in tool.hand_ins(tmp_path)}
    assert {name: (marks(one), one.remarks) for name, one in found.items()} == {
        "a file": ("..+.", []),
        "a zip": ("..+.", []),
        "all right": ("-.+.", []),
        "another file name": ("..+.", []),
        "broken": ("", [f"{NAME} cannot be read: it is no notebook"]),
        "exits": ("-.+.", ["3.2a: the cell ends the program, by exit() or the like"]),
        "in two cells": ("..+-", []),
        "missing": ("..?.", ["no cell checks 3.2c"]),
        "no zip": ("", ["no zip.zip cannot be read: File is not a zip file"]),
        "older": (
            "..?.",
            [
                f"{NAME} is of another version of the course",
                "no cell checks 3.2c",
                "the course has no 3.2z",
            ],
        ),
        "untouched": ("....", []),
        "wrong": ("..-.", []),
    }
    assert found["wrong"].results["3.2c"].words.startswith("the size is right everywhere")
    assert "cannot be read as Python" in found["in two cells"].results["3.2d"].words


def zipped(changed=(), name=NAME):
    """Return a zip with a right answer in which some bytes are changed, where they stand twice."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, my_notebooks.as_bytes(notebook(c=RIGHT_C)))
    data = bytearray(file.getvalue())
    # In a zip, what is said of a file stands before it, and once more at the end.
    for start in (0, data.rindex(b"PK\x01\x02") + 2):
        for place, value in changed:
            data[start + place] = value
    return bytes(data)


def test_whatever_is_wrong_with_one_file_stays_in_its_row(runner, tmp_path):
    for name, changed in {"password": [(6, 1)], "Deflate64": [(8, 9)], "damaged": []}.items():
        (tmp_path / f"{name}.zip").write_bytes(zipped(changed))
    (tmp_path / "damaged.zip").write_bytes(zipped().replace(b"\n", b"\0"))
    hand_in(tmp_path / "Gruppe 1²", notebook(c=RIGHT_C), "²3.ipynb")
    nameless = notebook(c=RIGHT_C)
    nameless["metadata"]["course"]["name"] = ["a list"]
    for folder, copy in {
        "deep": b"[" * 100_000,
        "nameless": my_notebooks.as_bytes(nameless),
    }.items():
        hand_in(tmp_path / folder, copy, "1.1.ipynb")
        hand_in(tmp_path / folder, notebook(c=f"n = 0x{'f' * 5000}\n{RIGHT_C}"))
    found = {name: tool.look_at(name, path, runner.run) for name, path in tool.hand_ins(tmp_path)}
    remarks = {name: " ".join(one.remarks) for name, one in found.items() if one.remarks}
    assert {name: marks(one) for name, one in found.items() if name not in remarks} == {
        "Gruppe 1²": "..+."
    }
    for name, said in {
        "password": f"{NAME} cannot be read: File '{NAME}' is encrypted",
        "Deflate64": f"{NAME} cannot be read: That compression method",
        "damaged": f"{NAME} cannot be read: ",
        "deep": "1.1.ipynb cannot be read: ",
        "nameless": "1.1.ipynb cannot be read: ",
    }.items():
        assert remarks.pop(name).startswith(said)
    assert not remarks and marks(found["deep"]) == marks(found["nameless"]) == "..+."


def rows(source):
    """Return the marks of each hand-in of a class, without running anything."""
    folder = tool.class_folder(source)
    found = [tool.look_at(*pair, lambda *_: ([], "")) for pair in tool.hand_ins(folder)]
    return {one.name: (marks(one), one.remarks) for one in found}


@pytest.mark.parametrize("inner", ["", "class/", "class 2/all/"])
def test_a_class_may_lie_in_a_folder_of_its_own_or_be_a_zip(tmp_path, inner, capsys):
    archive = tmp_path / "class.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in ("Ada", "Bob"):
            file.writestr(f"{inner}{name}/{NAME}", my_notebooks.as_bytes(notebook()))
    expected = {"Ada": ("....", []), "Bob": ("....", [])}
    assert rows(archive) == rows(tmp_path) == expected
    name = inner.split("/")[-2] if inner else "class.zip"
    assert capsys.readouterr().err.endswith(
        f"Each folder, zip or notebook in {name} is taken as a learner.\n"
    )
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path / "folder")
    archive.unlink()
    assert rows(tmp_path) == expected


def test_what_lies_in_the_folder_of_a_class_may_be_notebooks_too(tmp_path):
    copy = my_notebooks.as_bytes(notebook())
    for name, inside in {
        "mixed.zip": {f"hand-ins/anna/{NAME}": copy, "hand-ins/carla.ipynb": copy},
        "flat.zip": {f"anna_1_{NAME}": copy, f"carla_2_{NAME}": copy},
    }.items():
        folder = tmp_path / name.removesuffix(".zip")
        folder.mkdir()
        with zipfile.ZipFile(folder / name, "w") as file:
            for path, data in inside.items():
                file.writestr(path, data)
        assert [name.partition("_")[0] for name in rows(folder)] == ["anna", "carla"]


def test_copies_from_several_folders_are_told_and_ones_own_folder_is_no_class(tmp_path):
    for name in ("my-notebooks", "older"):
        hand_in(tmp_path / "Ada" / name, notebook())
    [(name, (_, remarks))] = rows(tmp_path).items()
    assert name == "Ada"
    assert [remark.partition(":")[0] for remark in remarks] == [
        f"{NAME} is here more than once, in my-notebooks, older"
    ]


def test_what_is_not_looked_at_is_named(tmp_path, capsys):
    hand_in(tmp_path / "Ada", notebook(), "3.2.IPYNB")
    hand_in(tmp_path / "Bob", b"", "plan.pdf")
    (tmp_path / "Cy").mkdir()
    hand_in(tmp_path / "Di", b'{"cells": [], "metadata": {}}', "exam.ipynb")
    for name in ("x.rar", "Fay.ipynb.txt"):
        hand_in(tmp_path, b"", name)
    (tmp_path / "link").symlink_to(tmp_path / "Ada")
    nothing = "no notebook with exercises of the course here:"
    assert rows(tmp_path) == {
        "Ada": ("....", []),
        "Bob": ("", [f"{nothing} plan.pdf"]),
        "Cy": ("", [f"{nothing} it is empty"]),
        "Di": ("", [f"{nothing} exam.ipynb"]),
    }
    assert tool.main([str(tmp_path)]) == 0
    assert "nor notebook: Fay.ipynb.txt, link, x.rar\n" in capsys.readouterr().err


def test_a_zip_in_a_zip_has_a_limit(tmp_path, monkeypatch):
    monkeypatch.setitem(tool.LARGEST, ".zip", 10)
    with zipfile.ZipFile(tmp_path / "Ada.zip", "w") as file:
        file.writestr("inner.zip", zipped())
    said = ["inner.zip cannot be read: it is too large, with more than 0 MB"]
    assert rows(tmp_path) == {"Ada": ("", said)}


def test_only_what_is_asked_for_is_run_and_told(tmp_path):
    hand_in(tmp_path, notebook(a='check("3.2a", 1)', b=None, c=RIGHT_C, d=None))
    run = []

    def runs(before, source):
        run.append(source)
        return [], "the end"

    learner = tool.look_at("Ada", tmp_path, runs, ["3.2c", "3.2d"])
    assert run == [RIGHT_C] and learner.results.keys() == {"3.2c", "3.2d"}
    assert learner.remarks == ["no cell checks 3.2d", "3.2c: the end"]


LEARNERS = [
    tool.Learner(
        "Ada", {"3.2a": Result(RIGHT), "3.2b": Result(TRIED, "no"), "bug 3A": Result(RIGHT)}
    ),
    tool.Learner("=Bob", {"3.2a": Result(OPEN), "3.2b": Result(TRIED, "no")}, ["=one\x1b\nremark"]),
    tool.Learner("Cy"),
]


def test_the_overview_counts_and_remarks_stand_under_their_row():
    heads, totals, ada, bob, remark, cy, _, hardest = tool.overview(LEARNERS)
    column = heads.index("part 3")
    assert ada[column] == "1" and bob[column] == "0" and cy == "Cy"
    assert ada.split()[:3] == ["Ada", "2", "1"] and f"of {len(all_exercises())}" in totals
    assert remark == "    =one  remark"
    assert hardest == "Tried and not right, the most first: 3.2b by 2."


def test_in_detail_each_exercise_has_a_mark_below_its_letter():
    names = tool.asked("3.2, hunt 3")
    heads, letters, ada, bob, *_ = tool.in_detail(LEARNERS, names)
    place = heads.index("3.2")
    assert (letters[place:][:4], ada[place:][:4], bob[place:][:4]) == ("abcd", "+-  ", ".-")
    assert ada[heads.index("bug 3")] == "+" and "ABCDEFG  ABCDEFG" in letters


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("3.2c", "3.2c"),
        ("3.2-activation", "3.2a 3.2b 3.2c 3.2d"),
        ("3.2-activation.ipynb, 3.1", "3.1a 3.1b 3.1c 3.2a 3.2b 3.2c 3.2d"),
        ("3.2c 3.1a", "3.1a 3.2c"),
    ],
)
def test_exercises_are_asked_for_by_what_stands_on_the_page(only, names):
    assert tool.asked(only) == names.split()


def test_a_part_a_hunt_and_the_beginning_of_a_name_ask_for_exercises():
    every = list(all_exercises())
    assert tool.asked("part 3") == tool.asked("3") == [n for n in every if n.startswith("3.")]
    assert tool.asked("hunt 3") == tool.asked("first look 3, bug 3, mend 3")
    for unknown, named in (("9", "9"), ("3.2 x", "x"), ("hunt 4", "hunt")):
        with pytest.raises(tool.Refusal, match=f"ONLY asks for no exercise by {named}. It takes"):
            tool.asked(unknown)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "3.5"], "say FROM=folder"),
        (["--csv", "x.csv"], "say FROM=folder"),
        (["{}", "--csv", "{}/none/x.csv"], "There is no folder for CSV="),
        (["{}", "--only", ","], "ONLY asks for no exercise by ,"),
    ],
)
def test_a_wrong_command_is_told_before_a_class_is_looked_at(tmp_path, capsys, arguments, said):
    hand_in(tmp_path / "Ada", notebook())
    assert tool.main([argument.format(tmp_path) for argument in arguments]) == 1
    captured = capsys.readouterr()
    assert said in captured.err and not captured.out
    assert tool.CAGED not in captured.err and tool.UNCAGED not in captured.err


@pytest.mark.parametrize(("word", "is_on"), [("yes", True), ("no", False)])
def test_diagnoses_can_be_asked_for_or_not(word, is_on):
    command = ["make", "-n", "-C", my_notebooks.ROOT, "progress", "FROM=x", f"DIAGNOSES={word}"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert ("--diagnoses" in done.stdout) == is_on and '"x"' in done.stdout


def test_diagnoses_are_told_once_with_all_whose_they_are():
    lines = tool.diagnoses(LEARNERS, ["3.2a", "3.2b"])
    assert lines == ["", "3.2b: tried by 2", "  no (Ada, =Bob)"]


def test_the_table_for_a_spreadsheet_has_all_and_no_formula(tmp_path):
    path = tmp_path / "class.csv"
    tool.write_csv(path, LEARNERS, ["3.2a", "3.2b"], with_words=True)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows == [
        ["learner", "3.2a", "3.2b", "remarks"],
        ["Ada", "right", "tried: no", ""],
        ["'=Bob", "open", "tried: no", "'=one  remark"],
        ["Cy", "", "", ""],
    ]


def test_what_a_learner_wrote_cannot_command_a_terminal():
    assert tool.plain("a\x1b[2Jb\nc\udcff") == "a [2Jb c "


def test_a_folder_that_is_empty_missing_or_broken_is_told(tmp_path, capsys):
    broken, empty = tmp_path / "class.zip", tmp_path / "empty"
    broken.write_bytes(b"PK")
    empty.mkdir()
    for source, said in (
        (empty, "nobody has handed in"),
        (tmp_path / "x", "There is no folder"),
        (broken, f"{broken} cannot be read: File is not a zip file"),
    ):
        assert tool.main([str(source)]) == 1
        assert said in capsys.readouterr().err


def test_ones_own_progress_names_each_exercise_of_what_was_begun(tmp_path, capsys):
    hand_in(tmp_path, notebook(c=RIGHT_C, d='check("3.2d", 1)'))
    hand_in(tmp_path, notebook(), "untouched.ipynb")
    hand_in(tmp_path, b"{", "broken.ipynb")
    progress.show_progress(tmp_path)
    assert capsys.readouterr().out.splitlines() == [
        "All exercises: 1 right, 1 tried, 2 open.",
        "3.2-activation: right 3.2c; tried 3.2d; open 3.2a, 3.2b",
        "broken.ipynb cannot be read as a notebook.",
    ]
