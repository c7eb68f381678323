"""Tell a learner, or a teacher of a class, which exercises are right, tried or open.

    python tools/progress.py                    the exercises of my-notebooks: right, tried, open
    python tools/progress.py FROM               those of a class: FROM is a folder (or zip) with one
                                                folder, zip or notebook for each learner
    python tools/progress.py FROM --only 3.5    of these exercises alone, one column each: their
                                                beginning, "hunt 3", 3.2-activation; also a list
    python tools/progress.py FROM --diagnoses   and what is wrong with each attempt
    python tools/progress.py FROM --csv FILE    all of it as a table for a spreadsheet

What learners hand in are programs. The cells with exercises run, each alone, without the variables
of your environment, with limits of time, memory and disk. On Linux, where `unshare` works, they
have no network, either, and can write nowhere but in a temporary folder. Elsewhere they can do
whatever you can: do not run there what you would not run yourself. Nor as root, for
whom Linux does not limit how many processes a program starts.
"""

import argparse
import contextlib
import csv
import functools
import io
import json
import os
import re
import sys
import textwrap
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_letters

import my_notebooks
from address import address_to_name, naming

from exercises import answers
from exercises import progress as looked
from exercises.cage import CAGED, UNCAGED, cage
from exercises.cells import read_cells
from exercises.progress import MISSING, OPEN, RIGHT, TRIED
from exercises.runner import Runner, plain

MARKS = {RIGHT: "+", TRIED: "-", OPEN: ".", MISSING: "?"}
DEEPEST = 9  # folders around those of a class
MOST_FILES = 1000  # of a learner
LARGEST = {".ipynb": 20_000_000, ".zip": 200_000_000}  # bytes of a notebook, and of a zip


class Refusal(Exception):
    """What cannot be done, in words for a teacher."""


@dataclass
class Learner:
    """What a learner handed in: what became of each exercise, and what else is to be said."""

    name: str
    results: dict = field(default_factory=dict)
    remarks: list = field(default_factory=list)

    def count(self, state, names):
        """Say how many of these exercises are in a state; nothing if none was handed in."""
        states = [self.results[name].state for name in names if name in self.results]
        return str(states.count(state)) if states else ""


@dataclass(frozen=True)
class Original:
    """A notebook of the course: its cells, and the fingerprints of what is handed out."""

    cells: list
    fingerprints: frozenset


@functools.cache
def originals():
    """Return the notebooks of the course that have exercises, by name."""
    found, (address, _) = {}, address_to_name(my_notebooks.ROOT)
    for name, data in my_notebooks.read_course().items():
        cells = read_cells(json.loads(data))
        copies = [
            my_notebooks.learners_copy(version, name, solutions)
            for version in (data, naming(address, data))
            for solutions in (True, False)
        ]
        if any(cell.names for cell in cells):
            fingerprints = frozenset(my_notebooks.delivered(copy)[1] for copy in copies)
            found[name] = Original(cells, fingerprints)
    return found


@functools.cache
def homes():
    """Return the notebook in which each exercise stands."""
    return {
        exercise: name
        for name, original in originals().items()
        for cell in original.cells
        for exercise in cell.names
    }


# What was handed in


def kind(path):
    """Return how the name of a file ends, in small letters."""
    return Path(path.name).suffix.lower()


def contents(path):
    """Return the bytes of a notebook or zip, unless there are too many."""
    largest = LARGEST[kind(path)]
    with path.open("rb") as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise Refusal(f"it is too large, with more than {largest // 1_000_000} MB")
    return data


def as_folder(path):
    """Return a path as one that can be listed: a zip is a folder, too."""
    if kind(path) == ".zip" and path.is_file():
        is_inside = not isinstance(path, Path)  # of another zip, and to be read into memory
        return zipfile.Path(zipfile.ZipFile(io.BytesIO(contents(path)) if is_inside else path))
    return path


def seen(folder):
    """Return what lies in a folder and is not hidden."""
    paths = [p for p in folder.iterdir() if not p.name.startswith((".", "__MACOSX"))]
    return sorted(paths, key=lambda p: looked.in_order(p.name))


def listed(folder):
    """Return what lies in a folder: no links, which could lead anywhere, and nothing hidden."""
    return [p for p in seen(folder) if not (isinstance(p, Path) and p.is_symlink())]


