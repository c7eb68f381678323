"""Open the learner's notebooks in JupyterLab, without questions or warnings, and say where.

python tools/lab.py [OPTION OF JUPYTER LAB ...]
"""

import contextlib
import json
import sys
from pathlib import Path

import my_notebooks
from jupyterlab.labapp import LabApp

COURSE = Path(__file__).resolve().parent.parent
OPTIONS = [
    "-y",
    # In a container one is root, and Jupyter refuses to serve root.
    "--allow-root",
    "--log-level=ERROR",
    "--LabApp.log_level=ERROR",
    "--KernelManager.transport_encryption=auto",
    f"--ServerApp.root_dir={COURSE}",
]
FIRST_PAGE = "--LabApp.default_url="


def address(server):
    """Return what to say of a server that says nothing itself; None if it does."""
    identity = server.identity_provider
    if identity.token and identity.token_generated:
        return None
    line = f"The course is at {server.connection_url.rstrip('/')}{server.default_url}"
    if identity.auth_enabled:
        line += "\nLog in with the password or token of your own Jupyter configuration."
    return line


def disable_news(prefix):
    """Keep JupyterLab from asking about news, in this environment, unless it has settings."""
    page = Path(prefix, "etc", "jupyter", "labconfig", "page_config.json")
    news = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    with contextlib.suppress(OSError):
        page.parent.mkdir(parents=True, exist_ok=True)
        with page.open("x", encoding="utf-8") as file:
            json.dump(news, file)


def main(arguments):
    """Make or renew the learner's notebooks, then serve until interrupted."""
    status = my_notebooks.main([])
    if status:
        return status
    disable_news(sys.prefix)
    options = [*OPTIONS, *arguments]
    if not any(option.startswith(FIRST_PAGE) for option in arguments):
        options.append(f"{FIRST_PAGE}/lab/tree/my-notebooks/0-welcome.ipynb")
    server = LabApp.initialize_server(options)
    line = address(server)
    if line:
        print(line, flush=True)
    server.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
