"""What holds for all figures, whatever they show."""

import ast
import inspect
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from utils import plotting

FILES = sorted(Path(plotting.__file__).parent.glob("*.py"))
PLOTS = [name for name in plotting.__all__ if name.startswith("plot_")]


def test_blue_is_blue_and_red_is_red():
    for blue, red in ((plotting.BLUE, plotting.RED), (plotting.LIGHT_BLUE, plotting.LIGHT_RED)):
        assert to_rgba(blue)[2] > to_rgba(blue)[0]
        assert to_rgba(red)[0] > to_rgba(red)[2]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_figures_know_no_model_and_no_data(file):
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    of_utils = {module for module in modules if module.split(".")[0] == "utils"}
    assert not {m for m in of_utils if m != "utils.validation" and "utils.plotting" not in m}


def test_the_package_names_its_files_and_every_figure():
    names = {file.stem for file in FILES} - {"__init__"}
    assert names == {line.split()[0] for line in plotting.__doc__.splitlines() if "  " in line}
    defined = {
        name
        for stem in names
        for name in vars(getattr(plotting, stem))
        if name.startswith(("plot_", "describe_"))
    }
    assert defined == {name for name in plotting.__all__ if name.startswith(("plot_", "describe_"))}


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_is_described_from_what_it_draws(name):
    description = name.replace("plot_", "describe_").replace("contours", "surface")
    plot, describe = getattr(plotting, name), getattr(plotting, description)
    drawn, described = inspect.signature(plot).parameters, inspect.signature(describe).parameters
    assert set(described) - {"symbol", "names"} <= set(drawn)
    assert plot.__module__ == describe.__module__


def test_drawing_does_not_make_or_show_figures(ax):
    before = plt.get_fignums()
    x, t = np.array([[0.0], [2.0]]), np.array([[1.0], [0.0]])
    plotting.plot_samples(x, t, ax)
    plotting.plot_decision(x, t, 1.0, t == 1, ax)
    assert plt.get_fignums() == before
