"""The learner's own copy of the notebooks, in my-notebooks/, which git ignores.

    python tools/my_notebooks.py                      add what is new, renew what is not changed
    python tools/my_notebooks.py restore 3.1-dataset  get one back as it was
    python tools/my_notebooks.py fresh                start again with all
    python tools/my_notebooks.py update               get the newest version of the course by git
    python tools/my_notebooks.py update ../old-folder bring the notebooks of an older folder here

A notebook in it has no outputs, and carries its name and a fingerprint of what was delivered: what
differs from that is the learner's, and never lost. `restore` keeps it beside the notebook, `fresh`
in a renamed folder. Only the standard library is needed.
"""

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = "notebooks"
MINE = "my-notebooks"
NEW = "new version"
COMMAND = "py tools\\my_notebooks.py" if os.name == "nt" else "python3 tools/my_notebooks.py"
SOLUTION = "<details>\n<summary>Solution of "
PROMISE = re.compile(r"\s*\b(?:The s|S)olutions are folded[^.]*\.")


class Refusal(Exception):
    """What cannot be done, and what to do instead, in words for a learner."""


def fingerprint(notebook):
    """Return a text that changes if, and only if, the text or the order of the cells does.

    Empty cells do not count: JupyterLab adds one below the last cell that is run.
    """
    cells = [
        (cell["cell_type"], "".join(cell["source"]), cell.get("attachments"))
        for cell in notebook["cells"]
        if "".join(cell["source"]).strip() or cell.get("attachments")
    ]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()


def parse(data):
    """Return the notebook in the bytes of a file, or None if there is none."""
    try:
        notebook = json.loads(data)
        fingerprint(notebook)
        notebook["metadata"].get("course", {}).get("name")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return notebook


def delivered(notebook):
    """Return name and fingerprint with which a notebook was delivered, or None twice."""
    course = notebook["metadata"].get("course", {}) if notebook else {}
    return course.get("name"), course.get("fingerprint")


def is_untouched(data):
    """Tell whether a file holds a notebook just as it was delivered, or merely run since."""
    notebook = parse(data)
    return notebook is not None and delivered(notebook)[1] == fingerprint(notebook)


def learners_copy(data, name, solutions=True):
    """Return the notebook in the bytes of a file of the course, as the learner gets it."""
    notebook = json.loads(data)
    if not solutions:
        cells = notebook["cells"]
        notebook["cells"] = [c for c in cells if not "".join(c["source"]).startswith(SOLUTION)]
        for cell in notebook["cells"]:
            cell["source"] = PROMISE.sub("", "".join(cell["source"]))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    notebook["metadata"]["course"] = {"name": name, "fingerprint": fingerprint(notebook)}
    return notebook


def as_bytes(notebook):
    """Return a notebook as JupyterLab would write it."""
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


@contextmanager
def written(path, data):
    """Write data to a temporary file beside a path, gone at the end if it was not moved away."""
    temporary = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def create(path, data):
    """Write a whole new file or, with an exception, none; FileExistsError if there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written(path, data) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # there are file systems without links
            path.touch(exist_ok=False)
            os.replace(temporary, path)


def replace(path, old, new):
    """Replace the content of a file, unless the learner has just saved another one."""
    with written(path, new) as temporary:
        if path.read_bytes() == old:
            os.replace(temporary, path)


def create_beside(path, label, data):
    """Write data beside a file, with a label and if need be a number in the name; return where."""
    number = 1
    while True:
        numbered = label if number == 1 else f"{label} {number}"
        beside = path.with_name(f"{path.stem} ({numbered}){path.suffix}")
        try:
            create(beside, data)
            return beside
        except FileExistsError:
            if beside.read_bytes() == data:
                return beside
        number += 1


def files(folder):
    """Return paths and contents of the notebooks in a folder."""
    paths = sorted(folder.glob("*.ipynb")) if folder.is_dir() else []
    return {path: path.read_bytes() for path in paths if path.is_file()}


def new_versions(folder, name):
    """Return paths and contents of the newer versions of a notebook that lie beside it."""
    start = f"{Path(name).stem} ({NEW}"
    return {path: data for path, data in files(folder).items() if path.name.startswith(start)}


def put_beside(folder, name, new):
    """Put the newer version of a notebook beside the learner's; return where, if it is news."""
    beside = new_versions(folder, name)
    if any(delivered(parse(data)) == delivered(new) for data in beside.values()):
        return None
    for path, data in beside.items():
        if is_untouched(data):
            replace(path, data, as_bytes(new))
            return path
    return create_beside(folder / name, NEW, as_bytes(new))


