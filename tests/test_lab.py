"""How JupyterLab is started: that it always says where it is."""

from importlib import import_module
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="module")
def lab():
    """Import the tool for these tests only: every process would wait for JupyterLab otherwise."""
    return import_module("lab")


def server(token="", generated=False, auth=True):
    """Return what `lab` looks at of a server."""
    identity = SimpleNamespace(token=token, token_generated=generated, auth_enabled=auth)
    return SimpleNamespace(
        identity_provider=identity,
        connection_url="http://localhost:8889/",
        default_url="/lab/tree/my-notebooks/0-welcome.ipynb",
    )


def test_jupyter_itself_says_where_a_server_with_a_token_of_its_own_is(lab):
    assert lab.address(server(token="secret", generated=True)) is None


@pytest.mark.parametrize("token", ["", "my own"])
def test_with_the_password_or_token_of_a_user_the_address_is_said_but_not_the_token(lab, token):
    said = lab.address(server(token=token))
    address, how = said.splitlines()
    assert address.endswith(" http://localhost:8889/lab/tree/my-notebooks/0-welcome.ipynb")
    assert how.startswith("Log in with the password or token")
    assert "my own" not in said


def test_without_any_protection_the_address_is_all_there_is_to_say(lab):
    assert len(lab.address(server(auth=False)).splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "page"),
    [([], "my-notebooks/0-welcome.ipynb"), (["--LabApp.default_url=/lab/tree/a.ipynb"], "a.ipynb")],
)
def test_one_page_is_opened_first(lab, monkeypatch, arguments, page):
    seen = []

    def initialize(options):
        seen.extend(option for option in options if "default_url" in option)
        return SimpleNamespace(**vars(server(token="secret", generated=True)), start=lambda: None)

    monkeypatch.setattr(lab.my_notebooks, "main", lambda arguments: 0)
    monkeypatch.setattr(lab, "disable_news", lambda prefix: None)
    monkeypatch.setattr(lab.LabApp, "initialize_server", initialize)
    lab.main(arguments)
    assert seen == [f"--LabApp.default_url=/lab/tree/{page}"]


def test_nothing_is_opened_where_the_notebooks_could_not_be_made(lab, monkeypatch):
    monkeypatch.setattr(lab.my_notebooks, "main", lambda arguments: 1)
    monkeypatch.setattr(lab.LabApp, "initialize_server", lambda options: pytest.fail("opened"))
    assert lab.main([]) == 1
