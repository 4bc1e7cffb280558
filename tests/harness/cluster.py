"""Run several instances of one framework behind nginx, and replace them during operation."""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx2 as httpx

from . import nginx, postgres
from .ports import free_port
from .servers import Server, await_start, running

log = logging.getLogger("cluster")


@dataclass(frozen=True)
class Cluster:
    """Instances of one framework on one database, behind one nginx."""

    name: str
    environment: dict[str, str]
    proxy: Server
    servers: list[Server]
    ends: list[ExitStack]  # one per instance; closing it stops the instance

    def roll(self) -> None:
        """Replace one instance after the other."""
        for place in range(len(self.servers)):
            self.replace(place)

    def replace(self, place: int) -> None:
        """Take an instance out of nginx, stop it and start a new one; the others keep serving.

        RuntimeError: it did not stop, or the new one did not start. The others keep serving.
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
    name: str,
    count: int,
    port: int | None = None,
    environment: dict[str, str] | None = None,
    *,
    tls: bool = False,
) -> Iterator[Cluster]:
    """Run `count` instances of a framework behind nginx, by default on a free port.

    The instances get this environment; without DATABASE_URL they get a new database. With `tls`
    nginx speaks HTTPS.
    RuntimeError: a program is missing, the port is taken, or something did not start or stop.
    """
    nginx.find_program()
    port = nginx.check_free(port) if port else free_port()
    # One key for all: every instance must be able to verify what another one signed.
    settings = {"PRODUCTION": "1", "SECRET_KEY": secrets.token_urlsafe(50), "TRUST_PROXY": "1"}
    settings |= environment or {}
    with ExitStack() as stack:
        if "DATABASE_URL" not in settings:
            server_url = stack.enter_context(postgres.server())
            settings["DATABASE_URL"] = stack.enter_context(postgres.new_database(server_url))
        servers, ends = [], [stack.enter_context(ExitStack()) for _ in range(count)]
        for place, end in enumerate(ends):
            servers.append(start(name, settings, end))
            log.info("instance %d of %d serves %s", place + 1, count, servers[-1].url)
        proxy = stack.enter_context(nginx.proxy(port, [each.port for each in servers], tls=tls))
        yield Cluster(name, settings, proxy, servers, ends)


def start(name: str, environment: dict[str, str], end: ExitStack) -> Server:
    """Start an instance and return it once it is ready; closing `end` stops it."""
    server = end.enter_context(running(name, environment=environment))
    await_start(server, lambda: httpx.get(f"{server.url}/readyz", trust_env=False).is_success)
    return server
