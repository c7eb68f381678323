"""How tests knock at the doors of a module: its public functions, with good and bad arguments."""

import inspect

import pytest


def public_functions(module):
    """Return the public functions that a module defines."""
    functions = [function for _, function in inspect.getmembers(module, inspect.isfunction)]
    return [f for f in functions if f.__module__ == module.__name__ and f.__name__[0] != "_"]


def arguments(function, good):
    """Return those of the good arguments, by name, that a function takes."""
    return {name: good[name] for name in inspect.signature(function).parameters}


def refused(function, good, /, **bad):
    """Call a function with some bad arguments; return the message of its ValueError."""
    with pytest.raises(ValueError) as error:
        function(**{**arguments(function, good), **bad})
    return str(error.value)
