"""How far one has come: which exercises of notebooks are right, tried, or open.

    from exercises.progress import show_progress
    show_progress()

An exercise is found by its name in `check("3.2c", ...)`, wherever that stands. Its cell runs alone,
after those statements of the notebook, and no others, that bind the names which it uses; in a
process of its own, so that an endless loop or an `exit()` ends nothing else.
"""

import ast
import builtins
import contextlib
import functools
import glob
import inspect
import io
import json
import linecache
import os
import queue
import re
import signal
import subprocess
import symtable
import sys
import tempfile
import textwrap
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import exercises
from exercises import answers
from exercises.attempts import NOT_ANSWERED

RIGHT, TRIED, OPEN, MISSING = "right", "tried", "open", "missing"
BEST = (RIGHT, TRIED, OPEN, MISSING)
# For a cell: seconds of a processor, and of the clock; bytes of memory, and of a file.
SECONDS, PATIENCE, MEMORY, FILE = 10, 30, 2 << 30, 10 << 20
ANSWER = 100_000  # characters
CELL = "<cell>"
BUILTIN = set(dir(builtins))
READY = "ready"
RAISED = "the cell stops with"
ENDED = "the cell ends its process"
LATE = "stopped: does the cell run without end, or wait for something?"
# Seconds after which an answer is worth being prepared for those who err alike.
SLOW = 0.3
_running = []  # the processes in which cells run just now: one at most
# Where a process cannot be copied, or not safely, cells run one after the other in a single one.
CAN_FORK = sys.platform.startswith("linux")


# What a notebook holds


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell, and the names that it binds and uses."""

    source: str
    binds: frozenset
    uses: frozenset


@dataclass(frozen=True)
class Cell:
    """A code cell: its source without magics, what exercises it checks, and why it is no Python."""

    source: str
    names: tuple
    error: str = ""

    @functools.cached_property
    def statements(self):
        """Return the statements at the top level."""
        return [] if self.error else [_statement(node) for node in ast.parse(self.source).body]


@functools.lru_cache(100_000)  # in a class most cells are those of the course
def read_cell(source):
    """Return what a code cell holds."""
    lines = source.splitlines()
    source = "\n".join("" if re.match(r"\s*[%!]", line) else line for line in lines)
    try:
        return Cell(source, tuple(_checked(ast.parse(source, CELL))))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        found = re.findall(r"""^\s*check\(\s*["']([^"'\n]+)["']""", source, re.MULTILINE)
        return Cell(source, tuple(found), f"the cell cannot be read as Python: {error}")


def _statement(node):
    try:
        source = ast.unparse(node)
        top = symtable.symtable(source, CELL, "exec")
    except (SyntaxError, RecursionError):  # such as a `nonlocal` outside of a function
        return Statement("", frozenset(), frozenset())
    binds = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    uses, tables = set(), [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        symbols = [s for s in table.get_symbols() if s.is_referenced()]
        uses |= {s.get_name() for s in symbols if table is top or s.is_global()}
    return Statement(source, frozenset(binds), frozenset(uses - BUILTIN))


def _checked(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check" and node.args:
            name = getattr(node.args[0], "value", None)
            if isinstance(name, str):
                yield name


def read_cells(notebook):
    """Return the code cells of a notebook, given as what its JSON says."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [read_cell("".join(cell["source"])) for cell in cells]


def needed(cell, *elsewhere):
    """Return the source of the statements that a cell needs, without its own.

    Parameters
    ----------
    elsewhere : list of Cell
        Where to look for a name: in the last of these lists first, and there from the end.
    """
    statements = [s for cells in elsewhere for c in cells for s in c.statements]
    found, seen, wanted = [], set(), frozenset()
    for statement in reversed(cell.statements):
        wanted = (wanted - statement.binds) | statement.uses
    # What a statement uses may stand below it, or in a list that was asked before.
    while wanted not in seen:
        seen.add(wanted)
        chosen = []
        for statement in reversed(statements):
            if statement.binds & wanted:
                chosen.insert(0, statement.source)
                wanted = (wanted - statement.binds) | statement.uses
        found = chosen + found
    return "\n".join(found)


def is_stub(cell):
    """Tell whether a cell is certainly unanswered, without running it."""
    tree = ast.parse(cell.source)
    blank = _blank_names(tree.body)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    checks = [n for n in calls if getattr(n.func, "id", "") == "check"]
    return all(len(call.args) == 2 and _is_blank(call.args[1], blank) for call in checks)


def _blank_names(body):
    """Return the names of which nothing but `...` is made in the body of a cell or function."""
    blank, other = set(), set()
    for node in body:
        if isinstance(node, ast.Assign) and _is_blank(node.value, set()):
            blank |= _stored(node)
        elif isinstance(node, ast.FunctionDef):
            returns = [n for n in ast.walk(node) if isinstance(n, ast.Return)]
            inside = _blank_names(node.body)
            is_open = returns == node.body[-1:] and _is_blank(returns[0].value, inside)
            (blank if is_open else other).add(node.name)
        elif isinstance(node, ast.ClassDef):
            methods = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
            is_open = methods and methods <= _blank_names(node.body)
            (blank if is_open else other).add(node.name)
        else:
            other |= _stored(node)
    return blank - other


def _stored(node):
    """Return the names to which something is assigned."""
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def _is_blank(node, names):
    if isinstance(node, (ast.Tuple, ast.List)):
        return any(_is_blank(part, names) for part in node.elts)
    return getattr(node, "value", None) is ... or getattr(node, "id", None) in names


# A cell runs


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
        said.append((str(name)[:100], answers.diagnose(name, attempt)[:2000]))

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
            return said, f"{RAISED} {type(error).__name__}: {error}"
    return said, ""


def serve():
    """Read cells from the standard input and answer each by what its checks say, as JSON lines."""
    signal.signal(signal.SIGTERM, _end)
    if CAN_FORK:
        signal.signal(signal.SIGALRM, _end)
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
            os.write(writing, _answered(line)[:ANSWER].encode())
        finally:
            os._exit(0)
    _running.append(child)
    signal.alarm(PATIENCE + 5)  # if nobody is left who could stop it
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        answer = file.read(ANSWER).decode()
    _, status = os.waitpid(child, 0)
    _running.remove(child)
    signal.alarm(0)
    with contextlib.suppress(OSError):  # what it has left behind, if anything
        os.killpg(child, signal.SIGKILL)
    try:
        said, end = json.loads(answer)
        said = [(str(name), str(text)) for name, text in said]
    except (ValueError, TypeError):
        is_late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
        return json.dumps([[], LATE if is_late else ENDED])
    if time.perf_counter() - start > SLOW:
        for name, text in said:
            if text not in (answers.RIGHT, NOT_ANSWERED):
                _keep_slips(name)
    return json.dumps([said, str(end)])


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
        code = f"import sys; sys.path.insert(0, {root!r}); from exercises.progress import serve"
        self.process = subprocess.Popen(
            [*self.cage, sys.executable, "-I", "-c", f"{code}; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder.name,
            env=environment(self.folder.name),
            start_new_session=True,
            text=True,
        )
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self.process, self.lines), daemon=True).start()
        if self._line(60) != READY:
            self.process.kill()
            raise RuntimeError(f"no cell can be run: {self.process.stderr.read()}")

    @staticmethod
    def _read(process, lines):
        for line in process.stdout:
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
        if line:
            return json.loads(line)
        self.close()
        return [], ENDED if line == "" else LATE

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


