"""The learner's own notebooks: what is added, renewed and kept, also when something fails."""

import copy
import errno
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

import my_notebooks
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from run_notebooks import find_notebooks

ANSWER = "answer = 42"


def notebook(*sources):
    """Return the bytes of a notebook of the course, with outputs; text begins with a letter."""
    stored = new_output("stream", name="stdout", text="spoilt\n")
    cells = [
        new_markdown_cell(source, id=str(i))
        if source.startswith(("#", "<"))
        else new_code_cell(source, id=str(i), outputs=[stored], execution_count=i + 1)
        for i, source in enumerate(sources)
    ]
    return nbformat.writes(new_notebook(cells=cells)).encode()


COURSE = {"1-a.ipynb": notebook("# A", "answer = ..."), "2-b.ipynb": notebook("# B", "print(1)")}
NEWER = {name: notebook("# Newer", "answer = ...") for name in COURSE}


@pytest.fixture
def mine(tmp_path):
    """Return a learner's folder as it was delivered."""
    folder = tmp_path / "my-notebooks"
    my_notebooks.deliver(COURSE, folder)
    return folder


def change(path, edit):
    """Change a notebook as JupyterLab would."""
    content = nbformat.read(path, as_version=4)
    edit(content)
    nbformat.validate(content)
    nbformat.write(content, path)
    return path.read_bytes()


def answer(path, text=ANSWER):
    """Type an answer into the second cell of a notebook; return the bytes of the file."""
    return change(path, lambda content: content.cells[1].update(source=text))


def run(content):
    """Do to a notebook what JupyterLab does when all of its cells are run, and saved."""
    cell = content.cells[-1]
    cell.outputs = [new_output("stream", name="stdout", text="1\n")]
    cell.execution_count = 7
    cell.metadata = {"scrolled": True, "execution": {"iopub.status.idle": "now"}}
    content.cells.append(new_code_cell(""))
    content.metadata.language_info = {"name": "python", "version": "3.14"}


def names(folder):
    """Return the names of all that is in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def contents(folder):
    """Return the content of each file in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("path", find_notebooks(), ids=lambda path: path.name)
def test_a_notebook_of_the_course_is_delivered_whole_without_outputs(path, tmp_path):
    my_notebooks.deliver({path.name: path.read_bytes()}, tmp_path)
    content = nbformat.read(tmp_path / path.name, as_version=4)
    nbformat.validate(content)
    original = nbformat.read(path, as_version=4)
    assert [cell.source for cell in content.cells] == [cell.source for cell in original.cells]
    assert [cell.id for cell in content.cells] == [cell.id for cell in original.cells]
    for cell in content.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None
    # Saved by JupyterLab, it would have the same bytes.
    assert nbformat.writes(content).encode() + b"\n" == (tmp_path / path.name).read_bytes()


def test_a_second_run_changes_and_says_nothing(mine):
    before = {path: path.stat().st_mtime_ns for path in mine.iterdir()}
    assert my_notebooks.deliver(COURSE, mine) == []
    assert {path: path.stat().st_mtime_ns for path in mine.iterdir()} == before


def test_what_is_merely_run_is_renewed_and_what_is_new_is_added(mine):
    change(mine / "1-a.ipynb", run)
    (said, news) = my_notebooks.deliver(NEWER | {"3-c.ipynb": notebook("# C")}, mine)
    assert said == "New: 3-c.ipynb"
    assert news == "Renewed, as you had not changed them: 1-a.ipynb, 2-b.ipynb"
    assert b"# Newer" in (mine / "1-a.ipynb").read_bytes()
    assert names(mine) == ["1-a.ipynb", "2-b.ipynb", "3-c.ipynb"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda content: content.cells[1].update(source=ANSWER),
        lambda content: content.cells.append(new_code_cell("pass")),
        lambda content: content.cells.reverse(),
        lambda content: content.cells.pop(),
        lambda content: content.cells.__setitem__(1, new_markdown_cell("answer = ...")),
        lambda content: content.cells[0].update(attachments={"a.png": {"image/png": "AAAA"}}),
        lambda content: content.metadata.pop("course"),
    ],
)
def test_what_is_changed_stays_and_its_newer_version_is_put_beside_it_once(mine, edit):
    before = change(mine / "1-a.ipynb", edit)
    said = my_notebooks.deliver(NEWER, mine)
    assert '1-a.ipynb: yours stays as it is; beside it is "1-a (new version).ipynb"' in said
    assert my_notebooks.deliver(NEWER, mine) == []
    assert (mine / "1-a.ipynb").read_bytes() == before
    assert names(mine) == ["1-a (new version).ipynb", "1-a.ipynb", "2-b.ipynb"]


