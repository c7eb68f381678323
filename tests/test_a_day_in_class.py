"""A day in a class, command by command: whatever is pulled, moved or broken, no answer is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import my_notebooks
import nbformat
import pytest
from run_notebooks import find_notebooks

TOOL = Path(my_notebooks.__file__)
LESSONS = [path for path in find_notebooks() if path.name[0] == "3"][:4]


def git(folder, *arguments):
    """Run git as somebody whose own configuration plays no part; return what it prints."""
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        nobody |= {f"GIT_{who}_NAME": "somebody", f"GIT_{who}_EMAIL": "somebody@example.org"}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | nobody, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def command(course, *arguments, status=0):
    """Run the tool of a course as a learner does; return what it says."""
    tool = course / "tools" / TOOL.name
    done = subprocess.run([sys.executable, tool, *arguments], capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert done.returncode == status, said
    assert "Traceback" not in said
    return said


def commit(teacher):
    """Publish what the teacher changed."""
    git(teacher, "add", "--all")
    git(teacher, "commit", "--quiet", "--message", "A new version")
    git(teacher, "push", "--quiet")


def edit(path, text, index=-1):
    """Type a text into the last code cell of a notebook, or another one, and save it."""
    notebook = nbformat.read(path, as_version=4)
    [cell for cell in notebook.cells if cell.cell_type == "code"][index].source = text
    nbformat.write(notebook, path)


def answers(folder):
    """Return all code in the notebooks below a folder, each of which must be valid."""
    code = []
    for path in folder.rglob("my-notebooks*/**/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        code += [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return code


@pytest.fixture
def teacher(tmp_path):
    """Publish a course of four lessons; return the teacher's clone."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "published")
    git(tmp_path, "clone", "--quiet", "published", "teacher")
    teacher = tmp_path / "teacher"
    for source in [*LESSONS, TOOL]:
        target = teacher / source.parent.name / source.name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)
    shutil.copy(TOOL.parent.parent / ".gitignore", teacher)
    (teacher / "requirements.txt").write_text("numpy\n")
    git(teacher, "checkout", "--quiet", "-B", "main")
    git(teacher, "add", "--all")
    git(teacher, "commit", "--quiet", "--message", "The course")
    git(teacher, "push", "--quiet", "--set-upstream", "origin", "main")
    return teacher


@pytest.fixture
def learner(teacher):
    """Clone the course; return the learner's folder, whose name has a space."""
    git(teacher.parent, "clone", "--quiet", "published", "my course")
    return teacher.parent / "my course"


def test_a_day_in_class(teacher, learner):
    one, two, three, four = [path.name for path in LESSONS]
    mine = learner / "my-notebooks"

    # Morning: set up, and work in three notebooks, and in a duplicate of one.
    assert command(learner) == "my-notebooks/ is yours: 4 notebooks to work in.\n"
    typed = ["first = 1", "second = 2", "third = 3", "duplicate = 4"]
    shutil.copy(mine / one, mine / "3.1-dataset-Copy1.ipynb")
    for name, text in zip((one, two, three, "3.1-dataset-Copy1.ipynb"), typed, strict=True):
        edit(mine / name, text)
    assert git(learner, "status", "--porcelain") == ""

    # Noon: the same cell is changed in the course, a lesson is added, another one renamed.
    edit(teacher / "notebooks" / one, "course = 1")
    shutil.copy(teacher / "notebooks" / one, teacher / "notebooks" / "3.9-more.ipynb")
    (teacher / "notebooks" / two).rename(teacher / "notebooks" / "3.2-renamed.ipynb")
    (teacher / "notebooks" / four).rename(teacher / "notebooks" / "3.4-renamed.ipynb")
    (teacher / "requirements.txt").write_text("numpy\nscipy\n")
    commit(teacher)
    said = command(learner, "update")
    assert "The course is updated.\nIt needs other packages." in said
    assert 'beside it is "3.1-dataset (new version).ipynb"' in said
    assert sorted(path.name for path in mine.iterdir()) == [
        "3.1-dataset (new version).ipynb",
        "3.1-dataset-Copy1.ipynb",
        one,
        two,
        "3.2-renamed.ipynb",
        three,
        "3.4-renamed.ipynb",
        "3.9-more.ipynb",
    ]
    assert {*typed, "course = 1"} <= set(answers(learner))
    assert command(learner, "update") == "This is the newest version.\n"

    # Afternoon: no network, the folder moves, one notebook is wanted back as it was.
    (teacher.parent / "published").rename(teacher.parent / "offline")
    assert "are you offline?" in command(learner, "update", status=1)
    learner = learner.rename(teacher.parent / "moved")
    assert command(learner) == ""
    assert "Yours is kept" in command(learner, "restore", "3.3-forward-step")
    assert set(typed) <= set(answers(learner))

    # Evening: a new start, and a new folder.
    assert "Your notebooks are kept in" in command(learner, "fresh")
    edit(learner / "my-notebooks" / one, "evening = 5")
    git(teacher.parent, "clone", "--quiet", "offline", "new")
    command(teacher.parent / "new", "update", str(learner))
    for folder in (learner, teacher.parent / "new"):
        assert {*typed, "evening = 5"} <= set(answers(folder))
        assert git(folder, "status", "--porcelain") == ""


