"""The browser of all tests that need one."""

import os
import shutil

import pytest

# The first has no window of its own to draw, and is faster.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


def launch_options():
    """Return how to start the Chromium of this machine; fail, do not skip, where there is none.

    It is on the PATH, or its path is in CHROMIUM.
    """
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("Missing: Chromium; on Debian or Ubuntu: sudo apt install chromium")
    return {"executable_path": path, "args": ARGUMENTS}
