"""The exercises of the notebooks, and what answers an attempt.

`answers` holds what a notebook calls, `check`; `diagnosis` finds out what is wrong with an
attempt; `part3` states the exercises of part 3, `bug_hunt` its broken networks. Spoilers!
"""

from exercises.answers import check, diagnose, hint

__all__ = ["check", "diagnose", "hint"]
