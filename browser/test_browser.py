"""The learner's copy in a real JupyterLab in a real browser: links, solutions, playground.

Run by `make browser-test`. Needs Chromium: `chromium` on the PATH, or its path in CHROMIUM.
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

import nbformat
import numpy as np
import pytest
from my_notebooks import MINE, ROOT, deliver, files
from PIL import Image
from playwright.sync_api import expect
from run_notebooks import NOTEBOOKS, find_notebooks

SETTINGS = "lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
NOTEBOOK = "window.jupyterapp.shell.currentWidget"
SECONDS_TO_START = 60
MILLISECONDS = 60_000

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
    """Start the Chromium of this machine; fail, do not skip, where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail("Missing: Chromium; on Debian or Ubuntu: sudo apt install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Make room for a whole notebook page."""
    return {**browser_context_args, "viewport": {"width": 1400, "height": 1200}}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Serve a course with the learner's copy of the notebooks; yield the address."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    shutil.copy(ROOT / "README.md", folder)
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
            env={**os.environ, "JUPYTER_CONFIG_DIR": str(config)},
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


def open_notebook(page, server, name):
    """Open a notebook, in a workspace of its own, and wait until its kernel is idle."""
    workspace = name.partition("-")[0].replace(".", "-")
    page.goto(f"{server}/lab/workspaces/{workspace}/tree/{MINE}/{name}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(
        f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=MILLISECONDS
    )


def run_all(page):
    """Run all cells."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


def test_the_copy_opens_without_outputs_and_its_links_stay_in_it(page, server):
    open_notebook(page, server, "0-welcome.ipynb")
    expect(page.locator(".jp-OutputArea-output")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.locator(".jp-Notebook a", has_text="README").click()
    page.wait_for_function(f"{NOTEBOOK}.context?.path === 'README.md'")
    open_notebook(page, server, "0-welcome.ipynb")
    page.locator(".jp-Notebook a", has_text="3.1 Dataset").first.click()
    page.wait_for_function(f"{NOTEBOOK}.context?.path === '{MINE}/3.1-dataset.ipynb'")
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_what_was_run_and_saved_is_there_with_its_figures_after_a_reload(page, server):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    open_notebook(page, server, "3.2-activation.ipynb")
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
def test_folded_solutions_open_and_turn_the_checks_green(page, server, path):
    open_notebook(page, server, path.name)
    folded = page.locator("details", has_text="Solution of")
    expect(folded).to_have_count(len(exercises(path)))
    for details, (index, _) in zip(folded.all(), exercises(path), strict=True):
        code = details.locator("pre").first
        expect(code).to_be_hidden()
        details.locator("summary").click()
        expect(code).to_be_visible()
        page.evaluate(
            f"([i, text]) => {NOTEBOOK}.content.widgets[i].model.sharedModel.setSource(text)",
            [index, code.inner_text()],
        )
    run_all(page)
    for index, stub in exercises(path):
        nb_of_checks = stub.count("check(")
        output = page.locator(".jp-Notebook .jp-Cell").nth(index).locator(".jp-OutputArea")
        expect(output).to_contain_text(re.compile(rf"(: right\..*){{{nb_of_checks}}}", re.DOTALL))
        expect(output).not_to_contain_text("not answered")


def panels(picture):
    """Return the four panels of the playground's picture, as arrays of pixels."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.screenshot())).convert("L"), dtype=int)
    height, width = pixels.shape
    upper, lower = pixels[: int(0.72 * height)], pixels[int(0.76 * height) :]
    right = upper[:, int(0.62 * width) :]
    half = right.shape[0] // 2
    return {
        "path": upper[:, : int(0.58 * width)],
        "loss": right[:half],
        "correct": right[half:],
        "decision": lower,
    }


def moved(picture, before):
    """Return the names of the panels that differ from those before."""
    now = panels(picture)
    return {name for name in now if np.sum(np.abs(now[name] - before[name]) > 40) > 20}


def drawn(page):
    """Return the picture of the playground as soon as it is drawn and keeps its place and size."""
    picture = page.locator("img.widget-image")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    page.wait_for_function("""async () => {
        const picture = document.querySelector('img.widget-image');
        const box = () => JSON.stringify(picture.getBoundingClientRect());
        const before = box();
        for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
        return picture.complete && picture.naturalWidth > 0 && box() === before;
    }""")
    return picture


def test_a_slider_of_the_playground_moves_all_panels(page, server):
    open_notebook(page, server, "playground-3.ipynb")
    run_all(page)
    picture = drawn(page)
    before = panels(picture)
    handle = page.locator(".widget-slider", has_text="iterations").locator(".noUi-handle")
    handle.focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    end = time.monotonic() + 30
    while moved(picture, before) != set(before) and time.monotonic() < end:
        pass
    assert moved(picture, before) == set(before)


@pytest.mark.parametrize("width", [1000, 1280, 1600])
def test_controls_and_picture_of_the_playground_are_seen_whole(page, server, width):
    page.set_viewport_size({"width": width, "height": 1200})
    open_notebook(page, server, "playground-3.ipynb")
    run_all(page)
    picture = drawn(page)
    output = page.locator(".jp-OutputArea-output", has=picture).bounding_box()
    image = picture.bounding_box()
    assert image["x"] + image["width"] <= output["x"] + output["width"]
    assert image["width"] / image["height"] == pytest.approx(1.5, abs=0.01)
    sliders = page.locator(".widget-slider").all()
    assert len(sliders) == 6
    for slider in sliders:
        label = slider.locator(".widget-label")
        assert label.evaluate("label => label.scrollWidth <= label.clientWidth")
        number = slider.locator(".widget-readout").bounding_box()
        is_beside = number["x"] + number["width"] <= image["x"]
        assert is_beside or number["y"] + number["height"] <= image["y"]


def stroke(page, pad, points):
    """Draw a stroke with the mouse; the points are parts of the width and height of the pad."""
    box = pad.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_a_digit_drawn_with_the_mouse_is_read_and_a_button_clears_it(page, server):
    open_notebook(page, server, "draw-a-digit.ipynb")
    run_all(page)
    picture, pad = drawn(page), page.locator("canvas.drawing-pad")
    output = page.locator(".jp-OutputArea-output", has=picture)
    expect(output).to_contain_text("The sheet is empty.")
    empty = picture.get_attribute("src")
    pad.scroll_into_view_if_needed()
    ring = [(0.5 + 0.2 * np.sin(a), 0.5 - 0.3 * np.cos(a)) for a in np.linspace(0, 6.4, 13)]
    stroke(page, pad, ring)
    expect(output).to_contain_text("It answers 0, with probability 0.9")
    expect(picture).not_to_have_attribute("src", empty)
    # A stroke that leaves the pad ends at its edge, and hurts nobody.
    stroke(page, pad, [(0.5, 0.5), (1.5, 0.5)])
    expect(output).not_to_contain_text("It answers 0, with probability 0.9")
    page.get_by_role("button", name="clear").click()
    expect(output).to_contain_text("The sheet is empty.")
