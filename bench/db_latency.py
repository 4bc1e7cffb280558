"""The far database: how each framework performs when network latency to the database grows."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness import SERVERS
from harness.ports import free_port

from .database import prepared
from .load import own
from .serving import serving
from .variants import Variant
from .workload import workload

PROXY = Path(__file__).with_name("proxy.py")
MANY = 64  # threads and connections per process

TUNED = {"flask": f"Flask, {MANY} threads", "tornado": f"Tornado, {MANY} workers"}


def command(framework: str, port: int, *, tuned: bool) -> list[str]:
    """Return the command that serves an application as it ships, or with many connections."""
    shipped = Variant(framework, "app").server(port)
    if not tuned:
        return shipped
    if framework == "tornado":
        return [*shipped, f"--pool_size={MANY}"]
    application = "bench.in_process.flask_with_many:create_app"
    return [*shipped[:-1], f"--blocking-threads={MANY}", application]  # the last option wins


@contextmanager
def far_away(url: str, milliseconds: int) -> Iterator[str]:
    """Yield the URL of a proxy that adds latency to a database."""
    parts, port = urlsplit(url), free_port()
    upstream = [str(parts.hostname), str(parts.port or 5432), str(milliseconds / 1000)]
    proxy = subprocess.Popen([sys.executable, str(PROXY), str(port), *upstream])
    try:
        userinfo = parts.netloc.rpartition("@")[0]
        yield parts._replace(netloc=f"{userinfo}@127.0.0.1:{port}").geturl()
    finally:
        proxy.terminate()
        proxy.wait()


def far(
    framework: str, postgres: str, milliseconds: int, clients: int, seconds: float, *, tuned: bool
) -> dict[str, Any]:
    """Return the figures of many clients, each of which reads one task repeatedly."""
    port = free_port()
    with (
        prepared(framework, postgres) as url,
        far_away(url, milliseconds) as distant,
        serving(framework, distant, command(framework, port, tuned=tuned), port),
    ):
        own(port, workload()["read_task"], 0.5, clients)  # warm-up: open all connections
        return own(port, workload()["read_task"], seconds, clients)


def experiment(
    frameworks: Sequence[str],
    postgres: str,
    delays: Sequence[int],
    clients: int,
    seconds: float,
) -> dict[str, dict[str, Any]]:
    """Return server → delay in milliseconds → figures."""
    contestants = [(name, SERVERS[name]["title"], False) for name in frameworks]
    contestants += [(name, TUNED[name], True) for name in frameworks if name in TUNED]
    found: dict[str, dict[str, Any]] = {}
    for name, title, tuned in contestants:
        found[title] = {}
        for delay in delays:
            print(f"{time.strftime('%H:%M:%S')} {title}: database {delay} ms away", flush=True)
            figures = far(name, postgres, delay, clients, seconds, tuned=tuned)
            found[title][str(delay)] = figures
    return found
