"""A browser that looks at the site, and asks no other host for anything."""

from http import HTTPStatus

import pytest
from built import OUTPUT
from chromium import launch_options
from playwright.sync_api import sync_playwright
from static_host import Server

MILLISECONDS = 60_000


@pytest.fixture(scope="session")
def server():
    """Serve the site."""
    assert (OUTPUT / "index.html").is_file(), "there is no site; `make site` builds it"
    return Server(OUTPUT)


@pytest.fixture(scope="session")
def address(server):
    """Return where the site is served."""
    return server.address


@pytest.fixture(scope="session")
def browser(server):
    """Start the Chromium of this machine.

    What does not go to our server goes to it all the same, and is refused.
    """
    proxy = {"server": server.address, "bypass": "127.0.0.1"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(), proxy=proxy)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    """Make a page; what went wrong in it, and what it asked other hosts for, is in `wrong`."""
    with browser.new_page() as page:
        page.set_default_timeout(MILLISECONDS)
        page.wrong = []

        def note(request):
            if not request.url.startswith((f"{address}/", "data:", "blob:")):
                page.wrong.append(f"asks another host: {request.url}")

        def check(answer):
            if not answer.ok and answer.status != HTTPStatus.NOT_MODIFIED:
                page.wrong.append(f"{answer.status}: {answer.url}")

        page.on("request", note)
        page.on("response", check)
        page.on("pageerror", lambda error: page.wrong.append(f"error in a script: {error}"))
        yield page
