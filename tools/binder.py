"""The course on Binder: the link to it, and a trial of what Binder builds.

    python tools/binder.py               print the link for the remote of this clone
    python tools/binder.py test          build as Binder does, without Docker; run all notebooks
    python tools/binder.py test 3.1 5.2  the same, but run only notebooks whose names begin so

repo2docker writes the recipe. What stands below our files in it, packages of conda, is laid out in
the same versions from PyPI; then the steps that install our files are carried out, word for word,
in a copy of the files that git knows. All of it is thrown away at the end.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from address import ROOT, Refusal, address_of, git, remote_of_clone

UV = Path(sys.executable).with_name("uv")
FIRST_PAGE = "lab/tree/my-notebooks/0-welcome.ipynb"
REPO2DOCKER = "jupyter-repo2docker==2026.4.0"
# What repo2docker's base asks for; its lock file says which versions of it and of all it needs.
BASE = (
    "pip ipywidgets jupyter-offlinenotebook jupyter-resource-usage jupyter-server jupyterhub"
    " jupyterlab notebook"
).split()
# Where conda and PyPI differ in the name.
RENAMED = {
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
# For one command; all notebooks took a busy machine 505.
SECONDS = 1800
TESTERS = ("nbval", "coverage", "pytest", "iniconfig", "pluggy", "pytest-xdist", "execnet")


def link(remote, branch):
    """Return the link that opens a branch of a public repository on Binder."""
    address = address_of(remote)
    host, _, path = address.partition("://")[2].partition("/")
    if host == "github.com":
        source = f"gh/{path}"
    elif host == "gitlab.com":
        source = f"gl/{quote(path, safe='')}"
    else:
        source = f"git/{quote(address, safe='')}"
    return f"https://mybinder.org/v2/{source}/{quote(branch, safe='')}?urlpath={FIRST_PAGE}"


def link_of_clone(clone):
    """Return the link for the branch that a clone follows."""
    return link(*remote_of_clone(clone))


def run(*command, **options):
    """Run a command; return what it prints, or stop with what it said."""
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            **options,
        )
    except subprocess.TimeoutExpired as late:
        raise Refusal(f"{' '.join(map(str, command))} took more than {SECONDS} s.") from late
    if done.returncode:
        raise Refusal(f"{' '.join(map(str, command))} failed:\n{done.stdout}".strip())
    return done.stdout


def with_repo2docker(*command, **options):
    """Run a command in an environment that has repo2docker; return what it prints."""
    return run(UV, "tool", "run", "--quiet", "--from", REPO2DOCKER, *command, **options)


def copy_course(folder):
    """Copy the files that git knows, as they are now, to a new folder."""
    for name in git("ls-files", "-z", "--cached").strip("\0").split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def steps(recipe):
    """Return the commands of a recipe that install our files: pip's, chmod, and postBuild."""
    commands = re.findall(r"^RUN (.*)$", recipe, re.MULTILINE)
    ours = [command for command in commands if "requirements" in command or "postBuild" in command]
    if "env update" in recipe or len(ours) != 3:
        raise Refusal(f"Expected a recipe with pip, chmod and postBuild alone; it is:\n{recipe}")
    return ours


def pins():
    """Return the pins of requirements.txt, by name; where there are two, for a newer Python."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pairs = [(line.partition("==")[0], line.partition("#")[0]) for line in lines if "==" in line]
    return {name: pin.strip() for name, pin in pairs if not name.startswith("#")}


def versions_of_base(version):
    """Return names and versions of the packages in repo2docker's base for a version of Python."""
    code = "import repo2docker.buildpacks.conda as conda; print(conda.HERE)"
    here = Path(with_repo2docker("python", "-c", code).strip())
    lock = (here / f"environment.py-{version}-linux-64.lock").read_text(encoding="utf-8")
    found = re.findall(r"/([a-z][^/\s]*)-([\d.]+(?:post\d)?)-[^-/\s]+\.(?:conda|tar)", lock)
    return {RENAMED.get(name, name.replace("_", "-")): number for name, number in found}


