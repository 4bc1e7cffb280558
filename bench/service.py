"""A server's throughput and latency under many connections, its start-up time and its memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from threading import Event, Thread
from typing import Any

from harness.ports import free_port

from .database import prepared
from .invokers import connected
from .load import load
from .pages import page_requests
from .serving import Started, memory, serving
from .variants import Variant
from .workload import SLOW, Exchange, workload


@contextmanager
def served(variant: Variant, postgres: str | None) -> Iterator[Started]:
    """Serve a variant on a new database, with the server settings of the application."""
    port = free_port()
    with (
        prepared(variant.framework, postgres) as url,
        serving(variant.framework, url, variant.server(port), port) as started,
    ):
        yield started


def service(
    variant: Variant, postgres: str | None, seconds: float, connections: int
) -> dict[str, Any]:
    """Return start-up in seconds, idle memory in MiB, and request → load with peak memory.

    The start-up is the median of three.
    """
    startups = []
    for _ in range(2):
        with served(variant, postgres) as started:
            startups.append(started.seconds)
    with served(variant, postgres) as started:
        startups.append(started.seconds)
        idle = memory(started.tree())
        loads = {}
        for name, exchange in requests(variant, started).items():
            with peak(started) as sizes:
                lasting = 3 * seconds if name == SLOW else seconds  # else too few are answered
                figures = load(started.port, exchange, lasting, connections)
            loads[name] = figures | {"memory": round(max([idle, *sizes]), 1)}
        return {"startup": round(median(startups), 2), "idle": round(idle, 1), "requests": loads}


def requests(variant: Variant, started: Started) -> dict[str, Exchange]:
    """Return the requests that a server answers: only the application has pages."""
    if variant.kind != "app":
        return workload()
    with connected(started) as connection:
        return workload() | page_requests(variant, started.database, connection)


@contextmanager
def peak(started: Started) -> Iterator[list[float]]:
    """Sample the memory of a server every half second, and yield the list of samples."""
    sizes: list[float] = []
    over = Event()

    def watch() -> None:
        while not over.wait(0.5):
            sizes.append(memory(started.tree()))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield sizes
    finally:
        over.set()
        watcher.join()
