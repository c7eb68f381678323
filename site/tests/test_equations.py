"""Every equation of the notebooks, rendered by KaTeX, as VS Code and GitHub do."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import MODULES, NOTEBOOKS, equations

RENDER = Path(__file__).with_name("render.mjs")


def katex(texts):
    """Return what KaTeX, at its strictest, says to each equation: None if it renders."""
    here = str(Path(sys.executable).parent)
    node = shutil.which("node", path=here) or shutil.which("node")
    assert node, "Missing: Node.js; `make site-test` installs it into .venv-site"
    assert (MODULES / "katex").is_dir(), "Missing: KaTeX; `make site-test` installs it"
    done = subprocess.run(
        [node, RENDER], input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_katex_renders_every_equation():
    """At its strictest, it takes nothing that LaTeX would not."""
    found = [(path.name, one) for path in NOTEBOOKS for one in equations(path)]
    assert found
    answers = katex([one for _, one in found])
    wrong = [
        f"{name}: {one['text']}: {answer}"
        for (name, one), answer in zip(found, answers, strict=True)
        if answer
    ]
    assert wrong == []


@pytest.mark.parametrize("text", [r"\frac{1}{2", r"\unknown", "x_1_2", "ä"], ids=lambda text: text)
def test_katex_refuses_what_is_no_equation(text):
    """Or the test above would find nothing."""
    assert katex([{"text": text, "display": False}, {"text": "x", "display": False}])[0]
