"""The course in a real JupyterLab in a real browser: folded solutions, checks, playground.

Run by `make browser-test`. Needs Chromium: `chromium` on the PATH, or its path in CHROMIUM.
"""

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("3.*.ipynb"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
SETTINGS = "lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
NOTEBOOK = "window.jupyterapp.shell.currentWidget"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Serve a copy of the notebooks; yield the address."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    config = tmp_path_factory.mktemp("config")
    settings = config / SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"windowingMode": "none"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--IdentityProvider.token=", "--expose-app-in-browser"]
    command += [f"--ServerApp.root_dir={folder}", "--log-level=ERROR"]
    process = subprocess.Popen(command, env={**os.environ, "JUPYTER_CONFIG_DIR": str(config)})
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api")
            break
        except OSError:
            time.sleep(0.5)
    yield address
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser():
    """Start Chromium; fail, do not skip, where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail("Missing: Chromium; on Debian or Ubuntu: sudo apt install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """Open a page with room for a whole notebook page."""
    context = browser.new_context(viewport={"width": 1400, "height": 1200})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def open_notebook(page, server, name):
    """Open a notebook, in a workspace of its own, and wait until its kernel is idle."""
    workspace = name.partition("-")[0].replace(".", "-")
    page.goto(f"{server}/lab/workspaces/{workspace}/tree/notebooks/{name}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(
        f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=60_000
    )


def run_all(page):
    """Run all cells, and wait for the last."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_folded_solutions_open_and_turn_the_checks_green(page, server, path):
    cells = nbformat.read(path, as_version=4).cells
    stubs = [i for i, cell in enumerate(cells) if "exercise" in cell.metadata.get("tags", [])]
    open_notebook(page, server, path.name)
    folded = page.locator("details")
    expect(folded).to_have_count(len(stubs))
    for number, index in enumerate(stubs):
        details = folded.nth(number)
        expect(details.locator("pre")).to_be_hidden()
        details.locator("summary").click()
        expect(details.locator("pre").first).to_be_visible()
        solution = details.locator("pre").first.inner_text()
        page.evaluate(
            f"([i, text]) => {NOTEBOOK}.content.widgets[i].model.sharedModel.setSource(text)",
            [index, solution],
        )
    run_all(page)
    for index in stubs:
        nb_of_checks = cells[index].source.count("check(")
        page.wait_for_function(
            """([i, n]) => {
                const cell = document.querySelectorAll('.jp-Notebook .jp-Cell')[i];
                const text = cell.querySelector('.jp-Cell-outputArea').innerText;
                return text.split(': right.').length - 1 === n && !text.includes('not answered');
            }""",
            arg=[index, nb_of_checks],
        )


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


def test_a_slider_of_the_playground_moves_all_panels(page, server):
    open_notebook(page, server, "playground.ipynb")
    run_all(page)
    picture = page.locator("img.widget-image")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    before = panels(picture)
    address = picture.get_attribute("src")
    handle = page.locator(".widget-slider", has_text="iterations").locator(".noUi-handle")
    handle.focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "old => document.querySelector('img.widget-image').src !== old", arg=address
    )
    page.wait_for_timeout(1500)
    after = panels(picture)
    for name, pixels in after.items():
        assert np.sum(np.abs(pixels - before[name]) > 40) > 20, f"the panel {name} has not moved"


@pytest.mark.parametrize("width", [1000, 1280, 1600])
def test_controls_and_picture_of_the_playground_are_seen_whole(page, server, width):
    page.set_viewport_size({"width": width, "height": 1200})
    open_notebook(page, server, "playground.ipynb")
    run_all(page)
    picture = page.locator("img.widget-image")
    expect(picture).to_be_visible()
    page.wait_for_timeout(1000)
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
