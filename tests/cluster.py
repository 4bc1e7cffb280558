"""Serve one framework by several instances behind nginx, and replace them while it serves."""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx2 as httpx
import nginx
import postgres
from ports import free_port
from servers import START_SECONDS, Server, running

log = logging.getLogger("cluster")


@dataclass(frozen=True)
class Cluster:
    """Instances of one framework on one database, and nginx in front of them."""

    name: str
    environment: dict[str, str]
    proxy: Server
    servers: list[Server]
    ends: list[ExitStack]  # each ends the instance of the same place

    @property
    def url(self) -> str:
        """Return the URL at which nginx serves."""
        return self.proxy.url

    @property
    def port(self) -> int:
        """Return the port of nginx."""
        return self.proxy.port

    def roll(self) -> None:
        """Replace one instance after the other."""
        for place in range(len(self.servers)):
            self.replace(place)

    def replace(self, place: int) -> None:
        """Take an instance out, drain and end it, and put a new one in; the others serve meanwhile.

        RuntimeError: it did not end, or the new one did not start; the others serve on.
        """
        started, old = time.monotonic(), self.servers[place]
        nginx.pass_to(self.proxy, [each.port for each in self.servers if each is not old])
        drained = time.monotonic() - started
        self.ends[place].close()
        self.servers[place] = start(self.name, self.environment, self.ends[place])
        nginx.pass_to(self.proxy, [each.port for each in self.servers])
        seconds = time.monotonic() - started
        log.info("instance %d: drained in %.2f s, replaced in %.1f s", place + 1, drained, seconds)


@contextmanager
def clustered(
    name: str, count: int, port: int | None = None, environment: dict[str, str] | None = None
) -> Iterator[Cluster]:
    """Serve a framework by `count` instances behind nginx, on a free port if none is given.

    The environment is that of the instances; without a DATABASE_URL in it they get a new database.
    RuntimeError: something is missing or taken, or did not start or end.
    """
    nginx.find_program()
    port = nginx.check_free(port) if port else free_port()
    # One key for all: what one instance has signed, another must know.
    settings = {"PRODUCTION": "1", "SECRET_KEY": secrets.token_urlsafe(50)} | (environment or {})
    with ExitStack() as stack:
        if "DATABASE_URL" not in settings:
            server_url = stack.enter_context(postgres.server())
            settings["DATABASE_URL"] = stack.enter_context(postgres.new_database(server_url))
        servers, ends = [], [stack.enter_context(ExitStack()) for _ in range(count)]
        for place, end in enumerate(ends):
            servers.append(start(name, settings, end))
            log.info("instance %d of %d serves %s", place + 1, count, servers[-1].url)
        proxy = stack.enter_context(nginx.proxy(port, [each.port for each in servers]))
        yield Cluster(name, settings, proxy, servers, ends)


def start(name: str, environment: dict[str, str], end: ExitStack) -> Server:
    """Start an instance, and return it when it says that it is ready; `end` will end it."""
    server = end.enter_context(running(name, environment=environment))
    deadline = time.monotonic() + START_SECONDS
    while httpx.get(f"{server.url}/readyz", trust_env=False).status_code != 200:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{name} is not ready:\n{server.log_end()}")
        time.sleep(0.05)
    return server