def files_in(path, label=None):
    """Return each file in a folder or zip, and where it lies; an error for what is not readable."""
    try:
        folder = as_folder(path)
        inside = listed(folder) if folder.is_dir() else None
    except Exception as error:  # a zip can be broken in many ways
        yield label or path.name, error
        return
    if inside is None:
        yield label or path.name, path
        return
    for part in inside:
        yield from files_in(part, f"{label}/{part.name}" if label else part.name)


def taken(path):
    """Return what a learner may have handed in: each folder, zip and notebook in a folder."""
    folder = as_folder(path)
    paths = listed(folder) if folder.is_dir() else [path]
    return [p for p in paths if p.is_dir() or kind(p) in LARGEST]


def left_out(folder):
    """Return the names of what lies beside the hand-ins and is not looked at."""
    chosen, inside = {p.name for p in taken(folder)}, as_folder(folder)
    return [p.name for p in seen(inside) if p.name not in chosen] if inside.is_dir() else []


def class_folder(source):
    """Return the folder or zip of the hand-ins, which may lie alone in others, as zips are made."""
    path = Path(source).expanduser()
    if not path.exists():
        raise Refusal(f"There is no folder {source}.")
    try:
        inside = taken(path)
    except Exception as error:  # a zip can be broken in many ways
        raise Refusal(f"{source} cannot be read: {error}") from error
    if not inside:
        raise Refusal(
            f"In {source} nobody has handed in a notebook: wanted is a folder, zip or notebook for"
            " each learner."
        )
    with contextlib.suppress(Exception):  # what is not readable is told in its row
        alone = path
        for _ in range(DEEPEST):
            if len(inside) == 1:
                [alone] = inside
                inside = taken(alone)
        # Several, and not what a single learner has: notebooks under the names of the course's.
        if len(inside) > 1 and not {my_notebooks.MINE, *originals()} & {p.name for p in inside}:
            if alone is not path:
                each = f"Each folder, zip or notebook in {alone.name} is taken as a learner."
                print(plain(each), file=sys.stderr)
            return alone
    return path


def hand_ins(folder):
    """Return the name and the path of what each learner handed in."""
    return [(re.sub(r"\.(ipynb|zip)$", "", p.name, flags=re.I), p) for p in taken(folder)]


def look_at(name, path, run, names=None):
    """Return what became of the exercises that a learner handed in, or of some of them alone."""
    learner, labels, copies, unknown = Learner(plain(name)), [], {}, set()
    every = answers.all_exercises() if names is None else names
    for label, file in files_in(path):
        labels.append(label)
        if len(labels) > MOST_FILES:
            learner.remarks.append(f"more than {MOST_FILES} files: the others are not looked at")
            break
        try:
            if isinstance(file, Exception):
                raise file
            if kind(file) != ".ipynb":
                continue
            notebook = my_notebooks.parse(contents(file))
            if notebook is None:
                raise Refusal("it is no notebook")
            cells = read_cells(notebook)
            checked = [exercise for cell in cells for exercise in cell.names]
            original, fingerprint = my_notebooks.delivered(notebook)
            here = [homes()[exercise] for exercise in checked if exercise in homes()]
            if original not in originals():
                original = here[0] if here else None
            elif fingerprint not in originals()[original].fingerprints:
                learner.remarks.append(f"{label} is of another version of the course")
            for one in {original, *here} - {None}:
                copies.setdefault(one, []).append(label)
            unknown |= {exercise for exercise in checked if exercise not in homes()}
            course = originals()[original].cells if original else ()
            found = looked.results(cells, run, course, every)
            found = {exercise: result for exercise, result in found.items() if exercise in every}
            learner.results = looked.best(learner.results, found)
        except Exception as error:  # whatever is wrong with one must not hide the others
            learner.remarks.append(f"{label} cannot be read: {error}")
    for exercise, home in homes().items():
        if home in copies and exercise in every and exercise not in learner.results:
            learner.results[exercise] = looked.Result(MISSING)
    if not copies and not learner.remarks:
        there = ", ".join(labels[:5]) or "it is empty"
        learner.remarks.append(f"no notebook with exercises of the course here: {there}")
    learner.remarks += remarks_on_copies(copies)
    learner.remarks += remarks_on(learner.results, unknown if names is None else ())
    return learner


