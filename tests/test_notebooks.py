"""The notebooks as documents: how each is built, what it stores, and its twins in utils."""

import ast
import base64
import copy
import importlib
import inspect
import io
import json
import platform
import re
from itertools import pairwise
from urllib.parse import unquote

import matplotlib.image
import nbformat
import numpy as np
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from run_notebooks import IGNORED, NOTEBOOKS, PICTURE, execute, find_notebooks, readme_picture

from utils import data, rbf_network

PATHS = find_notebooks()
# These have no lesson to recapitulate.
WITHOUT_LESSON = {"0-welcome", "playground"}
# Each public function of these modules is taught, line by line, in one notebook.
TAUGHT_MODULES = ["data", "rbf_network", "gradient_check"]
MAGIC = re.compile(r"%load_ext watermark|%watermark( .*)?")
NBVAL_COMMENT = re.compile(r"^\s*#+\s*(NBVAL|PYTEST_VALIDATE)_", re.MULTILINE)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
TIME = re.compile(r"\*\*Time\*\*: about (\d+) minutes")

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def read(path):
    """Read a notebook."""
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    """Return the code cells that are not empty."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def python_source(cell):
    """Return the source of a code cell without its magics."""
    return "\n".join(line for line in cell.source.splitlines() if not MAGIC.fullmatch(line)) + "\n"


def markdown(notebook):
    """Return the text of all markdown cells, without what stands as code in it."""
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def bullets(notebook, heading):
    """Return the bullets under a heading of the second level."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^#|\Z)", markdown(notebook), re.M | re.S)
    assert section, f"there is no section '## {heading}'"
    return re.findall(r"^[-*] .*", section[1], re.MULTILINE)


def links(notebook):
    """Return the targets of all relative links and pictures."""
    text = markdown(notebook)
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
    """Each figure is stored as SVG and PNG, and a printed text after it says what it shows."""
    for cell in code_cells(read(path)):
        formats = [str(list(output.get("data", {}))) for output in cell.outputs]
        figures = [i for i, names in enumerate(formats) if "image/" in names]
        for i in figures:
            assert "image/svg+xml" in formats[i] and "image/png" in formats[i], cell.source
        if figures:
            rest = cell.outputs[figures[-1] + 1 :]
            text = "".join(output.text for output in rest if output.get("name") == "stdout")
            assert text.strip(), f"no description after the figure:\n{cell.source}"


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
    assert "%watermark" in last.source and last.metadata.get("tags") == [IGNORED]
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
    if path.stem not in WITHOUT_LESSON:
        goals = bullets(notebook, "What you will learn")
        assert goals
        assert len(bullets(notebook, "Recap")) == len(goals)
        assert TIME.search(markdown(notebook))
        assert re.search(r"\*\*You need\*\*: \S", markdown(notebook))


@each_notebook
def test_links(path):
    """Relative links lead to files and headings that exist."""
    for link in links(read(path)):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.is_file() and target.is_relative_to(NOTEBOOKS.parent), link
        if anchor:
            text = "\n".join(cell.source for cell in read(target).cells)
            headings = re.findall(r"^#+ (.*?)\s*$", text, re.MULTILINE)
            # As in JupyterLab, which tells capitals from small letters.
            assert anchor in [heading.replace(" ", "-") for heading in headings], link


def test_previous_and_next():
    """Each numbered notebook links to the one before it and the one after it."""
    numbered = [path for path in PATHS if path.name[0].isdigit()]
    for previous, following in pairwise(numbered):
        assert following.name in links(read(previous)), f"{previous.name} -> {following.name}"
        assert previous.name in links(read(following)), f"{following.name} -> {previous.name}"


