"""Event streams on the threads of a WSGI server: an outage, so that no application ships them.

Every stream holds one of the 2 x 128 threads with which Flask is served.
"""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from harness.ports import free_port

from .database import prepared
from .serving import answered, serving
from .variants import Variant
from .workload import Exchange, workload

STREAM = b"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
STREAMS = 256  # as many as there are threads
ROUNDS = 20
PATIENCE = 2.0  # seconds
OTHERS = [  # a page, the API, and what asks whether the server lives
    Exchange("GET", "/login", 200, {}),
    workload()["list_tasks"],
    Exchange("GET", "/healthz", 200, {}),
] * 10


def outage() -> dict[str, int]:
    """Return how many streams are open, and how many other requests are answered meanwhile."""
    print(f"{time.strftime('%H:%M:%S')} Flask: {STREAMS} event streams", flush=True)
    port = free_port()
    *command, _ = Variant("flask", "app").server(port)
    command.append("bench.in_process.flask_with_streams:create_app")
    with prepared("flask") as url, serving("flask", url, command, port), ExitStack() as stack:
        before, held = count_answers(port), 0
        for _ in range(ROUNDS):  # the kernel may choose a process that has no thread left
            held += open_streams(port, STREAMS - held, stack)
        meanwhile = count_answers(port)
    return {"streams": held, "requests": len(OTHERS), "before": before, "meanwhile": meanwhile}


def open_streams(port: int, count: int, stack: ExitStack) -> int:
    """Ask for streams; keep those that begin within a second, and return their number."""
    asked = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
    for one in asked:
        one.sendall(STREAM)
    deadline, held = time.monotonic() + 1, 0
    for one in asked:
        one.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            begun = one.recv(65_536).startswith(b"HTTP/1.1 200")
        except TimeoutError:
            begun = False
        stack.push(one) if begun else one.close()
        held += begun
    return held


def count_answers(port: int) -> int:
    """Return how many of the other requests, sent at once, are answered in time."""
    with ThreadPoolExecutor(len(OTHERS)) as threads:
        return sum(threads.map(lambda one: answered(port, one, PATIENCE), OTHERS))
