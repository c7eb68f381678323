"""Run notebooks from top to bottom and store their outputs, the same bytes on every run.

    python tools/run_notebooks.py [NOTEBOOK ...]

Without arguments: all of the course. A notebook with an error or a warning is not written.
"""

import asyncio
import base64
import json
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
PICTURE = NOTEBOOKS.parent / "images" / "training-path.png"
PICTURED = NOTEBOOKS / "3.6-training.ipynb"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
WIDGET = "application/vnd.jupyter.widget-view+json"
# The version of Python may differ from one learner to the next; its outputs are exempt.
IGNORED = "nbval-ignore-output"
PYTHON_VERSION = re.compile(r"(Python version *: )[\w.+]+")


class NotebookError(Exception):
    """A cell raised an exception, wrote to stderr, or draws no picture where one is wanted."""


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
        shutdown_kernel="immediate",  # a kernel that has failed is waited for otherwise
    )
    with tempfile.TemporaryDirectory() as sockets:
        if os.name == "posix":
            # Of two kernels that start at once, one may be given the port of the other, and die.
            manager = client.create_kernel_manager()
            manager.transport, manager.connection_file = "ipc", f"{sockets}/kernel.json"
        try:
            asyncio.run(client.async_execute(env={**os.environ, "PYTHONHASHSEED": "0"}))
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
    """Return the text of a notebook after a fresh run, and the seconds that it took."""
    start = time.perf_counter()
    notebook = nbformat.read(path, as_version=4)
    stored = {cell.id: cell.get("outputs", []) for cell in notebook.cells}
    execute(notebook, path.parent)
    for cell in notebook.cells:
        same = without_python_version(stored[cell.id]) == without_python_version(
            cell.get("outputs", [])
        )
        if IGNORED in cell.metadata.get("tags", []) and same:
            cell.outputs = stored[cell.id]
    return nbformat.writes(notebook) + "\n", time.perf_counter() - start


def readme_picture():
    """Return the bytes of the picture in the README: the last 3-D figure of notebook 3.6."""
    notebook = nbformat.read(PICTURED, as_version=4)
    cells = [cell for cell in notebook.cells if "plot_loss_surface(" in cell.source]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    pngs = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    if not pngs:
        raise NotebookError(f"{PICTURED.name} holds no loss surface, the picture of the README")
    return base64.b64decode(pngs[-1])


def run_and_write(paths):
    """Run notebooks, two at a time, and write those without errors; return how many failed."""
    failed = 0
    pool = ThreadPoolExecutor(max_workers=2)
    try:
        for path, running in [(path, pool.submit(run, path)) for path in paths]:
            print(f"{path.name:32}", end="", flush=True)
            try:
                text, seconds = running.result()
            except NotebookError as error:
                failed += 1
                print(f"failed, and is left as it was\n\n{error}\n", flush=True)
                continue
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{seconds:5.1f} s", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)
    return failed


def main(arguments):
    """Run the notebooks named, or all; return the exit status."""
    missing = [name for name in arguments if not Path(name).is_file()]
    if missing:
        there = ", ".join(path.name for path in find_notebooks())
        print(
            f"There is no notebook {', '.join(missing)}. In notebooks/ there are: {there}",
            file=sys.stderr,
        )
        return 2
    paths = [Path(name).resolve() for name in arguments] or find_notebooks()
    failed = run_and_write(paths)
    if failed:
        print(f"{failed} of {len(paths)} notebooks failed.")
        return 1
    if PICTURED in paths:
        try:
            PICTURE.write_bytes(readme_picture())
        except NotebookError as error:
            print(error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
