"""Many idle connections: the memory that they take, and the latency of other requests."""

import resource
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from .service import served
from .serving import Started, answered, memory
from .variants import Variant
from .workload import workload

SAMPLES = 200  # timed requests
PATIENCE = 5.0  # timeout, in seconds
REQUEST = b"GET /api/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def raise_limit(connections: int) -> bool:
    """Raise the limit of open files for the connections; return whether that succeeded."""
    needed = 2 * connections + 1_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    return True


@contextmanager
def held_open(port: int, count: int) -> Iterator[int]:
    """Open connections, send one request on each, and yield how many are open."""
    with ExitStack() as stack:
        for number in range(count):
            try:
                one = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
                stack.enter_context(one)
                one.sendall(REQUEST)
                answer = one.recv(65_536)
            except OSError:
                answer = b""
            if not answer:
                yield number
                return
        yield count


def p99(port: int) -> float | None:
    """Return the p99 of a list in milliseconds, or None if a request got no answer."""
    exchange, times = workload()["list_tasks"], []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        if not answered(port, exchange, PATIENCE):
            return None
        times.append((time.perf_counter() - start) * 1000)
    return round(sorted(times)[SAMPLES * 99 // 100], 1)


def measured(started: Started, count: int) -> dict[str, Any]:
    """Return the open connections, KiB for each, and the p99 of other requests in milliseconds."""
    before = memory(started.tree())
    with held_open(started.port, count) as held:
        grown = memory(started.tree()) - before
        return {
            "held": held,
            "kib": round(grown * 1024 / held, 1) if held else None,
            "p99": p99(started.port),
        }


def idle(framework: str, counts: Sequence[int]) -> dict[str, Any]:
    """Return number of connections → figures; each number gets a new server."""
    found: dict[str, Any] = {}
    for count in counts:
        print(f"{time.strftime('%H:%M:%S')} {framework}: {count} connections", flush=True)
        if not raise_limit(count):
            print(f"{count} connections: this machine does not allow enough open files")
            continue
        with served(Variant(framework, "app"), None) as started:
            p99(started.port)  # warm-up
            found[str(count)] = measured(started, count)
    return found
