"""Compare servers: Granian and gunicorn, one process and two, few threads and many.

The servers of a comparison run at the same time, each on its own database, and take turns.
"""

import math
import socket
import statistics
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from harness.ports import free_port

from .database import prepared
from .load import Figures, load
from .serving import answered, serving
from .variants import ROOT, Variant
from .workload import Exchange, workload

SLOW = 64  # clients that never finish their bodies
PATIENCE = 3.0  # timeout, in seconds
WAITS = 3  # measurements; the median is shown


@dataclass(frozen=True)
class Effort:
    """The number of rounds, the seconds of each turn, and the number of connections."""

    rounds: int
    seconds: float
    connections: int


def gunicorn(framework: str, port: int) -> list[str]:
    """Return the command that serves an application with gunicorn: 2 processes, 4 threads each."""
    program = ROOT / ".venvs" / f"{framework}-gunicorn" / "bin" / "gunicorn"
    variant = Variant(framework, "app")
    target = f"{variant.target}()" if variant.is_factory else variant.target
    options = "--worker-class gthread --workers 2 --threads 4 --no-control-socket"
    return [str(program), *options.split(), "--bind", f"127.0.0.1:{port}", target]


def granian(framework: str, port: int, threads: int | None) -> list[str]:
    """Return the command of the application as it ships, with another number of threads."""
    program, *options, target = Variant(framework, "app").server(port)
    chosen = ["--blocking-threads", str(threads)] if threads else []
    if "--blocking-threads" in options and chosen:
        at = options.index("--blocking-threads")
        del options[at : at + 2]
    return [program, *options, *chosen, target]


def compared(
    framework: str, commands: Mapping[str, tuple[int, list[str]]], effort: Effort
) -> dict[str, dict[str, Any]]:
    """Return server → medians of requests per second, p50 and p99, for a list of 20 tasks."""
    exchange = workload()["list_tasks"]
    found: dict[str, list[Figures]] = {name: [] for name in commands}
    with ExitStack() as stack:
        for port, command in commands.values():
            url = stack.enter_context(prepared(framework))
            stack.enter_context(serving(framework, url, command, port))
        for _ in range(effort.rounds):
            for name, (port, _) in commands.items():
                found[name].append(load(port, exchange, effort.seconds, effort.connections))
    return {
        name: {key: statistics.median(one[key] for one in all_) for key in ("rate", "p50", "p99")}
        for name, all_ in found.items()
    }


def servers(framework: str, effort: Effort) -> dict[str, Any]:
    """Return the figures of gunicorn and of Granian."""
    ports = [free_port(), free_port()]
    commands = {
        "gunicorn": (ports[0], gunicorn(framework, ports[0])),
        "as shipped": (ports[1], Variant(framework, "app").server(ports[1])),
    }
    return compared(framework, commands, effort)


def processes(effort: Effort) -> dict[str, Any]:
    """Return the figures of one and of two processes of Tornado."""
    variant = Variant("tornado", "app")
    ports = {1: free_port(), 2: free_port()}
    commands = {str(n): (port, variant.server(port, n)) for n, port in ports.items()}
    return compared("tornado", commands, effort)


def threads(framework: str, counts: tuple[int | None, ...], effort: Effort) -> dict[str, Any]:
    """Return Granian's number of threads → figures, and a request's wait among slow clients."""
    commands = {}
    for count in counts:
        port = free_port()
        commands[str(count or "as shipped")] = port, granian(framework, port, count)
    figures = compared(framework, commands, effort)
    for name, (port, command) in commands.items():
        with prepared(framework) as url, serving(framework, url, command, port):
            waits = sorted(among_slow(port) for _ in range(WAITS))
            figures[name]["among_slow"] = said(waits[len(waits) // 2])
    return figures


def said(milliseconds: float) -> float | str:
    """Format a median wait."""
    return "no answer" if milliseconds == math.inf else round(milliseconds, 1)


def among_slow(port: int) -> float:
    """Return how many ms a list takes while slow bodies are open; infinity means no answer."""
    with ExitStack() as stack:
        for _ in range(SLOW):
            stack.enter_context(slow_body(port, workload()["create_task"]))
        start = time.perf_counter()
        if not answered(port, workload()["list_tasks"], PATIENCE):
            return math.inf
        return (time.perf_counter() - start) * 1000


def slow_body(port: int, exchange: Exchange) -> socket.socket:
    """Open a connection that has sent a request without the last byte of its body."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(exchange.as_text()[:-1].encode())
    return connection
