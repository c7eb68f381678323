"""What the kernel of the lite site runs before the first cell."""

import logging

# "Matplotlib is building the font cache" would stand in the first cell of each notebook. The
# course cannot prevent it: a notebook imports pyplot before it imports anything of ours.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
del logging

# Imported while the reader reads, and not while the first cell runs.
import utils.plotting as _  # noqa: E402

del _
