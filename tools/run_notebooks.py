"""Run notebooks from top to bottom and store their outputs, the same bytes on every run.

    python tools/run_notebooks.py [NOTEBOOK ...]

Without arguments: all of the course. A notebook with an error or a warning is not written.
"""

import base64
import json
import os
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
PICTURE = NOTEBOOKS.parent / "images" / "training-path.png"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# The version of Python may differ from one learner to the next; its outputs are exempt.
WIDGET = "application/vnd.jupyter.widget-view+json"
IGNORED = "nbval-ignore-output"
PYTHON_VERSION = re.compile(r"(Python version *: )[\w.+]+")


class NotebookError(Exception):
    """A cell raised an exception, or wrote to stderr."""


def course_order(path):
    """Return a sort key that puts 3.2 before 3.10, and names without a number last."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.stem)]


def find_notebooks():
    """Return the paths of all notebooks, in the order of the course."""
    return sorted(NOTEBOOKS.glob("*.ipynb"), key=course_order)


def execute(notebook, folder):
    """Execute a notebook in place, in a fresh kernel whose working directory is the folder."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    )
    try:
        client.execute(env={**os.environ, "PYTHONHASHSEED": "0"})
    except CellExecutionError as error:
        raise NotebookError(str(error)) from None
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            # A live widget has an id of its own in each run; what stands beside it stays.
            output.get("data", {}).pop(WIDGET, None)
            if output.output_type == "error" or output.get("name") == "stderr":
                text = output.get("text") or "\n".join(output.traceback)
                raise NotebookError(
                    f"This cell:\n\n{cell.source}\n\ngave an error or warning:\n\n{text}"
                )
    notebook.metadata.kernelspec = KERNELSPEC
    notebook.metadata.language_info.pop("version")


def without_python_version(outputs):
    """Return outputs as text in which the version of Python is left out."""
    return PYTHON_VERSION.sub(r"\1", json.dumps(outputs, sort_keys=True))


def run(path):
    """Return the text of a notebook after a fresh run; the file stays as it is."""
    notebook = nbformat.read(path, as_version=4)
    stored = {cell.id: cell.get("outputs", []) for cell in notebook.cells}
    execute(notebook, path.parent)
    for cell in notebook.cells:
        same = without_python_version(stored[cell.id]) == without_python_version(
            cell.get("outputs", [])
        )
        if IGNORED in cell.metadata.get("tags", []) and same:
            cell.outputs = stored[cell.id]
    return nbformat.writes(notebook) + "\n"


def readme_picture():
    """Return the bytes of the picture in the README: the last 3-D figure of notebook 3.6."""
    notebook = nbformat.read(NOTEBOOKS / "3.6-training.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if "plot_loss_surface(" in cell.source]
    return base64.b64decode(cells[-1].outputs[0].data["image/png"])


def main(arguments):
    """Run the notebooks named, or all; return the exit status."""
    paths = [Path(argument).resolve() for argument in arguments] or find_notebooks()
    failed = 0
    for path in paths:
        print(f"{path.name:32}", end="", flush=True)
        start = time.perf_counter()
        try:
            text = run(path)
        except NotebookError as error:
            failed += 1
            print(f"failed, and is left as it was\n\n{error}\n", flush=True)
            continue
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{time.perf_counter() - start:5.1f} s", flush=True)
    PICTURE.write_bytes(readme_picture())
    if failed:
        print(f"{failed} of {len(paths)} notebooks failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
