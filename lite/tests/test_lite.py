"""The lite site in a real browser: all notebooks run, the checks answer, edits stay.

Run by `make lite-test`, which builds the site with a Pyodide of its own, in one process for each
core, each with a server and a browser. Starting Python takes longer than most notebooks, so it is
started once for all notebooks of a process; each begins with an empty namespace. (That a notebook
runs in a fresh kernel is tried by `make test`.) Whatever asks for another host fails its test.
"""

import gzip
import json
import os
import re
import time
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import numpy as np
import pytest
from course import solution
from lite_site import OF_THIS_KERNEL
from my_notebooks import ROOT, learners_copy
from playwright.sync_api import expect
from run_notebooks import IGNORED, NOTEBOOKS, find_notebooks
from static_host import Server
from test_browser import MILLISECONDS, NOTEBOOK, VIEWPORT, drawn, moved, run_all, stroke

# A site as it is published takes Python from this host; that of the tests has it itself.
PUBLISHED = os.environ.get("LITE")
CDN = "cdn.jsdelivr.net"
SITE = Path(PUBLISHED or ROOT / "lite" / "_site-test")
WELCOME = "0-welcome.ipynb"
# What is moved by hand, and so has a test of its own.
PLAYGROUNDS = sorted(NOTEBOOKS.glob("playground-*.ipynb"))
PAD = NOTEBOOKS / "draw-a-digit.ipynb"
MOVED = {*PLAYGROUNDS, PAD}
# Starting Python takes a quiet machine some 15 s, a busy one minutes.
SLOWLY = 6 * MILLISECONDS
MOST_BYTES = 25_000_000
# What Chromium asks for by itself, whatever is shown.
OF_CHROMIUM = {
    "accounts.google.com",
    "clients2.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsingohttpgateway.googleapis.com",
    "update.googleapis.com",
    "www.google.com",
}
# Cells that print something else here than is stored, by their ids, and why.
DIFFERENT = {
    "tutorial-18": "float() of an array of one number is an error since NumPy 2.4, as the cell"
    " shows, and before only a warning; the Pyodide of the tests has NumPy 2.0",
}
# What was looked for in vain is not looked for again, before Python is told to.
IMPORTS = """
import importlib, sys
importlib.invalidate_caches()
import mine
print(mine.answer, sys.path[-1] == "")
"""
FORGET = """
import ipywidgets, matplotlib.pyplot
ipywidgets.Widget.close_all()
matplotlib.pyplot.close("all")
get_ipython().run_line_magic("reset", "-f")
"""

pytestmark = pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance")


@pytest.fixture(scope="session")
def server():
    """Serve the site."""
    if not (SITE / "index.html").exists():
        pytest.fail("The site is not built: run these tests by `make lite-test`")
    return Server(SITE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, server):
    """Let everything that does not go to our server go to it all the same, and be refused."""
    bypass = f"127.0.0.1,{CDN}" if PUBLISHED else "127.0.0.1"
    proxy = {"server": server.address, "bypass": bypass}
    return {**browser_type_launch_args, "proxy": proxy}


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(server):
    """Fail if a test makes the browser ask for another host."""
    yield
    hosts = {urlsplit(url if "//" in url else f"//{url}").hostname for url in server.refused}
    server.refused.clear()
    assert hosts - OF_CHROMIUM == set()


@pytest.fixture
def page(page):
    """Give a slow machine time."""
    page.set_default_timeout(SLOWLY)
    return page


@pytest.fixture(scope="session")
def loaded(browser, browser_context_args):
    """Make a page for all notebooks, in which the site is not yet loaded."""
    page = browser.new_page(**browser_context_args)
    page.set_default_timeout(SLOWLY)
    return page


@pytest.fixture
def lab(loaded, server, request, output_path):
    """Hand out a page with the site; if the test fails, keep a picture, and load it anew."""
    if not loaded.url.startswith(server.address):
        loaded.goto(f"{server.address}/lab/index.html?path={WELCOME}")
        wait_until_ready(loaded, WELCOME)
    yield loaded
    if request.node.rep_call.failed:
        loaded.screenshot(path=Path(output_path, "failed.png"))
        loaded.goto("about:blank")


