"""Start one of this repository's servers for a test, and clean up afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from . import ROOT
from .ports import answers, free_port, listens

SERVE = ROOT / "scripts" / "serve.py"
SETTINGS = {"HOST", "PORT", "DATABASE_URL", "TOKEN_TTL", "THROTTLE_WINDOW"}
SETTINGS |= {"PRODUCTION", "SECRET_KEY", "TRUST_PROXY"}
START_SECONDS, STOP_SECONDS = 30, 10


@dataclass(frozen=True)
class Server:
    """A running server: its `url`, its main process, and the log file with all its output."""

    name: str
    url: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def tree(self) -> list[psutil.Process]:
        """Return all processes of the server's process session, including orphans."""
        processes = psutil.process_iter(["status", "cpu_times"])
        return [other for other in processes if session(other.pid) == self.process.pid]

    def log_end(self) -> str:
        """Return the last twenty lines of the server's log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


@contextmanager
def running(
    name: str, *options: str, environment: dict[str, str] | None = None, root: Path = ROOT
) -> Iterator[Server]:
    """Serve a framework on a free port, with default times and a new database.

    Options are those of scripts/serve.py (`--develop`, `--trace`). `environment` is added to the
    caller's environment, without the caller's own server settings. `root` may be a copy of the
    repository. RuntimeError: the server did not start, or did not stop within ten seconds of
    SIGTERM.
    """
    given, port = environment or {}, free_port()
    kept = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    with TemporaryDirectory() as folder, database(given.get("DATABASE_URL"), folder) as url:
        settings = kept | {"PORT": str(port)} | given | {"DATABASE_URL": url}
        command = [sys.executable, str(root / SERVE.relative_to(ROOT)), name, *options]
        server = launch(name, port, command, Path(folder, "server.log"), env=settings)
        try:
            await_answer(server)
            await_calm(server)
            yield server
        finally:
            stop(server)


@contextmanager
def database(given: str | None, folder: str) -> Iterator[str]:
    """Yield the given URL, or a new database on $POSTGRES_SERVER, or a new SQLite file."""
    server_url = os.environ.get("POSTGRES_SERVER")
    if given or not server_url:
        yield given or f"sqlite:///{folder}/todo.db"
        return
    from .postgres import new_database  # the import takes 0.1 s, and SQLite does not need it

    with new_database(server_url) as url:
        yield url


def launch(name: str, port: int, command: Sequence[str], log: Path, **options: Any) -> Server:
    """Start a program that serves a port of 127.0.0.1, with all its output in the log.

    It gets a process session of its own, so that Ctrl-C in a terminal does not reach it. The
    options are those of subprocess.Popen.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )
    return Server(name, f"http://127.0.0.1:{port}", port, process, log)


def session(pid: int) -> int | None:
    """Return the process session of a process, or None if the process is gone."""
    with suppress(ProcessLookupError):
        return os.getsid(pid)
    return None


def await_start(server: Server, serves: Callable[[], bool]) -> None:
    """Return once the server serves; RuntimeError: it has ended, or it takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not serves():
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.name} did not start:\n{server.log_end()}")
        time.sleep(0.02)


def await_answer(server: Server) -> None:
    """Return once the server answers and one of its own processes is listening."""
    await_start(server, lambda: answers(server.port))
    if not any(listens(process, server.port) for process in server.tree()):
        raise RuntimeError(f"port {server.port} is answered by another program")


def await_calm(server: Server) -> None:
    """Return once all processes are idle: a worker that is still starting misses a SIGTERM."""
    deadline = time.monotonic() + START_SECONDS
    before, now = None, [process.info for process in server.tree()]
    while before != now or any(one["status"] == psutil.STATUS_RUNNING for one in now):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{server.name} does not become idle:\n{server.log_end()}")
        time.sleep(0.2)
        before, now = now, [process.info for process in server.tree()]


def stop(server: Server) -> None:
    """Stop the server with SIGTERM; kill any process that survives, and report it."""
    processes = server.tree()
    server.process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=STOP_SECONDS)
    survivors = {*alive, *server.tree()}
    for process in survivors:
        process.kill()
    server.process.wait()
    if survivors:
        raise RuntimeError(f"{server.name} left processes after SIGTERM: {survivors}")
