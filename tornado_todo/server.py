"""The processes that serve: how they start, replace one another, and end.

https://www.tornadoweb.org/en/stable/guide/running.html
"""

import asyncio
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream, PipeIOStream
from tornado.netutil import bind_sockets
from tornado.options import options
from tornado.process import fork_processes

from .app import make_app
from .changes import watch
from .database import connect
from .pages.live import GOING_AWAY, close

SIGNALS = signal.SIGINT, signal.SIGTERM
GRACE = 5  # seconds in which requests in flight may end
MOST_CONNECTIONS = 5000

LIMITS = {
    "max_body_size": 16 * 2**20,  # bytes; a larger body gets Tornado's own bare 400
    "max_header_size": 64 * 2**10,  # bytes
    "idle_connection_timeout": 75,  # seconds
    "body_timeout": 60,  # seconds in which 128 KiB arrive over the slowest line
}


def start() -> None:
    """Serve in one process, or in several that the parent replaces when they die."""
    check_address()
    if options.processes == 1 or options.autoreload:
        asyncio.run(serve())
    else:
        parent_pipe = fork_children()  # returns in the children only
        asyncio.run(serve(parent_pipe))
        sys.exit(1)  # the parent would not replace a child that exits with 0


def check_address() -> None:
    """End with one line if the address is taken: a second copy would share it (SO_REUSEPORT)."""
    try:
        for socket in bind_sockets(options.port, options.host):
            socket.close()
    except OSError as error:
        address = f"{options.host}, port {options.port}"
        sys.exit(f"cannot listen on {address} ({error}): say --host=... or --port=...")


def fork_children() -> int:
    """Return in each child, with the read end of a pipe: it reaches EOF when the parent exits.

    The parent stays here. SIGTERM or SIGINT makes it close the pipe and wait for the children.
    """
    reader, writer = os.pipe()
    for number in SIGNALS:
        signal.signal(number, lambda *_: sys.exit())
    try:
        fork_processes(options.processes)  # it gives up after 100 restarts
    except SystemExit:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # one is enough
        os.close(writer)
        with suppress(ChildProcessError):  # there is none left
            while True:
                os.wait()
        raise
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)  # until serve() handles it; the parent's would exit 0
    os.close(writer)
    return reader


async def serve(parent_pipe: int | None = None) -> None:
    """Answer requests until SIGTERM or SIGINT comes, or the pipe from the parent ends."""
    connect()
    app = make_app()
    shutting_down = app.settings["shutting_down"]
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, shutting_down.set)
    if parent_pipe is not None:
        PipeIOStream(parent_pipe).set_close_callback(shutting_down.set)
    server = LimitedServer(app, xheaders=options.trust_proxy, **LIMITS)
    # SO_REUSEPORT spreads the connections; of a shared socket one child takes nearly all of them.
    server.add_sockets(bind_sockets(options.port, options.host, reuse_port=True))
    open_lists = app.settings["open_lists"]
    watcher = asyncio.create_task(watch(open_lists.tell))
    await shutting_down.wait()
    signal.alarm(GRACE + 2)  # SIGALRM ends a process whose threads wait for a silent database
    server.stop()
    watcher.cancel()
    close(open_lists, GOING_AWAY)
    await drain(app.settings["in_flight"])
    await server.close_all_connections()


async def drain(in_flight: set[object]) -> None:
    """Wait until all requests have been answered, or the grace is over."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + GRACE
    while in_flight and loop.time() < deadline:
        await asyncio.sleep(0.05)


class LimitedServer(HTTPServer):
    """A server that closes new connections while too many are open, idle ones included.

    Without a free file descriptor the loop would try to accept for ever. So HTTP gets half of them;
    WebSockets, which do not count here, a quarter (pages/live.py).
    """

    connections = 0

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        """Serve the new connection, or close it."""
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if self.connections < min(MOST_CONNECTIONS, files // 2):
            self.connections += 1
            super().handle_stream(stream, address)
        else:
            stream.close()

    def on_close(self, server_conn: object) -> None:
        """Note that a connection has been closed."""
        self.connections -= 1
        super().on_close(server_conn)