# What became of the exercises


@dataclass(frozen=True)
class Result:
    """What became of an exercise, in one word, and what is wrong, in words for the learner."""

    state: str
    words: str = ""
    is_stopped: bool = False


def results(cells, run, course=()):
    """Return what became of each exercise in the cells of a notebook, by its name.

    Parameters
    ----------
    cells : list of Cell
        Those of the notebook.
    run : callable
        Runs a cell, as `run_cell` does.
    course : sequence of Cell
        Those of the notebook as the course has it: what they define is taken from there.
    """
    found = {}
    lessons = [cell for cell in course if not cell.names]
    for place, cell in enumerate(cells):
        if cell.error:
            new = {name: Result(TRIED, cell.error) for name in cell.names}
        elif not cell.names or is_stub(cell):
            new = {name: Result(OPEN) for name in cell.names}
        else:
            before = needed(cell, cells[place + 1 :], cells[:place], lessons)
            new = _judged(cell.names, *run(before, cell.source))
        found = best(found, new)
    return found


def _judged(names, said, end):
    is_stopped = bool(end) and not end.startswith(RAISED)
    missed = end or "its check is not reached when the cell is run"
    judged = {name: Result(TRIED, missed, is_stopped) for name in names}
    for name, text in said:
        state = {answers.RIGHT: RIGHT, NOT_ANSWERED: OPEN}.get(text, TRIED)
        judged[name] = Result(state, text if state == TRIED else "")
    return judged


def best(one, other):
    """Return the better of two results for each exercise; of equally good ones, the latter."""
    better = {
        name: result
        for name, result in other.items()
        if name not in one or BEST.index(result.state) <= BEST.index(one[name].state)
    }
    return {**one, **better}


def show_progress(folder="."):
    """Print which exercises of the notebooks in a folder are right, tried or open, as saved.

    Parameters
    ----------
    folder : str or path
        Where the notebooks lie; by default the working directory, in a notebook its own folder.
    """
    print(*progress_in(folder), sep="\n")


def progress_in(folder):
    """Return the lines that `show_progress` prints."""
    every, lines = {}, []
    with contextlib.closing(Runner()) as runner:
        run = run_cell if sys.platform == "emscripten" else runner.run  # a browser has no processes
        for path in sorted(Path(folder).glob("*.ipynb"), key=in_order):
            try:
                cells = read_cells(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                lines.append(f"{path.name} cannot be read as a notebook.")
                continue
            found = known(results(cells, run))
            every = best(every, found)
            if any(result.state != OPEN for result in found.values()):
                text = f"{path.stem}: {in_words(found)}"
                lines += textwrap.wrap(text, 88, subsequent_indent="    ")
    return [f"All exercises: {counted(every)}.", *lines]


def in_order(path):
    """Return a sort key that puts 3.2 before 3.10, and names without a number last."""
    parts = re.split(r"(\d+)", Path(path).stem)
    return [int(part) if part.isdigit() else part for part in parts]


def known(found):
    """Return the results of those exercises that the course has."""
    names = answers.all_exercises()
    return {name: result for name, result in found.items() if name in names}


def in_words(found):
    """Say which exercises are right, tried and open."""
    groups = {state: [n for n, r in found.items() if r.state == state] for state in BEST}
    return "; ".join(f"{state} {', '.join(names)}" for state, names in groups.items() if names)


def counted(found):
    """Say how many exercises are right, tried and open."""
    states = [result.state for result in found.values()]
    return ", ".join(f"{states.count(state)} {state}" for state in (RIGHT, TRIED, OPEN))
