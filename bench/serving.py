"""Start a server, ask what it costs, and leave nothing of it behind."""

import http.client
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from servers import SETTINGS, START_SECONDS, STOP_SECONDS, Server, await_calm

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
    """Return the environment of a program: its database, and nothing that was set for another."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    kept.pop("PYTHONPATH", None)
    quiet = {"PYTHONWARNINGS": "ignore:pkg_resources is deprecated"}  # which Pyramid imports
    return kept | quiet | {"DATABASE_URL": url, "FRAMEWORK": framework, "PGTZ": "UTC"}


@contextmanager
def serving(framework: str, url: str, command: Sequence[str], port: int) -> Iterator[Started]:
    """Run the command, which serves a framework's database on a port, in a session of its own."""
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
    """End the server, and kill what it leaves: a tutorial's Tornado leaves its children."""
    server.process.terminate()
    server.process.wait(STOP_SECONDS)
    for process in server.tree():
        with suppress(psutil.NoSuchProcess):
            process.kill()


def await_first_answer(server: Server) -> None:
    """Return as soon as tasks are listed."""
    deadline = time.monotonic() + START_SECONDS
    exchange = workload()["list_tasks"]
    while True:
        try:
            if ask(server.port, exchange) == exchange.status:
                return
        except OSError:
            pass
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.name} did not start:\n{server.log_end()}")
        time.sleep(0.01)


def ask(port: int, exchange: Exchange, timeout: float = 10) -> int:
    """Send one request on a connection of its own, and return the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(exchange.method, exchange.path, exchange.body, exchange.headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def memory(processes: Sequence[psutil.Process]) -> float:
    """Return the MiB that processes hold together, what they share counted once."""
    total = 0
    for process in processes:
        try:
            full = process.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        total += getattr(full, "pss", full.uss)
    return total / 2**20
