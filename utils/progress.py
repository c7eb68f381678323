"""A bar that shows how far a long cell has come, and is gone at its end."""

import os

from IPython.display import display


def progress(things):
    """Hand on things one by one, and show meanwhile how many of them are done.

    The bar is shown where somebody looks on: in a kernel that a Jupyter server has started. At the
    end, also where the loop is left early, an empty output is left of it; whatever else the cell
    shows stays.

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
    bar = display(_drawn(0, len(things)), raw=True, display_id=True)
    try:
        for done, thing in enumerate(things, start=1):
            yield thing
            bar.update(_drawn(done, len(things)), raw=True)
    finally:
        bar.update({"text/plain": "", "text/html": ""}, raw=True)


def _drawn(done, number):
    text = f"{done} of {number}"
    html = f'<progress style="width: 60ex" max="{number}" value="{done}">{text}</progress>'
    return {"text/plain": text, "text/html": html}
