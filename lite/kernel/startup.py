"""What the kernel of the lite site runs before the first cell."""

import asyncio
import logging
import sys
from importlib import import_module

from IPython import get_ipython

# "Matplotlib is building the font cache" would stand in the first cell of each notebook. The
# course cannot prevent it: a notebook imports pyplot before it imports anything of ours.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

# jedi is not here: see STAND_INS in tools/lite_site.py.
get_ipython().Completer.use_jedi = False

# Where the notebooks are is looked at last: each look goes through the browser to its storage.
sys.path.remove("")
sys.path.append("")

# Imported while the reader reads; but a first cell that waits already need not wait for it.
asyncio.get_event_loop().call_later(0.2, import_module, "utils.plotting")
del asyncio, get_ipython, import_module, logging, sys
