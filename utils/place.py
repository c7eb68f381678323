"""Whether the course can run where a notebook was opened, as its first cell asks."""

from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

COURSE = "how-a-neural-network-learns"


def require():
    """Look whether the packages that the course needs are here, and new enough.

    Raises
    ------
    ImportError
        If one is missing or too old; it says which, and what is wanted.
    """
    try:
        needed = requires(COURSE) or ()
    except PackageNotFoundError:  # a copy of the folder that was not installed
        return
    for requirement in map(Requirement, needed):
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            raise ImportError(f"{requirement.name} is missing") from None
        if not requirement.specifier.contains(installed, prereleases=True):
            raise ImportError(
                f"{requirement.name} is {installed}, but should be {requirement.specifier}"
            )
