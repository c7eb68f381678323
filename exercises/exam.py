"""The bug hunts under other names, for exams: the suspects of a hunt, in letters by a key.

The teacher chooses a key, such as "2027-spring". It decides which suspects are drawn and what they
are called, so that no published answer fits. It keeps nothing secret from whoever reads this file.
"""

import hashlib
import types
from importlib import import_module

HUNTS = (2, 3, 5)
# None of a published suspect, none that reads as a number or as a matrix of the course.
LETTERS = "JKLMNPQRSUV"


def suspects(number, key, count=None):
    """Return the suspects of an exam, by their letters: objects with a bug each.

    Parameters
    ----------
    number : int
        That of the hunt: 2, 3 or 5.
    key : str
        Chosen by the teacher; another one draws others and calls them otherwise.
    count : int, optional
        How many are drawn; all of the hunt, if it is left out.

    Raises
    ------
    ValueError
        If there is no such hunt, the key is empty, or there are not so many suspects.
    """
    return {
        letter: _renamed(suspect.broken, letter)
        for letter, suspect in answers(number, key, count).items()
    }


def answers(number, key, count=None):
    """Return what is known of the suspects of an exam, by their letters: the teacher's side."""
    if number not in HUNTS:
        raise ValueError(f"number must be one of {', '.join(map(str, HUNTS))}, but is {number!r}")
    if not isinstance(key, str) or not key.strip():
        raise ValueError(f'key must be a text, such as "2027-spring", but is {key!r}')
    known = import_module(f"exercises.bug_hunt{number}").BY_LETTER
    count = len(known) if count is None else count
    if count not in range(1, len(known) + 1):
        raise ValueError(f"count must be from 1 to {len(known)}, but is {count!r}")

    def by_key(letter):
        return hashlib.sha256(f"{number} {key} {letter}".encode()).digest()

    drawn = sorted(known, key=by_key)[:count]
    letters = sorted(LETTERS, key=by_key)[:count]
    called = dict(zip(letters, drawn, strict=True))
    return {letter: known[called[letter]] for letter in sorted(called)}


def _renamed(broken, letter):
    """Return an object of the same kind whose class has another name, also in what it raises."""
    cls = type(broken)
    members = {
        name: _of_class(value, letter) if isinstance(value, types.FunctionType) else value
        for name, value in vars(cls).items()
        if name not in ("__dict__", "__weakref__")
    }
    return type(letter, cls.__bases__, {**members, "__qualname__": letter})()


def _of_class(method, letter):
    """Return a copy of a method that names its new class, and whose lines Python does not find."""
    code = method.__code__.replace(
        co_filename=f"<suspect {letter}>", co_qualname=f"{letter}.{method.__name__}"
    )
    return types.FunctionType(
        code, method.__globals__, method.__name__, method.__defaults__, method.__closure__
    )