def remarks_on_copies(copies):
    """Say where the same notebook lies in several folders: it may be that of several learners."""
    for name, labels in copies.items():
        folders = sorted({label.rpartition("/")[0] or "the folder itself" for label in labels})
        if len(folders) > 1:
            return [
                f"{name} is here more than once, in {', '.join(folders)}: the best answers of all"
                " count; is this one learner?"
            ]
    return []


def remarks_on(results, unknown):
    """Say which cells are missing, which the course does not have, and which had to be stopped."""
    missing = [name for name, result in results.items() if result.state == MISSING]
    stopped = {name: result.words for name, result in results.items() if result.is_stopped}
    return [
        *([f"no cell checks {', '.join(missing)}"] if missing else []),
        *([f"the course has no {', '.join(sorted(unknown))}"] if unknown else []),
        *[f"{name}: {words}" for name, words in stopped.items()],
    ]


def look_at_class(source, names=None):
    """Return what became of the exercises of each learner in a folder, or of some of them alone."""
    folder = class_folder(source)
    paths = hand_ins(folder)
    if others := left_out(folder):
        print(plain(f"Neither folder, zip nor notebook: {', '.join(others)}"), file=sys.stderr)
    caged, number = cage(), os.cpu_count() or 1
    print(CAGED if caged else UNCAGED, file=sys.stderr)

    def look(name_and_path):
        # One for each learner: nothing that a cell leaves behind can reach another's.
        try:
            with contextlib.closing(Runner(caged)) as runner:
                return look_at(*name_and_path, runner.run, names)
        except Exception as error:  # nor can what goes wrong with one
            return Learner(plain(name_and_path[0]), remarks=[f"could not be looked at: {error}"])

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(look, paths))


# What is shown


def group(name):
    """Return which column of the overview counts an exercise: its part, or its bug hunt."""
    return f"{'part' if name[0].isdigit() else 'hunt'} {re.search('[0-9]', name)[0]}"


def named(text):
    """Return the names of the exercises that begin so, or stand in a part, hunt or notebook."""
    text = text.strip().lower().removesuffix(".ipynb")
    begins = re.compile(re.escape(text) + r"(?!\d)", re.IGNORECASE)  # 3.1 is not 3.10
    return {
        name
        for name in answers.all_exercises()
        if text in (group(name), homes().get(name, "").removesuffix(".ipynb").lower())
        or begins.match(name)
    }


def asked(only):
    """Return the names of the exercises that a list asks for, in the order of the course."""
    found = set()
    for text in list(filter(str.strip, only.split(","))) or [only]:
        for part in [text] if named(text) else text.split():
            if not named(part):
                raise Refusal(
                    f"ONLY asks for no exercise by {part}. It takes the beginning of their names"
                    " (3.5, 3.5c, bug 3), a part or hunt (part 3, hunt 3), or a notebook"
                    " (3.2-activation); several by commas."
                )
            found |= named(part)
    return [name for name in answers.all_exercises() if name in found]


def table(learners, columns):
    """Return the lines of a table with a row for each learner, and remarks under it.

    Parameters
    ----------
    columns : dict of str to callable
        What returns the text for a learner, by the heading, which has two lines.
    """
    first = max(len(learner.name) for learner in learners)
    headings = [heading.split("\n") for heading in columns]
    widths = [max(map(len, lines)) for lines in headings]

    def row(name, texts):
        cells = [text.ljust(width) for text, width in zip(texts, widths, strict=True)]
        return f"{name:{first}}  {'  '.join(cells)}".rstrip()

    lines = [row("", texts) for texts in zip(*headings, strict=True)]
    for learner in learners:
        lines.append(row(learner.name, [text(learner) for text in columns.values()]))
        lines += [f"    {plain(remark)}" for remark in learner.remarks]
    return lines


def overview(learners):
    """Return the lines of a table that says how many exercises of each part are right."""
    every = list(answers.all_exercises())
    groups = {}
    for name in every:
        groups.setdefault(group(name), []).append(name)
    columns = {
        f"right\nof {len(every)}": lambda learner: learner.count(RIGHT, every),
        "tried\n": lambda learner: learner.count(TRIED, every),
    }
    for heading, names in groups.items():
        columns[f"{heading}\nof {len(names)}"] = functools.partial(_right_of, names)
    return [*table(learners, columns), "", *hardest(learners)]


