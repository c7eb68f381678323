"""What `make bench` has written belongs together."""

import json
from importlib import import_module

from bench.__main__ import FOLDER, NAMES, PLOT, README, block
from bench.plot import draw

RESULTS = json.loads((FOLDER / "results.json").read_text(encoding="utf-8"))
PARTS = [import_module(f"bench.{path.stem}") for path in sorted(FOLDER.glob("part*.py"))]
TEXTS = {key: text for part in PARTS for key, text in part.RATIOS.items()}


def test_the_readme_tells_what_the_stored_results_are():
    assert block(RESULTS, TEXTS) in README.read_text(encoding="utf-8")


def test_what_could_not_be_measured_says_so():
    ratios = {key: value for key, value in RESULTS["ratios"].items() if "pytorch" not in key}
    peaks = {name: of for name, of in RESULTS["peak_memory_mb"].items() if name != "torch"}
    lines = block({**RESULTS, "ratios": ratios, "peak_memory_mb": peaks}, TEXTS).splitlines()
    assert f"| {TEXTS['step_pytorch_over_ours']} | not measured |  |" in lines
    assert not any(line.startswith("| PyTorch") for line in lines)


def test_the_plot_shows_the_stored_results(tmp_path):
    draw(RESULTS, NAMES, tmp_path / "again.svg")
    assert (tmp_path / "again.svg").read_bytes() == PLOT.read_bytes()
