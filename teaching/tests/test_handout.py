"""What a teacher hands out: a folder, which may be a repository, and a zip of the same."""

import json
import os
import re
import subprocess
import zipfile

import address
import handout
import my_notebooks
import place
import progress
import pytest
from test_my_notebooks import answer, notebook

SOLUTION = "<details>\n<summary>Solution of 1.1a</summary>\n\n42\n\n</details>"
COURSE = {
    "0-welcome.ipynb": notebook("# Welcome", "print(1)"),
    "1-a.ipynb": notebook("# A", "answer = ...", SOLUTION),
}


@pytest.fixture
def folder(tmp_path):
    handout.make(COURSE, tmp_path / "handout")
    return tmp_path / "handout"


def zipped(folder):
    """Return names and contents of what is in the zip."""
    with zipfile.ZipFile(folder.with_name("handout.zip")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_folder_and_zip_hold_the_learners_copies_what_they_are_and_the_licences(folder):
    names = ["0-welcome.ipynb", "1-a.ipynb", "LICENSE", "LICENSE-text.md", "README.md"]
    assert sorted(path.name for path in folder.iterdir()) == sorted([".gitattributes", *names])
    assert zipped(folder) == {f"handout/{name}": (folder / name).read_bytes() for name in names}
    for name, data in COURSE.items():
        copy = json.loads((folder / name).read_bytes())
        assert copy == my_notebooks.learners_copy(data, name)


def test_progress_knows_a_copy_whatever_address_it_names(monkeypatch):
    name, found = "3.2-activation.ipynb", "https://example.org/school/course"
    data = (my_notebooks.ROOT / "notebooks" / name).read_bytes()
    monkeypatch.setattr(address, "remote_of_clone", lambda clone: (found, "main"))
    monkeypatch.setattr(my_notebooks, "read_course", lambda: {name: data})
    known = progress.originals.__wrapped__()[name].fingerprints
    copies = [my_notebooks.learners_copy(one, name) for one in (data, address.naming(found, data))]
    assert len({my_notebooks.delivered(copy)[1] for copy in copies} & known) == 2


def test_without_solutions_none_is_left_and_they_come_back_when_asked_for(folder):
    for solutions in (False, True):
        handout.make(COURSE, folder, solutions)
        for data in (*zipped(folder).values(), (folder / "1-a.ipynb").read_bytes()):
            assert solutions or b"Solution of" not in data
        assert (b"Solution of" in (folder / "1-a.ipynb").read_bytes()) == solutions


@pytest.mark.parametrize(
    ("remote", "named", "said"),
    [
        ("git@github.com:school/course.git", "https://github.com/school/course", ""),
        ("https://me:secret@example.org/a/b", "https://example.org/a/b", ""),
        ("/srv/course", address.PLACEHOLDER, "No link leads to '/srv/course'"),
    ],
)
def test_the_copies_name_the_address_from_which_the_clone_came(
    remote, named, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(address, "remote_of_clone", lambda clone: (remote, "main"))
    monkeypatch.setattr(handout, "HANDOUT", tmp_path / "handout")
    monkeypatch.setattr(my_notebooks, "read_course", lambda: {"1.ipynb": notebook(place.SOURCE)})
    handout.main([])
    assert f"git+{named} in a cell".encode() in zipped(tmp_path / "handout")["handout/1.ipynb"]
    told = capsys.readouterr().out
    assert named in told and said in told and "secret" not in told


def test_without_solutions_no_text_promises_any():
    for name, data in my_notebooks.read_course().items():
        for cell in my_notebooks.learners_copy(data, name, solutions=False)["cells"]:
            assert not re.search(r"\bsolution|\bfolded;", cell["source"], re.IGNORECASE), name


def test_without_solutions_there_is_no_zip_while_a_changed_notebook_holds_one(
    folder, monkeypatch, capsys
):
    changed = answer(folder / "1-a.ipynb")
    monkeypatch.setattr(handout, "HANDOUT", folder)
    monkeypatch.setattr(my_notebooks, "read_course", lambda: COURSE)
    assert handout.main(["--solutions=no"]) == 1
    told = capsys.readouterr().err
    assert "handout.zip" in told and "solutions are left in 1-a.ipynb:" in told
    assert (folder / "1-a.ipynb").read_bytes() == changed
    assert not folder.with_name("handout.zip").exists()
    (folder / "1-a.ipynb").unlink()
    assert handout.main(["--solutions=no"]) == 0
    assert not any(b"Solution of" in data for data in zipped(folder).values())


def test_the_section_that_the_welcome_names_is_in_the_readme(folder):
    welcome = (my_notebooks.ROOT / "notebooks" / "0-welcome.ipynb").read_text(encoding="utf-8")
    (named,) = re.findall(r'see \\"(.*?)\\" in the README', welcome)
    assert f"## {named}\n" in (folder / "README.md").read_text(encoding="utf-8")


def test_made_again_a_repository_and_what_a_teacher_changed_or_added_stay(folder):
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref")
    (folder / ".gitignore").write_text("*.html")
    (folder / "exam.ipynb").write_bytes(notebook("# Exam"))
    changed = answer(folder / "1-a.ipynb")
    newer = {name: notebook("# Newer", "answer = ...") for name in COURSE}
    handout.make(newer, folder)
    assert (folder / ".git" / "HEAD").read_text() == "ref"
    assert (folder / "1-a.ipynb").read_bytes() == changed
    assert b"Newer" in (folder / "0-welcome.ipynb").read_bytes()
    assert "handout/exam.ipynb" in zipped(folder) and "handout/.git" not in "".join(zipped(folder))


def test_git_never_merges_a_notebook_line_by_line(folder):
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    asked = ["git", "check-attr", "merge", "1-a.ipynb", "README.md"]
    told = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True).stdout
    assert told == "1-a.ipynb: merge: unset\nREADME.md: merge: unspecified\n"


def test_of_the_same_notebooks_the_zip_has_the_same_bytes(folder):
    first = folder.with_name("handout.zip").read_bytes()
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))
    handout.make(COURSE, folder)
    assert folder.with_name("handout.zip").read_bytes() == first


def test_of_the_course_only_text_is_handed_out_so_the_zip_fits_into_any_mail(tmp_path):
    handout.make(my_notebooks.read_course(), tmp_path / "handout")
    for name, data in zipped(tmp_path / "handout").items():
        assert name.endswith((".ipynb", ".md", "LICENSE"))
        for cell in json.loads(data)["cells"] if name.endswith(".ipynb") else []:
            assert not cell.get("outputs") and not cell.get("attachments"), name
            assert "base64," not in "".join(cell["source"]), name
    # Each file is packed on its own, so most of it is the words of 35 notebooks, once each.
    assert (tmp_path / "handout.zip").stat().st_size < 275_000


def test_what_is_neither_yes_nor_no_is_refused(capsys):
    with pytest.raises(SystemExit):
        handout.main(["--solutions=nein"])
    assert "choose from" in capsys.readouterr().err