@each_notebook
def test_maps(path):
    """README.md and the welcome list each notebook, with the time that it states itself."""
    readme = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
    welcome = markdown(read(NOTEBOOKS / "0-welcome.ipynb"))
    minutes = TIME.search(markdown(read(path)))
    if minutes:
        end = rf"{re.escape(path.name)}\).*\| {minutes[1]} min \|"
        assert re.search(rf"^\| \[.*\]\(notebooks/{end}", readme, re.MULTILINE)
        assert re.search(rf"^\| \[.*\]\({end}", welcome, re.MULTILINE)


@each_notebook
def test_numbers_in_the_text_are_those_of_the_cells(path):
    """Each number with a decimal point in the text is printed by a cell, or stands in its code."""
    notebook = read(path)
    shown = "\n".join(
        cell.source + "".join(output.get("text", "") for output in cell.outputs)
        for cell in code_cells(notebook)
    )
    known = [abs(float(number)) for number in NUMBER.findall(shown)]
    # What to try claims nothing; titles and links carry the numbers of notebooks.
    text = re.sub(
        r"\*\*Change a number\*\*.*?(?=\n## |\Z)", "", markdown(notebook), flags=re.DOTALL
    )
    # The check of an exercise holds its solution right.
    text = re.sub(r"## Your turn.*?(?=\n## |\Z)", "", text, flags=re.DOTALL)
    text = re.sub(r"^#.*|\[[^]]*\]\([^)]*\)", "", text, flags=re.MULTILINE)
    unknown = []
    for number in NUMBER.findall(text):
        tolerance = 0.51 * 10.0 ** -len(number.partition(".")[2])
        if "." in number and not any(abs(value - float(number)) < tolerance for value in known):
            unknown.append(number)
    assert not unknown, "in the text, but printed by no cell"


def test_picture_of_the_readme():
    """The picture is the figure that the notebook draws now (see `make run`)."""
    assert PICTURE.read_bytes() == readme_picture()


def pixels(png):
    """Return the picture in a base64 text as an array, from 0 to 1."""
    return matplotlib.image.imread(io.BytesIO(base64.b64decode(png)))


def split_outputs(cell):
    """Return the outputs of a cell without execution counts and PNG, and the PNG apart."""
    outputs = copy.deepcopy(cell.outputs)
    for output in outputs:
        output.pop("execution_count", None)
    pngs = [o.data.pop("image/png") for o in outputs if "image/png" in o.get("data", {})]
    return outputs, pngs


def same_outputs(cell, other):
    """Compare all outputs; PNG by what one sees, as compression may differ between systems."""
    (outputs, pngs), (other_outputs, other_pngs) = split_outputs(cell), split_outputs(other)
    return outputs == other_outputs and all(
        pixels(a).shape == pixels(b).shape and np.max(np.abs(pixels(a) - pixels(b))) < 0.1
        for a, b in zip(pngs, other_pngs, strict=True)
    )


@each_notebook
def test_each_cell_run_twice(path, monkeypatch):
    """Each cell gives the outputs stored, and the same again when it is run twice in a row."""
    # nbval runs with the OpenBLAS kernel of this machine, this run with that of the oldest x86-64:
    # their last bits differ, and no output may show it. Other processors do not know the name.
    if platform.machine() in ("x86_64", "AMD64"):
        monkeypatch.setenv("OPENBLAS_CORETYPE", "Nehalem")
    notebook = read(path)
    stored = [cell for cell in code_cells(notebook) if IGNORED not in cell.metadata.get("tags", [])]
    first, second = copy.deepcopy(stored), copy.deepcopy(stored)
    for cell in second:
        cell.id += "-again"
    notebook.cells = [cell for pair in zip(first, second, strict=True) for cell in pair]
    execute(notebook, path.parent)
    for cell, again, kept in zip(first, second, stored, strict=True):
        assert same_outputs(cell, kept), f"not what is stored (see `make run`):\n{cell.source}"
        assert same_outputs(cell, again), f"something else the second time:\n{cell.source}"


def functions(source):
    """Return the functions at the top level of a source."""
    return [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]