def deliver(course, folder, solutions=True):
    """Add to a folder the notebooks of the course that it lacks, and renew the untouched ones.

    Parameters
    ----------
    course : dict of str to bytes
        Names and contents of the notebooks of the course.
    folder : Path
        The learner's folder; made if there is none.
    solutions : bool
        Whether the folded solutions, and what the text says of them, are handed out, too.

    Returns
    -------
    list of str
        What was done, and what the learner should know.
    """
    if not course:
        raise Refusal(f"There are no notebooks in {NOTEBOOKS}/.")
    folder.mkdir(parents=True, exist_ok=True)
    added, renewed, removed, said = [], [], [], []
    for name, original in course.items():
        path, new = folder / name, learners_copy(original, name, solutions)
        if not path.exists():
            with suppress(FileExistsError):  # made by a second run at the same time
                create(path, as_bytes(new))
            added.append(name)
            continue
        old = path.read_bytes()
        notebook = parse(old)
        if notebook is None:
            said.append(
                f"{name} cannot be read as a notebook, and stays as it is; to get it back as it"
                f" was: {COMMAND} restore {path.stem}"
            )
        elif fingerprint(new) in (fingerprint(notebook), delivered(notebook)[1]):
            for beside, data in new_versions(folder, name).items():
                if is_untouched(data):
                    beside.unlink(missing_ok=True)
        elif is_untouched(old):
            replace(path, old, as_bytes(new))
            renewed.append(name)
        elif beside := put_beside(folder, name, new):
            said.append(f'{name}: yours stays as it is; beside it is "{beside.name}"')
    for path, data in files(folder).items():
        is_own_name = delivered(parse(data))[0] == path.name
        if is_own_name and path.name not in course and is_untouched(data):
            path.unlink(missing_ok=True)
            removed.append(path.name)
    if len(added) == len(course):
        said.append(f"{folder.name}/ is yours: {len(added)} notebooks to work in.")
        added = []
    lists = {
        "New": added,
        "Renewed, as you had not changed them": renewed,
        "Removed, as the course has them no more and you had not changed them": removed,
    }
    return said + [f"{what}: {', '.join(names)}" for what, names in lists.items() if names]


def restore(course, folder, name):
    """Get a notebook back as it was, and keep what the learner made of it beside it."""
    name = Path(name.replace("\\", "/")).name.removesuffix(".ipynb") + ".ipynb"
    if name not in course:
        there = ", ".join(Path(other).stem for other in course)
        raise Refusal(f"The course has no {name}. It has: {there}")
    path, new = folder / name, as_bytes(learners_copy(course[name], name))
    if not path.exists():
        create(path, new)
        return [f"{name} is back."]
    old, kept = path.read_bytes(), ""
    if not is_untouched(old):
        kept = f' Yours is kept as "{create_beside(path, "mine", old).name}".'
    replace(path, old, new)
    return [f"{name} is as it was.{kept}", "If it is open: File > Reload Notebook from Disk."]


def fresh(course, folder):
    """Rename the learner's folder, and make a new one."""
    said = []
    if os.path.lexists(folder):
        dated = folder.with_name(f"{folder.name} {datetime.date.today()}")
        number = 1
        while os.path.lexists(kept := dated if number == 1 else Path(f"{dated} ({number})")):
            number += 1
        folder.rename(kept)
        said.append(f'Your notebooks are kept in "{kept.name}".')
    return said + deliver(course, folder)


def git(*arguments):
    """Run git in the course; return the finished process, or None if there is no git or clone."""
    if not (ROOT / ".git").exists():
        return None
    with suppress(FileNotFoundError):
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True)
    return None


def changed_notebooks():
    """Return git's two letters for each notebook of the course that is not as committed."""
    status = git("status", "--porcelain", "-z", "--no-renames", "-uall", "--", NOTEBOOKS)
    if status is None or status.returncode:
        return {}
    entries = status.stdout.decode().split("\0")[:-1]
    return {entry[3:]: entry[:2] for entry in entries if entry.endswith(".ipynb")}


def committed(path, stage="HEAD"):
    """Return the content of a file as git has it, or None."""
    shown = git("show", f"{stage}:{path}")
    return None if shown.returncode else shown.stdout


def read_course():
    """Return names and contents of the notebooks of the course.

    What somebody wrote into them is not the course: where git can tell, it is left out.
    """
    course = {path.name: data for path, data in files(ROOT / NOTEBOOKS).items()}
    for path in changed_notebooks():
        course.pop(Path(path).name, None)
        if data := committed(path):
            course[Path(path).name] = data
    return dict(sorted(course.items()))


def keep_edited(name, data, known, folder):
    """Bring a notebook that was edited in notebooks/ into the learner's folder."""
    notebook = parse(data)
    if notebook and fingerprint(notebook) in known:
        return []
    kept = create_beside(folder / name, f"from {NOTEBOOKS}", data)
    return [f'{NOTEBOOKS}/{name} was changed; a copy of it is "{kept.name}" in {folder.name}/']


