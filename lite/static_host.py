"""A server for the lite site, as a static host is, which is also a proxy that refuses all else."""

import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

SimpleHTTPRequestHandler.extensions_map |= {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".whl": "application/octet-stream",
}


class Handler(SimpleHTTPRequestHandler):
    """Serve files that browsers may keep; write down and refuse what goes to another host."""

    protocol_version = "HTTP/1.1"

    def send_head(self):
        """Serve a file, or refuse, where the browser takes this server for its proxy."""
        if not self.path.startswith("/"):
            return self.do_CONNECT()
        self.server.served.append(self.path.partition("?")[0])
        return super().send_head()

    def do_CONNECT(self):
        """Refuse what would leave this machine."""
        self.server.refused.append(self.path)
        self.send_error(403, "Only the site itself is here")

    def do_POST(self):
        """Refuse what no static host takes."""
        self.do_CONNECT()

    def end_headers(self):
        """Let the browser keep all but pages, as static hosts do."""
        is_page = self.path.endswith((".html", "/")) or "?" in self.path
        self.send_header("Cache-Control", "no-cache" if is_page else "max-age=3600")
        super().end_headers()

    def log_message(self, *_):
        """Be quiet."""


class Server(ThreadingHTTPServer):
    """Serves a folder on a free port of this machine, in a thread; says what was asked of it."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.served, self.refused = [], []
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Say nothing of a browser that was closed while it loaded something."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)
