"""The notebooks as documents: how each is built, what it stores, and its twins in utils."""

import ast
import copy
import importlib
import inspect
import json
import re
from urllib.parse import unquote

import numpy as np
import pytest
from course import (
    PARTS,
    PATHS,
    code_cells,
    each_notebook,
    part,
    printed,
    prose,
    python_source,
    read,
    solution,
    tags,
    words,
)
from IPython.core.inputtransformer2 import TransformerManager
from run_notebooks import IGNORED, NOTEBOOKS, PICTURE, readme_picture

# These have no lesson to recapitulate.
WITHOUT_LESSON = re.compile("0-welcome|playground-.*|draw-a-digit|tutorial-and-course")
# Each public function of these modules, and of the model of each part, is taught line by line.
SHARED = ("activations", "losses", "data", "gradient_check", "autodiff")
README = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
# Their parameters are no symbols of the course.
WITHOUT_SYMBOLS = {"data", "gradient_check", "autodiff"}
NBVAL_COMMENT = re.compile(r"^\s*#+\s*(NBVAL|PYTEST_VALIDATE)_", re.MULTILINE)
DECIMAL = re.compile(r"\d+\.\d+")
# What stands in the place of a shape where there is none.
OBJECTS = {"list": (list, tuple), "generator": np.random.RandomState, "range": range}
TIME = re.compile(r"\*\*Time\*\*: about (\d+) minutes")


