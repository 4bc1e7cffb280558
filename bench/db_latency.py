"""The far database: how each framework performs when network latency to the database grows."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
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


def commands(framework: str, port: int) -> dict[str, list[str]]:
    """Return title → command: the application as it ships, and perhaps with many connections."""
    shipped = Variant(framework, "app").server(port)
    found = {SERVERS[framework]["title"]: shipped}
    if framework == "flask":
        application = "bench.in_process.flask_with_many:create_app"
        options = [f"--blocking-threads={MANY}", application]  # the last value of an option wins
        found[f"Flask, {MANY} threads"] = [*shipped[:-1], *options]
    elif framework == "tornado":
        found[f"Tornado, {MANY} workers"] = [*shipped, f"--pool_size={MANY}"]
    return found


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


def experiment(
    frameworks: Sequence[str], postgres: str, delays: Sequence[int], clients: int, seconds: float
) -> dict[str, dict[str, Any]]:
    """Return server → delay in ms → figures of many clients, each of which reads one task."""
    found: dict[str, dict[str, Any]] = {}
    exchange = workload()["read_task"]
    servers = [(name, title) for name in frameworks for title in commands(name, 0)]
    for (name, title), delay in product(servers, delays):
        print(f"{time.strftime('%H:%M:%S')} {title}: database {delay} ms away", flush=True)
        port = free_port()
        with (
            prepared(name, postgres) as url,
            far_away(url, delay) as distant,
            serving(name, distant, commands(name, port)[title], port),
        ):
            own(port, exchange, 0.5, clients)  # warm-up: open all connections
            figures = own(port, exchange, seconds, clients)
            found.setdefault(title, {})[str(delay)] = figures
    return found