def _right_of(names, learner):
    return learner.count(RIGHT, names)


def hardest(learners, most=8):
    """Say which exercises are tried, and not right, by most learners."""
    tried = Counter(n for one in learners for n, r in one.results.items() if r.state == TRIED)
    if not tried:
        return []
    words = [f"{name} by {count}" for name, count in tried.most_common(most)]
    return [f"Tried and not right, the most first: {', '.join(words)}."]


def in_detail(learners, names):
    """Return the lines of a table with a mark for each of some exercises."""
    columns, groups = {}, {}
    for name in names:
        groups.setdefault(name.rstrip(ascii_letters), []).append(name)
    for start, members in groups.items():
        letters = "".join(name.removeprefix(start) or " " for name in members)
        columns[f"{start.strip()}\n{letters}"] = functools.partial(_marks_of, members)
    legend = ", ".join(f"{mark} {state}" for state, mark in MARKS.items())
    return [*table(learners, columns), "", f"{legend}; nothing: not handed in"]


def _marks_of(names, learner):
    results = [learner.results.get(name) for name in names]
    return "".join(MARKS[result.state] if result else " " for result in results)


def diagnoses(learners, names):
    """Return lines that say what is wrong with each attempt, and whose it is."""
    lines = []
    for name in names:
        whose = {}
        for learner in learners:
            result = learner.results.get(name)
            if result and result.state == TRIED:
                whose.setdefault(plain(result.words), []).append(learner.name)
        if whose:
            lines += ["", f"{name}: tried by {sum(map(len, whose.values()))}"]
        for words, who in sorted(whose.items(), key=lambda pair: -len(pair[1])):
            text = f"{words} ({', '.join(who)})"
            lines += textwrap.wrap(text, 98, initial_indent="  ", subsequent_indent="    ")
    return lines


def write_csv(path, learners, names, with_words):
    """Write a table with a row for each learner, and a column for each exercise."""
    with open(path, "w", newline="", encoding="utf-8-sig") as file:  # so Excel finds its letters
        writer = csv.writer(file)
        writer.writerow(["learner", *names, "remarks"])
        for learner in learners:
            results = [learner.results.get(name, looked.Result("")) for name in names]
            texts = [
                r.state + (f": {plain(r.words)}" if with_words and r.words else "") for r in results
            ]
            remarks = "; ".join(map(plain, learner.remarks))
            # A spreadsheet would compute what begins with these.
            row = [learner.name, *texts, remarks]
            writer.writerow([re.sub(r"^(?=\s*[=+@-])", "'", text) for text in row])


def main(arguments=None):
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", nargs="?", metavar="FROM")
    parser.add_argument("--only", default="", metavar="3.5")
    parser.add_argument("--diagnoses", action="store_true")
    parser.add_argument("--csv", metavar="FILE")
    asked_for = parser.parse_args(arguments)
    sys.stdout.reconfigure(errors="replace")
    try:
        if not asked_for.source:
            if asked_for.only or asked_for.diagnoses or asked_for.csv:
                raise Refusal("ONLY, DIAGNOSES and CSV are for a class: say FROM=folder, too.")
            print(*own(), sep="\n")
            return 0
        names = asked(asked_for.only) if asked_for.only else None
        if asked_for.csv and not Path(asked_for.csv).absolute().parent.is_dir():
            raise Refusal(f"There is no folder for CSV={asked_for.csv}.")
        learners = look_at_class(asked_for.source, names)
        print(*(in_detail(learners, names) if names else overview(learners)), sep="\n")
        names = names or list(answers.all_exercises())
        if asked_for.diagnoses:
            print(*diagnoses(learners, names), sep="\n")
        if asked_for.csv:
            write_csv(asked_for.csv, learners, names, asked_for.diagnoses)
    except (Refusal, OSError, zipfile.BadZipFile) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def own():
    """Return lines that say how far the learner of this folder is."""
    folder = my_notebooks.ROOT / my_notebooks.MINE
    if not folder.is_dir():
        raise Refusal(f"There is no {my_notebooks.MINE} yet: `make lab` makes it.")
    return looked.progress_in(folder)


if __name__ == "__main__":
    sys.exit(main())