def bullets(notebook, heading):
    """Return the bullets under a heading of the second level."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^#|\Z)", prose(notebook.cells), re.M | re.S)
    assert section, f"there is no section '## {heading}'"
    return re.findall(r"^[-*] .*", section[1], re.MULTILINE)


def links(notebook):
    """Return the targets of all relative links and pictures."""
    text = prose(notebook.cells)
    targets = re.findall(r"\]\(([^)\s]*)", text) + re.findall(r"(?:href|src)=[\"']([^\"']*)", text)
    return [unquote(target) for target in targets if not re.match(r"[a-z]+:", target)]


def test_there_are_notebooks():
    """No notebook at all would pass every other test."""
    assert PATHS


@each_notebook
def test_file(path):
    """The file has cell ids, says nothing of who ran it last, and is not too large for GitHub."""
    notebook = read(path)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    # nbformat would mend the ids.
    ids = [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert len(set(ids)) == len(ids)
    assert notebook.metadata.kernelspec.name == "python3", "JupyterLab would ask for a kernel"
    assert notebook.metadata.language_info.name == "python"
    assert "version" not in notebook.metadata.language_info, "`make run` leaves it out"
    assert path.stat().st_size < 800_000


@each_notebook
def test_stored_outputs(path):
    """The outputs are those of one run from top to bottom, without errors and warnings."""
    cells = code_cells(read(path))
    counts = [cell.execution_count for cell in cells]
    assert counts == list(range(1, len(cells) + 1)), "`make run` makes it so"
    for cell in cells:
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source
            assert " at 0x" not in str(output), f"an address in memory:\n{cell.source}"


@each_notebook
def test_figures(path):
    """Each figure is stored as SVG and PNG, and a text after it says what it shows."""
    for cell in code_cells(read(path)):
        formats = [str(list(output.get("data", {}))) for output in cell.outputs]
        figures = [i for i, names in enumerate(formats) if "image/" in names]
        for i in figures:
            assert "image/svg+xml" in formats[i] and "image/png" in formats[i], cell.source
        if figures:
            rest = cell.outputs[figures[-1] + 1 :]
            assert any(map(words, rest)), f"no description after the figure:\n{cell.source}"


@each_notebook
def test_printed_lines_fit_a_screen(path):
    """JupyterLab breaks a longer line anywhere, inside of numbers, too."""
    *cells, _ = code_cells(read(path))
    for line in "".join(map(printed, cells)).splitlines():
        assert len(line) <= 88, line


@each_notebook
def test_code_cells_are_short_plain_python(path):
    """IPython would skip the rest of a cell after a misspelt magic, and nbval not notice."""
    for cell in code_cells(read(path)):
        source = python_source(cell)
        assert TransformerManager().transform_cell(source) == source, f"magic in:\n{cell.source}"
        assert "get_ipython" not in source, cell.source
        assert len([line for line in cell.source.splitlines() if line.strip()]) <= 20, cell.source


@each_notebook
def test_only_the_versions_are_exempt_from_nbval(path):
    """The last code cell prints the versions; all others are run and compared."""
    *others, last = code_cells(read(path))
    assert "%watermark" in last.source and tags(last) == [IGNORED]
    for cell in others:
        assert "%watermark" not in cell.source
        assert not re.search("nbval|raises-exception", str(cell.metadata)), cell.source
    for cell in [*others, last]:
        assert not NBVAL_COMMENT.search(cell.source), cell.source


@each_notebook
def test_frame(path):
    """Title, goals, time, prerequisites, and a recap with as many points as there are goals."""
    notebook = read(path)
    assert notebook.cells[0].cell_type == "markdown"
    assert re.match(r"# \S", notebook.cells[0].source)
    if not WITHOUT_LESSON.fullmatch(path.stem):
        goals = bullets(notebook, "What you will learn")
        assert goals
        assert len(bullets(notebook, "Recap")) == len(goals)
        assert TIME.search(prose(notebook.cells))
        assert re.search(r"\*\*You need\*\*: \S", prose(notebook.cells))


@each_notebook
def test_links(path):
    """Relative links lead to files and headings that exist."""
    for link in links(read(path)):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.is_file() and target.is_relative_to(NOTEBOOKS.parent), link
        assert target.parent != NOTEBOOKS or "/" not in name, f"out of my-notebooks: {link}"
        if anchor:
            text = "\n".join(cell.source for cell in read(target).cells)
            headings = re.findall(r"^#+ (.*?)\s*$", text, re.MULTILINE)
            # As in JupyterLab, which tells capitals from small letters.
            assert anchor in [heading.replace(" ", "-") for heading in headings], link


def title(path):
    """Return the heading of a notebook."""
    return read(path).cells[0].source.splitlines()[0].removeprefix("# ")


def test_previous_and_next():
    """The map in the welcome is the way through the course: each notebook leads along it."""
    welcome = prose(read(NOTEBOOKS / "0-welcome.ipynb").cells)
    rows = re.findall(r"^\| (\[.*?\]\((.*?\.ipynb)\))", welcome, re.MULTILINE)
    way = ["[Welcome](0-welcome.ipynb)", *[link for link, _ in rows[:-1]]]
    for i, (link, name) in enumerate(rows[:-1]):  # the last one is to look up
        assert link == f"[{title(NOTEBOOKS / name)}]({name})"
        back = [f"← {way[i]}", "[map of the course](0-welcome.ipynb)"][: 1 if i == 0 else 2]
        onward = [f"{link} →" for link in way[i + 2 : i + 3]]
        lines = prose(read(NOTEBOOKS / name).cells).splitlines()
        assert [line for line in lines if line.startswith("← ")] == [" | ".join(back + onward)]


@each_notebook
def test_maps(path):
    """The README links to each notebook; the welcome lists it, with the time that it states."""
    welcome = prose(read(NOTEBOOKS / "0-welcome.ipynb").cells)
    minutes = minutes_of(path)
    assert f"(notebooks/{path.name})" in README
    end = rf"{re.escape(path.name)}\).*\| {minutes} min \|" if minutes else re.escape(path.name)
    assert path.stem == "0-welcome" or re.search(rf"^\| \[.*\]\({end}", welcome, re.MULTILINE)


def minutes_of(path):
    """Return the minutes that a notebook states, 0 if it states none."""
    found = TIME.search(prose(read(path).cells))
    return int(found[1]) if found else 0


def test_times_of_the_parts():
    """In the README a part takes as long as its notebooks together."""
    rows = re.findall(r"^\|.*\| (\d+) min \|$", README, re.MULTILINE)
    lines = [line for line in README.splitlines() if line.endswith(" min |")]
    for line, minutes in zip(lines, rows, strict=True):
        names = re.findall(r"\(notebooks/([^)]*)\)", line)
        assert sum(minutes_of(NOTEBOOKS / name) for name in names) == int(minutes), line


def sections(notebook):
    """Return the cells of each section; a section begins with a heading of the second level."""
    parts = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            parts.append([])
        parts[-1].append(cell)
    return parts


def decimals(cells):
    """Return the numbers with a decimal point in code and printed text of the cells."""
    return [
        number
        for cell in cells
        if cell.cell_type == "code"
        for number in DECIMAL.findall(f"{cell.source}\n{printed(cell)}")
    ]


def referred_to(text):
    """Return what is printed, to two decimals or more, in notebooks referred to as [3.2](...)."""
    names = re.findall(r"\[[\d.]+\]\(([^)#\s]+\.ipynb)", text)
    cells = [cell for name in names for cell in code_cells(read(NOTEBOOKS / name))]
    return [number for cell in cells for number in re.findall(r"\d+\.\d\d+", printed(cell))]


def is_shown(number, near, far):
    """Tell whether a number stands among others, or is one of them rounded.

    Among the near ones a number with two decimals may be rounded, among the far ones one with
    three: with fewer, a wrong number would too often be some other one rounded.
    """
    digits = len(number.partition(".")[2])
    longer = [value for value in near if digits >= 2] + [value for value in far if digits >= 3]
    return number in near + far or any(
        float(number) and abs(float(value) - float(number)) <= 0.5000001 * 10.0**-digits
        for value in longer
        if len(value.partition(".")[2]) > digits
    )


@each_notebook
def test_numbers_in_the_text_are_those_of_the_cells(path):
    """Each number with a decimal point in the text is in the code or output of its section.

    Or in a notebook to which the section refers; or, with more digits, in an earlier section.
    """
    earlier, unknown = [], []
    for cells in sections(read(path)):
        text = prose(cells)
        near = decimals(cells) + referred_to(text)
        if text.startswith("## Recap"):
            near += earlier
        # What to try claims nothing, the check of an exercise holds its solution right; titles and
        # links carry the numbers of notebooks.
        text = re.sub(r"\*\*Change a number\*\*.*", "", text, flags=re.DOTALL)
        if not text.startswith("## Your turn"):
            claims = re.sub(r"^#.*|\[[^]]*\]\([^)]*\)", "", text, flags=re.MULTILINE)
            unknown += [n for n in DECIMAL.findall(claims) if not is_shown(n, near, earlier)]
        earlier += decimals(cells)
    assert not unknown, "in the text, but not in the cells near it"


@pytest.mark.parametrize(
    ("number", "near", "far", "expected"),
    [
        ("0.5", ["0.5"], [], True),
        ("0.5", [], ["0.5"], True),
        ("0.5", ["0.52"], [], False),
        ("0.52", ["0.519"], [], True),
        ("0.52", [], ["0.519"], False),
        ("0.53", ["0.5194"], [], False),
        ("0.519", [], ["0.5194"], True),
        ("0.520", [], ["0.52"], False),
        ("0.00", ["0.004"], [], False),
    ],
)
def test_a_number_is_shown_by_the_same_digits_or_by_one_with_more(number, near, far, expected):
    assert is_shown(number, near, far) == expected


@each_notebook
def test_exercises_have_their_tag_their_check_and_their_solution(path):
    notebook = read(path)
    for cell in code_cells(notebook):
        assert ("exercise" in tags(cell)) == ("check(" in cell.source), cell.source
        if "exercise" in tags(cell):
            assert "check(" in solution(notebook, cell)


def test_picture_of_the_readme():
    """The picture is the figure that the notebook draws now (see `make run`)."""
    assert PICTURE.read_bytes() == readme_picture()


def functions(source):
    """Return the functions and classes at the top level of a source."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return [node for node in ast.parse(source).body if isinstance(node, kinds)]


