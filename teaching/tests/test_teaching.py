"""The teacher's pack: what it names exists, its minutes add up, its numbers are computed."""

import builtins
import contextlib
import io
import re
import symtable
from functools import cache
from importlib import import_module

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from course import PATHS, python_source, read
from progress import hand_ins
from run_notebooks import NOTEBOOKS
from sections import is_prediction, minutes_of
from sheet import STEPS, WIRES

from exercises.answers import all_exercises
from exercises.exam import HUNTS
from exercises.exercise import ChoiceExercise
from utils import linear_regression, logistic_regression, rbf_network
from utils.activations import logistic, rbf, softmax
from utils.data import make_surrounded_classes
from utils.gradient_check import numerical_gradient
from utils.layers import minibatches

PACK = NOTEBOOKS.parent / "teaching"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PACK.glob("*.md"))}
X3, T3 = make_surrounded_classes()
# What the expressions in the comments of a page may use; the network of part 3 under its own names.
KNOWN = {
    **{name: value for name, value in vars(rbf_network).items() if callable(value)},
    **{"np": np, "line": linear_regression, "plane": logistic_regression, "X3": X3, "T3": T3},
    **{"rbf": rbf, "logistic": logistic, "softmax": softmax, "minibatches": minibatches},
    **{"numerical_gradient": numerical_gradient, "BILLS": np.array([[1.0], [2.0]])},
    "PRICES": np.array([[2.0], [5.0]]),
}
NUMBER = r"-?\d+(?:,\d{3})*(?:\.\d+)?"
COMMENT = re.compile(r"<!-- (.*?) -->", re.DOTALL)
each_page = pytest.mark.parametrize("page", PAGES)


def numbers(text):
    """Return the numbers in a text, without links, code, indices, ln 2 and the like."""
    text = re.sub(r"\[[^\]]*\]\([^)]*\)|`[^`]*`|\\ln \d|_\d|\^\{?\d+\}?", " ", text)
    return re.findall(rf"(?<![\w.]){NUMBER}(?!\w)", text)


