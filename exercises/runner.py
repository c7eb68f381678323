"""A cell runs alone, in a process of its own: an endless loop or an `exit()` ends nothing else.

It has limits of time and memory, and none of the variables of the environment. Its checks run in
that process, too: a cell that sets out to can claim to be right, but for its own learner alone.
"""

import contextlib
import ctypes
import functools
import glob
import inspect
import io
import json
import linecache
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from unittest import mock

import exercises
from exercises import answers
from exercises.attempts import NOT_ANSWERED
from exercises.cells import CELL

# For a cell: seconds of a processor, and of the clock; bytes of memory, and of a file.
SECONDS, PATIENCE, MEMORY, FILE = 10, 30, 2 << 30, 10 << 20
WORDS = 2000  # characters of one thing that is said
ANSWER = 1 << 20  # characters of all that is said of a cell
READY = "ready"
RAISED = "the cell stops with"
ENDED = "the cell ends its process"
LATE = "stopped: does the cell run without end, or wait for something?"
# Seconds after which an answer is worth being prepared for those who err alike.
SLOW = 0.3
PR_SET_DUMPABLE = 4  # of Linux
_running = []  # the processes in which cells run just now: one at most
# Where a process cannot be copied, or not safely, cells run one after the other in a single one.
CAN_FORK = sys.platform.startswith("linux")


def run_cell(before, source):
    """Run a cell after other statements; return what its checks say, and how it ended.

    Returns
    -------
    said : list of tuple
        The name of an exercise, and what `check` says of it.
    end : str
        What ended the cell before its last line, in words; empty if nothing did.
    """
    said = []

    def check(name, attempt=None):
        said.append((str(name)[:100], answers.diagnose(name, attempt)[:WORDS]))

    linecache.cache[CELL] = (len(source), None, source.splitlines(True), CELL)
    namespace = {"__name__": "__main__", "check": check, "display": print}
    with (
        mock.patch.object(exercises, "check", check),
        mock.patch.object(answers, "check", check),
        mock.patch.object(sys, "stdin", io.StringIO()),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        try:
            exec(compile(before, "<notebook>", "exec"), namespace)
            exec(compile(source, CELL, "exec"), namespace)
        except SystemExit:
            return said, "the cell ends the program, by exit() or the like"
        except MemoryError:
            return said, f"the cell needs more than {MEMORY >> 30} GB of memory"
        except BaseException as error:
            return said, f"{RAISED} {type(error).__name__}: {error}"[:WORDS]
    return said, ""


def serve():
    """Read cells from the standard input and answer each by what its checks say, as JSON lines."""
    signal.signal(signal.SIGTERM, _end)
    if CAN_FORK:
        signal.signal(signal.SIGALRM, _end)
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)  # no cell can open what is open here
    jobs, answered = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    answers.all_exercises()
    print(READY, file=answered, flush=True)
    for line in jobs:
        answer = _forked(line, (jobs, answered)) if CAN_FORK else _answered(line)
        print(answer, file=answered, flush=True)


def _end(*_):
    """End the process, and the cell that runs."""
    for child in _running:
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
    os._exit(1)


def _answered(line):
    return json.dumps(run_cell(*json.loads(line)))


def _forked(line, private):
    """Answer a job in a process of its own."""
    start = time.perf_counter()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setpgid(0, 0)  # what it kills is its own
            for file in private:
                os.close(file.fileno())
            _limit()
            process, answer = os.getpid(), _answered(line)
            if os.getpid() == process:  # and not one that the cell has forked
                os.write(writing, f"{answer}\n".encode())
        finally:
            os._exit(0)
    _running.append(child)
    signal.alarm(PATIENCE + 5)  # if nobody is left who could stop it
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        answer = file.readline(ANSWER)
    _, status = os.waitpid(child, 0)
    _running.remove(child)
    signal.alarm(0)
    with contextlib.suppress(OSError):  # what it has left behind, if anything
        os.killpg(child, signal.SIGKILL)
    try:
        said, end = _said(answer)
    except ValueError:
        is_late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
        return json.dumps([[], LATE if is_late else ENDED])
    if time.perf_counter() - start > SLOW:
        for name, text in said:
            if text not in (answers.RIGHT, NOT_ANSWERED):
                _keep_slips(name)
    return json.dumps([said, end])


def _said(answer):
    """Return what an answer says, in plain words: a cell may have written it itself."""
    try:
        said, end = json.loads(answer)
        return [(plain(name), plain(text)) for name, text in said], plain(end)
    except (ValueError, TypeError, RecursionError):
        raise ValueError("an answer is not [[[name, text], ...], end], as JSON") from None


def plain(text):
    """Return the beginning of a text, in one line, without what could command a terminal."""
    return "".join(c if c.isprintable() else " " for c in str(text)[:WORDS])


def _keep_slips(name):
    """Let an exercise compute its slips here, once: they will be asked for again."""
    if exercise := answers.all_exercises().get(name):
        for attribute, value in inspect.getmembers(type(exercise)):
            if isinstance(value, functools.cached_property):
                getattr(exercise, attribute)


def _limit():
    import resource  # Windows has none

    # A plot may start a thread; what runs already counts.
    threads = len(glob.glob("/proc/[0-9]*/task/*"))
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_NPROC, threads + 32),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(what, (most, most))


class Runner:
    """Cells are run in another process, in an empty folder, without the environment's variables.

    Parameters
    ----------
    cage : sequence of str
        The beginning of a command line that keeps what it starts from doing harm.
    """

    def __init__(self, cage=()):
        self.cage, self.process = cage, None

    def start(self):
        """Start the process; wait until it is ready."""
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        root = str(Path(exercises.__file__).resolve().parent.parent)
        code = f"import sys; sys.path.insert(0, {root!r}); from exercises.runner import serve"
        self.process = subprocess.Popen(
            [*self.cage, sys.executable, "-I", "-c", f"{code}; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder.name,
            env=environment(self.folder.name),
            start_new_session=True,
            encoding="utf-8",
            errors="replace",
        )
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self.process, self.lines), daemon=True).start()
        if self._line(60) != READY:
            self.process.kill()
            raise RuntimeError(f"no cell can be run: {self.process.stderr.read()}")

    @staticmethod
    def _read(process, lines):
        while line := process.stdout.readline(ANSWER):
            lines.put(line.strip())
        lines.put("")

    def _line(self, seconds):
        try:
            return self.lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def run(self, before, source):
        """Run a cell as `run_cell` does, in the other process."""
        if self.process is None:
            self.start()
        with contextlib.suppress(OSError):
            print(json.dumps([before, source]), file=self.process.stdin, flush=True)
        line = self._line(PATIENCE)
        with contextlib.suppress(ValueError):
            if line:
                return _said(line)
        self.close()
        return [], LATE if line is None else ENDED

    def close(self):
        """End the process, and whatever it has started."""
        if self.process is None:
            return
        for number in ("SIGTERM", "SIGKILL"):
            with contextlib.suppress(AttributeError, OSError):  # Windows has no groups of processes
                os.killpg(self.process.pid, getattr(signal, number))
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
        self.process.kill()
        self.process.communicate()
        self.process = None
        self.folder.cleanup()


def environment(home):
    """Return the variables that a cell finds: none that says anything of who runs it."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    fixed = {"LANG": "C.UTF-8", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1"}
    return {**kept, **fixed, "HOME": home, "USERPROFILE": home, "TMPDIR": home, "TEMP": home}
