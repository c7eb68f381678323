"""What `check` prints, and how it finds an exercise."""

import ast
import subprocess
import sys
import warnings
from collections import Counter

import nbformat
import numpy as np
import pytest
from run_notebooks import find_notebooks

from exercises import answers, check, diagnose, hint
from exercises.answers import all_exercises
from exercises.exercise import ChoiceExercise


@pytest.fixture(autouse=True)
def a_fresh_kernel(monkeypatch):
    """Let no test see the hints and wrong attempts of another."""
    monkeypatch.setattr(answers, "_hints_given", Counter())
    monkeypatch.setattr(answers, "_wrong", Counter())


def test_an_answer_is_one_sentence(capsys):
    check("3.1c", 0.9)
    check("3.2c", lambda z: None)
    check("bug 3A", "sum for meen")
    check("3.3b", 0.52)
    first, second, third, fourth = capsys.readouterr().out.splitlines()
    assert first.endswith("do not lie within it.")
    assert second.endswith("is not to return it.)")
    assert third.endswith("meant?)")
    assert fourth.endswith("not to 3.")


def test_the_dots_of_a_stub_are_no_answer_and_none_is_a_wrong_one():
    assert diagnose("3.1c", ...) == "not answered yet"
    assert diagnose("3.1c", None) == "the answer is None: was it assigned?"


def test_each_call_gives_one_hint_more(capsys):
    hints = all_exercises()["3.5b"].hints
    for number in (1, 2, 3, 3):
        hint("3.5b")
        lines = capsys.readouterr().out.splitlines()
        assert lines == [f"Hint {i} of 3: {text}" for i, text in enumerate(hints[:number], start=1)]
    hint("first look 3")
    assert capsys.readouterr().out == "There are no hints for first look 3.\n"


def test_the_third_wrong_attempt_is_told_of_the_hints(capsys):
    for attempt, told in ((0.7, 0), (..., 0), (0.8, 0), (1.11, 0), (0.9, 1), (0.95, 0)):
        check("3.1c", attempt)
        assert capsys.readouterr().out.count('There are hints: hint("3.1c").') == told


def test_a_check_gives_no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "nan or infinity" in diagnose("3.2c", np.log)


@pytest.mark.parametrize("name", ["x", "3.1z", "9.1a", "bug A", "bug 9A", "", None, 3.1])
def test_unknown_exercise_is_refused(name):
    with pytest.raises(ValueError, match=r"name must be one of .*3\.1a, .*mend 3G.*, but is "):
        check(name, 1)


def test_only_the_part_asked_for_is_imported_and_no_widgets():
    source = """
import sys
from exercises import diagnose
rooms = ("exercises.part", "exercises.bug_hunt")
for exercise, wanted in (
    (None, set()),
    ("3.1c", {"exercises.part3"}),
    ("bug 3A", {"exercises.part3", "exercises.bug_hunt", "exercises.bug_hunt3"}),
):
    if exercise:
        diagnose(exercise, 0.5)
    found = {name for name in sys.modules if name.startswith(rooms)}
    assert found == wanted, found
assert not {"ipywidgets", "matplotlib", "IPython"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def checked_in(path):
    """Return the names of the exercises that a notebook checks."""
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    sources = [c.source for c in cells if "exercise" in c.metadata.get("tags", [])]
    calls = [node for source in sources for node in ast.walk(ast.parse(source))]
    return [
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "check"
    ]


def test_every_exercise_stands_in_one_notebook_and_no_other_is_checked():
    found = [name for path in find_notebooks() for name in checked_in(path)]
    assert sorted(found) == sorted(all_exercises())


def test_letters_of_the_exercises_of_a_lesson_follow_the_order_of_reading():
    for path in find_notebooks():
        if path.name[0].isdigit():
            assert checked_in(path) == sorted(checked_in(path))


def test_no_letter_is_the_right_one_more_often_than_by_chance():
    """Who answers b whenever unsure gains nothing: each letter is right about equally often."""
    choices = [e for e in all_exercises().values() if isinstance(e, ChoiceExercise)]
    right = Counter(exercise.right for exercise in choices)
    by_chance = Counter()
    for exercise in choices:
        for letter in (exercise.right, *exercise.wrong):
            by_chance[letter] += 1 / (1 + len(exercise.wrong))
    for letter, expected in by_chance.items():
        assert 0.5 * expected < right[letter] < 1.8 * expected, (letter, right, by_chance)