def public_functions(module):
    """Return the public functions and classes that a module of utils defines, by name."""
    source = inspect.getsource(importlib.import_module(f"utils.{module}"))
    return {node.name: node for node in functions(source) if node.name[0] != "_"}


def public_parameters(node):
    """Return the names of the parameters of a function; those of a class are its own."""
    return [] if isinstance(node, ast.ClassDef) else [a.arg for a in node.args.args]


def code(function):
    """Return the code of a function in one spelling: no docstring, parameters by their place.

    That of a class is the code of its methods, in their order, and of whatever else is in it.
    """
    function = copy.deepcopy(function)
    if isinstance(function, ast.ClassDef):
        if ast.get_docstring(function) is not None:
            del function.body[0]
        methods = [
            code(node) if isinstance(node, ast.FunctionDef) else ast.unparse(node)
            for node in function.body
        ]
        function.body = [ast.Pass()]
        return "\n".join([ast.unparse(function), *methods])
    if ast.get_docstring(function) is not None:
        del function.body[0]
    names = [argument.arg for argument in function.args.args]
    for node in ast.walk(function):
        if isinstance(node, ast.arg) and node.arg in names:
            node.arg = f"_{names.index(node.arg)}"
        elif isinstance(node, ast.Name) and node.id in names:
            node.id = f"_{names.index(node.id)}"
    return ast.unparse(function)


def code_in_utils(function):
    """Return the code of a function behind its door, where its arguments are checked."""
    function = copy.deepcopy(function)
    if isinstance(function, ast.ClassDef):
        for node in function.body:
            node.decorator_list = []  # a class of utils holds nothing but methods
    function.decorator_list = []
    return code(function)


def taught_functions():
    """Return the functions and classes that the notebooks define, as pairs with their path."""
    cells = [(path, cell) for path in PATHS for cell in code_cells(read(path))]
    return [(path, node) for path, cell in cells for node in functions(python_source(cell))]


TAUGHT = taught_functions()


def taught(name, number=None):
    """Return the functions with a name that the notebooks define: those of one part, or all."""
    return [node for path, node in TAUGHT if node.name == name and number in (None, part(path))]


