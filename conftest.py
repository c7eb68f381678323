"""How the tests are shared out among processes, and what a notebook is to them."""

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

# The processes of the tests share the cores; for matrices as small as ours, OpenBLAS' threads
# would only stand in each other's way. Kernels inherit this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class NotebookScheduling(LoadScopeScheduling):
    """Keep the cells of a notebook, which need one kernel, together; let all else go anywhere."""

    # `--dist=loadgroup`, meant for this, does nothing with pytest 9.2 (pytest-xdist issue 1386).
    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if file.endswith(".ipynb") else nodeid


def pytest_xdist_make_scheduler(config, log):
    """Share the tests out by notebook."""
    return NotebookScheduling(config, log)


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
