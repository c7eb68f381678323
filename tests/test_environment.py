"""The versions live in one place, requirements.txt, and are the ones installed."""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def lines(name):
    """Return the lines of a file, without comments and empty ones."""
    text = (ROOT / name).read_text(encoding="utf-8")
    stripped = [re.sub(r"(^|\s+)#.*", "", line) for line in text.splitlines()]
    return [line for line in stripped if line]


*PINS, LAST = lines("requirements.txt")
PINS = [Requirement(line) for line in PINS]


def test_environment_yml_adds_no_version_of_its_own():
    environment = yaml.safe_load("\n".join(lines("environment.yml")))
    python, *others = environment["dependencies"]
    # repo2docker understands no other form.
    assert re.fullmatch(r"python=3\.\d+", python)
    assert others == ["pip", {"pip": ["-r requirements.txt"]}]


def test_every_requirement_is_pinned_and_the_course_comes_last():
    assert LAST == "-e ."
    for pin in PINS:
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin


def test_everything_asked_for_is_pinned():
    asked = {canonicalize_name(Requirement(line).name) for line in lines("requirements.in")}
    assert asked <= {canonicalize_name(pin.name) for pin in PINS}


def test_installed_versions_are_the_pinned_ones():
    expected = {pin.name: pin for pin in PINS if pin.marker is None or pin.marker.evaluate()}
    for name, pin in expected.items():
        assert version(name) in pin.specifier, pin


def test_utils_is_that_of_this_repository():
    # In a folder from which only an installed package is found, as in a kernel.
    command = [sys.executable, "-c", "import utils; print(utils.__file__)"]
    found = subprocess.run(command, cwd=ROOT / "notebooks", capture_output=True, text=True)
    assert Path(found.stdout.strip()).resolve() == ROOT / "utils" / "__init__.py", found.stderr
