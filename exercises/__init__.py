"""The exercises of the notebooks, and what answers an attempt, full of spoilers.

answers     what a notebook calls: check, hint
part3       the exercises of part 3: what is right
bug_hunt    the broken networks, and how they are mended
exercise    the kinds of exercises, and in which order an attempt is looked at
attempts    an attempt is called: what it raises, what comes back
comparison  a factor, a difference, a rounding, a mean
slips       what comes out when one thing goes wrong in what is right, or two
"""

from exercises.answers import check, diagnose, hint

__all__ = ["check", "diagnose", "hint"]
