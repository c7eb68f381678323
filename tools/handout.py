"""Make what a teacher hands out: the notebooks as learners get them, as a folder and as a zip.

    python tools/handout.py [--solutions=no]

`handout` can be a repository of its own (`git init` in it), for nbgitpuller: made again, it is
renewed, but a notebook that was changed there stays. It holds the notebooks alone; where they run,
the course is installed.
"""

import argparse
import sys
import zipfile

import my_notebooks
from address import address_to_name, naming
from my_notebooks import ROOT, Refusal

HANDOUT = ROOT / "handout"
# nbgitpuller would merge a learner's notebook with a new one line by line, and break it.
WHOLE = "*.ipynb -merge\n"
LICENCES = ("LICENSE", "LICENSE-text.md")
README = """\
# How a neural network learns

The notebooks of the course, to work in: begin with `0-welcome.ipynb`. Where the course is not
installed, the first cell of each notebook says what to run.

## Playing, and going back

Change anything: nothing can break. To get a notebook back as it was, rename yours, such as
`mine-3.1-dataset.ipynb`, and take that notebook from the zip again (where you got yours by a
link, follow the link again).

## Licences

Code: BSD 3-Clause License, see `LICENSE`. Text and figures: CC BY 4.0, see `LICENSE-text.md`.
"""


def make(course, folder, solutions=True):
    """Make or renew a folder with what is handed out, and a zip of it; return lines to print.

    A Refusal names the notebooks that still hold solutions, if there should be none.
    """
    said = my_notebooks.deliver(course, folder, solutions)
    for name in LICENCES:
        (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder / "README.md").write_text(README, encoding="utf-8", newline="\n")
    (folder / ".gitattributes").write_text(WHOLE, encoding="utf-8", newline="\n")
    archive = folder.with_name(f"{folder.name}.zip")
    if not solutions and (left := with_solutions(folder)):
        archive.unlink(missing_ok=True)
        raise Refusal(
            f"There is no {archive.name}, for in {folder.name}/ solutions are left in"
            f" {', '.join(left)}: changed there, or not of the course, they stay as they are."
            f" Move them out of {folder.name}/, or take the solutions out, and make it again."
        )
    write_zip(archive, folder)
    return [*said, f"{archive.name} holds the same, {archive.stat().st_size / 1000:.0f} kB."]


def with_solutions(folder):
    """Return the names of the notebooks in a folder that hold a folded solution."""
    mark = my_notebooks.SOLUTION.splitlines()[-1].encode()
    return [path.name for path, data in my_notebooks.files(folder).items() if mark in data]


def write_zip(archive, folder):
    """Write what lies in a folder into a zip: of the same files the same bytes."""
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                entry = zipfile.ZipInfo(f"{folder.name}/{path.name}")
                entry.external_attr = 0o644 << 16
                zipped.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def main(arguments=None):
    """Do what the command line asks, and say it; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--solutions", choices=("yes", "no"), default="yes")
    solutions = parser.parse_args(arguments).solutions == "yes"
    address, said = address_to_name(ROOT)
    course = {name: naming(address, data) for name, data in my_notebooks.read_course().items()}
    try:
        print(*make(course, HANDOUT, solutions), said, sep="\n")
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