def make_base(folder, version):
    """Make an environment with the packages of repo2docker's base in a folder; return it."""
    base, python = folder / "base", os.environ.get("BINDER_PYTHON", version)
    try:
        run(UV, "venv", "--quiet", "--python", python, base)
    except Refusal as refusal:
        raise Refusal(f"{refusal}\nTo name one: BINDER_PYTHON=/path/of/python{version}") from None
    locked = versions_of_base(version)
    # A version of what is not installed does no harm; which packages of conda are on PyPI is known
    # of those that our own versions name.
    asked, constraints = folder / "base.in", folder / "base.lock"
    asked.write_text("\n".join({*BASE, *(locked.keys() & pins().keys())}))
    constraints.write_text("\n".join(f"{name}=={number}" for name, number in locked.items()))
    install(base, "-r", asked, "-c", constraints)
    return base


def install(environment, *arguments):
    """Install packages into an environment."""
    run(UV, "pip", "install", "--quiet", "--python", environment / "bin" / "python", *arguments)


def installed(environment):
    """Return what is installed in an environment, a text for each package."""
    python = environment / "bin" / "python"
    return set(run(UV, "pip", "freeze", "--quiet", "--python", python).splitlines())


def build(folder):
    """Build the course in a folder as Binder does; return its environment."""
    copy = folder / "course"
    copy_course(copy)
    recipe = with_repo2docker("repo2docker", "--no-build", "--debug", ".", cwd=copy)
    version = re.search(r"python=([\d.]+)", recipe)[1]
    base = make_base(folder, version)
    before = installed(base)
    variables = {
        "KERNEL_PYTHON_PREFIX": str(base),
        "PATH": f"{base / 'bin'}:{os.environ['PATH']}",
        "PIP_ROOT_USER_ACTION": "ignore",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    print(f"base: Python {version}, {len(before)} packages", flush=True)
    for step in steps(recipe):
        start = time.monotonic()
        run("bash", "-c", step, cwd=copy, env={**os.environ, **variables})
        print(f"{time.monotonic() - start:5.1f} s  {step}", flush=True)
    check(before, installed(base), (copy / "binder" / "requirements.txt").read_text())
    return base


def check(before, after, asked):
    """Stop if something of the base was replaced, or something was added unasked."""
    if before - after:
        raise Refusal(f"Replaced, though Binder's base has them: {sorted(before - after)}")
    packages = {one for one in after - before if "file://" not in one}
    print(f"above it: {len(packages)} packages, and the course")
    if packages != set(asked.split()):
        raise Refusal(
            f"Expected above the base what binder/requirements.txt pins; differs:"
            f" {sorted(packages ^ set(asked.split()))}"
        )


def run_notebooks(folder, base, beginnings):
    """Run notebooks where nothing of the course is but them, and compare what they give."""
    install(base, *[pins()[name] for name in TESTERS])
    names = [path.name for path in (ROOT / "notebooks").glob("*.ipynb")]
    chosen = sorted(name for name in names if name.startswith(beginnings or ("",)))
    if not chosen:
        raise Refusal(f"No notebook begins with {' or '.join(beginnings)}; there are: {names}")
    clean = folder / "clean"
    shutil.copytree(folder / "course" / "notebooks", clean)
    (clean / "pytest.ini").write_text("[pytest]\n")
    command = [base / "bin" / "python", "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider"]
    command += ["-n", str(min(4, os.cpu_count())), "--dist", "loadfile", "--no-header", *chosen]
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    start = time.monotonic()
    said = run(*command, cwd=clean, env={**os.environ, **one_thread})
    cells = re.search(r"\d+ passed", said)[0]
    print(f"{time.monotonic() - start:5.1f} s  nbval, {len(chosen)} notebooks: {cells}")


def main(arguments):
    """Do what the command line asks, and say it; return the exit status."""
    try:
        if not arguments:
            print(link_of_clone(ROOT))
        elif arguments[0] == "test":
            with tempfile.TemporaryDirectory(prefix="binder-") as name:
                folder = Path(name).resolve()
                run_notebooks(folder, build(folder), tuple(arguments[1:]))
        else:
            raise Refusal(__doc__.strip())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