def public_functions(module):
    """Return the public functions that a module of utils defines, by name."""
    source = inspect.getsource(importlib.import_module(f"utils.{module}"))
    return {node.name: node for node in functions(source) if node.name[0] != "_"}


def is_check(statement):
    """Tell whether a statement only checks an argument: require_...(...), or if ...: raise."""
    if isinstance(statement, ast.If):
        return isinstance(statement.body[0], ast.Raise) and not statement.orelse
    return isinstance(statement, ast.Expr) and ast.unparse(statement).startswith("require_")


def code(function, leave_out=lambda statement: False):
    """Return the code of a function in one spelling, without its docstring."""
    function = copy.deepcopy(function)
    if ast.get_docstring(function) is not None:
        del function.body[0]
    function.body = [statement for statement in function.body if not leave_out(statement)]
    return ast.unparse(function)


def taught_functions():
    """Return the functions that the notebooks define, as pairs of notebook and function."""
    cells = [(path, cell) for path in PATHS for cell in code_cells(read(path))]
    return [(path, node) for path, cell in cells for node in functions(python_source(cell))]


def test_no_function_is_defined_in_two_notebooks():
    """What one notebook defines, the others import."""
    names = [function.name for _, function in taught_functions()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for module in TAUGHT_MODULES for name in public_functions(module)],
)
def test_twins(module, name):
    """A function of utils and its twin in the notebook that teaches it are the same code."""
    taught = [function for _, function in taught_functions() if function.name == name]
    assert len(taught) == 1, f"{name} must be defined in one notebook, not in {len(taught)}"
    assert code(taught[0]) == code(public_functions(module)[name], leave_out=is_check)


def symbols():
    """Return code name and shape of each row in the table of symbols."""
    text = "\n".join(cell.source for cell in read(NOTEBOOKS / "0-welcome.ipynb").cells)
    table = re.search(r"^\| symbol \| code \| shape \| meaning \|\n.*\n((\|.*\n?)*)", text, re.M)
    rows = [row.strip("|").split("|") for row in table[1].splitlines()]
    # A function may stand with its arguments: rbf(zh).
    return {code.strip(" `").split("(")[0]: shape.strip(" `") for _, code, shape, _ in rows}


def parameters(function):
    """Return the names of the parameters of a function."""
    return list(inspect.signature(function).parameters)


def computed(name):
    """Compute what a name in the table of symbols stands for."""
    x, t = data.make_surrounded_classes()
    wh, bo = 1.12, -0.44
    zh = x * wh
    h = rbf_network.rbf(zh)
    y = rbf_network.nn(x, wh, bo)
    grad_output = rbf_network.gradient_output(y, t)
    values = {
        **{"x": x, "t": t, "wh": wh, "bo": bo, "zh": zh, "h": h, "zo": h + bo, "y": y, "n": x.size},
        "grad_output": grad_output,
        "grad_hidden": rbf_network.gradient_hidden(zh, h, grad_output),
        "learning_rate": 2.0,
        "nb_of_iterations": 20,
        "wh_values": np.linspace(-3, 3, 50),
        "bo_values": np.linspace(-2.5, 1.5, 50),
    }
    if name in values:
        return values[name]
    function = getattr(rbf_network, name)
    return function(**{parameter: values[parameter] for parameter in parameters(function)})


def test_shapes_in_the_table_of_symbols():
    """The shape that the table states is the shape of what the code computes."""
    table = symbols()
    assert table
    for name, shape in table.items():
        expected = () if shape == "number" else ast.literal_eval(shape.replace("n", "40"))
        assert np.shape(computed(name)) == expected, name


@pytest.mark.parametrize("name", public_functions("rbf_network"))
def test_every_parameter_is_in_the_table_of_symbols(name):
    """A reader of any signature finds in the table what it takes."""
    assert set(parameters(getattr(rbf_network, name))) <= set(symbols())
