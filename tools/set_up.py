"""Set up .venv, in which the course runs, unless it is as it should be.

    python3 tools/set_up.py           # set up what is not; any Python 3 may start this
    python3 tools/set_up.py --check   # only look (to be run by the Python in .venv)

An environment cannot be moved. So a new one is made where it will stay, while the old one waits
aside, and comes back if the new one fails.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys

UV_VERSION = "0.13.9"
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
SCRIPTS, SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
# Names of what went wrong, by what uv, pip, venv and Python say about it.
CAUSES = {
    "No space left|disk quota|os error 28": "the disk is full",
    "dns error|Failed to fetch|NewConnectionError|ProxyError|error sending request|timed out"
    "|Temporary failure|SSLError": "the package index cannot be reached; is there a connection?",
    "Permission denied|Read-only file system": "the folder of the course, or a cache, is read-only",
}


class SetUpError(Exception):
    """A step of the set-up failed; the message is what it said."""


def in_environment(venv, program):
    """Return the path of a program in an environment."""
    return os.path.join(venv, SCRIPTS, program + SUFFIX)


def say(line):
    """Print a line at once, beside whatever a command prints as its result."""
    print(line, file=sys.stderr, flush=True)


# What makes an environment what it is.


def read(root, name):
    """Return the text of a file of the course."""
    with open(os.path.join(root, name), encoding="utf-8") as file:
        return file.read()


def oldest_python(root):
    """Return the oldest version of Python that will do, as pyproject.toml states it."""
    found = re.search(r'^requires-python = ">=(\d+)\.(\d+)"', read(root, "pyproject.toml"), re.M)
    return int(found.group(1)), int(found.group(2))


def packages(venv):
    """Return the names of all files and folders of packages; pip is the learner's own affair."""
    library = "Lib" if os.name == "nt" else "lib/python{}.{}".format(*sys.version_info)
    try:
        names = os.listdir(os.path.join(venv, library, "site-packages"))
    except OSError:
        return []
    return sorted(name for name in names if not re.match(r"pip\b|__pycache__$", name))


def found(root):
    """Return what is to be seen of an environment by its own Python, which runs this."""
    venv = os.path.join(root, ".venv")
    return {
        "folder": venv,
        "python": sys.implementation.cache_tag + getattr(sys, "abiflags", ""),
        "machine": os.uname().machine if hasattr(os, "uname") else "",
        "packages": packages(venv),
        "wanted": "uv==" + UV_VERSION + "\n" + read(root, "requirements.txt"),
    }


def difference(kept, now):
    """Return why an environment that was `kept` is no good `now`; None if it is."""
    if kept is None:
        return "it was never finished"
    if kept.get("folder") != now["folder"]:
        return "the folder was moved or copied"
    if any(kept.get(name) != now[name] for name in ("python", "machine")):
        return "its Python has changed"
    missing = sorted(set(kept["packages"]) - set(now["packages"]))
    if missing:
        return missing[0] + " is missing from it"
    if kept.get("wanted") != now["wanted"]:
        return "requirements.txt has changed"
    return None


def stamp(venv):
    """Return the path of the file that is written last, when an environment is finished."""
    return os.path.join(venv, "set-up.json")


