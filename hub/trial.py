"""Let learners work in a real JupyterHub at the same time: what is lost, how long does it take.

    python hub/trial.py 20

Run by `make hub-trial`, in an environment of its own. Each learner follows the link of nbgitpuller,
logs in, waits for the server, pulls the notebooks, opens and runs one, changes it, writes one of
their own, and saves. Then the teacher publishes an update that touches the same cells, and everyone
follows the link again. Learners are driven as their browsers would be, by pages, Jupyter's REST
API and the channels of the kernel; each step begins for all at once. It all stays on 127.0.0.1.
"""

import asyncio
import os
import re
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from itertools import chain
from pathlib import Path

import aiohttp
import psutil
from yarl import URL

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tools"))

import handout  # noqa: E402
from my_notebooks import as_bytes, fingerprint, parse, read_course  # noqa: E402

SECONDS = 1800
SECONDS_A_STEP = 600
FOLDER = "course"
WORKED_ON = "3.6-training.ipynb"
UNTOUCHED = "1.1-model-and-loss.ipynb"
WITHDRAWN = "playground-1.ipynb"
NEW = "news.ipynb"
OWN = "mine.ipynb"


class Trouble(Exception):
    """What a learner would have met."""


TROUBLES = (Trouble, TimeoutError, TypeError, aiohttp.ClientError)


def git(folder, *arguments):
    """Run git as the teacher."""
    teacher = ("-c", "user.name=teacher", "-c", "user.email=teacher@example.org")
    subprocess.run(["git", *teacher, *arguments], cwd=folder, check=True, capture_output=True)


def publish(teacher):
    """Commit what the teacher's folder holds, and push it to where the learners pull."""
    git(teacher, "add", "--all")
    git(teacher, "commit", "--message", "A version")
    git(teacher, "push", "origin", "main")


def hand_out(folder):
    """Make a repository of the learner's notebooks; return the teacher's clone and its address."""
    published, teacher = folder / "published.git", folder / "teacher"
    git(folder, "init", "--bare", "--initial-branch=main", published.name)
    git(folder, "clone", published.name, teacher.name)
    git(teacher, "checkout", "-B", "main")
    handout.make(read_course(), teacher)
    publish(teacher)
    return teacher, published.as_uri()


def change(path, edit):
    """Change a notebook of the teacher's, and renew what says which version it is."""
    notebook = parse(path.read_bytes())
    edit(notebook["cells"])
    notebook["metadata"]["course"]["fingerprint"] = fingerprint(notebook)
    path.write_bytes(as_bytes(notebook))


def update(teacher):
    """Publish an update that meets the learners' work in each way there is."""

    def edit(cells):
        for cell in cells:
            cell["source"] = ["The teacher's new words.\n", *cell["source"]]

    change(teacher / WORKED_ON, edit)
    change(teacher / UNTOUCHED, edit)
    (teacher / WITHDRAWN).unlink()
    for name in (NEW, OWN):
        (teacher / name).write_bytes((teacher / UNTOUCHED).read_bytes())
    publish(teacher)


def exercise(notebook):
    """Return the first cell of a notebook that is an exercise."""
    return next(c for c in notebook["cells"] if "exercise" in c["metadata"].get("tags", []))


