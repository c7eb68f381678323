"""Measure everything, write bench/results.json, and renew table and plot in the README."""

import json
import os
import platform
import re
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench import memory

FOLDER = Path(__file__).resolve().parent
README = FOLDER.parent / "README.md"
PLOT = FOLDER.parent / "images" / "bench.svg"
TABLE = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
NAMES = {"ours": "the course", "sklearn": "scikit-learn", "torch": "PyTorch"}


def main():
    """Run every part's measurements; print and store what they give."""
    peaks = memory.measure()  # before anything large is loaded
    draw = import_module("bench.plot").draw
    parts = [import_module(f"bench.{path.stem}") for path in sorted(FOLDER.glob("part*.py"))]
    results = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": {"python": platform.python_version(), **versions("numpy", *NAMES)},
    }
    with import_module("bench.timing").threads(1):
        measured = [part.measure() for part in parts]
    for place, what in enumerate(("seconds", "ratios")):
        results[what] = rounded(*(of_part[place] for of_part in measured))
    results["peak_memory_mb"] = peaks
    (FOLDER / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    draw(results, NAMES, PLOT)
    texts = {key: text for part in parts for key, text in part.RATIOS.items()}
    text = README.read_text(encoding="utf-8")
    text = TABLE.sub(rf"\1{block(results, texts)}\2", text)
    README.write_text(text, encoding="utf-8", newline="\n")
    print(json.dumps(results, indent=2))


def block(results, texts):
    """Return what stands in the README: two tables, and the plot."""
    words = "Bars: the time of an iteration of part 5, and the memory of its training, as above."
    plot = f"![{words}](images/{PLOT.name})"
    lines = [*ratio_rows(results, texts), "", *yardstick_rows(results), "", plot, ""]
    return "\n".join(lines)


def versions(*packages):
    """Return the versions of packages, by their names, as far as they are installed."""
    found = {}
    for package in packages:
        try:
            found[package] = version({"sklearn": "scikit-learn"}.get(package, package))
        except PackageNotFoundError:
            pass
    return found


def rounded(*measured):
    """Return all that was measured, to three digits."""
    return {name: float(f"{value:.3g}") for of in measured for name, value in of.items()}


def ratio_rows(results, texts):
    """Yield the rows of the table of ratios.

    What could not be measured says so; only part 5 multiplies matrices, in threads or not.
    """
    yield "| `make bench`: two ways, in turn | one thread | all threads |"
    yield "| --- | --- | --- |"
    for key, text in texts.items():
        ratios = results["ratios"]
        cells = ratios.get(key, "not measured"), ratios.get(f"{key}_all_threads", "")
        yield f"| {text} | {cells[0]} | {cells[1]} |"


def yardstick_rows(results):
    """Yield the rows of the table of others that train the network of part 5."""
    yield "| training part 5 | an iteration | in all threads | memory, at its peak |"
    yield "| --- | --- | --- | --- |"
    for name, peak in results["peak_memory_mb"].items():
        seconds = (
            results["seconds"].get(f"iteration_part5_{name}{end}") for end in ("", "_all_threads")
        )
        cells = ["not measured" if one is None else f"{1000 * one:.3g} ms" for one in seconds]
        yield f"| {NAMES[name]} | {' | '.join(cells)} | {peak['trained']:.0f} MB |"


if __name__ == "__main__":
    main()
