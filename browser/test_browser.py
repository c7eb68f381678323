"""The learner's copy in a real JupyterLab in a real browser: links, solutions, playgrounds.

Run by `make browser-test`, in one process for each core, each with a server and a browser of its
own. JupyterLab takes longer to load than most notebooks to run, so it is loaded once for all
notebooks of a process; a failed test leaves a picture of it in browser/pictures.
Needs Chromium: `chromium` on the PATH, or its path in CHROMIUM.
"""

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from importlib import import_module
from pathlib import Path

import nbformat
import numpy as np
import pytest
from chromium import launch_options
from my_notebooks import MINE, deliver, files
from PIL import Image
from playwright.sync_api import expect
from run_notebooks import NOTEBOOKS, find_notebooks

SETTINGS = "lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
# While JupyterLab is being loaded, there is none of them, or only the first.
NOTEBOOK = "window.jupyterapp?.shell?.currentWidget"
SECONDS_TO_START = 60
SECONDS_TO_FOLLOW = 20
MILLISECONDS = 60_000
VIEWPORT = {"width": 1400, "height": 1200}
# With a process for each core, more threads of a kernel only wait for each other.
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}

expect.set_options(timeout=MILLISECONDS)
# The plugin pytest-base-url, which pytest-playwright brings along, is not ready for pytest 10.
pytestmark = pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance")


def exercises(path):
    """Return cell number and source of each exercise of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    tagged = [i for i, cell in enumerate(cells) if "exercise" in cell.metadata.get("tags", [])]
    return [(i, cells[i].source) for i in tagged]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the Chromium of this machine."""
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Make room for a whole notebook page."""
    return {**browser_context_args, "viewport": VIEWPORT}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Serve a course with the learner's copy of the notebooks; yield the address."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    deliver({path.name: data for path, data in files(NOTEBOOKS).items()}, folder / MINE)
    config = tmp_path_factory.mktemp("config")
    settings = config / SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"windowingMode": "none"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    command += ["--expose-app-in-browser", f"--ServerApp.root_dir={folder}", "--log-level=ERROR"]
    said = config / "said.txt"
    with said.open("wb") as file:
        process = subprocess.Popen(
            command,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, "JUPYTER_CONFIG_DIR": str(config), **ONE_THREAD},
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(process, f"{address}/api", said)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(process, address, said):
    """Wait until a server answers; fail with what it said if it exits, or does not answer."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    state = "does not answer" if process.poll() is None else f"exited with {process.returncode}"
    pytest.fail(f"JupyterLab {state}; it said:\n{said.read_text(errors='replace')}")


@pytest.fixture
def page(page):
    """Give a slow machine time."""
    page.set_default_timeout(MILLISECONDS)
    return page


@pytest.fixture(scope="session")
def loaded(browser, browser_context_args):
    """Make a page for all notebooks, in which JupyterLab is not yet loaded."""
    page = browser.new_page(**browser_context_args)
    page.set_default_timeout(MILLISECONDS)
    return page


@pytest.fixture
def lab(loaded, server, request, output_path):
    """Hand out a page with JupyterLab; if the test fails, keep a picture, and load it anew."""
    if not loaded.url.startswith(server):
        load(loaded, server, "0-welcome.ipynb")
    loaded.set_viewport_size(VIEWPORT)
    yield loaded
    if request.node.rep_call.failed:
        loaded.screenshot(path=Path(output_path, "failed.png"))
        loaded.goto("about:blank")


def load(page, server, name):
    """Load JupyterLab with a notebook, and nothing else open."""
    page.goto(f"{server}/lab/workspaces/{uuid.uuid4().hex}/tree/{MINE}/{name}")
    wait_until_ready(page, name)


def show(page, name):
    """Open a notebook in the JupyterLab of a page, and close whatever else is open there."""
    page.evaluate(
        """async path => {
            const {commands, shell} = window.jupyterapp;
            const opened = await commands.execute('docmanager:open', {path});
            shell.activateById(opened.id);
            for (const other of [...shell.widgets('main')].filter(one => one !== opened)) {
                await other.sessionContext?.shutdown();
                other.dispose();
            }
        }""",
        f"{MINE}/{name}",
    )
    wait_until_ready(page, name)


def wait_until_ready(page, name):
    """Wait until a notebook is the one that is seen, and its kernel idle."""
    page.wait_for_function(f"{NOTEBOOK}?.context?.path === '{MINE}/{name}'")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'")


