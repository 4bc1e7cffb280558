"""One process that serves: a loop, an engine, a pool of threads, and a graceful end."""

import asyncio
import multiprocessing
import resource
import signal
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.options import options

from .database import connect
from .routing import make_app

GRACE = 5  # seconds in which requests in flight may end
MOST_CONNECTIONS = 5000

LIMITS = {
    "max_body_size": 16 * 2**20,  # bytes; a larger body gets Tornado's own bare 400
    "max_header_size": 64 * 2**10,  # bytes
    "idle_connection_timeout": 75,  # seconds: a connection costs little, but it is not for ever
    "body_timeout": 60,  # seconds in which 128 KiB arrive over the slowest line
}


class LimitedServer(HTTPServer):
    """A server that hangs up on whoever comes when all places are taken, idle connections' too.

    Without a free file descriptor the loop would try to accept for ever, so half of them stay free.
    """

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        """Serve the new connection, or close it."""
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if len(self._connections) < min(MOST_CONNECTIONS, files // 2):
            super().handle_stream(stream, address)
        else:
            stream.close()


def run() -> None:
    """Serve until told to end."""
    asyncio.run(serve())


async def serve() -> None:
    """Answer requests until SIGTERM or SIGINT comes, or the supervisor is gone."""
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ending.set)
    if supervisor := multiprocessing.parent_process():
        loop.add_reader(supervisor.sentinel, ending.set)
    connect()
    app = make_app()
    server = LimitedServer(app, **LIMITS)
    server.listen(options.port, options.host, reuse_port=supervisor is not None)
    await ending.wait()
    server.stop()
    server.conn_params.no_keep_alive = True  # the next answer on each connection is its last
    await drain(app.settings["in_flight"])
    await server.close_all_connections()


async def drain(in_flight: set[object]) -> None:
    """Wait until all requests have been answered, or the grace is over."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + GRACE
    while in_flight and loop.time() < deadline:
        await asyncio.sleep(0.05)