def test_what_is_changed_has_nothing_beside_it_while_the_course_is_the_same(mine):
    answer(mine / "1-a.ipynb")
    assert my_notebooks.deliver(COURSE, mine) == []
    assert names(mine) == ["1-a.ipynb", "2-b.ipynb"]


def test_a_newer_version_beside_is_renewed_but_not_if_it_was_changed(mine):
    newest = {"1-a.ipynb": notebook("# Newest", "answer = ...")}
    latest = {"1-a.ipynb": notebook("# Latest", "answer = ...")}
    answer(mine / "1-a.ipynb")
    my_notebooks.deliver(NEWER, mine)
    my_notebooks.deliver(newest, mine)
    assert b"# Newest" in (mine / "1-a (new version).ipynb").read_bytes()
    kept = answer(mine / "1-a (new version).ipynb")
    my_notebooks.deliver(newest, mine)
    assert "1-a (new version 2).ipynb" not in names(mine)
    my_notebooks.deliver(latest, mine)
    assert (mine / "1-a (new version).ipynb").read_bytes() == kept
    assert b"# Latest" in (mine / "1-a (new version 2).ipynb").read_bytes()


def test_a_newer_version_beside_goes_when_it_is_no_longer_needed(mine):
    answer(mine / "1-a.ipynb")
    my_notebooks.deliver(NEWER, mine)
    my_notebooks.restore(NEWER, mine, "1-a")
    my_notebooks.deliver(NEWER, mine)
    assert names(mine) == ["1-a (mine).ipynb", "1-a.ipynb", "2-b.ipynb"]


def test_only_what_the_learner_neither_changed_nor_renamed_is_removed_with_the_course(mine):
    (mine / "2-b-Copy1.ipynb").write_bytes((mine / "2-b.ipynb").read_bytes())
    answer(mine / "1-a.ipynb")
    (said,) = my_notebooks.deliver({"2-a.ipynb": COURSE["1-a.ipynb"]}, mine)[1:]
    assert said.startswith("Removed, ") and said.endswith(": 2-b.ipynb")
    assert names(mine) == ["1-a.ipynb", "2-a.ipynb", "2-b-Copy1.ipynb"]


def test_without_a_course_nothing_is_removed(mine):
    with pytest.raises(my_notebooks.Refusal, match="no notebooks"):
        my_notebooks.deliver({}, mine)
    assert names(mine) == sorted(COURSE)


@pytest.mark.parametrize(
    "damage", [b"<<<<<<< ours", b"", b"\xff", b"[]", b'{"cells": [{}]}', b'{"cells": []}']
)
def test_an_unreadable_notebook_stays_and_is_named(mine, damage):
    (mine / "1-a.ipynb").write_bytes(damage)
    said = my_notebooks.deliver(NEWER, mine)[0]
    assert said.startswith("1-a.ipynb cannot be read") and said.endswith("restore 1-a")
    assert (mine / "1-a.ipynb").read_bytes() == damage
    my_notebooks.restore(COURSE, mine, "1-a")
    assert (mine / "1-a (mine).ipynb").read_bytes() == damage
    nbformat.validate(nbformat.read(mine / "1-a.ipynb", as_version=4))


@pytest.mark.parametrize("name", ["1-a", "1-a.ipynb", "my-notebooks/1-a.ipynb", r"m\1-a.ipynb"])
def test_a_notebook_is_got_back_as_it_was_and_each_of_the_learners_is_kept(mine, name):
    original = (mine / "1-a.ipynb").read_bytes()
    first = answer(mine / "1-a.ipynb")
    said = my_notebooks.restore(COURSE, mine, name)
    assert said[0] == '1-a.ipynb is as it was. Yours is kept as "1-a (mine).ipynb".'
    second = answer(mine / "1-a.ipynb", "answer = 43")
    my_notebooks.restore(COURSE, mine, name)
    my_notebooks.restore(COURSE, mine, name)
    assert contents(mine) == {
        "1-a (mine).ipynb": first,
        "1-a (mine 2).ipynb": second,
        "1-a.ipynb": original,
        "2-b.ipynb": (mine / "2-b.ipynb").read_bytes(),
    }


def test_a_deleted_notebook_comes_back_without_anything_beside_it(mine):
    (mine / "1-a.ipynb").unlink()
    assert my_notebooks.restore(COURSE, mine, "1-a") == ["1-a.ipynb is back."]
    assert names(mine) == sorted(COURSE)


def test_a_wrong_name_says_what_there_is(mine):
    with pytest.raises(my_notebooks.Refusal, match=r"no 1-z.ipynb. It has: 1-a, 2-b"):
        my_notebooks.restore(COURSE, mine, "1-z")


