"""What holds for every bug hunt: a bug is not named too early, is named once, can be mended."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from run_notebooks import NOTEBOOKS

import exercises
from exercises import check, diagnose
from exercises.answers import all_exercises

HUNTS = {
    int(path.stem[-1]): import_module(f"exercises.{path.stem}")
    for path in sorted(Path(exercises.__file__).parent.glob("bug_hunt[0-9].py"))
}
SUSPECTS = {
    f"{number}{letter}": suspect
    for number, hunt in HUNTS.items()
    for letter, suspect in hunt.BY_LETTER.items()
}
each_hunt = pytest.mark.parametrize("number", HUNTS)
each_suspect = pytest.mark.parametrize("name", SUSPECTS)


def test_hunts_are_found():
    assert {2, 3} <= {*HUNTS}


@each_hunt
def test_two_of_the_names_to_choose_from_fit_no_suspect(number):
    defects = HUNTS[number].DEFECTS
    assert len({*defects} - {suspect.defect for suspect in HUNTS[number].SUSPECTS}) == 2


@each_suspect
def test_a_bug_is_explained_and_shown_when_it_is_found_and_only_then(name, capsys):
    suspect = SUSPECTS[name]
    check(f"bug {name}", suspect.defect)
    out = capsys.readouterr().out
    assert out.startswith(f"Exercise bug {name}: right.\n{suspect.explanation}\n")
    assert out.partition("mend:\n\n")[2] == f"{suspect.lines}\n\n"
    assert suspect.lines.startswith("def ")
    for defect in HUNTS[int(name[0])].DEFECTS:
        if defect != suspect.defect:
            check(f"bug {name}", defect)
            out = capsys.readouterr().out
            assert "With it you would see this" in out
            assert "def " not in out and suspect.explanation not in out


@each_suspect
def test_nothing_that_python_shows_names_the_bug(name):
    """A learner may look at a suspect, or call it with wrong arguments."""
    broken, healthy = SUSPECTS[name].broken, SUSPECTS[name].healthy
    assert type(broken).__doc__ == "A suspect."
    for method in [method for method in dir(healthy) if method[0] != "_"]:
        mine, ours = getattr(broken, method), getattr(healthy, method)
        assert mine.__doc__ == ours.__doc__
        assert inspect.signature(mine) == inspect.signature(ours)
        with pytest.raises(TypeError) as error:
            mine()
        assert SUSPECTS[name].defect not in str(error.value)


@each_hunt
def test_what_the_notebook_shows_before_the_hunt_names_no_bug(number):
    """Letters and names stand together in folded solutions only."""
    notebook = nbformat.read(NOTEBOOKS / f"bug-hunt-{number}.ipynb", as_version=4)
    for cell in notebook.cells:
        if not cell.source.startswith("<details>"):
            shown = cell.source + str(cell.get("outputs", ""))
            for letter, suspect in HUNTS[number].BY_LETTER.items():
                assert not re.search(rf"\b{number}?{letter}\b.*{suspect.defect}", shown)


@each_suspect
def test_the_healthy_method_mends_and_that_of_the_suspect_does_not(name):
    suspect = SUSPECTS[name]
    healthy = getattr(type(suspect.healthy), suspect.method.__name__)
    assert diagnose(f"mend {name}", healthy) == "right"
    text = diagnose(f"mend {name}", suspect.method)
    assert text != "right" and "do you get that, too?" not in text


@each_suspect
def test_every_suspect_can_be_named_and_mended_with_hints(name):
    assert len(all_exercises()[f"bug {name}"].hints) >= 2
    assert all_exercises()[f"mend {name}"].hints


@each_suspect
def test_another_method_than_the_one_to_mend_is_told_by_its_name(name):
    suspect = SUSPECTS[name]
    healthy, right = suspect.healthy, suspect.method.__name__
    methods = [m for m in vars(type(healthy)) if m[0] != "_" and m != right]
    other = getattr(type(healthy), methods[0])
    assert f"that is {methods[0]}; the method to mend" in diagnose(f"mend {name}", other)
