"""Where anybody gets the course: the address of the repository from which a clone came."""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
# What stands in the notebooks of the course, as each copy of it has an address of its own.
PLACEHOLDER = "https://github.com/OWNER/REPOSITORY"


class Refusal(Exception):
    """What cannot be done, and what was expected."""


def git(*arguments, cwd=ROOT):
    """Return what git prints, or an empty text if it fails or is not there."""
    try:
        done = subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True)
    except FileNotFoundError:
        return ""
    return "" if done.returncode else done.stdout.strip()


def address_of(remote):
    """Return the address at which anybody gets a public repository, without a login in it.

    Parameters
    ----------
    remote : str
        The repository, as git writes it: https://..., ssh://..., or git@host:owner/name.
    """
    short = re.fullmatch(r"(?:[^@/:]+@)?([^@/:]{2,}):(?!//)(.+)", remote)
    refusal = Refusal(
        f"No link leads to {remote!r}; expected a repository on a public host, such as"
        f" {PLACEHOLDER}"
    )
    try:
        parts = urlsplit(f"ssh://{short[1]}/{short[2]}" if short else remote)
        port = f":{parts.port}" if parts.port and parts.scheme in ("https", "http") else ""
    except ValueError:
        raise refusal from None
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme not in ("https", "http", "ssh", "git") or not parts.hostname or "/" not in path:
        raise refusal
    scheme = "http" if parts.scheme == "http" else "https"
    return f"{scheme}://{parts.hostname}{port}/{path}"


def remote_of_clone(clone):
    """Return remote and branch that a clone follows; if it follows none, its remote and main."""
    current = git("branch", "--show-current", cwd=clone)
    name = git("config", f"branch.{current}.remote", cwd=clone)
    branch = git("config", f"branch.{current}.merge", cwd=clone).removeprefix("refs/heads/")
    if name in ("", "."):  # none is followed, or one of this clone
        names = git("remote", cwd=clone).split()
        name, branch = "origin" if "origin" in names else next(iter(names), "origin"), "main"
    remote = git("remote", "get-url", name, cwd=clone)
    if not remote:
        raise Refusal(
            "This folder has no remote; expected a clone of a public repository. To name one:"
            f" git remote add origin {PLACEHOLDER}"
        )
    return remote, branch


def address_to_name(clone):
    """Return what copies for learners name, and a line about it for whoever makes them."""
    where = "Where the course is not installed, the first cell names"
    try:
        found = address_of(remote_of_clone(clone)[0])
    except Refusal as refusal:
        return PLACEHOLDER, f"{where} {PLACEHOLDER}, which nobody can reach. {refusal}"
    return found, f"{where} {found}."


def naming(address, data):
    """Return the bytes of a notebook of the course with an address in place of the placeholder."""
    return data.replace(PLACEHOLDER.encode(), address.encode())
