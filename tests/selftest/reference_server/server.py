"""HTTP/1.1 with threads: reads a request, finds the world of its prefix, and writes the answer."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from .app import respond
from .faults import FAULT_FREE, activate, fault
from .framing import LARGEST_BODY, read_body
from .messages import Answer, Request
from .problems import encode
from .world import World

TARGET = re.compile(r"(?:http://[^/]*)?(/*)([^/?]*)([^?]*)[?]?(.*)", re.DOTALL)


class Server(ThreadingHTTPServer):
    """A server for all worlds."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, Handler)
        self.worlds: dict[str, World] = {}
        self.lock = threading.Lock()

    def server_bind(self) -> None:
        """Bind without a lookup of the host name, which can take seconds."""
        super(ThreadingHTTPServer, self).server_bind()

    def world(self, name: str) -> World:
        """Return the world of a prefix; LookupError if there is no such fault."""
        with self.lock:
            if name not in self.worlds:
                self.worlds[name] = World(name)
            return self.worlds[name]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that closed the connection."""


class Handler(BaseHTTPRequestHandler):
    """A handler for one connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def __getattr__(self, name: str) -> Any:
        """Handle every method, known or not, in the same way."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self) -> None:
        """Answer one request."""
        # Do not use self.path: the standard library merges the slashes at its start.
        target = TARGET.fullmatch(self.requestline.split()[1])
        slashes, name, rest, query = target.groups() if target else ("", "", "", "")
        path = unquote(slashes[1:] + rest)
        try:
            world = self.server.world(unquote(name))
        except LookupError:
            world, path = self.server.world(FAULT_FREE), "/no-such-fault"
        activate(world.fault)
        body = read_body(self.rfile, self.headers)
        self.close_connection |= body.cut or body.size > LARGEST_BODY
        request = Request(self.command, path, query, self.headers, body, f"/{name}", world)
        self.send(respond(request))

    def send(self, answer: Answer) -> None:
        """Write an answer; 204 and 304 have no Content-Length, and only with a fault a body."""
        body = encode(answer.content)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", answer.media_type)
        if body or answer.status not in (204, 304):
            unsaid = self.command == "HEAD" and fault("head-without-length")
            self.send_header("Content-Length", str(0 if unsaid else len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" or fault("head-with-body"):
            self.wfile.write(body)

    def version_string(self) -> str:
        """Return the Server header."""
        return "reference_server"

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""
