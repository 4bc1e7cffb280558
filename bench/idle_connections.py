"""Many connections: what it costs a server to keep them open, and who else has to wait."""

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

SAMPLES = 200  # requests that are timed
PATIENCE = 5.0  # seconds
REQUEST = b"GET /api/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def raise_limit(connections: int) -> bool:
    """Let this process and its children open so many files; say whether the machine allows it."""
    needed = 2 * connections + 1_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    return True


@contextmanager
def held_open(port: int, count: int) -> Iterator[int]:
    """Hold connections open that have been answered once, and yield how many could be had."""
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
    """Return the 99th percentile of a list in milliseconds, None if one was not answered."""
    exchange, times = workload()["list_tasks"], []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        if not answered(port, exchange, PATIENCE):
            return None
        times.append((time.perf_counter() - start) * 1000)
    return round(sorted(times)[SAMPLES * 99 // 100], 1)


def measured(started: Started, count: int) -> dict[str, Any]:
    """Return connections held, KiB for each, and the p99 of others in milliseconds meanwhile."""
    before = memory(started.server.tree())
    with held_open(started.port, count) as held:
        grown = memory(started.server.tree()) - before
        return {
            "held": held,
            "kib": round(grown * 1024 / held, 1) if held else None,
            "p99": p99(started.port),
        }


def idle(framework: str, counts: Sequence[int]) -> dict[str, Any]:
    """Return number of connections → what came of it; each on a server of its own."""
    found: dict[str, Any] = {}
    for count in counts:
        print(f"{time.strftime('%H:%M:%S')} {framework}: {count} connections", flush=True)
        if not raise_limit(count):
            print(f"{count} connections: this machine does not allow so many open files")
            continue
        with served(Variant(framework, "app"), None) as started:
            p99(started.port)  # whatever is set up once, is set up
            found[str(count)] = measured(started, count)
    return found