def test_starting_afresh_keeps_the_old_folders(mine):
    answer(mine / "1-a.ipynb")
    old = contents(mine)
    my_notebooks.fresh(COURSE, mine)
    my_notebooks.fresh(COURSE, mine)
    first, second = sorted(mine.parent.glob("my-notebooks *"), key=lambda path: path.name)[:2]
    assert contents(first) == old
    assert second.name == f"{first.name} (2)"
    assert my_notebooks.deliver(COURSE, mine) == []


def test_a_hand_out_may_be_without_solutions(tmp_path):
    solved = "<details>\n<summary>Solution of 1a</summary>\n\n42\n</details>"
    course = {"1-a.ipynb": notebook("# A", "answer = ...", solved)}
    my_notebooks.deliver(course, tmp_path / "with")
    my_notebooks.deliver(course, tmp_path / "without", solutions=False)
    assert b"Solution" in (tmp_path / "with" / "1-a.ipynb").read_bytes()
    assert b"Solution" not in (tmp_path / "without" / "1-a.ipynb").read_bytes()
    assert my_notebooks.deliver(course, tmp_path / "without", solutions=False) == []


def all_of_it(folder):
    """Do everything that writes into a learner's folder."""
    my_notebooks.deliver(NEWER | {"3-c.ipynb": notebook("# C")}, folder)
    my_notebooks.restore(NEWER, folder, "1-a")