@pytest.mark.parametrize("number", sorted({part(path) for path in PATHS}))
def test_no_function_is_defined_in_two_notebooks_of_a_part(number):
    """What one notebook defines, the others import."""
    names = [function.name for path, function in TAUGHT if part(path) == number]
    assert sorted(names) == sorted(set(names))


def test_every_part_has_its_model():
    """Or the twins of a new part would not be compared."""
    assert {part(path) for path in PATHS} - {0} == set(PARTS)


@pytest.mark.parametrize(
    ("number", "name"), [(n, name) for n, m in PARTS.items() for name in public_functions(m)]
)
def test_twins_of_a_model(number, name):
    """A function of the model of a part and its twin in a notebook of the part are the same."""
    definitions = taught(name, number)
    assert len(definitions) == 1, f"{len(definitions)} notebooks of part {number} define {name}"
    assert code(definitions[0]) == code_in_utils(public_functions(PARTS[number])[name])


@pytest.mark.parametrize(
    ("module", "name"), [(m, name) for m in SHARED for name in public_functions(m)]
)
def test_twins_of_a_shared_function(module, name):
    """A shared function is taught, perhaps again in a later part, and always the same."""
    assert taught(name), f"no notebook defines {name}"
    for definition in taught(name):
        assert code(definition) == code_in_utils(public_functions(module)[name])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("def f(z): return z", "def f(zo): return zo", True),
        ("def f(z): return zo", "def f(zo): return zo", False),
        ("def f(a, b): return a - b", "def f(b, a): return a - b", False),
        ("def f(a, b): return a - b", "def f(b, a): return b - a", True),
        ("def f(z): return g(z=z)", "def f(zo): return g(z=zo)", True),
        ("def f(z=1): return z", "def f(z=2): return z", False),
        ("def f(z): return z", "@g\ndef f(z): return z", False),
        (
            'class A:\n "a"\n def f(s, z): return z',
            "class A:\n def f(s, x):\n  'b'\n  return x",
            True,
        ),
        ("class A:\n def f(s, z): return z", "class A:\n def f(s, z): return -z", False),
        ("class A:\n def f(s, z): return z", "class A:\n def g(s, z): return z", False),
        ("class A:\n def f(s, z): return z", "class A:\n @g\n def f(s, z): return z", False),
        ("class A:\n def f(s, z): return z", "class A(B):\n def f(s, z): return z", False),
        ("class A: z = 1", "class A: z = 2", False),
        ("class A: pass", "def A(): pass", False),
    ],
)
def test_code_is_compared_whatever_its_parameters_are_called(one, other, expected):
    assert (code(*functions(one)) == code(*functions(other))) == expected


def symbols(number):
    """Return code name and shape of each row in the tables of symbols of a part."""
    paths = [path for path in PATHS if part(path) == number]
    text = "\n\n".join(cell.source for path in paths for cell in read(path).cells)
    header = r"^\| symbol \| code \| shape \| meaning \|\n.*\n((?:\|.*\n?)*)"
    lines = "".join(re.findall(header, text, re.MULTILINE)).splitlines()
    rows = [line.strip("|").split("|") for line in lines]
    # A function may stand with its arguments: rbf(zh).
    return {code.strip(" `").split("(")[0]: shape.strip(" `") for _, code, shape, _ in rows}


def computed(number, name):
    """Compute what a name in the table of symbols of a part stands for."""
    values = importlib.import_module(f"part{number}.symbols").VALUES
    if name in values:
        return values[name]
    function = getattr(importlib.import_module(f"utils.{PARTS[number]}"), name)
    return function(*[values[parameter] for parameter in inspect.signature(function).parameters])


@pytest.mark.parametrize("number", PARTS)
def test_shapes_in_the_table_of_symbols(number):
    """The shape that the table states is the shape of what the code computes."""
    table = symbols(number)
    assert table
    nb_of_samples = str(computed(number, "n"))
    for name, shape in table.items():
        if shape in OBJECTS:
            assert isinstance(computed(number, name), OBJECTS[shape]), name
            continue
        expected = () if shape == "number" else ast.literal_eval(shape.replace("n", nb_of_samples))
        assert np.shape(computed(number, name)) == expected, name


@pytest.mark.parametrize("number", PARTS)
def test_every_parameter_is_in_the_table_of_symbols(number):
    """A reader of any signature finds in the table what it takes."""
    with_symbols = {
        name
        for module in {PARTS[number], *SHARED} - WITHOUT_SYMBOLS
        for name in public_functions(module)
    }
    for name in with_symbols:
        for definition in taught(name, number):
            assert set(public_parameters(definition)) <= set(symbols(number)), name