def chunks(page, level):
    """Return what stands below each heading of a level, by heading."""
    _, *parts = re.split(rf"^{'#' * level} (.+)$", PAGES[page], flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def computed(text):
    """Return the numbers that the comments of a text compute, each checked."""
    found = set()
    for claim in [claim for comment in COMMENT.findall(text) for claim in comment.split("; ")]:
        number, _, expression = claim.partition(" = ")
        decimals = len(number.partition(".")[2])
        value = eval(expression, dict(KNOWN))
        assert abs(float(number) - value) <= 0.5 * 10**-decimals + 1e-9, f"{claim}: {value}"
        found.add(number)
    return found


def assert_held(answer, question, text):
    """Every number of an answer is computed in a comment, or stands in the question."""
    held, given = computed(text), numbers(question)
    for number in numbers(answer):
        assert number in held or number in given, f"{number} is not computed: {answer}"
    assert held <= {*numbers(answer), *given}, "a comment computes what is not said"


def headings(name):
    """Return the headings of the second level of a notebook."""
    text = "\n".join(cell.source for cell in read(NOTEBOOKS / name).cells)
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


@each_page
def test_links_lead_to_files(page):
    for link in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        assert (PACK / link).is_file(), link


@each_page
def test_a_section_that_is_named_with_its_notebook_is_in_it(page):
    for name, notebook in re.findall(
        r'"([^"]+)" of \[[^\]]*\]\(\.\./notebooks/([^)]*)\)', PAGES[page]
    ):
        assert name in headings(notebook), f"{name} of {notebook}"


def test_the_pack_lists_its_pages_and_is_short():
    for name in [*PAGES, "sheet.pdf"]:
        assert name == "README" or f"({name if '.' in name else name + '.md'})" in PAGES["README"]
    assert len(PAGES["rubric"].split()) < 520 and len(PAGES["README"].split()) < 850


# Routes

ROUTES = chunks("routes", 2)
each_route = pytest.mark.parametrize("route", ROUTES)


def rows_of(route):
    """Return of each row of a route its notebook, or nothing, and its three columns."""
    rows = re.findall(
        r"^\| (?!notebook|---)(.*?) ?\| (.*?) ?\| ?(.*?) ?\| ?(.*?) ?\|$", ROUTES[route], re.M
    )
    for first, *columns in rows:
        link = re.search(r"\.\./notebooks/([^)]*)", first)
        yield (link[1] if link else None), columns


def test_there_are_routes_of_60_and_90_minutes_one_for_beginners_and_five_sessions_of_180():
    assert [int(route.split()[0]) for route in ROUTES] == [60, 90, *[180] * 6]
    assert ["session" in route for route in ROUTES] == [False] * 3 + [True] * 5


def test_who_has_met_nothing_is_led_through_parts_1_and_2_to_the_first_session():
    beginners = next(route for route in ROUTES if "beginners" in route)
    lessons = [path.name for path in PATHS if re.match(r"[12]\.\d", path.name)]
    assert [name for name, _ in rows_of(beginners) if name] == lessons


def test_the_sessions_lead_in_order_to_the_end_of_the_course():
    """Of part 3 they leave out 3.9, which is homework for what comes next."""
    sessions = [name for route in ROUTES if "session" in route for name, _ in rows_of(route)]
    met = [name for name in sessions if name and name[0].isdigit()]
    lessons = [path.name for path in PATHS if re.match(r"[345]\.\d", path.name)]
    assert met == [name for name in lessons if not name.startswith("3.9")]
    assert "[3.9](../notebooks/3.9" in ROUTES[next(route for route in ROUTES if "third" in route)]


@each_route
def test_every_section_of_a_notebook_on_a_route_is_core_skipped_or_for_the_fast(route):
    for notebook, columns in rows_of(route):
        if notebook:
            named = [name for column in columns for name in re.findall(r'"([^"]+)"', column)]
            assert sorted(named) == sorted(minutes_of(read(NOTEBOOKS / notebook))), notebook


@each_route
def test_the_sections_of_a_column_stand_in_the_order_of_the_notebook(route):
    for notebook, columns in rows_of(route):
        for column in columns if notebook else ():
            named = re.findall(r'"([^"]+)"', column)
            assert named == [name for name in headings(notebook) if name in named], notebook


def names_in(source):
    """Return the names that a cell makes, those it uses at once, and those its functions use."""
    top = symtable.symtable(source, "cell", "exec")
    made = {one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported()}
    at_once = {one.get_name() for one in top.get_symbols() if one.is_referenced()}
    in_functions, inner = set(), top.get_children()
    for table in inner:
        inner += table.get_children()
        in_functions |= {one.get_name() for one in table.get_symbols() if one.is_global()}
    return made, at_once, in_functions


def missing(cells, left_out):
    """Return which names the cells use that only sections which are left out have made.

    The cells are pairs of a section and its code. A function may use what is made after it.
    """
    known, found, run = {*vars(builtins)}, [], []
    for section, source in cells:
        if section not in left_out:
            made, at_once, in_functions = names_in(source)
            found += [(section, name) for name in sorted(at_once - known - made)]
            run += [(section, name) for name in sorted(in_functions)]
            known |= made
    return found + [(section, name) for section, name in run if name not in known]


def test_a_name_that_only_a_left_out_section_makes_is_missing():
    cells = [(None, "import a as b"), ("fast", "def f(y):\n    return y\n\ne = 1")]
    cells += [("core", "c = b"), ("core", "def g(x):\n    return [f(x + d) for i in x]")]
    cells += [("core", "d = e")]
    assert missing(cells, []) == []
    assert missing(cells, ["fast"]) == [("core", "e"), ("core", "f")]


@each_route
def test_what_a_route_runs_needs_nothing_that_is_for_the_fast(route):
    for notebook, columns in rows_of(route):
        cells, section = [], None
        for cell in read(NOTEBOOKS / notebook).cells if notebook else ():
            if cell.cell_type == "code":
                cells.append((section, python_source(cell)))
            else:
                section = [section, *re.findall(r"^## (.+)$", cell.source, re.MULTILINE)][-1]
        assert not missing(cells, re.findall(r'"([^"]+)"', columns[-1])), notebook


@each_route
def test_the_minutes_of_a_route_are_those_of_its_sections_and_fit(route):
    total = 0
    for notebook, (core, *_) in rows_of(route):
        if notebook:
            stated = minutes_of(read(NOTEBOOKS / notebook))
            for name, minutes in re.findall(r'"([^"]+)" \((\d+)\)', core):
                assert int(minutes) == stated[name], f"{notebook}, {name}: {stated[name]}"
                total += int(minutes)
            assert len(re.findall(r'"[^"]+"', core)) == len(re.findall(r'" \(', core))
        else:
            total += int(re.search(r" \((\d+)\)$", core)[1])
    assert f"Core: {total} minutes" in ROUTES[route], total
    assert total <= int(route.split()[0])


@each_route
def test_what_a_route_skips_is_bridged_by_a_sentence_for_each_notebook(route):
    *_, sentences = re.split("[Ss]entences? for what is skipped: ?", ROUTES[route])
    assert sentences != ROUTES[route] and '"' in sentences
    for notebook, (_, skipped, _) in rows_of(route):
        if skipped and route.startswith("180"):
            name = notebook[:3] if notebook[0].isdigit() else "Draw a digit"
            assert re.search(rf"^- .*{re.escape(name)}.*: ", sentences, re.MULTILINE), notebook


@each_route
def test_hunting_and_reports_share_the_minutes_of_a_hunt(route):
    hunts = [columns[0] for name, columns in rows_of(route) if name and "bug-hunt" in name]
    told = re.findall(r"(\d+)[^\d]* for two suspects a pair, (\d+)", ROUTES[route])
    said = re.findall(r'the (\d+) minutes of "Your turn"', ROUTES[route])
    for core, (hunting, reports), whole in zip(hunts, told, said, strict=True):
        assert int(hunting) + int(reports) == int(whole) and f'"Your turn" ({whole})' in core


@each_route
def test_a_route_says_which_section_of_its_core_goes_first_if_time_is_short(route):
    (name,) = re.findall(r'"([^"]+)" goes first', ROUTES[route])
    assert any(f'"{name}" (' in core for _, (core, *_) in rows_of(route))


def test_a_prediction_is_known_by_what_its_check_is_and_not_by_its_text():
    predictions = {
        name
        for path in PATHS
        for cell in read(path).cells
        if "exercise" in cell.metadata.get("tags", []) and is_prediction(cell)
        for name in re.findall(r'check\("([^"]+)"', cell.source)
    }
    choices = {name for name, one in all_exercises().items() if isinstance(one, ChoiceExercise)}
    assert predictions == choices and "3.6f" in choices and "3.6g" not in choices


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_the_minutes_of_the_sections_of_a_notebook_add_up_to_its_time(path):
    text = "\n".join(cell.source for cell in read(path).cells)
    stated = re.search(r"\*\*Time\*\*: about (\d+) minutes", text)
    if stated:
        assert sum(minutes_of(read(path)).values()) == int(stated[1])
        assert all(minutes >= 1 for minutes in minutes_of(read(path)).values())
    else:
        with pytest.raises(ValueError, match="must state its time"):
            minutes_of(read(path))


def test_the_folder_of_hand_ins_that_the_pack_shows_is_taken_as_it_shows_it(tmp_path):
    shown = re.search(r"^hand-ins/\n((?: +\S+\n)+)", PAGES["README"], re.MULTILINE)[1].split()
    for name in shown:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((NOTEBOOKS / "3.5-backward-step.ipynb").read_bytes())
    names = [re.split(r"[/.]", name)[0] for name in shown]
    assert [name for name, *_ in hand_ins(tmp_path)] == names and len(names) == 3


# Misconceptions and exit tickets

IDEAS = chunks("misconceptions", 3)
TICKETS = chunks("exit-tickets", 3)
QUESTIONS = [heading for heading in TICKETS if not heading.endswith(": answers")]


@pytest.mark.parametrize("idea", IDEAS)
def test_a_misconception_has_a_question_and_its_numbers_are_computed(idea):
    lines = dict(re.findall(r"^- \*\*(.*?)\*\*: (.*)$", IDEAS[idea], re.MULTILINE))
    assert [*lines] == ["Ask", "It shows in", "Right", "Next"]
    assert_held(lines["Right"], lines["Ask"], IDEAS[idea])
    met = re.search(r"^Met in (.*)\.$", IDEAS[idea], re.MULTILINE)[1]
    exercises = re.findall(r"\d\.\d[a-z]", met)
    assert exercises and {*exercises} <= {*all_exercises()}
    assert re.search(r'"[^"]+" of \[', lines["Next"])


def test_every_part_has_misconceptions_that_are_met_in_it():
    for number, (heading, text) in enumerate(chunks("misconceptions", 2).items(), start=1):
        assert heading.startswith(f"Part {number}:")
        met = re.findall(r"^Met in .*$", text, re.MULTILINE)
        assert len(met) >= 3 and all(re.search(rf"\b{number}\.\d[a-z]", line) for line in met)


def test_the_misconceptions_say_which_predictions_they_take_up():
    found = re.findall(r"\d\.\d[a-z]", " ".join(re.findall("Met in (.*)", PAGES["misconceptions"])))
    predictions = {
        name
        for name, exercise in all_exercises().items()
        if isinstance(exercise, ChoiceExercise) and re.fullmatch(r"\d\.\d[a-z]", name)
    }
    taken = predictions & {*found}
    assert f"Of {len(predictions)} predictions {len(taken)} are" in PAGES["misconceptions"]
    assert all(name in taken for name in predictions if "3.1" <= name[:3] <= "3.8")


@pytest.mark.parametrize("group", QUESTIONS)
def test_a_ticket_has_two_or_three_questions_and_its_numbers_are_computed(group):
    question, text = TICKETS[group].partition("\n## ")[0], TICKETS[f"{group}: answers"]
    answer = COMMENT.sub("", text)
    numbered = re.findall(r"^\d\. ", question, re.MULTILINE)
    assert 2 <= len(numbered) <= 3
    assert re.findall(r"^\d\. ", answer, re.MULTILINE) == numbered
    assert_held(answer, question, text)
    known = [name for path in lessons(group) for name in headings(path.name)]
    for name in re.findall(r'(?:repeat|in|met) "([^"]+?)\.?"', answer):
        assert name in known, name


def test_the_questions_can_be_printed_without_the_answers():
    """All of them stand above the heading of the answers, and nothing of the answers does."""
    questions, _, answers = PAGES["exit-tickets"].partition("\n## Answers\n")
    assert re.findall(r"^### (.*)$", questions, re.MULTILINE) == QUESTIONS
    assert re.findall(r"^### (.*)$", answers, re.MULTILINE) == [
        f"{group}: answers" for group in QUESTIONS
    ]
    assert not COMMENT.search(questions)


def lessons(group):
    """Return the notebooks that a heading such as 1.1 to 1.3 names."""
    first, last = re.findall(r"\d\.\d", group)[0], re.findall(r"\d\.\d", group)[-1]
    return [path for path in PATHS if first <= path.name[:3] <= last and path.name[0].isdigit()]


def test_every_lesson_belongs_to_one_ticket():
    numbered = [path for path in PATHS if re.match(r"\d\.", path.name)]
    assert [path for group in QUESTIONS for path in lessons(group)] == numbered


def test_the_sheet_is_filled_in_rightly():
    text = PAGES["sheet-answers"]
    shown = re.sub(r"^\|.*$", "", COMMENT.sub("", text), flags=re.MULTILINE)
    question, _, answer = shown.partition("three decimals")
    assert_held(answer, question, text)


def row(*cells):
    """Return a row of a table: texts as they are, numbers to three decimals."""
    texts = [
        cell if isinstance(cell, str) else f"{cell:.3f}".rstrip("0").rstrip(".") for cell in cells
    ]
    return f"| {' | '.join(f'${text}$' if text[0] == '-' else text for text in texts)} |"


def test_each_box_of_the_sheet_is_filled_in_rightly():
    h, y = rbf(1.0), rbf_network.nn(0.5, 2.0, -0.5)
    values = [1, h, h - 0.5, y, -np.log(y)]
    slopes = [0.5, numerical_gradient(rbf, 1.0), 1, numerical_gradient(logistic, h - 0.5), -1 / y]
    at_input = np.cumprod(slopes[::-1])[::-1]
    rows = [row("upper boxes: value", 2, *values), row("lower boxes: gradient", *at_input, 1)]
    # The last step of the sheet is for a sample of the other colour.
    steps = [f"{step.partition(' = ')[0]}$" for step, _ in STEPS[:-1]]
    rows += [row(*cells) for cells in zip(steps, values, slopes, at_input, strict=True)]
    lines = re.findall(r"^\| (?!step)\S.*\|$", PAGES["sheet-answers"], re.MULTILINE)
    assert [line for line in lines if not line.startswith(("| |", "| ---"))] == rows
    assert f"| | {' | '.join(WIRES)} |\n" in PAGES["sheet-answers"]


def test_what_thirty_take_on_a_hub_is_worked_out_from_what_was_measured():
    text = (PACK.parent / "hub" / "README.md").read_text(encoding="utf-8")
    measured, _, rest = text.partition("## What it takes")[2].partition("For thirty, ")
    said, _, comment = rest.partition("<!--")
    assert_held(said, measured, f"<!--{comment}")


# The bug dossier

DOSSIER = chunks("bug-dossier", 3)


@cache
def shown_by_the_tools(number):
    """Return of each suspect of a hunt, and of the healthy one, what the notebook prints of it."""
    suspects = import_module(f"exercises.bug_hunt{number}").BY_LETTER
    space, first_look, tools = {}, io.StringIO(), {}
    for cell in nbformat.read(NOTEBOOKS / f"bug-hunt-{number}.ipynb", as_version=4).cells:
        if cell.cell_type != "code" or "check(" in cell.source:
            continue
        source, found = python_source(cell), re.match(r'suspect = BROKEN\["(\w)"\]', cell.source)
        with contextlib.redirect_stdout(first_look):
            exec("" if found else source, space)
        if found:
            kind = type(suspects[found[1]].healthy)
            for letter, suspect in suspects.items():
                if isinstance(suspect.broken, kind):
                    tools[letter] = run(source, suspect.broken, space), run(source, kind(), space)
    plt.close("all")
    glances = {
        letter: "".join(re.findall(rf"^ *{letter}: .*$", first_look.getvalue(), re.MULTILINE))
        for letter in suspects
    }
    return {letter: (glances[letter], *tools[letter]) for letter in suspects}


def run(source, suspect, space):
    """Return what each tool prints of a suspect, by its number."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(re.sub(r'BROKEN\["\w"\]', "wanted", source, count=1), {**space, "wanted": suspect})
    number, tools = "", {}
    for line in out.getvalue().splitlines():
        number = line[0] if line[0].isdigit() else number
        tools[number] = tools.get(number, "") + line.removeprefix(f"{number}.") + "\n"
    return tools


def test_the_dossier_holds_every_suspect_of_every_hunt():
    expected = [
        f"{number}{letter}: {suspect.defect}"
        for number in HUNTS
        for letter, suspect in import_module(f"exercises.bug_hunt{number}").BY_LETTER.items()
    ]
    assert [*DOSSIER] == expected


@pytest.mark.parametrize("number", HUNTS)
def test_the_dossier_says_of_each_suspect_how_hard_it_is(number):
    (hunt,) = [text for name, text in chunks("bug-dossier", 2).items() if f"hunt {number}]" in name]
    groups = re.search(r"^Easy: ([^.]*)\. Between: ([^.]*)\. Hard: ([^.]*)\.", hunt, re.MULTILINE)
    letters = re.findall(r"\b[A-Z]\b", " ".join(groups.groups()))
    assert sorted(letters) == sorted(import_module(f"exercises.bug_hunt{number}").BY_LETTER)


@pytest.mark.parametrize("heading", DOSSIER)
def test_the_dossier_says_what_the_tools_print(heading):
    lines = dict(re.findall(r"^- \*\*(.*?)\*\*: (.*)$", DOSSIER[heading], re.MULTILINE))
    assert [*lines] == ["At a glance", "Other than healthy", "They say", "Ladder"]
    glance, found, healthy = shown_by_the_tools(int(heading[0]))[heading[1]]
    named, told = re.match(r"tools? ([\d, ]*)\. (.*)", lines["Other than healthy"]).groups()
    assert named.split(", ") == [tool for tool in found if found[tool] != healthy[tool]]
    printed = re.sub(r"\.(?!\d)", " ", f"{glance} {' '.join(found.values())}")
    known = {float(number) for number in re.findall(NUMBER, printed)}
    known |= {float(number) for number in computed(DOSSIER[heading])}
    for number in numbers(f"{lines['At a glance']} {told} {lines['They say']}"):
        assert float(number) in known, number
