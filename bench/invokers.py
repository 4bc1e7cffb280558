"""Send requests to a variant: to a WSGI application in its process, to a server over TCP."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TextIO, cast

import psutil
from harness import ROOT
from harness.ports import free_port

from .database import TASKS, USERS, prepared
from .serving import Started, environment, process_seconds, serving
from .variants import Variant
from .workload import Exchange


class Worker:
    """A WSGI application in a process that calls it."""

    def __init__(self, requests: TextIO, results: TextIO, log: Path) -> None:
        self.requests, self.results, self.log = requests, results, log

    def call(self, exchange: Exchange, count: int) -> float:
        """Make the process call its application; return the CPU time in seconds."""
        return self.answer(exchange, count)["seconds"]

    def answer(self, exchange: Exchange, count: int = 1) -> dict[str, Any]:
        """Return the process's result: seconds, and headers and body of the last answer.

        If the process has ended, as it does after an error, raise RuntimeError with its log.
        """
        with suppress(BrokenPipeError):  # the read below reports it
            print(json.dumps(asdict(exchange) | {"count": count}), file=self.requests, flush=True)
        line = self.results.readline()
        if not line:
            end = "\n".join(self.log.read_text().splitlines()[-5:])
            raise RuntimeError(f"{exchange.method} {exchange.path} ended the worker:\n{end}")
        return json.loads(line)


class Connection:
    """A server behind one keep-alive connection."""

    def __init__(self, connection: HTTPConnection, process: psutil.Process) -> None:
        self.connection, self.process = connection, process

    def call(self, exchange: Exchange, count: int) -> float:
        """Send the requests one after another; return the server's seconds of CPU time."""
        before = process_seconds(self.process)
        for _ in range(count):
            self.answer(exchange)
        return process_seconds(self.process) - before

    def answer(self, exchange: Exchange) -> dict[str, Any]:
        """Return headers and body of an answer; RuntimeError if it has another status."""
        self.connection.request(exchange.method, exchange.path, exchange.body, exchange.headers)
        response = self.connection.getresponse()
        body = response.read().decode()
        if response.status != exchange.status:
            raise RuntimeError(f"{exchange.method} {exchange.path}: {response.status}")
        headers = {name.lower(): value for name, value in response.getheaders()}
        return {"headers": headers, "body": body}


Caller = Worker | Connection


@contextmanager
def connected(started: Started) -> Iterator[Connection]:
    """Connect to a server."""
    with closing(HTTPConnection("127.0.0.1", started.port, timeout=30)) as connection:
        yield Connection(connection, psutil.Process(started.process.pid))


@contextmanager
def calling(variant: Variant, url: str) -> Iterator[Caller]:
    """Start a variant on a database."""
    if not variant.is_wsgi:
        port = free_port()
        command = variant.server(port, 1)
        with (
            serving(variant.framework, url, command, port) as started,
            connected(started) as connection,
        ):
            yield connection
        return
    with (
        NamedTemporaryFile() as log,
        subprocess.Popen(
            variant.worker(),
            cwd=ROOT,
            env=environment(variant.framework, url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        requests, results = cast(TextIO, process.stdin), cast(TextIO, process.stdout)
        try:
            yield Worker(requests, results, Path(log.name))
        finally:
            with suppress(BrokenPipeError):  # unsent data cannot be flushed
                requests.close()


@contextmanager
def called(
    variant: Variant, postgres: str | None, users: int = USERS, tasks: int = TASKS
) -> Iterator[Caller]:
    """Start a variant on a new database with these numbers of users and tasks."""
    with (
        prepared(variant.framework, postgres, users, tasks) as url,
        calling(variant, url) as caller,
    ):
        yield caller
