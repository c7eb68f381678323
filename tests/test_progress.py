"""Tests of utils.progress: a bar for whoever looks on, and no trace of it in any notebook."""

import asyncio
from collections import Counter

import nbformat
import pytest
from nbclient import NotebookClient

from utils import progress as module
from utils.progress import progress

CELL = """
from utils.progress import progress
for number in progress(range(3)):
    if number == {last}:
        break
print("done")
"""
# Where a loop is left, and how often the bar is drawn: once at the start, then after each step.
LEFT = {"1": 2, "9": 4}


@pytest.mark.parametrize("watched", [True, False])
def test_it_leaves_no_trace(tmp_path, monkeypatch, watched):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    if watched:
        monkeypatch.setenv("JPY_SESSION_NAME", "some.ipynb")
    monkeypatch.setenv("PYTHONPATH", str(module.__file__).rpartition("/utils/")[0])
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(CELL.replace("{last}", last)) for last in LEFT]
    )
    messages = []
    client = NotebookClient(notebook, kernel_name="python3", timeout=60)
    process = client.process_message
    client.process_message = lambda msg, *rest: (messages.append(msg), process(msg, *rest))[1]
    asyncio.run(client.async_execute())
    for cell in notebook.cells:
        assert [(output.name, output.text) for output in cell.outputs] == [("stdout", "done\n")]
    shown = [m for m in messages if m["msg_type"] in ("display_data", "update_display_data")]
    each = Counter(message["parent_header"]["msg_id"] for message in shown)
    assert list(each.values()) == (list(LEFT.values()) if watched else [])
    if watched:
        assert "<progress" in shown[0]["content"]["data"]["text/html"]


def test_it_hands_on_what_it_gets(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert list(progress((0.1, 0.3))) == [0.1, 0.3]
