"""The look of figures: the same whatever a user's settings are, and text that fits a screen."""

import os
import subprocess
import sys

from utils.plotting import style
from utils.plotting.style import caption


def test_a_caption_is_broken_at_blanks_only():
    text = caption("a line " * 20 + "x = 1.50;", "another line, short.")
    lines = text.splitlines()
    assert max(map(len, lines)) <= 88
    assert lines[0].startswith("Figure: a line a line")
    assert all(line.startswith(" " * 8) for line in lines[1:])
    assert lines[-1] == "        another line, short."
    words = "Figure: " + "a line " * 20 + "x = 1.50; another line, short."
    assert text.split() == words.split()


FIGURE = """
import hashlib, io
import matplotlib.pyplot as plt
from utils import plotting
plotting.set_style()
figure, ax = plt.subplots(figsize=(4, 2))
ax.plot([0, 1], [0, 1], label="$x^2$")
ax.legend()
file = io.BytesIO()
figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
print(hashlib.sha256(file.getvalue()).hexdigest())
"""


def digest(folder, **environment):
    """Draw a figure in a process of its own, in a folder; return its digest."""
    done = subprocess.run(
        [sys.executable, "-c", FIGURE],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "agg", **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_matplotlibrc_of_the_user_changes_nothing(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    settings = "text.usetex: True", "axes.xmargin: 0.4", "legend.loc: lower left"
    (there / "matplotlibrc").write_text("\n".join(settings))
    assert digest(there) == digest(here)


def test_in_words_is_folded_where_html_is_shown_and_plain_elsewhere(monkeypatch):
    shown = []
    monkeypatch.setattr(style, "display", lambda data, raw: shown.append(data))
    style.in_words(style.caption("a < b", "c"), "Figure: d.")
    (data,) = shown
    assert data["text/plain"] == "Figure: a < b\n        c\nFigure: d."
    assert data["text/html"].startswith("<details>")
    assert "</summary>a &lt; b c<br>d.</details>" in data["text/html"]
