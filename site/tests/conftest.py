"""A browser that looks at the site, and asks no other host for anything."""

import functools
import http.server
import os
import shutil
import threading

import pytest
from built import OUTPUT
from playwright.sync_api import sync_playwright

MILLISECONDS = 60_000


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files, and say nothing about it."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def address():
    """Serve the site; yield its address."""
    assert (OUTPUT / "index.html").is_file(), "there is no site; `make site` builds it"
    handler = functools.partial(Quiet, directory=OUTPUT)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    """Start the Chromium of this machine; fail, do not skip, where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail("Missing: Chromium; on Debian or Ubuntu: sudo apt install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    """Make a page in which requests to other hosts are refused; what went wrong is in `wrong`."""
    with browser.new_context() as context:
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        page.wrong = []

        def refuse(route):
            page.wrong.append(f"asks another host: {route.request.url}")
            route.abort()

        context.route(lambda url: not url.startswith((f"{address}/", "data:", "blob:")), refuse)
        page.on("pageerror", lambda error: page.wrong.append(f"error in a script: {error}"))
        page.on(
            "response",
            lambda answer: answer.ok or page.wrong.append(f"{answer.status}: {answer.url}"),
        )
        yield page