def test_answers_in_the_notebooks_of_the_course_are_kept_and_are_no_obstacle(teacher, learner):
    one, two, *_ = [path.name for path in LESSONS]
    edit(learner / "notebooks" / one, "old_way = 1")
    command(learner)
    assert "old_way = 1" not in answers(learner), "what is edited is not the course"
    edit(teacher / "notebooks" / one, "course = 1")
    edit(teacher / "notebooks" / two, "course = 2")
    commit(teacher)
    for _ in range(2):
        command(learner, "update")
        assert {"old_way = 1", "course = 1", "course = 2"} <= set(answers(learner))
        assert git(learner, "status", "--porcelain") == ""
    assert (learner / "my-notebooks" / "3.1-dataset (from notebooks).ipynb").is_file()


@pytest.mark.parametrize("resolved", [set(), {"by_hand = 1"}])
def test_answers_in_a_conflict_of_git_are_kept(teacher, learner, resolved):
    path = learner / "notebooks" / LESSONS[0].name
    edit(path, "old_way = 1")
    edit(teacher / "notebooks" / path.name, "course = 1")
    commit(teacher)
    git(learner, "stash")
    git(learner, "pull", "--quiet")
    with pytest.raises(AssertionError):
        git(learner, "stash", "pop")
    with pytest.raises(nbformat.reader.NotJSONError):
        nbformat.read(path, as_version=4)
    for text in resolved:
        shutil.copy(LESSONS[0], path)
        edit(path, text)
    command(learner, "update")
    assert {"old_way = 1", "course = 1"} | resolved <= set(answers(learner))
    assert git(learner, "status", "--porcelain") == ""


def test_what_is_merely_run_in_the_course_is_no_obstacle(teacher, learner):
    path = learner / "notebooks" / LESSONS[0].name
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbformat.write(notebook, path)
    edit(teacher / "notebooks" / path.name, "course = 1")
    commit(teacher)
    assert command(learner, "update").startswith("The course is updated.\nmy-notebooks/ is yours")
    assert not list((learner / "my-notebooks").glob("*(*"))


def test_changes_outside_the_notebooks_and_commits_stop_an_update_and_stay(teacher, learner):
    (teacher / "requirements.txt").write_text("scipy\n")
    commit(teacher)
    (learner / "requirements.txt").write_text("mine\n")
    said = command(learner, "update", status=1)
    assert "The course is not updated" in said and "requirements.txt" in said
    assert (learner / "requirements.txt").read_text() == "mine\n"
    git(learner, "commit", "--all", "--quiet", "--message", "mine")
    edit(learner / "notebooks" / LESSONS[0].name, "uncommitted = 1")
    assert "The course is not updated" in command(learner, "update", status=1)
    assert (learner / "requirements.txt").read_text() == "mine\n"
    assert "uncommitted = 1" in (learner / "notebooks" / LESSONS[0].name).read_text()


def test_a_copy_that_git_cannot_update_says_so(learner):
    git(learner, "checkout", "--quiet", "--detach")
    assert "no upstream branch" in command(learner, "update", status=1)
