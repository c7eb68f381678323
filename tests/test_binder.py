"""The link to Binder, and that what Binder installs is what the course is tested with."""

import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import binder

ROOT = Path(binder.__file__).resolve().parent.parent
PYTHON_MARKERS = ("python_version", "python_full_version")
PAGE = "?urlpath=lab/tree/my-notebooks/0-welcome.ipynb"
FORMS = {
    "https://github.com/somebody/course.git": "gh/somebody/course/main",
    "https://github.com/somebody/course/": "gh/somebody/course/main",
    "https://somebody:secret@github.com/somebody/course": "gh/somebody/course/main",
    "git@github.com:somebody/course.git": "gh/somebody/course/main",
    "ssh://git@github.com:22/somebody/course.git": "gh/somebody/course/main",
    "https://gitlab.com/school/class/course.git": "gl/school%2Fclass%2Fcourse/main",
    "git@git.example.org:school/course.git": (
        "git/https%3A%2F%2Fgit.example.org%2Fschool%2Fcourse/main"
    ),
    "https://git.example.org:8443/school/course": (
        "git/https%3A%2F%2Fgit.example.org%3A8443%2Fschool%2Fcourse/main"
    ),
}


@pytest.mark.parametrize("remote", FORMS)
def test_every_form_of_a_remote_gives_the_link_to_its_repository(remote):
    assert binder.link(remote, "main") == f"https://mybinder.org/v2/{FORMS[remote]}{PAGE}"


def test_a_branch_may_have_a_slash():
    assert "/somebody/course/next%2Fyear?" in binder.link(next(iter(FORMS)), "next/year")


@pytest.mark.parametrize(
    "remote",
    [
        "/srv/course.git",
        "../course",
        "file:///srv/course",
        "C:\\course",
        "https://github.com",
        "https://[::1/o/r",
    ],
)
def test_a_remote_that_binder_cannot_reach_is_named(remote):
    with pytest.raises(binder.Refusal, match="expected a repository on a public host"):
        binder.link(remote, "main")


def git(folder, *arguments):
    """Run git in a folder."""
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_a_clone_without_a_remote_is_told_how_to_name_one(tmp_path):
    git(tmp_path, "init", "--initial-branch=main")
    with pytest.raises(binder.Refusal, match="git remote add origin https"):
        binder.link_of_clone(tmp_path)


def test_without_git_a_folder_has_no_remote(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(binder.Refusal, match="has no remote"):
        binder.link_of_clone(tmp_path)


def test_the_link_is_for_the_branch_that_the_clone_follows(tmp_path):
    git(tmp_path, "init", "--initial-branch=main")
    git(tmp_path, "remote", "add", "origin", "https://github.com/somebody/fork.git")
    git(tmp_path, "remote", "add", "school", "git@github.com:school/course.git")
    assert "/gh/somebody/fork/main?" in binder.link_of_clone(tmp_path)
    nobody = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    git(tmp_path, *nobody, "commit", "--allow-empty", "--message", "nothing")
    git(tmp_path, "update-ref", "refs/remotes/school/autumn", "HEAD")
    git(tmp_path, "branch", "--set-upstream-to", "school/autumn")
    assert "/gh/school/course/autumn?" in binder.link_of_clone(tmp_path)
    git(tmp_path, "checkout", "-b", "next", "--track", "main")
    assert "/gh/somebody/fork/main?" in binder.link_of_clone(tmp_path)
    git(tmp_path, "remote", "remove", "origin")
    assert "/gh/school/course/main?" in binder.link_of_clone(tmp_path)


def requirements(name):
    """Return the requirements in a file for Binder's Python: names and versions."""
    runtime = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    python = {name: runtime.removeprefix("python-") for name in PYTHON_MARKERS}
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    stripped = [line.partition("#")[0].strip() for line in lines]
    asked = [Requirement(line) for line in stripped if line and not line.startswith("-e")]
    return {
        one.name: one.specifier for one in asked if not one.marker or one.marker.evaluate(python)
    }


def test_binder_installs_the_versions_that_the_course_pins():
    there, pins = requirements("binder/requirements.txt"), requirements("requirements.txt")
    assert there.keys() == requirements("binder/requirements.in").keys(), "make lock"
    assert there == {name: pins.get(name, there[name]) for name in there}, "make lock"
    assert there.keys() - pins.keys() == {"nbgitpuller"}


RECIPE = """
RUN apt-get -qq update
RUN pip install --no-cache-dir -r "binder/requirements.txt"
RUN chmod +x binder/postBuild
RUN ./binder/postBuild
"""


def test_the_steps_that_install_our_files_are_found_in_a_recipe():
    assert binder.steps(RECIPE) == [line.removeprefix("RUN ") for line in RECIPE.split("\n")[2:5]]


OTHERS = [RECIPE.replace(line, "RUN true") for line in RECIPE.strip().splitlines()[1:]]


@pytest.mark.parametrize("recipe", [*OTHERS, f"{RECIPE}RUN mamba env update --file binder/x.yml"])
def test_a_recipe_with_other_steps_is_refused(recipe):
    with pytest.raises(binder.Refusal, match="Expected a recipe with pip"):
        binder.steps(recipe)


def test_what_is_replaced_or_added_unasked_on_binder_is_named():
    base = {"ipython==1"}
    binder.check(base, base | {"numpy==2", "course @ file:///x"}, "numpy==2\n")
    with pytest.raises(binder.Refusal, match=r"Replaced.*ipython==1"):
        binder.check(base, {"ipython==2"}, "")
    with pytest.raises(binder.Refusal, match=r"differs.*six==1"):
        binder.check(base, base | {"numpy==2", "six==1"}, "numpy==2\n")


def test_the_page_that_the_link_opens_is_a_notebook_of_the_course():
    assert (ROOT / "notebooks" / Path(binder.FIRST_PAGE).name).is_file()
