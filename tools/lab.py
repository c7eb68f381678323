"""Open the course in JupyterLab, without questions or warnings, and say where it is.

python tools/lab.py [OPTION OF JUPYTER LAB ...]
"""

import sys
from pathlib import Path

from jupyterlab.labapp import LabApp

COURSE = Path(__file__).resolve().parent.parent
OPTIONS = [
    "-y",
    # In a container one is root, and Jupyter refuses to serve root.
    "--allow-root",
    "--log-level=ERROR",
    "--LabApp.log_level=ERROR",
    "--LabApp.news_url=None",
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


def main(arguments):
    """Serve until interrupted."""
    options = [*OPTIONS, *arguments]
    if not any(option.startswith(FIRST_PAGE) for option in arguments):
        options.append(f"{FIRST_PAGE}/lab/tree/notebooks/0-welcome.ipynb")
    server = LabApp.initialize_server(options)
    line = address(server)
    if line:
        print(line, flush=True)
    server.start()


if __name__ == "__main__":
    main(sys.argv[1:])
