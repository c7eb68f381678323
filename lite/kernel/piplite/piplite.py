"""Imported just before all that the kernel needs, so that less is."""

import sys
from types import ModuleType

# Each import would first look beside the notebooks, which goes through the browser to its storage.
# IPython puts this place back.
sys.path.remove("")

# There is no terminal in a browser tab, and IPython's own is a third of what it imports.
terminal = ModuleType("IPython.terminal.embed", "Stands in for IPython's terminal.")
terminal.embed = lambda *_, **__: print("There is no terminal in a browser tab.")
sys.modules[terminal.__name__] = terminal
