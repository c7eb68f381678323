"""A bar that shows how far a long cell has come, and leaves no trace in the notebook."""

import os

from IPython.display import ProgressBar, clear_output


def progress(things):
    """Hand on things one by one, and show meanwhile how many of them are done.

    The bar is shown where somebody looks on: in a kernel that a Jupyter server has started. It is
    cleared at the end, as is all that the cell has shown before it; so loop first, then print. It
    is cleared as well where the loop is left early.

    Parameters
    ----------
    things : sequence
        Such as `range(300)`.

    Yields
    ------
    object
        Each of the things.
    """
    if "JPY_SESSION_NAME" not in os.environ:
        yield from things
        return
    bar = ProgressBar(len(things))
    bar.display()
    try:
        for done, thing in enumerate(things, start=1):
            yield thing
            bar.progress = done
    finally:
        clear_output()