class Learner:
    """One learner, with a browser's cookies."""

    def __init__(self, name, hub, password, source):
        self.name, self.hub, self.password, self.source = name, URL(hub), password, source
        self.browser = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(total=SECONDS_A_STEP),
            connector=aiohttp.TCPConnector(limit=0),
        )
        self.server = self.hub / "user" / name
        self.typed = f"answer_of = {name!r}"

    async def get(self, url, **options):
        """Open a page; return where one arrives, and its text."""
        async with self.browser.get(url, **options) as page:
            text = await page.text()
            if page.status not in (200, 424, 503):
                raise Trouble(f"{self.name}: {page.status} at {page.url}: {text[:300]}")
            return page.url, text

    async def api(self, method, path, **options):
        """Ask the learner's server for something, as JupyterLab does."""
        cookies = self.browser.cookie_jar.filter_cookies(self.server / "")
        headers = {"X-XSRFToken": cookies["_xsrf"].value}
        url = self.server / "api" / path
        async with self.browser.request(method, url, headers=headers, **options) as answer:
            if answer.status >= 400:
                raise Trouble(f"{self.name}: {answer.status} for {method} {path}")
            return await answer.json()

    async def log_in(self):
        """Follow the link, log in, and wait for the server."""
        link = self.hub / "hub" / "user-redirect" / "git-pull" % {"repo": self.source}
        url, text = await self.get(link)
        form = {"username": self.name, "password": self.password}
        form["_xsrf"] = re.search(r'name="_xsrf"\s+value="([^"]+)"', text)[1]
        async with self.browser.post(url, data=form) as page:
            url = page.url
        while url.path != f"/user/{self.name}/git-pull":
            await asyncio.sleep(0.5)
            url, text = await self.get(url)

    async def pull(self):
        """Open the page of nbgitpuller, and do what its script does."""
        query = {"repo": self.source, "branch": "main", "targetpath": FOLDER}
        await self.get(self.server / "git-pull" % query)
        cookies = self.browser.cookie_jar.filter_cookies(self.server / "")
        query["_xsrf"] = cookies["_xsrf"].value
        _, text = await self.get(self.server / "git-pull" / "api" % query)
        if '"phase": "finished"' not in text:
            raise Trouble(f"{self.name}: the pull ended with {text[-1000:]}")

    async def open(self):
        """Open a notebook, wait for its kernel, and run its first cell."""
        path = f"{FOLDER}/{WORKED_ON}"
        self.notebook = (await self.api("GET", f"contents/{path}"))["content"]
        body = {"path": path, "name": WORKED_ON, "type": "notebook", "kernel": {"name": "python3"}}
        kernel = (await self.api("POST", "sessions", json=body))["kernel"]["id"]
        self.session = uuid.uuid4().hex
        url = self.server / "api" / "kernels" / kernel / "channels"
        self.channels = await self.browser.ws_connect(
            url % {"session_id": self.session}, max_msg_size=0
        )
        self.code = [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code"]
        await self.run_cell(self.code[0])

    async def run_cell(self, cell):
        """Run a cell in the kernel, and put its outputs into it."""
        request = uuid.uuid4().hex
        header = {"msg_id": request, "msg_type": "execute_request", "session": self.session}
        header |= {"username": "", "version": "5.3", "date": "2000-01-01T00:00:00Z"}
        content = {"code": "".join(cell["source"]), "silent": False, "store_history": True}
        content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.channels.send_json({**message, "channel": "shell", "buffers": []})
        cell["outputs"], is_idle, is_answered = [], False, False
        while not (is_idle and is_answered):
            received = await self.channels.receive()
            if received.type is not aiohttp.WSMsgType.TEXT:
                raise Trouble(f"{self.name}: the kernel is not connected any more: {received}")
            message = received.json()
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                raise Trouble(f"{self.name}: {content['ename']}: {content['evalue']}")
            if kind in ("stream", "display_data", "execute_result"):
                fields = {key: value for key, value in content.items() if key != "transient"}
                cell["outputs"].append({"output_type": kind, **fields})
            is_idle = is_idle or (kind == "status" and content["execution_state"] == "idle")
            if kind == "execute_reply":
                is_answered, cell["execution_count"] = True, content["execution_count"]

    async def run(self):
        """Run all other cells."""
        for cell in self.code[1:]:
            await self.run_cell(cell)

    async def save(self):
        """Answer an exercise, write a notebook of one's own, and save both."""
        exercise(self.notebook)["source"] += f"\n{self.typed}"
        await self.put(WORKED_ON, self.notebook)
        own = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        own["cells"] = [{"cell_type": "raw", "id": "own", "metadata": {}, "source": self.typed}]
        await self.put(OWN, own)
        await self.channels.close()

    async def put(self, name, notebook):
        """Save a notebook, as JupyterLab does."""
        body = {"type": "notebook", "format": "json", "content": notebook}
        await self.api("PUT", f"contents/{FOLDER}/{name}", json=body)


def losses(learner, home, saved, teacher):
    """Return what an update lost or broke in a learner's folder."""
    folder, lost = home / FOLDER, []
    contents = {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}
    lost += [f"{name} is no notebook any more" for name in contents if not parse(contents[name])]
    lost += [f"{name} has a conflict" for name in contents if b"<<<<<<<" in contents[name]]
    if contents[WORKED_ON] != saved:
        lost.append(f"{WORKED_ON} is not as it was saved")
    own = [name for name in contents if name.startswith(Path(OWN).stem)]
    if not any(learner.typed.encode() in contents[name] for name in own):
        lost.append(f"{OWN} is gone")
    for name in (UNTOUCHED, NEW, OWN):
        if contents.get(name) != (teacher / name).read_bytes():
            lost.append(f"{name} is not the teacher's new one")
    if WITHDRAWN in contents:
        lost.append(f"{WITHDRAWN} is still there")
    return [f"{learner.name}: {what}" for what in lost]


def free_ports(count):
    """Return ports of this machine that nobody uses."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start_hub(folder, password):
    """Start a hub in a folder; return its process and its address."""
    ports = free_ports(3)
    bins = [str(Path(sys.prefix, "bin")), str(Path(sys.prefix, "node_modules", ".bin"))]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([*bins, os.environ["PATH"]]),
        "TRIAL_FOLDER": str(folder),
        "TRIAL_PASSWORD": password,
        "TRIAL_PORTS": " ".join(map(str, ports)),
    }
    with (folder / "hub.log").open("wb") as log:
        command = ["jupyterhub", "--config", str(HERE / "jupyterhub_config.py")]
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    return process, f"http://127.0.0.1:{ports[0]}"


async def wait_for(hub, process):
    """Wait until a hub answers."""
    async with aiohttp.ClientSession() as browser:
        while process.poll() is None:
            try:
                async with browser.get(f"{hub}/hub/health") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.3)
    raise Trouble(f"the hub ended with {process.returncode}")


def stop(process):
    """Stop a hub and all that it started."""
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
    for one in family:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            pass


def memory(process):
    """Return the megabytes that the server and the kernel of each learner hold by themselves."""
    servers = [
        one
        for one in psutil.Process(process.pid).children()
        if any("singleuser" in word for word in one.cmdline())
    ]
    kernels = [kernel for server in servers for kernel in server.children(recursive=True)]
    return {
        f"memory of a {kind}, {what}": [
            getattr(one.memory_full_info(), what) / 1e6 for one in processes
        ]
        for kind, processes in (("server", servers), ("kernel", kernels))
        for what in ("rss", "uss")
    }


async def timed(step):
    """Return how many seconds a step takes."""
    start = time.monotonic()
    async with asyncio.timeout(SECONDS_A_STEP):
        await step
    return time.monotonic() - start


def say(what, values, unit):
    """Print a row of the table."""
    print(f"| {what} | {statistics.median(values):.1f} | {max(values):.1f} | {unit} |", flush=True)


async def work(learners, process, folder, teacher):
    """Let all learners take each step at once; return what was lost."""

    async def all_take(what, step):
        seconds = await asyncio.gather(*[timed(step(one)) for one in learners])
        say(what, seconds, "s")

    print("| for each learner | median | worst | |\n| --- | --- | --- | --- |")
    await all_take("log in, until the server is there", Learner.log_in)
    await all_take("pull the notebooks", Learner.pull)
    await all_take(f"open {WORKED_ON}, until its first cell has run", Learner.open)
    await all_take("run its other cells", Learner.run)
    for what, values in memory(process).items():
        say(what, values, "MB")
    await all_take("save", Learner.save)
    homes = {one.name: folder / "homes" / one.name for one in learners}
    saved = {name: (home / FOLDER / WORKED_ON).read_bytes() for name, home in homes.items()}
    update(teacher)
    await all_take("pull an update", Learner.pull)
    found = [losses(one, homes[one.name], saved[one.name], teacher) for one in learners]
    return list(chain(*found))


async def trial(nb_of_learners, folder):
    """Try a hub with some learners; return what was lost."""
    teacher, source = hand_out(folder)
    password = secrets.token_hex()
    print(
        f"{nb_of_learners} learners, {os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    process, hub = start_hub(folder, password)
    learners = []
    try:
        async with asyncio.timeout(SECONDS):
            await wait_for(hub, process)
            names = [f"learner{number:02}" for number in range(1, nb_of_learners + 1)]
            learners = [Learner(name, hub, password, source) for name in names]
            return await work(learners, process, folder, teacher)
    except TROUBLES:
        # Now, as the end of a hub fills its log.
        print((folder / "hub.log").read_text(errors="replace")[-3000:], file=sys.stderr)
        raise
    finally:
        for one in learners:
            await one.browser.close()
        stop(process)


def main(arguments):
    """Try it, say what was lost, and return the exit status."""
    if len(arguments) != 1 or not arguments[0].isdecimal() or not int(arguments[0]):
        print(f"Expected how many learners, such as 20; not {arguments}.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="hub-") as name:
        folder = Path(name).resolve()
        try:
            lost = asyncio.run(trial(int(arguments[0]), folder))
        except TROUBLES as trouble:
            print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
            return 1
    print("\n".join(lost) or "Nothing is lost, no notebook is broken, and all updates are there.")
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
