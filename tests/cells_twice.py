"""The notebooks as they run: nbval's cells, held to all that is stored, run twice and solved."""

import base64
import copy
import io
import platform
from collections import defaultdict

import matplotlib.image
import numpy as np
import pytest
from course import printed, solution, tags
from nbformat import v4
from nbval.plugin import IPyNbCell, IPyNbFile

PNG = "image/png"
WIDGET = "application/vnd.jupyter.widget-view+json"
# To draw figures takes most of the time of a notebook: they are drawn as PNG only when a cell runs
# first. (PNG alone would not do: Matplotlib's layout still moves between the first and the second
# drawing of a figure.)
DRAW_PNG = "get_ipython().display_formatter.formatters['image/png'].enabled = {}"
# To start Python and to import Matplotlib takes longer than most notebooks need: each process of
# the tests has one kernel, emptied before each notebook. (`make run` has a new one for each.)
START_AFRESH = """
import warnings, ipywidgets, matplotlib.pyplot
ipywidgets.Widget.close_all()
matplotlib.pyplot.close("all")
with warnings.catch_warnings():
    warnings.simplefilter("default")  # a warning that was shown before is shown again
get_ipython().reset(new_session=True)
"""
KERNEL = pytest.StashKey()


def pixels(png):
    """Return the picture in a base64 text as an array, from 0 to 1."""
    return matplotlib.image.imread(io.BytesIO(base64.b64decode(png)))


def split_outputs(outputs):
    """Return outputs without what differs from run to run and without PNG, and the PNG apart."""
    outputs = copy.deepcopy(outputs)
    for output in outputs:
        output.pop("execution_count", None)
        # A live widget has an id of its own in each run; it is not stored.
        output.get("data", {}).pop(WIDGET, None)
    pngs = [o.data.pop(PNG) for o in outputs if PNG in o.get("data", {})]
    return outputs, pngs


def same_pictures(pngs, others):
    """Compare PNG by what one sees, as compression may differ between systems."""
    return len(pngs) == len(others) and all(
        a == b or looks_the_same(pixels(a), pixels(b)) for a, b in zip(pngs, others, strict=True)
    )


def looks_the_same(a, b):
    """Compare two pictures, given as arrays."""
    return a.shape == b.shape and np.max(np.abs(a - b)) < 0.1


class Cell(IPyNbCell):
    """A cell as it runs first. Nbval leaves some kinds of output out; here all are compared."""

    draws_png = True

    def runtest(self):
        """Run the cell as nbval does, with or without PNG."""
        if any(PNG in output.get("data", {}) for output in self.cell.outputs):
            self.parent.run_aside(DRAW_PNG.format(self.draws_png))
        super().runtest()

    def compare_outputs(self, test, ref, skip_compare=None):
        """Compare as nbval does, which says best what differs; then all, and the pictures."""
        if not super().compare_outputs(test, ref, skip_compare):
            return False
        (outputs, pngs), (stored, stored_pngs) = split_outputs(test), split_outputs(ref)
        if outputs != stored:
            self.comparison_traceback.append("outputs of other kinds, or in another order")
        elif self.draws_png and not same_pictures(pngs, stored_pngs):
            self.comparison_traceback.append("another PNG than stored")
        else:
            return True
        return False


class CellAgain(Cell):
    """The same cell once more, right after: it gives the same."""

    draws_png = False


class SolvedCell(Cell):
    """After an exercise its folded solution, which is right; the stub was not answered yet."""

    draws_png = False

    def runtest(self):
        """Run the solution, and count the answers to it and to the stub."""
        super().runtest()
        stub = self.options["stub"]
        checks = stub.source.count("check(")
        assert checks, stub.source
        assert printed(stub).count(": not answered yet.\n") == checks, printed(stub)
        answers = "".join(output.get("text", "") for output in self.test_outputs)
        assert answers.count(": right.\n") == checks, answers

    def repr_failure(self, excinfo):
        """Show an assertion of ours as pytest does, and all else as nbval does."""
        if excinfo.errisinstance(AssertionError):
            return pytest.Item.repr_failure(self, excinfo)
        return super().repr_failure(excinfo)


class Notebook(IPyNbFile):
    """A notebook of the course: each cell is run, run again, and solved if it is an exercise."""

    def setup(self):
        """Empty the kernel of this process, or start it with the OpenBLAS of the oldest x86-64.

        The outputs were stored with that of some other processor: their last bits differ, and no
        output may show it. Other kinds of processors do not know the name.
        """
        self.kernel = self.config.stash.get(KERNEL, None)
        if self.kernel is None or not self.kernel.is_alive():
            with pytest.MonkeyPatch.context() as patch:
                if platform.machine() in ("x86_64", "AMD64"):
                    patch.setenv("OPENBLAS_CORETYPE", "Nehalem")
                super().setup()
            self.config.stash[KERNEL] = self.kernel
            self.config.add_cleanup(super().teardown)
        self.run_aside(START_AFRESH)

    def teardown(self):
        """Leave the kernel to the next notebook, unless a cell has had to be interrupted."""
        if self.timed_out:
            super().teardown()

    def run_aside(self, code):
        """Run in the kernel what belongs to no cell."""
        reply = self.kernel.kc.execute_interactive(code, store_history=False, timeout=60)
        assert reply["content"]["status"] == "ok", reply["content"]

    def collect(self):
        """Yield the items of each code cell."""
        for found in super().collect():
            yield self.item(Cell, found, "", found.cell, found.options)
            if found.options["check"]:
                yield self.item(CellAgain, found, " again", found.cell, found.options)
            if "exercise" in tags(found.cell):
                solved = v4.new_code_cell(solution(self.nb, found.cell))
                options = defaultdict(bool, stub=found.cell)
                yield self.item(SolvedCell, found, " solved", solved, options)

    def item(self, kind, found, suffix, cell, options):
        """Return a test of that kind beside one that nbval has found."""
        return kind.from_parent(
            self, name=found.name + suffix, cell_num=found.cell_num, cell=cell, options=options
        )
