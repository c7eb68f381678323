"""The exercises of the notebooks, and what answers an attempt, full of spoilers.

progress    which exercises of a folder of notebooks are right, tried or open
runner      a cell runs alone, in a process with limits
cells       what the code cells of a notebook check, and need of one another
answers     what a notebook calls: check, hint
part3       the exercises of part 3: what is right
bug_hunt3   the suspects of the bug hunt of part 3, and how they are mended; bug_hunt2 those of
            parts 1 and 2, bug_hunt5 those of parts 4 and 5
bug_hunt    what all bug hunts share
exam        the suspects under other names, by a key of the teacher's
exercise    what all exercises have, and those that are judged, or answered by a letter
function_exercise, number_exercise
            those that ask for a function or a number, and in which order an attempt is looked at
attempts    an attempt is called: what it raises, what comes back
comparison  a factor, a difference, a rounding, a mean
slips       what comes out when one thing goes wrong in what is right, or two
"""

from exercises.answers import check, diagnose, hint

__all__ = ["check", "diagnose", "hint"]
