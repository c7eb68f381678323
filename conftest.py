"""What a notebook is to the tests, and how many threads each of their processes may use."""

import gc
import os

import pytest

# The processes of the tests share the cores; for matrices as small as ours, OpenBLAS' threads
# would only stand in each other's way. Kernels inherit this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    """Let each notebook that nbval finds be one of the course, whose cells are run twice."""
    collectors = yield
    if file_path.suffix != ".ipynb":
        return collectors
    from cells_twice import IPyNbFile, Notebook

    return [
        Notebook.from_parent(parent, path=file_path) if isinstance(found, IPyNbFile) else found
        for found in collectors
    ]


# Thousands of tests stay to the end: the collector of garbage need not go through them each time.
def pytest_collection(session):
    """Collect no garbage while tests are collected."""
    gc.disable()


def pytest_collection_finish(session):
    """From here on, pass over what has been collected."""
    gc.freeze()
    gc.enable()
