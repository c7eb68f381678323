"""The bug hunts for exams: other names, the same bugs, and a paper that gives nothing away."""

import contextlib
import inspect
import io
import re
import subprocess
import sys
from importlib import import_module

import address
import matplotlib.pyplot as plt
import nbformat
import pytest
from course import python_source
from exam import key_to, main, paper
from run_notebooks import NOTEBOOKS

from exercises import diagnose
from exercises.exam import HUNTS, LETTERS, answers, suspects

KEYS = ("2027-spring", "2027-autumn", "resit")
# Whoever prints the key a year later needs the same one.
FOR_EVER = {
    "M": "loss hides nan",
    "Q": "sum for mean",
    "S": "derivative after the activation",
}
# Only A fails; B, D and F pass; C's line.
PUBLISHED_NAMES = r"Only [A-G] |\b[A-G] and [A-G]\b|\b[B-G]'s "
each_hunt = pytest.mark.parametrize("number", HUNTS)


def published(number):
    return import_module(f"exercises.bug_hunt{number}").BY_LETTER


@each_hunt
def test_a_key_gives_every_suspect_a_letter_that_no_published_one_has(number):
    for key in KEYS:
        assert {*answers(number, key).values()} == {*published(number).values()}
        assert {*suspects(number, key)} == {*answers(number, key)} <= {*LETTERS}
        assert not {*suspects(number, key)} & {*published(number)}


@each_hunt
def test_another_key_gives_other_letters(number):
    def names(key):
        return {letter: suspect.defect for letter, suspect in answers(number, key).items()}

    assert names(KEYS[0]) == names(KEYS[0])
    assert len({str(names(key)) for key in KEYS}) == len(KEYS)


def test_the_letters_of_a_key_are_the_same_on_every_machine_and_for_ever():
    found = {letter: one.defect for letter, one in answers(3, "2027-spring", 3).items()}
    assert found == FOR_EVER


def test_a_count_draws_so_many():
    for count in (1, 4, 7):
        assert len(suspects(3, "resit", count)) == count
    assert len({frozenset(map(id, answers(3, f"key {k}", 3).values())) for k in range(9)}) > 5


@each_hunt
def test_a_renamed_suspect_has_its_bug_and_says_nothing_of_its_old_name(number):
    known = answers(number, KEYS[0])
    for letter, broken in suspects(number, KEYS[0]).items():
        old = known[letter].broken
        method = getattr(broken, known[letter].method.__name__)
        assert isinstance(broken, type(known[letter].healthy)) and not isinstance(broken, type(old))
        assert (type(broken).__name__, type(broken).__doc__) == (letter, "A suspect.")
        assert method.__doc__ == known[letter].method.__doc__
        assert inspect.signature(method) == inspect.signature(getattr(old, method.__name__))
        assert method.__code__.co_code == known[letter].method.__code__.co_code
        assert f"exercises.bug_hunt{number}.{letter} object" in repr(broken)
        with pytest.raises(TypeError, match=rf"^{letter}\.{method.__name__}\(\) missing"):
            method()
        with pytest.raises(OSError, match="source code"):
            inspect.getsource(method)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((4, "a"), "number must be one of 2, 3, 5, but is 4"),
        ((3, " "), "key must be a text"),
        ((3, 2027), "key must be a text"),
        ((3, "a", 8), "count must be from 1 to 7, but is 8"),
        ((2, "a", 0), "count must be from 1 to 6, but is 0"),
    ],
)
def test_what_cannot_be_drawn_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        suspects(*arguments)


def test_all_bug_hunts_of_the_course_have_an_exam():
    assert [*HUNTS] == [int(path.stem[-1]) for path in sorted(NOTEBOOKS.glob("bug-hunt-*.ipynb"))]


@pytest.mark.parametrize(("number", "count"), [(2, None), (3, None), (3, 2), (5, 2)])
def test_the_paper_runs_and_its_tools_accept_every_suspect(number, count):
    notebook = paper(number, KEYS[0], count)
    nbformat.validate(notebook)
    sources = [python_source(cell) for cell in notebook.cells if cell.cell_type == "code"]
    looks = [source for source in sources if source.startswith("suspect = ")]
    assert looks
    space = {}
    with contextlib.redirect_stdout(io.StringIO()) as out:
        for source in sources:
            exec(source, space)
    plt.close("all")
    for look in looks:
        first = re.match(r'suspect = BROKEN\["(\w)"\]', look)[1]
        kind = type(answers(number, KEYS[0])[first].healthy)
        for letter, broken in suspects(number, KEYS[0], count).items():
            if isinstance(broken, kind):
                with contextlib.redirect_stdout(out):
                    exec(look.replace(f'"{first}"', f'"{letter}"', 1), space)
    shown = " ".join(cell.source for cell in notebook.cells)
    assert all(f"Suspect {letter}" in shown for letter in suspects(number, KEYS[0], count))