@pytest.mark.parametrize("function", ["fsync", "link", "replace"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("nb_before", range(4))
def test_interrupted_anywhere_nothing_is_lost_or_half_written(
    mine, monkeypatch, function, failure, nb_before
):
    answered = answer(mine / "1-a.ipynb")
    calls = []

    def fail(*arguments):
        calls.append(arguments)
        if len(calls) > nb_before:
            raise failure
        return original(*arguments)

    original = getattr(os, function)
    monkeypatch.setattr(os, function, fail)
    try:
        all_of_it(mine)
    except (OSError, KeyboardInterrupt) as raised:
        assert raised is failure
    assert len(calls) > nb_before or function != "fsync"
    monkeypatch.undo()
    assert answered in contents(mine).values()
    for path in mine.iterdir():
        assert path.suffix == ".ipynb", f"left behind: {path.name}"
        nbformat.validate(nbformat.read(path, as_version=4))
    all_of_it(mine)
    assert answered in contents(mine).values()


def test_on_a_file_system_without_links_new_files_are_whole_and_never_replace_one(
    tmp_path, monkeypatch
):
    def no_links(*arguments):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    my_notebooks.create(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        my_notebooks.create(tmp_path / "a", b"second")
    assert contents(tmp_path) == {"a": b"first"}


def test_a_notebook_saved_at_the_last_moment_is_not_replaced(mine, monkeypatch):
    fsync = os.fsync

    def save_meanwhile(descriptor):
        fsync(descriptor)
        saved.append(answer(mine / "1-a.ipynb"))

    saved = []
    monkeypatch.setattr(os, "fsync", save_meanwhile)
    my_notebooks.deliver({"1-a.ipynb": NEWER["1-a.ipynb"]}, mine)
    assert saved == [(mine / "1-a.ipynb").read_bytes()]


def test_many_runs_at_once_keep_everything_and_leave_no_more_than_one(mine):
    answered = answer(mine / "1-a.ipynb")
    newer = NEWER | {f"{i}-more.ipynb": notebook(f"# {i}") for i in range(3, 20)}
    with ThreadPoolExecutor(max_workers=8) as pool:
        for running in [pool.submit(my_notebooks.deliver, newer, mine) for _ in range(8)]:
            running.result()
        assert names(mine) == sorted([*newer, "1-a (new version).ipynb"])
        for running in [pool.submit(my_notebooks.restore, newer, mine, "1-a") for _ in range(8)]:
            running.result()
    assert answered in contents(mine).values()
    assert my_notebooks.is_untouched((mine / "1-a.ipynb").read_bytes())


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Set up a course of its own, without git; return its folder."""
    root = tmp_path / "course"
    (root / "notebooks").mkdir(parents=True)
    for name, data in COURSE.items():
        (root / "notebooks" / name).write_bytes(data)
    monkeypatch.setattr(my_notebooks, "ROOT", root)
    return root


def test_the_command_line_says_in_one_line_what_it_did(course, capsys):
    assert my_notebooks.main([]) == 0
    assert capsys.readouterr().out == "my-notebooks/ is yours: 2 notebooks to work in.\n"
    assert my_notebooks.main([]) == 0
    assert capsys.readouterr().out == ""


def test_a_wrong_command_says_what_there_is(course, capsys):
    assert my_notebooks.main(["restore"]) == 1
    assert "my_notebooks.py restore 3.1-dataset" in capsys.readouterr().err


def test_a_full_disk_is_named_and_is_no_traceback(course, capsys, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert my_notebooks.main([]) == 1
    said = capsys.readouterr().err
    assert said == "Stopped, and nothing of yours is lost. [Errno 28] No space left on device\n"


def test_the_folder_may_be_a_link_to_a_place_that_exists(course, capsys):
    try:
        (course / "my-notebooks").symlink_to(course / "elsewhere")
    except OSError:
        pytest.skip("this system makes no links")
    assert my_notebooks.main([]) == 1
    assert "which is not there" in capsys.readouterr().err
    (course / "elsewhere").mkdir()
    assert my_notebooks.main([]) == 0
    assert names(course / "elsewhere") == sorted(COURSE)
    assert my_notebooks.main(["fresh"]) == 0
    assert not (course / "my-notebooks").is_symlink()
    assert names(course / "elsewhere") == sorted(COURSE)


def test_a_file_in_the_place_of_the_folder_stays(course, capsys):
    (course / "my-notebooks").write_text("mine")
    assert my_notebooks.main([]) == 1
    assert "my-notebooks is a file" in capsys.readouterr().err
    assert (course / "my-notebooks").read_text() == "mine"


def test_without_git_an_update_says_what_to_type(course, capsys):
    assert my_notebooks.main(["update"]) == 1
    assert 'update "../course"' in capsys.readouterr().err


def test_the_notebooks_of_an_older_folder_are_copied_here_and_none_is_lost(course, capsys):
    old = course.parent / "old course"
    my_notebooks.deliver(COURSE, old / "my-notebooks")
    answered = answer(old / "my-notebooks" / "1-a.ipynb")
    (old / "my-notebooks" / "data").mkdir()
    (old / "my-notebooks" / "data" / "my own.csv").write_bytes(b"1,2")
    (old / "my-notebooks" / ".ipynb_checkpoints").mkdir()
    (old / "my-notebooks" / ".ipynb_checkpoints" / "1-a-checkpoint.ipynb").write_bytes(answered)
    (old / "my-notebooks 2026-01-01").mkdir()
    (old / "my-notebooks 2026-01-01" / "1-a.ipynb").write_bytes(answered)
    (old / "notebooks").mkdir()
    (old / "notebooks" / "1-a.ipynb").write_bytes(COURSE["1-a.ipynb"])
    (old / "notebooks" / "2-b.ipynb").write_bytes(COURSE["2-b.ipynb"])
    edited = answer(old / "notebooks" / "2-b.ipynb")
    before = sorted(old.rglob("*"))
    for name, data in NEWER.items():
        (course / "notebooks" / name).write_bytes(data)
    mine = course / "my-notebooks"
    assert my_notebooks.main([]) == 0
    for _ in range(2):
        assert my_notebooks.main(["update", str(old)]) == 0
        assert names(mine) == [
            "1-a (new version).ipynb",
            "1-a.ipynb",
            "2-b (from notebooks).ipynb",
            "2-b.ipynb",
            "data",
        ]
    assert (mine / "1-a.ipynb").read_bytes() == answered
    assert (mine / "2-b (from notebooks).ipynb").read_bytes() == edited
    assert b"# Newer" in (mine / "2-b.ipynb").read_bytes()
    assert (mine / "data" / "my own.csv").read_bytes() == b"1,2"
    assert (course / "my-notebooks 2026-01-01" / "1-a.ipynb").read_bytes() == answered
    assert sorted(old.rglob("*")) == before
    # What was changed in both places is kept twice.
    other = answer(old / "my-notebooks" / "1-a.ipynb", "answer = 43")
    answer(mine / "2-b.ipynb")
    assert my_notebooks.main(["update", str(old)]) == 0
    assert (mine / "1-a.ipynb").read_bytes() == answered
    assert (mine / "1-a (from old course).ipynb").read_bytes() == other
    assert "2-b (from old course).ipynb" not in names(mine)


@pytest.mark.parametrize("folder", [".", "nowhere"])
def test_an_update_from_no_older_folder_is_refused(course, capsys, monkeypatch, folder):
    monkeypatch.chdir(course)
    assert my_notebooks.main(["update", folder]) == 1
    assert "is not an older folder of the course" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["tools/binder.py", "Makefile"])
def test_what_the_documents_open_is_there(name):
    text = (my_notebooks.ROOT / name).read_text(encoding="utf-8")
    opened = re.findall(rf"{my_notebooks.MINE}/([\w.-]+\.ipynb)", text)
    assert opened and set(opened) <= {path.name for path in find_notebooks()}


def test_a_name_in_a_notebook_that_is_no_text_harms_nothing(mine):
    content = json.loads((mine / "1-a.ipynb").read_bytes())
    damaged = copy.deepcopy(content)
    damaged["metadata"]["course"] = ["a", 1]
    (mine / "1-a.ipynb").write_text(json.dumps(damaged))
    assert my_notebooks.deliver(NEWER, mine)[0].startswith("1-a.ipynb cannot be read")
