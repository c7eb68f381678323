"""What `make site` has built, and what it was built from."""

import json
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "_site"
MODULES = ROOT / "site" / "node_modules"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# The lite site stands beside the pages, and has tests of its own.
PAGES = [
    name
    for name in sorted(path.relative_to(OUTPUT).as_posix() for path in OUTPUT.glob("**/*.html"))
    if not name.startswith(("lite/", "_"))
]


def texts(path):
    """Return the text cells of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def equations(path):
    """Return the equations of a notebook, as a reader of Markdown with dollars finds them."""
    reader = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, double_inline=True)
    blocks = [token for text in texts(path) for token in reader.parse(text)]
    tokens = [token for block in blocks for token in [block, *(block.children or [])]]
    return [
        {"text": token.content, "display": token.type != "math_inline"}
        for token in tokens
        if token.type.startswith("math_")
    ]


def outputs(path):
    """Return the outputs of a notebook, as dictionaries from their types to what is shown."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = [output for cell in cells for output in cell.get("outputs", [])]
    return [output.get("data", {"stream": output.get("text")}) for output in found]
