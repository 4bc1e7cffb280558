"""Start a server, measure it, and end all of its processes."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import NamedTemporaryFile

import psutil
from harness import ROOT
from harness.servers import SETTINGS, Server, await_calm, await_start, launch

from .workload import Exchange, workload


@dataclass(frozen=True)
class Started(Server):
    """A server that answers: its database, and the seconds from its start to its first answer."""

    database: str
    seconds: float


def environment(framework: str, url: str) -> dict[str, str]:
    """Return a program's environment variables: its database, without other settings of ours.

    As scripts/serve.py does, make the C library return the memory of password hashes.
    """
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return kept | {
        "DATABASE_URL": url,
        "FRAMEWORK": framework,
        "MALLOC_MMAP_THRESHOLD_": "131072",
        "PGTZ": "UTC",
        "PYTHONPATH": "django_todo" if framework == "django" else "",  # the folder of its project
        "PYTHONWARNINGS": "ignore:pkg_resources is deprecated",  # Pyramid imports it
    }


@contextmanager
def serving(framework: str, url: str, command: Sequence[str], port: int) -> Iterator[Started]:
    """Run the command that serves a framework's database on a port, in its own OS session."""
    with NamedTemporaryFile() as log:
        start, settings = time.monotonic(), environment(framework, url)
        server = launch(framework, port, command, Path(log.name), cwd=ROOT, env=settings)
        try:
            await_start(server, lambda: answered(port, workload()["list_tasks"]))
            seconds = time.monotonic() - start
            started = Started(**vars(server), database=url, seconds=seconds)
            await_calm(server)
            yield started
        finally:
            with suppress(ProcessLookupError):  # it has ended by itself
                os.killpg(server.process.pid, signal.SIGKILL)  # Tornado's tutorial leaves children
            server.process.wait()


def answered(port: int, exchange: Exchange, timeout: float = 10) -> bool:
    """Send a request on a new connection; return whether the expected status came in time.

    Another status, such as 503, does not count.
    """
    with closing(HTTPConnection("127.0.0.1", port, timeout=timeout)) as connection:
        try:
            connection.request(exchange.method, exchange.path, exchange.body, exchange.headers)
            response = connection.getresponse()
            response.read()
        except (OSError, HTTPException):
            return False
    return response.status == exchange.status


def process_seconds(process: psutil.Process) -> float:
    """Return the CPU time of a process's live threads, to 1 ns on Linux, else to 10 ms.

    It does not include threads that have ended, so use it for short spans only.
    https://docs.kernel.org/scheduler/sched-stats.html
    """
    threads = [*Path(f"/proc/{process.pid}/task").glob("*/schedstat")]
    if threads:
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    times = process.cpu_times()
    return times.user + times.system


def memory(processes: Sequence[psutil.Process]) -> float:
    """Return the memory of processes in MiB, counting shared memory once."""
    total = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            full = process.memory_full_info()
            total += getattr(full, "pss", full.uss)
    return total / 2**20
