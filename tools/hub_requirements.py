"""Print requirements-hub.txt: what a hub that has Jupyter needs besides, with its pins.

python tools/hub_requirements.py > requirements-hub.txt      as `make lock` does
"""

import tomllib
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
JUPYTER = ("jupyterlab", "ipykernel")


def name_of(line):
    """Return the name of the package in a line of requirements."""
    return canonicalize_name(Requirement(line).name)


def needed_by(names):
    """Return the names of these packages and of all that they need, as far as installed here."""
    found, left = set(), set(names)
    while left:
        found.add(name := left.pop())
        lines = [Requirement(line) for line in requires(name) or ()]
        here = [one for one in lines if one.marker is None or one.marker.evaluate({"extra": ""})]
        left |= {canonicalize_name(one.name) for one in here} - found
    return found


def text():
    """Return the text of requirements-hub.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = set(map(name_of, project["dependencies"])) - needed_by(JUPYTER)
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.partition("  #")[0].strip() for line in lines if "==" in line and line[0] != "#"]
    return "\n".join(
        [
            "# Written by `make lock`: what a hub that has Jupyter needs besides, and the course.",
            *[pin for pin in pins if name_of(pin) in wanted],
            ".\n",
        ]
    )


if __name__ == "__main__":
    print(text(), end="")