@each_hunt
def test_the_paper_holds_the_tools_and_the_list_but_no_check_solution_or_published_name(number):
    course = nbformat.read(NOTEBOOKS / f"bug-hunt-{number}.ipynb", as_version=4)
    given = " ".join(cell.source for cell in course.cells)
    shown = " ".join(cell.source for cell in paper(number, KEYS[0]).cells)
    tools = re.findall(r"\*\*(?:Tool )?\d[.:]? .*?\*\*|\*\*Tool 1\*\*", given)
    assert len(tools) == {2: 5, 3: 5, 5: 6}[number]
    assert all(tool in shown for tool in tools)
    for defect in import_module(f"exercises.bug_hunt{number}").DEFECTS:
        assert f"| {defect} |" in shown
    for word in ("check(", "hint(", "Solution", "seven", "two of them", "Predict", "named its"):
        assert word not in shown
    assert not re.findall(r'"[A-G]+"', shown)
    assert re.findall(PUBLISHED_NAMES, given) and not re.findall(PUBLISHED_NAMES, shown)


@each_hunt
def test_the_key_names_each_bug_and_its_mended_lines_are_right(number):
    text = key_to(number, KEYS[1])
    for letter, suspect in answers(number, KEYS[1]).items():
        part = re.search(rf"^## {letter}: {suspect.defect}\n(.*?)```\n", text, re.M | re.S)[1]
        space = {**vars(import_module(f"exercises.bug_hunt{number}"))}
        exec(re.search(r"```python\n(.*)", part, re.S)[1], space)
        mend = re.search(r'check\("(mend .*?)"', part)[1]
        assert diagnose(mend, space[suspect.method.__name__]) == "right"


def test_the_command_writes_paper_and_key_where_git_does_not_look(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("exam.EXAMS", tmp_path / "exams")
    monkeypatch.setattr(address, "remote_of_clone", lambda clone: ("/srv/course", "main"))
    main("3", "2027-spring", "4")
    folder = tmp_path / "exams" / "2027-spring"
    assert {path.name for path in folder.iterdir()} == {"bug-hunt-3.ipynb", "bug-hunt-3-key.md"}
    assert (tmp_path / "exams" / ".gitignore").read_text() == "*\n"
    assert str(folder / "bug-hunt-3-key.md") in capsys.readouterr().out
    first = nbformat.read(folder / "bug-hunt-3.ipynb", as_version=4)
    assert first == nbformat.from_dict(paper(3, "2027-spring", 4))


def test_the_paper_names_the_address_from_which_the_clone_came(tmp_path, monkeypatch, capsys):
    remote = "git@github.com:school/course.git"
    monkeypatch.setattr(address, "remote_of_clone", lambda clone: (remote, "main"))
    monkeypatch.setattr("exam.EXAMS", tmp_path)
    main("3", "key", "2")
    written = (tmp_path / "key" / "bug-hunt-3.ipynb").read_text()
    assert "git+https://github.com/school/course in a cell" in written
    assert "https://github.com/school/course." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("3", "../key"), "letters, digits"),
        (("7", "key"), "number must be one of"),
        (("three", "key"), "HUNT must be a whole number, not 'three'"),
        (("3", "key", "x"), "COUNT must be a whole number, not 'x'"),
        (("3", "a b"), "letters, digits"),
        (("3", "", "4"), "Wanted: a hunt, a key"),
        ((), "Wanted: a hunt, a key"),
        (("3", "key", "9"), "count must be from 1 to 7"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(arguments, message, tmp_path, monkeypatch):
    monkeypatch.setattr("exam.EXAMS", tmp_path)
    with pytest.raises(SystemExit, match=message):
        main(*arguments)
    assert not [*tmp_path.iterdir()]


def test_make_hands_on_each_word_in_its_place():
    command = ["make", "-n", "-C", NOTEBOOKS.parent, "exam", "HUNT=3", "COUNT=4"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert 'tools/exam.py "3" "" "4"\n' in done.stdout


def test_the_finder_of_answers_does_not_know_of_exams():
    code = "import sys, exercises; exercises.diagnose('bug 3A', 'x'); "
    code += "print('exercises.exam' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
