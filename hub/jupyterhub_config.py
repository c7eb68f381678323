"""The hub of `make hub-trial`: on this machine alone, and without any wall between learners."""

import os
from pathlib import Path

folder = Path(os.environ["TRIAL_FOLDER"])
here, inner, proxy = (f"http://127.0.0.1:{port}" for port in os.environ["TRIAL_PORTS"].split())

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = here
c.JupyterHub.hub_bind_url = inner
c.ConfigurableHTTPProxy.api_url = proxy
c.JupyterHub.db_url = f"sqlite:///{folder / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(folder / "cookie-secret")
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.DummyAuthenticator.password = os.environ["TRIAL_PASSWORD"]
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
# In a container one is root, and Jupyter refuses to serve root. And there each server has ports of
# its own; here two could give their kernels the same one, and one kernel would never answer. So
# they speak by files, whose paths must be short.
c.Spawner.args = ["--allow-root", "--KernelManager.transport=ipc"]
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1", "JUPYTER_RUNTIME_DIR": str(folder / "run")}
# Where all servers share the cores of one machine, a class takes its time.
c.Spawner.start_timeout = 600
c.Spawner.http_timeout = 600
