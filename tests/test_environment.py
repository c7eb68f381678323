"""The versions live in one place, requirements.txt, are installed, and cover what is imported."""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import hub_requirements
import pytest
import yaml
from course import PATHS, code_cells, python_source, read
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def lines(name):
    """Return the lines of a file, without comments and empty ones."""
    text = (ROOT / name).read_text(encoding="utf-8")
    stripped = [re.sub(r"(^|\s+)#.*", "", line) for line in text.splitlines()]
    return [line for line in stripped if line]


FIRST, *PINS, LAST = lines("requirements.txt")
PINS = [Requirement(line) for line in PINS]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_environment_yml_adds_no_version_of_its_own():
    environment = yaml.safe_load("\n".join(lines("environment.yml")))
    python, *others = environment["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python)
    assert others == ["pip", {"pip": ["-r requirements.txt"]}]


def test_every_requirement_is_pinned_and_the_course_comes_last():
    assert LAST == "-e ."
    for pin in PINS:
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin


def test_an_older_python_is_told_first_which_one_is_needed():
    stop = Requirement(FIRST)
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert stop.url == f"file:///this-course-needs-Python-{oldest}-or-newer.zip"
    major, minor = oldest.split(".")
    assert stop.marker.evaluate({"python_version": f"{major}.{int(minor) - 1}"})
    assert not stop.marker.evaluate({"python_version": oldest})


ASKED = {canonicalize_name(Requirement(line).name) for line in lines("requirements.in")}


def test_everything_asked_for_is_pinned():
    assert ASKED <= {canonicalize_name(pin.name) for pin in PINS}


DISTRIBUTIONS = functools.cache(packages_distributions)


def imported(sources):
    """Return the distributions that sources import, without our own and the standard library."""
    names = set()
    for node in [node for source in sources for node in ast.walk(ast.parse(source))]:
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.partition(".")[0])
    own = {path.stem for folder in ("", "tests", "tools") for path in (ROOT / folder).iterdir()}
    foreign = names - own - sys.stdlib_module_names
    distributions = DISTRIBUTIONS()
    # What is not installed keeps its name.
    return {canonicalize_name(distributions.get(name, [name])[0]) for name in foreign}


# Run once, in an environment made for it and thrown away.
ELSEWHERE = {"make_digits.py"}


def sources(*folders):
    """Return the sources of all Python files in folders of the repository."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    paths = [path for path in paths if path.name not in ELSEWHERE]
    return [path.read_text(encoding="utf-8") for path in paths]


CELLS = [python_source(cell) for path in PATHS for cell in code_cells(read(path))]


def test_everything_imported_is_asked_for():
    conftest = (ROOT / "conftest.py").read_text(encoding="utf-8")
    assert imported([*CELLS, conftest, *sources("utils", "exercises", "tests", "tools")]) <= ASKED


DEPENDENCIES = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}


def test_who_installs_the_package_alone_can_run_the_notebooks():
    # The versions are printed by a magic of watermark.
    assert DEPENDENCIES == imported([*CELLS, *sources("utils", "exercises")]) | {"watermark"}


def test_installed_versions_are_the_pinned_ones():
    expected = {pin.name: pin for pin in PINS if pin.marker is None or pin.marker.evaluate()}
    for name, pin in expected.items():
        assert version(name) in pin.specifier, pin


def test_utils_is_that_of_this_repository():
    # In a folder from which only an installed package is found, as in a kernel.
    command = [sys.executable, "-c", "import utils; print(utils.__file__)"]
    found = subprocess.run(command, cwd=ROOT / "notebooks", capture_output=True, text=True)
    assert Path(found.stdout.strip()).resolve() == ROOT / "utils" / "__init__.py", found.stderr


@pytest.mark.parametrize(
    ("imported", "kept_out"),
    [
        ("import utils.rbf_network", {"matplotlib", "seaborn", "IPython", "ipywidgets"}),
        ("from utils import plotting", {"seaborn", "pandas", "ipywidgets"}),
    ],
    ids=["a model needs nothing that draws", "the first cell waits for nothing that few use"],
)
def test_what_is_not_needed_is_not_loaded(imported, kept_out):
    code = f"import sys\n{imported}\nprint(*{kept_out} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "\n", done


def test_what_a_hub_needs_besides_is_pinned_as_here():
    """`make lock` writes it: without Jupyter, which a hub has, and with the course."""
    text = (ROOT / "requirements-hub.txt").read_text(encoding="utf-8")
    assert text == hub_requirements.text()
    names = {
        canonicalize_name(Requirement(line).name) for line in lines("requirements-hub.txt")[:-1]
    }
    assert names == {"anywidget", "ipywidgets", "matplotlib", "numpy", "seaborn", "watermark"}
