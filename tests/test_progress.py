"""Tests of utils.progress: a bar for whoever looks on, which takes nothing away but itself."""

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
    print(number)
    if number == {last}:
        break
print("done")
"""
# Where a loop is left, what the cell prints, and how often the bar is drawn: at the start, then
# after each step, and nothing in its place at the end.
LEFT = {"1": ("0\n1\ndone\n", 3), "9": ("0\n1\n2\ndone\n", 5)}


@pytest.mark.parametrize("watched", [True, False])
def test_it_goes_and_what_is_printed_meanwhile_stays(tmp_path, monkeypatch, watched):
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
    for cell, (printed, _) in zip(notebook.cells, LEFT.values(), strict=True):
        rest = [output for output in cell.outputs if output.output_type == "stream"]
        assert "".join(output.text for output in rest) == printed
        gone = [output.data for output in cell.outputs if output not in rest]
        assert gone == ([{"text/plain": "", "text/html": ""}] if watched else [])
    shown = [m for m in messages if m["msg_type"] in ("display_data", "update_display_data")]
    each = Counter(message["parent_header"]["msg_id"] for message in shown)
    assert list(each.values()) == ([drawn for _, drawn in LEFT.values()] if watched else [])
    if watched:
        assert "<progress" in shown[0]["content"]["data"]["text/html"]


def test_it_hands_on_what_it_gets(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert list(progress((0.1, 0.3))) == [0.1, 0.3]
