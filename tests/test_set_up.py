"""The set-up: what it takes for a reason to begin again, and what it never loses."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import set_up

TOOL = Path(set_up.__file__)
FINISHED = {
    "folder": "/course/.venv",
    "python": "cpython-311",
    "machine": "x86_64",
    "packages": ["numpy", "numpy-2.0.0.dist-info"],
    "wanted": "numpy==2.0.0",
}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"packages": ["numpy", "numpy-2.0.0.dist-info", "rich"]}, None),
        ({"folder": "/renamed/.venv"}, "the folder was moved or copied"),
        ({"python": "cpython-313"}, "its Python has changed"),
        ({"machine": "arm64"}, "its Python has changed"),
        ({"packages": ["numpy-2.0.0.dist-info"]}, "numpy is missing from it"),
        ({"packages": []}, "numpy is missing from it"),
        ({"wanted": "numpy==2.0.1"}, "requirements.txt has changed"),
    ],
)
def test_what_spoils_an_environment_is_named(change, why):
    assert set_up.difference(FINISHED, {**FINISHED, **change}) == why


def test_an_environment_without_its_last_file_was_never_finished(tmp_path):
    assert set_up.kept(tmp_path) is None
    Path(set_up.stamp(tmp_path)).write_text('{"folder": ')
    assert set_up.kept(tmp_path) is None
    assert set_up.difference(None, FINISHED) == "it was never finished"


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("error: Failed to fetch: `https://a`\n  cause: dns error", "cannot be reached"),
        ("WARNING: Retrying ... NewConnectionError('<pip._vendor", "cannot be reached"),
        ("error: failed to copy: No space left on device (os error 28)", "disk is full"),
        ("[Errno 30] Read-only file system: '/course/.venv'", "read-only"),
        ("error: something new", "error: something new"),
    ],
)
def test_the_cause_is_said_in_plain_words_or_else_in_those_of_the_program(said, cause):
    assert cause in set_up.cause(said)


def test_every_python_3_can_read_the_tool_so_that_it_can_say_which_one_is_needed():
    ast.parse(TOOL.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.fixture
def course(tmp_path):
    """Return a folder with what a set-up reads, and an environment, finished, without packages."""
    root = tmp_path / "Kurs für $USER's"
    (root / "tools").mkdir(parents=True)
    shutil.copy(TOOL, root / "tools")
    (root / "requirements.txt").write_text("")
    (root / "pyproject.toml").write_text('requires-python = ">=3.11"\n')
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    look(root, "--finish")
    (root / ".venv" / "old").touch()
    return root


def look(root, option):
    """Return what the tool answers to an option, run by the Python of the environment."""
    python = set_up.in_environment(root / ".venv", "python")
    command = [python, "-I", "-S", root / "tools" / "set_up.py", option]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def test_a_good_environment_is_found_good_and_a_spoilt_one_is_not(course):
    assert set_up.ask(str(course)) is None
    (course / "requirements.txt").write_text("numpy")
    assert set_up.ask(str(course)) == "requirements.txt has changed"
    moved = course.rename(course.with_name("moved"))
    assert set_up.ask(str(moved)) == "the folder was moved or copied"
    for python in (moved / ".venv" / set_up.SCRIPTS).glob("python*"):
        python.unlink()
    assert set_up.ask(str(moved)) == "its Python is gone"


def make_nothing(root, held):
    """Begin an environment, and fail."""
    os.mkdir(os.path.join(root, ".venv"))
    raise set_up.SetUpError("dns error")


@pytest.mark.parametrize(("works", "status"), [(True, 0), (False, 1)])
def test_what_fails_leaves_the_old_environment_as_it_was(course, monkeypatch, capfd, works, status):
    (course / "requirements.txt").write_text("numpy")
    monkeypatch.setattr(set_up, "make", make_nothing)
    monkeypatch.setattr(set_up, "works", lambda root: works)
    assert set_up.set_up(str(course)) == status
    assert (course / ".venv" / "old").exists()
    assert not os.path.lexists(set_up.aside(str(course)))
    first, last = capfd.readouterr().err.splitlines()
    assert first == "Setting up .venv again, since requirements.txt has changed ..."
    assert last.startswith("Left as it was" if works else "Could not set up")


def test_what_fails_the_first_time_leaves_nothing(course, monkeypatch):
    shutil.rmtree(course / ".venv")
    monkeypatch.setattr(set_up, "make", make_nothing)
    assert set_up.set_up(str(course)) == 1
    assert not (course / ".venv").exists()


def test_a_new_environment_takes_the_place_of_the_old_one(course):
    with set_up.replacing(str(course)):
        (course / ".venv").mkdir()
    assert list((course / ".venv").iterdir()) == []
    assert not os.path.lexists(set_up.aside(str(course)))


DYING = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # A shell may have it ignored.
sys.path.insert(0, "tools")
import set_up
def make(root, held):
    os.mkdir(".venv")
    print("begun", flush=True)
    time.sleep(60)
set_up.make = make
sys.exit(set_up.main([]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_set_up_that_is_broken_off_gives_the_old_environment_back(course, name):
    (course / "requirements.txt").write_text("numpy")
    process = subprocess.Popen(
        [sys.executable, "-c", DYING],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        assert process.stdout.readline() == b"begun\n"
        assert not (course / ".venv" / "old").exists()
        process.send_signal(getattr(signal, name))
        assert process.wait(timeout=20) != 0
    if name == "SIGKILL":
        assert not (course / ".venv" / "old").exists()
        set_up.recover(str(course))
    assert (course / ".venv" / "old").exists()
    assert not os.path.lexists(set_up.aside(str(course)))


def test_one_killed_after_the_new_environment_was_finished_leaves_the_new_one(course):
    (course / ".venv-before").mkdir()
    assert look(course, "--check") == "the last set-up was broken off"
    set_up.recover(str(course))
    assert (course / ".venv" / "old").exists()
    assert look(course, "--check") == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_a_second_set_up_waits_for_the_first_and_has_nothing_to_do(course, capfd):
    (course / "requirements.txt").write_text("numpy")
    with set_up.alone(str(course)):
        second = subprocess.Popen(
            [sys.executable, course / "tools" / "set_up.py"], stderr=subprocess.PIPE, text=True
        )
        assert second.stderr.readline().startswith("Another command is setting up .venv")
        look(course, "--finish")
    assert second.communicate(timeout=20)[1] == ""
    assert second.returncode == 0
    assert (course / ".venv" / "old").exists()


def test_looking_takes_milliseconds(course):
    start = time.perf_counter()
    assert look(course, "--check") == ""
    assert time.perf_counter() - start < 0.5