def run_all(page):
    """Run all cells, to the last or to the first error."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


def test_the_copy_opens_without_outputs_and_its_links_stay_in_it(page, server):
    load(page, server, "0-welcome.ipynb")
    expect(page.locator(".jp-OutputArea-output")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.locator(".jp-Notebook a", has_text="3.1 Dataset").first.click()
    page.wait_for_function(f"{NOTEBOOK}?.context?.path === '{MINE}/3.1-dataset.ipynb'")
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_what_was_run_and_saved_is_there_with_its_figures_after_a_reload(page, server):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    load(page, server, "3.2-activation.ipynb")
    run_all(page)
    figures = page.locator(".jp-OutputArea-output[data-mime-type='image/svg+xml']")
    versions = page.locator(".jp-OutputArea-output", has_text="Python implementation")
    expect(versions).to_be_visible()
    nb_of_figures = figures.count()
    assert nb_of_figures
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function(f"!{NOTEBOOK}.context.model.dirty")
    page.reload()
    expect(versions).to_be_visible()
    expect(figures).to_have_count(nb_of_figures)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert asked == []


@pytest.mark.parametrize(
    "path", list(filter(exercises, find_notebooks())), ids=lambda path: path.name
)
def test_folded_solutions_open_and_turn_the_checks_green(lab, path):
    show(lab, path.name)
    folded = lab.locator("details", has_text="Solution of")
    expect(folded).to_have_count(len(exercises(path)))
    for details, (index, _) in zip(folded.all(), exercises(path), strict=True):
        code = details.locator("pre").first
        expect(code).to_be_hidden()
        details.locator("summary").click()
        expect(code).to_be_visible()
        lab.evaluate(
            f"([i, text]) => {NOTEBOOK}.content.widgets[i].model.sharedModel.setSource(text)",
            [index, code.inner_text()],
        )
    run_all(lab)
    for index, stub in exercises(path):
        nb_of_checks = stub.count("check(")
        output = lab.locator(".jp-Notebook .jp-Cell").nth(index).locator(".jp-OutputArea")
        expect(output).to_contain_text(re.compile(rf"(: right\..*){{{nb_of_checks}}}", re.DOTALL))
        expect(output).not_to_contain_text("not answered")


def panels(picture, figure):
    """Return the panels of a picture of a playground, as arrays of pixels."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.screenshot())).convert("L"), dtype=int)
    size = pixels.shape[::-1]
    boxes = [(ax.get_position().get_points() * size).astype(int) for ax in figure.axes]
    upwards = pixels[::-1]
    return [upwards[bottom:top, left:right] for (left, bottom), (right, top) in boxes]


def moved(page, slider, figure):
    """Move a slider by the keys; return for each panel whether it follows."""
    before = panels(drawn(page), figure)
    slider.locator(".noUi-handle").focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    is_moved, end = [False], time.monotonic() + SECONDS_TO_FOLLOW
    while not any(is_moved) and time.monotonic() < end:
        pairs = zip(before, panels(drawn(page), figure), strict=True)
        is_moved = [bool(np.sum(np.abs(now - then) > 40) > 20) for then, now in pairs]
    return is_moved


def drawn(page):
    """Return the picture of the playground as soon as it is drawn and stays as it is."""
    picture = page.locator("img.widget-image")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    page.wait_for_function(f"""async () => {{
        const picture = document.querySelector('img.widget-image');
        const seen = () => JSON.stringify([picture.src, picture.getBoundingClientRect()]);
        const before = seen();
        for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
        const isIdle = {NOTEBOOK}.sessionContext.session.kernel.status === 'idle';
        return isIdle && picture.complete && picture.naturalWidth > 0 && seen() === before;
    }}""")
    return picture


def check_that_all_is_seen(page, figure):
    """Check that neither the picture nor a slider's text or number is cut off or covered."""
    picture = drawn(page)
    output = page.locator(".jp-OutputArea-output", has=picture).bounding_box()
    image = picture.bounding_box()
    assert image["x"] + image["width"] <= output["x"] + output["width"]
    width, height = figure.get_size_inches()
    assert image["width"] / image["height"] == pytest.approx(width / height, abs=0.01)
    for slider in page.locator(".widget-slider").all():
        label = slider.locator(".widget-label")
        assert label.evaluate("label => label.scrollWidth <= label.clientWidth")
        number = slider.locator(".widget-readout").bounding_box()
        is_beside = number["x"] + number["width"] <= image["x"]
        assert is_beside or number["y"] + number["height"] <= image["y"]


@pytest.mark.parametrize(
    "path", sorted(NOTEBOOKS.glob("playground-*.ipynb")), ids=lambda path: path.name
)
def test_a_playground_is_seen_whole_and_its_picture_follows_each_slider(lab, path):
    part = path.stem.removeprefix("playground-")
    playground = import_module(f"utils.playground.part{part}").Playground()
    figure = playground.picture.figure
    show(lab, path.name)
    run_all(lab)
    sliders = lab.locator(".widget-slider")
    expect(sliders).to_have_count(len(playground.controls))
    for width in (1000, 1280, 1600):
        lab.set_viewport_size({**VIEWPORT, "width": width})
        check_that_all_is_seen(lab, figure)
    names = [slider.locator(".widget-label").inner_text() for slider in sliders.all()]
    movements = [moved(lab, slider, figure) for slider in sliders.all()]
    by_name = dict(zip(names, movements, strict=True))
    assert all(map(any, movements)), f"a slider moves no panel: {by_name}"
    assert any(map(all, movements)), f"no slider moves all panels: {by_name}"


def stroke(page, pad, points):
    """Draw a stroke with the mouse; the points are parts of the width and height of the pad."""
    box = pad.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_a_digit_drawn_with_the_mouse_is_read_and_a_button_clears_it(lab):
    show(lab, "draw-a-digit.ipynb")
    run_all(lab)
    picture, pad = drawn(lab), lab.locator("canvas.drawing-pad")
    output = lab.locator(".jp-OutputArea-output", has=picture)
    expect(output).to_contain_text("The sheet is empty.")
    empty = picture.get_attribute("src")
    pad.scroll_into_view_if_needed()
    ring = [(0.5 + 0.2 * np.sin(a), 0.5 - 0.3 * np.cos(a)) for a in np.linspace(0, 6.4, 13)]
    stroke(lab, pad, ring)
    expect(output).to_contain_text("It answers 0, with probability 0.9")
    expect(picture).not_to_have_attribute("src", empty)
    # A stroke that leaves the pad ends at its edge, and hurts nobody.
    stroke(lab, pad, [(0.5, 0.5), (1.5, 0.5)])
    expect(output).not_to_contain_text("It answers 0, with probability 0.9")
    lab.get_by_role("button", name="clear").click()
    expect(output).to_contain_text("The sheet is empty.")
