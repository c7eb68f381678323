"""How the tests are shared out among processes."""

import os

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


def pytest_collection_modifyitems(items):
    """Start what takes long first, so that no process is left with it at the end."""
    items.sort(key=lambda item: item.path.name != "test_runs.py")