def update_by_git(folder):
    """Get the newest version of the course; keep what was edited in its own notebooks."""
    version = git("rev-parse", "HEAD")
    if version is None or version.returncode:
        raise Refusal(
            "This folder was not made by git (or there is no git), so: download the course again,"
            " unpack it beside this folder, and type there:\n"
            f'    {COMMAND} update "../{ROOT.name}"'
        )
    if git("rev-parse", "@{upstream}").returncode:
        raise Refusal("Git does not know from where to get updates: there is no upstream branch.")
    fetched = git("fetch")
    if fetched.returncode:
        reason = fetched.stderr.decode(errors="replace").strip()
        raise Refusal(f"The course could not be reached; are you offline? Git says:\n{reason}")
    said, edited = [], []
    for path, letters in changed_notebooks().items():
        original = parse(committed(path) or b"")
        if original is None:
            continue
        here = (ROOT / path).read_bytes() if (ROOT / path).is_file() else None
        versions = [here]
        if "U" in letters or letters == "AA":  # a conflict: either side may be the learner's
            sides = [committed(path, f":{stage}") for stage in (2, 3)]
            versions = [*sides, here if parse(here or b"") else None]
        for data in filter(None, versions):
            said += keep_edited(Path(path).name, data, {fingerprint(original)}, folder)
        edited.append(path)
    merged = git("merge", "--ff-only", "@{upstream}")
    is_behind = git("merge-base", "--is-ancestor", "HEAD", "@{upstream}").returncode == 0
    if merged.returncode and is_behind and edited:
        git("checkout", "HEAD", "--", *edited)
        merged = git("merge", "--ff-only", "@{upstream}")
    if merged.returncode:
        reason = merged.stderr.decode(errors="replace").strip()
        raise Refusal(
            "\n".join(said)
            + "\nThe course is not updated, because of other changes of yours in its folder."
            f" Git says:\n{reason}"
        )
    is_newest = version.stdout == git("rev-parse", "HEAD").stdout
    said.append("This is the newest version." if is_newest else "The course is updated.")
    before = version.stdout.decode().strip()
    if git("diff", "--quiet", before, "HEAD", "--", "requirements.txt").returncode:
        said.append("It needs other packages. Without make, install requirements.txt again.")
    return said


def bring(path, data, label):
    """Bring a file of the learner's from an older folder; what is here already stays."""
    here = path.read_bytes() if path.exists() else None
    if here is None:
        create(path, data)
    elif is_untouched(data) or data == here:
        pass
    elif is_untouched(here):
        replace(path, here, data)
    else:
        create_beside(path, label, data)


def update_from(old, course, folder):
    """Copy the learner's notebooks from an older folder of the course."""
    old = Path(old).expanduser().resolve()
    if old == ROOT or not ((old / MINE).is_dir() or (old / NOTEBOOKS).is_dir()):
        raise Refusal(f"{old} is not an older folder of the course.")
    said = []
    for source in sorted(old.glob(f"{MINE}*")):
        for path in sorted(source.rglob("*")):
            inside = path.relative_to(source)
            if path.is_file() and not any(part.startswith(".") for part in inside.parts):
                target = folder if source.name == MINE else folder.with_name(source.name)
                bring(target / inside, path.read_bytes(), f"from {old.name}")
        said.append(f"Your notebooks in {source} are copied here.")
    known = {fingerprint(json.loads(data)) for data in course.values()}
    known |= {delivered(parse(data))[1] for data in files(old / MINE).values()}
    for path, data in files(old / NOTEBOOKS).items():
        said += keep_edited(path.name, data, known, folder)
    return said


def act(command="deliver", *arguments):
    """Do what the command line asks; return lines to print."""
    folder = ROOT / MINE
    if folder.is_symlink() and not folder.exists() and command != "fresh":
        raise Refusal(f"{MINE} is a link to {os.readlink(folder)}, which is not there.")
    if os.path.lexists(folder) and folder.exists() and not folder.is_dir():
        raise Refusal(f"{MINE} is a file; rename it, for it is the name of your folder.")
    request = (command, len(arguments))
    if request == ("update", 0):
        print(*update_by_git(folder), sep="\n", flush=True)
        # What delivers is the tool of the new version.
        if subprocess.run([sys.executable, __file__]).returncode:
            raise Refusal("")
        return []
    course = read_course()
    if request == ("deliver", 0):
        return deliver(course, folder)
    if request == ("restore", 1):
        return restore(course, folder, *arguments)
    if request == ("fresh", 0):
        return fresh(course, folder)
    if request == ("update", 1):
        return update_from(*arguments, course, folder) + deliver(course, folder)
    raise Refusal(__doc__.strip())


def main(arguments):
    """Do what the command line asks, and say it; return the exit status."""
    try:
        print(*[f"{line}\n" for line in act(*arguments)], sep="", end="")
    except Refusal as refusal:
        print(str(refusal).strip(), file=sys.stderr)
        return 1
    except (OSError, KeyboardInterrupt) as error:
        print(f"Stopped, and nothing of yours is lost. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
