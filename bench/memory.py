"""How much memory training part 5 takes at its peak, by the course and by others.

    python -m bench.memory ours     # in a process of its own, with nothing else in it

prints two peaks, in bytes: when the network has been made and all that it needs is loaded, and at
the end of 98 iterations, in one thread. The first is nearly all of it: Python and libraries.
"""

import json
import os
import resource
import subprocess
import sys

ITERATIONS = 98


def peak():
    """Return the most memory that this process has held so far, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def measure():
    """Return the peaks of all that is installed, in MB, by name.

    To be called before anything large is loaded: a process begins with the peak of its parent.
    """
    # Even to ask whether a package is there is left to a process of its own.
    code = "import json; from bench.yardsticks import installed; print(json.dumps(installed()))"
    peaks = {}
    for name in json.loads(_run("-c", code)):
        made, trained = json.loads(_run("-m", "bench.memory", name))
        peaks[name] = {"loaded": round(made / 1e6, 1), "trained": round(trained / 1e6, 1)}
    return peaks


def _run(*arguments):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.check_output([sys.executable, *arguments], text=True, env=environment)


def main(name):
    """Train by what has this name; print the two peaks."""
    from bench.yardsticks import YARDSTICKS

    iteration = YARDSTICKS[name]()
    made = peak()
    for _ in range(ITERATIONS):
        iteration()
    print(json.dumps([made, peak()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
