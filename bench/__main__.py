"""Measure everything, write bench/results.json, and renew the table in the README."""

import json
import os
import platform
import re
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
README = FOLDER.parent / "README.md"
TABLE = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)


def main():
    """Run every part's measurements; print and store what they give."""
    times, ratios, rows = {}, {}, []
    for path in sorted(FOLDER.glob("part*.py")):
        part = import_module(f"bench.{path.stem}")
        part_times, part_ratios = part.measure()
        times |= part_times
        ratios |= part_ratios
        rows += [f"| {text} | {part_ratios[key]:.3g} |" for key, text in part.RATIOS.items()]
    results = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": {"python": platform.python_version(), "numpy": version("numpy")},
        "seconds": {name: float(f"{value:.3g}") for name, value in times.items()},
        "ratios": {name: float(f"{value:.3g}") for name, value in ratios.items()},
    }
    (FOLDER / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    table = "\n".join(["| `make bench`: two ways, in turn | ratio |", "| --- | --- |", *rows, ""])
    text = README.read_text(encoding="utf-8")
    README.write_text(TABLE.sub(rf"\1{table}\2", text), encoding="utf-8", newline="\n")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
