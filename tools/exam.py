"""Write an exam: a bug hunt with other names, as a notebook, and the key to it.

    python tools/exam.py 3 2027-spring [4]

The hunt, 2, 3 or 5; a key of your choice, which decides who is drawn and what they are called; and
how many are drawn, all if you do not say. What the notebook holds is cut from the published one.
"""

import inspect
import json
import re
import sys
import textwrap
from importlib import import_module

import nbformat
from address import PLACEHOLDER, address_to_name, naming
from nbformat.v4 import new_code_cell, new_markdown_cell
from run_notebooks import NOTEBOOKS

from exercises.exam import answers

EXAMS = NOTEBOOKS.parent / "exams"
# What stands in the published notebook for its learners, or names its suspects.
LEFT_OUT = re.compile(
    r"<details>|\*\*Predict\*\*|^(We train|Each suspect has|## After the hunt|## Recap|← )"
)
NAMES_A_SUSPECT = re.compile(r"\b[B-G]\b")
WANTED = "Wanted: a hunt, a key, perhaps a count: make exam HUNT=3 KEY=2027-spring COUNT=4"
RULES = """\
# Exam: {title}

Name: ...

Here are {count} suspects with one bug each, and the tools of the hunt. Leave the folder `exercises`
closed. For each suspect fill in its cell, and write the method, mended, into the cell after it.
What counts is how you found the bug: its name alone counts for little.
"""
ANSWER = """\
### Suspect {letter}

- **Name** of the bug, from the list:
- **Evidence**, the tool and what it printed:
- **Why** this bug leaves this trace, in your own words:
- **A glance at the training**: would you have noticed?
"""
KEY = """\
## {letter}: {defect}

{explanation} Published as {number}{published}: `check("mend {number}{published}", ...)` tries a
mended method.

- **Trace**: {trace}.
- **Mended**, as one way:

```python
{mended}
```
"""


def paper(number, key, count=None, address=PLACEHOLDER):
    """Return the notebook of an exam, without outputs; ValueErrors as for `suspects`."""
    drawn = answers(number, key, count)
    data = naming(address, (NOTEBOOKS / f"bug-hunt-{number}.ipynb").read_bytes())
    notebook = nbformat.reads(data.decode(), as_version=4)
    title = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
    cells = [new_markdown_cell(RULES.format(title=title, count=len(drawn)))]
    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown":
            cells.append(new_markdown_cell(_text(cell.source, drawn)))
        else:
            call = f"suspects({number}, {json.dumps(key)}, {len(drawn)})"
            cells.append(new_code_cell(_code(cell.source, number, drawn, call)))
    for letter in drawn:
        cells.append(new_markdown_cell(ANSWER.format(letter=letter)))
        cells.append(new_code_cell(f"# The method of {letter}, mended, from its def on."))
    notebook.cells = [cell for cell in cells if cell.source]
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"exam-{place}"
    return notebook


def key_to(number, key, count=None):
    """Return what the teacher has to know, as Markdown."""
    parts = [f"# Key to bug hunt {number}, exam {key}: for the teacher alone\n"]
    for letter, suspect in answers(number, key, count).items():
        method = getattr(type(suspect.healthy), suspect.method.__name__)
        parts.append(
            KEY.format(
                letter=letter,
                number=number,
                published=type(suspect.broken).__name__,
                defect=suspect.defect,
                explanation=suspect.explanation,
                trace=sys.modules[type(suspect.broken).__module__].DEFECTS[suspect.defect],
                mended=textwrap.dedent(inspect.getsource(method)).strip(),
            )
        )
    return "\n".join(parts)


def _text(source, drawn):
    """Return a text for the exam; nothing, if it is for learners or names a published suspect."""
    kind = re.match(r"## Your turn: the (\w+)s\n", source)
    if kind and not _of_kind(kind[1].capitalize(), drawn):
        return ""
    prose = re.sub(r"`[^`]*`|\$[^$]*\$", "", source)
    if LEFT_OUT.search(source) or NAMES_A_SUSPECT.search(prose):
        return ""
    for old, new in (
        (r"(`BROKEN` holds) \w+", rf"\1 {len(drawn)}"),
        (r', `"A"` to `"G"`', f" ({', '.join(drawn)})"),
        (
            r'`"A"`, .* are the line of part 1; .* are the classifier of part 2\.',
            f"Lines of part 1: {', '.join(_of_kind('Line', drawn)) or 'none'}; classifiers of part "
            f"2: {', '.join(_of_kind('Classifier', drawn)) or 'none'}.",
        ),
        (r" The code of them all lies in [^.]*\.py`\. Do not look there yet: [^.]*\.", ""),
        (
            r"There are (\w+), so two of them fit no suspect\.",
            r"There are \1; some fit no suspect.",
        ),
    ):
        source = re.sub(old, new, source)
    return source


def _code(source, number, drawn, call):
    """Return code for the exam; nothing, if it checks an answer or names a published suspect."""
    first = re.match(r'suspect = BROKEN\["(\w)"\]', source)
    if first:
        published = import_module(f"exercises.bug_hunt{number}").BY_LETTER[first[1]]
        alike = _of_kind(type(published.healthy).__name__, drawn)
        return source.replace(f'"{first[1]}"', f'"{alike[0]}"', 1) if alike else ""
    if "import BROKEN" in source:
        source = source.replace("from exercises import check, hint\n", "")
        source = source.replace("import BROKEN, ", "import ")
        source = source.replace("from utils", "from exercises.exam import suspects\nfrom utils", 1)
        return f"{source}\nBROKEN = {call}"
    if "check(" in source or "watermark" in source or re.search(r'"[A-G]+"', source):
        return ""
    return source


def _of_kind(kind, drawn):
    return [letter for letter, one in drawn.items() if type(one.healthy).__name__ == kind]


def main(number="", key="", count=""):
    """Write exam and key into a folder that git does not see; print where they are."""
    if not number or not key:
        raise SystemExit(WANTED)
    for name, text in (("HUNT", number), ("COUNT", count or "1")):
        if not text.isdecimal():
            raise SystemExit(f"{name} must be a whole number, not {text!r}. {WANTED}")
    if not re.fullmatch(r"[\w-]+", key):
        raise SystemExit(f"KEY names a folder: letters, digits, - and _ only, not {key!r}")
    try:
        number, count = int(number), int(count) if count else None
        address, said = address_to_name(NOTEBOOKS.parent)
        notebook, text = paper(number, key, count, address), key_to(number, key, count)
    except ValueError as error:
        raise SystemExit(f"No exam written: {error}") from None
    folder = EXAMS / key
    folder.mkdir(parents=True, exist_ok=True)
    (EXAMS / ".gitignore").write_text("*\n", encoding="utf-8")
    nbformat.write(notebook, folder / f"bug-hunt-{number}.ipynb")
    (folder / f"bug-hunt-{number}-key.md").write_text(text, encoding="utf-8")
    print(f"For the learners: {folder / f'bug-hunt-{number}.ipynb'}. {said}")
    print(f"For you alone:    {folder / f'bug-hunt-{number}-key.md'}")


if __name__ == "__main__":
    if len(sys.argv) > 4:
        raise SystemExit(WANTED)
    main(*sys.argv[1:])
