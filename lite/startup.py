"""What the kernel of the lite site runs before the first cell."""

import asyncio
import logging
from importlib import import_module

# "Matplotlib is building the font cache" would stand in the first cell of each notebook. The
# course cannot prevent it: a notebook imports pyplot before it imports anything of ours.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

# Imported while the reader reads; but a first cell that waits already need not wait for it.
asyncio.get_event_loop().call_later(0.2, import_module, "utils.plotting")
del asyncio, import_module, logging