def kept(venv):
    """Return what was found when an environment was finished; None if it never was."""
    try:
        with open(stamp(venv), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def finish(root):
    """Write down what there is of an environment that is finished, and whose Python runs this."""
    with open(stamp(os.path.join(root, ".venv")), "w", encoding="utf-8") as file:
        json.dump(found(root), file)
    return 0


def check(root):
    """Print what is wrong with the environment whose Python runs this; return the exit status."""
    why = difference(kept(os.path.join(root, ".venv")), found(root))
    if why is None and os.path.lexists(aside(root)):
        why = "the last set-up was broken off"
    if why:
        print(why)
    return 1 if why else 0


def ask(root):
    """Return what is wrong with the environment, as its own Python says; None if nothing is."""
    python = in_environment(os.path.join(root, ".venv"), "python")
    try:
        answer = subprocess.run(
            [python, "-I", "-S", os.path.join(root, "tools", "set_up.py"), "--check"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except OSError:
        return "its Python is gone"
    if answer.returncode == 0:
        return None
    return answer.stdout.strip() or "its Python does not start"


def works(root):
    """Return whether the course runs in the environment, though it is not as it should be."""
    code = "import sys, jupyterlab, seaborn, ipywidgets, utils; sys.exit(utils.__file__ != {!r})"
    code = code.format(os.path.join(root, "utils", "__init__.py"))
    python = in_environment(os.path.join(root, ".venv"), "python")
    try:
        return subprocess.run([python, "-I", "-c", code], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


# How one takes the place of another.


def aside(root):
    """Return where the old environment waits while the new one is made."""
    return os.path.join(root, ".venv-before")


def remove(path):
    """Remove a folder, or a link to one, as far as that can be done."""
    if os.path.islink(path):
        os.remove(path)
    else:
        shutil.rmtree(path, ignore_errors=True)


def recover(root):
    """Tidy up after a set-up that was killed: keep the one environment that is finished."""
    venv, before = os.path.join(root, ".venv"), aside(root)
    if not os.path.lexists(before):
        return
    if kept(venv) is None:
        remove(venv)
        os.rename(before, venv)
    else:
        remove(before)


# What a user, a shutdown and a closed window send.
SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


@contextlib.contextmanager
def undisturbed():
    """Let nothing short of a kill interrupt what must be done as a whole."""
    handlers = [(number, signal.signal(number, signal.SIG_IGN)) for number in SIGNALS]
    try:
        yield
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)


@contextlib.contextmanager
def replacing(root):
    """Put the old environment aside for a new one; put it back if that fails, or is broken off."""
    venv, before = os.path.join(root, ".venv"), aside(root)
    if os.path.lexists(venv):
        os.rename(venv, before)
    try:
        yield
    except BaseException:
        with undisturbed():
            remove(venv)
            if os.path.lexists(before):
                os.rename(before, venv)
        raise
    remove(before)


@contextlib.contextmanager
def alone(root):
    """Wait until no other process sets up the same folder; yield what its children must hold."""
    try:
        import fcntl
    except ImportError:
        yield ()
        return
    lock = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up .venv; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError:
            pass  # Some network drives know no locks.
        yield (lock,)
    finally:
        os.close(lock)


# How one is made.


def run(command, held=(), **environment):
    """Run a command; raise with what it said if it fails."""
    result = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        # They hold the lock too, as one of them may outlive a killed set-up.
        **({"pass_fds": held} if held else {}),
        env=dict(os.environ, **environment),
    )
    if result.returncode:
        raise SetUpError(result.stdout)
    return result.stdout


def kept_uv(root):
    """Return the uv of the old environment, if it is the right one; None if not."""
    uv = in_environment(aside(root), "uv")
    try:
        return uv if UV_VERSION in run([uv, "--version"]).split() else None
    except (OSError, SetUpError):
        return None


def make(root, held):
    """Make an environment, from what uv has kept if that will do, or else from the network."""
    venv = os.path.join(root, ".venv")
    python, uv = in_environment(venv, "python"), in_environment(venv, "uv")
    run([sys._base_executable, "-m", "venv", "--clear", "--without-pip", venv], held)
    old = kept_uv(root)
    if old:
        shutil.copy2(old, uv)
    else:
        run([python, "-m", "ensurepip"], held)
        pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        run([*pip, "--retries=2", "uv==" + UV_VERSION], held)
    install = [uv, "pip", "install", "--quiet", "--python", python, "--compile-bytecode"]
    install += ["--requirements", os.path.join(root, "requirements.txt")]
    try:
        run([*install, "--offline"], held)
    except SetUpError:
        # Where there was an environment, there is something to go on with, or to try again from.
        run(install, held, **({"UV_HTTP_RETRIES": "0"} if old else {}))
    if old:
        run([python, "-m", "ensurepip"], held)
    run([python, "-I", "-S", os.path.join(root, "tools", "set_up.py"), "--finish"], held)


def cause(text):
    """Return in a few words why a step failed; all that it said if that is nothing known."""
    for pattern, name in CAUSES.items():
        if re.search(pattern, text, re.I):
            return name
    return text.strip()


def suitable(python, oldest):
    """Return whether a Python is new enough, and can make environments."""
    code = f"import sys, venv, ensurepip; sys.exit(sys.version_info < {oldest!r})"
    try:
        return subprocess.run([python, "-c", code], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def other_python(oldest):
    """Return a suitable Python from the PATH, the newest; None if there is none."""
    names = ["python3"] + [f"python3.{minor}" for minor in range(20, oldest[1] - 1, -1)]
    paths = filter(None, map(shutil.which, names))
    return next((path for path in paths if suitable(path, oldest)), None)


def set_up(root):
    """Set up the environment if it is not as it should be; return the exit status."""
    with alone(root) as held:
        recover(root)
        why = ask(root)
        if why is None:
            return 0
        if os.path.lexists(os.path.join(root, ".venv")):
            say("Setting up .venv again, since " + why + " ...")
        else:
            say("Setting up .venv (once, about a minute) ...")
        try:
            with replacing(root):
                make(root, held)
        except (SetUpError, OSError) as error:
            failed = cause(str(error))
            if works(root):
                say("Left as it was, which still works: " + failed)
                return 0
            say("Could not set up .venv: " + failed)
            return 1
    return 0


def main(arguments):
    """Check, or set up, with a Python that can; return the exit status."""
    if arguments in (["--check"], ["--finish"]):
        return (check if arguments == ["--check"] else finish)(ROOT)
    oldest = oldest_python(ROOT)
    if not suitable(sys.executable, oldest):
        other = other_python(oldest)
        if other:
            return subprocess.call([other, os.path.realpath(__file__)])
        if sys.version_info < oldest:
            say(
                "Missing: Python {}.{} or newer (https://www.python.org/downloads).".format(*oldest)
            )
        else:
            say("Missing: the venv module of Python; on Debian: sudo apt install python3-venv")
        return 1
    try:
        for number in SIGNALS[1:]:
            signal.signal(number, lambda *_: sys.exit(1))
        return set_up(ROOT)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