def wait_until_ready(page, name):
    """Wait until a notebook is the one that is seen, and its kernel idle."""
    page.wait_for_function(f"{NOTEBOOK}?.context?.path === '{name}'")
    page.wait_for_selector(".jp-Notebook .jp-Cell", state="attached")
    page.wait_for_function(f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'")


def show(page, name):
    """Open a notebook with the kernel that runs already, which has forgotten all before it."""
    page.evaluate(
        """async ([path, forget]) => {
            const {commands, shell, serviceManager} = window.jupyterapp;
            await serviceManager.kernels.ready;
            const [kernel] = [...serviceManager.kernels.running()];
            const opened = await commands.execute('docmanager:open', {path, kernel});
            shell.activateById(opened.id);
            for (const other of [...shell.widgets('main')]) if (other !== opened) other.dispose();
            await opened.sessionContext.ready;
            await opened.sessionContext.session.kernel.requestExecute({code: forget}).done;
        }""",
        [name, FORGET],
    )
    wait_until_ready(page, name)


def run_with(page, sources):
    """Put texts into cells, by their numbers, and run each of these cells."""
    page.evaluate(
        f"""async sources => {{
            const {{content}} = {NOTEBOOK};
            for (const [i, text] of sources) {{
                content.widgets[i].model.sharedModel.setSource(text);
                content.activeCellIndex = i;
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }}
        }}""",
        sources,
    )


def outputs(page):
    """Return the outputs of each cell that is shown; of a text cell, none."""
    cells = page.evaluate(f"{NOTEBOOK}.content.widgets.map(w => w.model.sharedModel.toJSON())")
    return [cell.get("outputs", []) for cell in cells]


def text(output):
    """Return what an output says in plain text."""
    said = output.get("text") or output.get("data", {}).get("text/plain", "")
    return said if isinstance(said, str) else "".join(said)


def complaints(notebook, given):
    """Return the errors and warnings among the outputs that were given by a notebook's cells."""
    return [
        output.get("text") or f"{output['ename']}: {output['evalue']}"
        for cell, said in zip(notebook.cells, given, strict=True)
        if cell.id not in DIFFERENT
        for output in said
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


def run_and_solve(lab, path):
    """Run a notebook, then its solutions; check that it prints what is stored, and all is right."""
    notebook = nbformat.read(path, as_version=4)
    show(lab, path.name)
    run_all(lab)
    given = outputs(lab)
    assert complaints(notebook, given) == []
    for cell, said in zip(notebook.cells, given, strict=True):
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and IGNORED not in tags and cell.id not in DIFFERENT:
            stored = "".join(map(text, cell.outputs))
            assert "".join(map(text, said)) == stored, f"{cell.id}:\n{cell.source}"
    exercises = {
        i: cell
        for i, cell in enumerate(notebook.cells)
        if "exercise" in cell.metadata.get("tags", [])
    }
    if exercises:
        run_with(lab, [[i, solution(notebook, cell)] for i, cell in exercises.items()])
        given = outputs(lab)
        assert complaints(notebook, given) == []
        for i, cell in exercises.items():
            said = "".join(map(text, given[i]))
            nb_of_checks = cell.source.count("check(")
            assert re.search(rf"(: right\..*){{{nb_of_checks}}}", said, re.DOTALL), said
            assert "not answered" not in said


@pytest.mark.parametrize(
    "path", [path for path in find_notebooks() if path not in MOVED], ids=lambda path: path.name
)
def test_a_notebook_prints_what_is_stored_and_its_solutions_are_right(lab, path):
    run_and_solve(lab, path)


@pytest.mark.parametrize("path", PLAYGROUNDS, ids=lambda path: path.name)
def test_a_playground_prints_what_is_stored_and_a_slider_moves_its_picture(lab, path):
    module = import_module(f"utils.playground.part{path.stem.removeprefix('playground-')}")
    run_and_solve(lab, path)
    slider = lab.locator(".widget-slider").first
    assert any(moved(lab, slider, module.Playground().picture.figure))


def test_a_digit_is_drawn_and_read(lab):
    run_and_solve(lab, PAD)
    output = lab.locator(".jp-OutputArea-output", has=drawn(lab))
    expect(output).to_contain_text("The sheet is empty.")
    pad = lab.locator("canvas.drawing-pad")
    pad.scroll_into_view_if_needed()
    angles = np.linspace(0, 6.4, 13)
    stroke(lab, pad, [(0.5 + 0.2 * np.sin(a), 0.5 - 0.3 * np.cos(a)) for a in angles])
    expect(output).to_contain_text("It answers 0, with probability 0.9")


def test_an_edit_survives_a_reload_and_deleting_brings_the_original_back(page, server):
    name = "3.2-activation.ipynb"
    address = f"{server.address}/notebooks/index.html?path={name}"
    first = "window.jupyterapp?.shell?.currentWidget?.content?.widgets[0]?.model.sharedModel"
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto(address)
    page.wait_for_function(f"{first}.getSource().startsWith('#')")
    original = page.evaluate(f"{first}.getSource()")
    page.evaluate(f"{first}.setSource('# Mine')")
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function(f"!{NOTEBOOK}.context.model.dirty")
    page.reload()
    page.wait_for_function(f"{first}.getSource() === '# Mine'")
    page.evaluate(f"window.jupyterapp.serviceManager.contents.delete('{name}')")
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function(f"{first}.getSource().startsWith('#')")
    assert page.evaluate(f"{first}.getSource()") == original
    assert asked == []


def test_the_site_opens_on_the_welcome_and_its_first_cell_needs_few_bytes(page, server):
    server.served.clear()
    start = time.monotonic()
    page.goto(server.address)
    page.wait_for_function(f"{NOTEBOOK}?.context?.path === '{WELCOME}'")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    shown = time.monotonic() - start
    expect(page.locator(".jp-OutputArea-output")).to_have_count(0)
    page.wait_for_function(f"{NOTEBOOK}?.sessionContext?.session?.kernel")
    page.evaluate(f"""async () => {{
        const {{content}} = {NOTEBOOK};
        content.activeCellIndex = content.widgets.findIndex(cell => cell.model.type === 'code');
        await window.jupyterapp.commands.execute('notebook:run-cell');
    }}""")
    page.wait_for_function(
        f"{NOTEBOOK}.content.widgets.some(cell => cell.model.executionCount === 1)"
    )
    ran = time.monotonic() - start
    # Being opened changes no notebook, or the browser would keep a copy of what was only read.
    delivered = json.loads((SITE / "files" / WELCOME).read_bytes())["metadata"]
    assert page.evaluate(f"{NOTEBOOK}.context.model.sharedModel.metadata") == delivered
    files = [SITE / path.lstrip("/") for path in set(server.served)]
    contents = [file.read_bytes() for file in files if file.is_file()]
    packed = sum(len(gzip.compress(content, 6)) for content in contents)
    print(f"notebook shown after {shown:.1f} s, first cell run after {ran:.1f} s;")
    print(f"{len(contents)} files, {sum(map(len, contents)):,} bytes, gzipped {packed:,}")
    assert packed < MOST_BYTES


def test_names_are_completed_and_nothing_is_installed(lab):
    show(lab, "1.1-model-and-loss.ipynb")
    run_with(lab, [[1, "import numpy"], [2, "%pip install numpy"]])
    (said,) = outputs(lab)[2]
    assert text(said).startswith("%pip installs nothing in a browser tab")
    matches = lab.evaluate(
        f"""async code => {{
            const {{kernel}} = {NOTEBOOK}.sessionContext.session;
            const reply = await kernel.requestComplete({{code, cursor_pos: code.length}});
            return reply.content.matches;
        }}""",
        "numpy.linsp",
    )
    assert [match.rpartition(".")[2] for match in matches] == ["linspace"]


def test_a_module_of_ones_own_is_found_but_looked_for_last(lab):
    show(lab, "1.1-model-and-loss.ipynb")
    lab.evaluate(
        """window.jupyterapp.serviceManager.contents.save(
            'mine.py', {type: 'file', format: 'text', content: 'answer = 42'})"""
    )
    run_with(lab, [[1, IMPORTS]])
    (said,) = outputs(lab)[1]
    lab.evaluate("window.jupyterapp.serviceManager.contents.delete('mine.py')")
    assert text(said).split() == ["42", "True"]


PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("is_so", "size", "words"),
    [
        ("delete window.WebAssembly", VIEWPORT, "no WebAssembly"),
        ("Object.defineProperty(window, 'indexedDB', {value: undefined})", VIEWPORT, "no storage"),
        ("", PHONE, "This screen is small"),
    ],
)
def test_where_the_place_has_limits_a_sentence_says_so(page, server, is_so, size, words):
    page.set_viewport_size(size)
    page.add_init_script(is_so)
    page.goto(f"{server.address}/notebooks/index.html?path=3.1-dataset.ipynb")
    expect(page.locator(".limit")).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.locator("#go").click()
    page.wait_for_url("**/notebooks/index.html?path=3.1-dataset.ipynb*")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible()


def test_the_site_holds_the_learners_copies():
    for path in find_notebooks():
        given = json.loads((SITE / "files" / path.name).read_bytes())
        mine = learners_copy(path.read_bytes(), path.name)
        assert given == {**mine, "metadata": {**mine["metadata"], **OF_THIS_KERNEL}}
