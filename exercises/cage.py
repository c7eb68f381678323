"""A cage for programs of others: no network, nothing to write but the working folder.

It is made of what Linux has, `unshare` and `mount`, and needs no rights. Not kept out is what such
a program only reads, your files included, and sockets in folders that are not hidden: who listens
there, such as a program of yours in your home, can be spoken to.
"""

import contextlib
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

CAGED = (
    "Hand-ins are programs: they run without network, and write to a temporary folder alone; but"
    " they can read what you can."
)
UNCAGED = (
    "Hand-ins are programs, and this system offers nothing (`unshare` of Linux) to keep them from"
    " the network and from your files: they can do what you can."
)
NAMESPACES = "--user --map-root-user --net --ipc --pid --mount-proc --fork --kill-child".split()
ROOT = Path(__file__).resolve().parent.parent
# What a cell needs, wherever it lies.
KEPT = (ROOT, sys.prefix, sys.base_prefix, "/dev/null", "/dev/random", "/dev/urandom")
# First, the places of sockets and terminals are covered by empty ones, but for what is needed:
# from the working directory one still sees what is covered. Then nothing can be written but in the
# folder where the program starts; what cannot be protected so is covered. At last the right to
# change all that is given up.
SCRIPT = r"""
set -e
folder=$PWD
for place in /dev /run /tmp /var/tmp; do
    [ -d "$place" ] && [ ! -L "$place" ] || continue
    cd "$place"
    mount -t tmpfs -o mode=755 tmpfs "$place"
    for kept in "$folder" KEPT; do
        inside=${kept#"$place"/}
        [ "$inside" != "$kept" ] && [ -e "$inside" ] || continue
        if [ -d "$inside" ]; then mkdir -p "$kept"; else touch "$kept"; fi
        mount --no-canonicalize --rbind "./$inside" "$kept"
    done
done
mount --bind "$folder" "$folder"
cd "$folder"
cut -d" " -f5,6 /proc/self/mountinfo | sort -u | while read -r place options; do
    place=$(printf "$(printf %s "$place" | sed s/%/%%/g)")  # a blank is written as \040
    case $options in ro|ro,*) continue ;; esac
    [ "$place" != "$folder" ] && [ -e "$place" ] || continue
    mount -o remount,bind,ro "$place" || mount -t tmpfs -o ro tmpfs "$place"
done
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""


def cage():
    """Return how a command line begins whose program is caged; empty where that is impossible."""
    script = SCRIPT.replace("KEPT", shlex.join(map(str, KEPT)))
    command = ["unshare", *NAMESPACES, "sh", "-c", script, "sh"]
    with contextlib.suppress(OSError):
        with tempfile.TemporaryDirectory() as folder:
            tried = [*command, sys.executable, "-I", "-c", "import numpy"]
            if not subprocess.run(tried, capture_output=True, cwd=folder).returncode:
                return command
    return []
