"""Start a server, measure it, and end all of its processes."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from harness.servers import SETTINGS, START_SECONDS, STOP_SECONDS, Server, await_calm

from .variants import ROOT
from .workload import Exchange, workload


@dataclass(frozen=True)
class Started:
    """A server that answers, and the seconds from its start to its first answer."""

    server: Server
    seconds: float

    @property
    def port(self) -> int:
        """Return its port of 127.0.0.1."""
        return self.server.port


def environment(framework: str, url: str) -> dict[str, str]:
    """Return a program's environment variables: its database, without other settings of ours.

    As scripts/serve.py does, make the C library return the memory of password hashes.
    """
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    kept.pop("PYTHONPATH", None)
    quiet = {"PYTHONWARNINGS": "ignore:pkg_resources is deprecated"}  # Pyramid imports it
    shipped = {"MALLOC_MMAP_THRESHOLD_": "131072"}
    if framework == "django":  # its project folder is on the path, and not a package
        shipped["PYTHONPATH"] = "django_todo"
    return kept | quiet | shipped | {"DATABASE_URL": url, "FRAMEWORK": framework, "PGTZ": "UTC"}


@contextmanager
def serving(framework: str, url: str, command: Sequence[str], port: int) -> Iterator[Started]:
    """Run the command that serves a framework's database on a port, in its own OS session."""
    with TemporaryDirectory() as folder:
        log = Path(folder, "server.log")
        start = time.monotonic()
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(framework, url),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server(framework, f"http://127.0.0.1:{port}", port, process, log)
        try:
            await_first_answer(server)
            started = Started(server, time.monotonic() - start)
            await_calm(server)
            yield started
        finally:
            end(server)


def end(server: Server) -> None:
    """End the server, and kill its remaining processes: Tornado's tutorial leaves children."""
    server.process.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.process.wait(STOP_SECONDS)
    for process in server.tree():
        with suppress(psutil.NoSuchProcess):
            process.kill()
    server.process.wait()


def await_first_answer(server: Server) -> None:
    """Wait until the server lists tasks."""
    deadline = time.monotonic() + START_SECONDS
    exchange = workload()["list_tasks"]
    while not answered(server.port, exchange):
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.name} did not start:\n{server.log_end()}")
        time.sleep(0.01)


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


def memory(processes: Sequence[psutil.Process]) -> float:
    """Return the memory of processes in MiB, counting shared memory once."""
    total = 0
    for process in processes:
        try:
            full = process.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        total += getattr(full, "pss", full.uss)
    return total / 2**20
