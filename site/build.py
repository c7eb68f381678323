"""Build the site to read, in `_site`, from the notebooks and their stored outputs.

Sphinx reads a copy, in which all lies as in the repository, so that every link between pages leads
where it leads there; what is added is the front page.
"""

import re
import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = HERE / "build"
SOURCE = BUILD / "source"
OUTPUT = ROOT / "_site"
# What `make lite` has built, and the folder that it gets, beside the pages.
LITE = ROOT / "lite" / "_site"
LIVE = "lite"
# A teacher's pages give answers away: neither search nor the side of a page leads to them.
FOR_TEACHERS = "teaching/*.md"
ASIDE = "---\norphan: true\nnosearch: true\n---\n"
BACK = "\n← [The teacher's pack](README.md)\n"
# All that a page shows, is, or links to.
FILES = ("notebooks/*.ipynb", "images/*", "docs/*", "teaching/*", "hub/*", "*.md", "LICENSE")
HOW_LIVE = (
    "To **run** a lesson, press *Run it live* at its top: it opens in your browser, "
    "and nothing has to be installed.\n"
)
# A row of the README's map of the course: name of the part, its notebooks, its time.
ROW = re.compile(r"^\| *([^|]*?) *\|([^|]*\.ipynb[^|]*)\| *([^|]*?) *\|$", re.MULTILINE)
LINK = re.compile(r"\[([^]]*)\]\(([^)]*)\.ipynb\)")


def course_map(readme):
    """Return name, time and pages, as pairs of title and address, of each row of the map."""
    rows = ROW.findall(readme)
    if not rows:
        sys.exit("README.md has no table with rows like | part | [title](notebook) | time |")
    return [(name, time, LINK.findall(links)) for name, links, time in rows]


def toctree(caption, pages):
    """Return a table of contents for the side of each page."""
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```"])


def front_page(template, readme, others):
    """Return the front page: what the template says, and the map of the course."""
    lines, trees = [], []
    for name, time, pages in course_map(readme):
        caption = name or ("To look up" if trees else "Begin here")
        lines += [f"## {caption}", "", *([f"About {time}.", ""] if time else [])]
        lines += [*(f"- [{title}]({page}.ipynb)" for title, page in pages), ""]
        trees.append(toctree(caption, [f"{title} <{page}>" for title, page in pages]))
    trees.append(toctree("About the course", others))
    text = template.replace("{live}", HOW_LIVE if LITE.is_dir() else "")
    return "\n".join([text.replace("{map}", "\n".join(lines)), *trees, ""])


def sources():
    """Return the paths, seen from the root of the repository, of all that Sphinx is to read."""
    return sorted(
        path.relative_to(ROOT) for pattern in FILES for path in ROOT.glob(pattern) if path.is_file()
    )


def stage():
    """Copy what Sphinx reads, and write the front page."""
    for path in sources():
        (SOURCE / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, SOURCE / path)
        if path.match(FOR_TEACHERS):
            text = (ROOT / path).read_text(encoding="utf-8")
            back = "" if path.stem == "README" else BACK
            (SOURCE / path).write_text(ASIDE + text + back, encoding="utf-8")
    pages = [path for path in sources() if path.suffix == ".md" and not path.match(FOR_TEACHERS)]
    texts = [path.with_suffix("").as_posix() for path in pages]
    # Its own title is that of the course.
    others = ["README <README>", *(text for text in texts if text != "README")]
    template = (HERE / "index.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (SOURCE / "index.md").write_text(front_page(template, readme, others), encoding="utf-8")


def publish(pages):
    """Put the pages in the place of those of the last build, and the lite site beside them."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    shutil.copytree(pages, OUTPUT, ignore=lambda *_: {".buildinfo", "_sources"})
    if LITE.is_dir():
        shutil.copytree(LITE, OUTPUT / LIVE)


def build():
    """Build all anew: what Sphinx keeps from the last time it does not check against conf.py."""
    shutil.rmtree(BUILD, ignore_errors=True)
    stage()
    pages, kept = BUILD / "pages", BUILD / "kept"
    options = ["-c", HERE, "-d", kept, "-j", "auto", "-q", "--fail-on-warning", "--keep-going"]
    options += ["-A", f"lite={LIVE}"] if LITE.is_dir() else []
    status = sphinx([str(option) for option in [*options, SOURCE, pages]])
    if status == 0:
        publish(pages)
    return status


if __name__ == "__main__":
    sys.exit(build())
