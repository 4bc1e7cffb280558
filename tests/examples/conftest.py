"""A provider, a proxy before it, the example, and a browser; each of the servers is real."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest
from harness import ROOT
from harness.ports import free_port
from harness.servers import Server, await_answer, launch, stop

from .forger import Forger, forging

EXAMPLE = ROOT / "examples" / "log_in_elsewhere.py"
CLIENT, SECRET = "to-do", "s%cret&"
ANN = {"sub": "ann", "name": "Ann <b>"}


@contextmanager
def serving(name: str, port: int, log: Path, *command: str | Path) -> Iterator[Server]:
    """Run a Python program that serves this port."""
    environment = os.environ | {"CLIENT_SECRET": SECRET}
    arguments = [sys.executable, *map(str, command)]
    server = launch(name, port, arguments, log, env=environment)
    try:
        await_answer(server)
        yield server
    finally:
        stop(server)


@contextmanager
def example_with(issuer: str, log: Path) -> Iterator[Server]:
    """Run the example with a provider."""
    port = free_port()
    options = [f"--issuer={issuer}", f"--client_id={CLIENT}", f"--port={port}"]
    with serving("the example", port, log, EXAMPLE, *options) as server:
        yield server


@pytest.fixture(scope="session")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forger]:
    """The proxy before a provider that knows Ann."""
    port, log = free_port(), tmp_path_factory.mktemp("provider") / "log"
    module = ["-m", "oidc_provider_mock", "--user-claims", json.dumps(ANN), "--port", str(port)]
    with serving("the provider", port, log, *module) as server, forging(server.url) as forger:
        yield forger


@pytest.fixture
def forger(proxy: Forger) -> Iterator[Forger]:
    """The proxy, which passes on everything until the test says otherwise."""
    yield proxy
    proxy.forge = None
    proxy.answers.clear()


@pytest.fixture(scope="session")
def served(proxy: Forger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The example, with this provider."""
    with example_with(proxy.url, tmp_path_factory.mktemp("example") / "log") as server:
        yield server


@pytest.fixture
def example(served: Server, forger: Forger) -> Server:
    """The example, with an empty log."""
    os.truncate(served.log, 0)
    return served


@pytest.fixture
def browser(example: Server) -> Iterator[httpx.Client]:
    """A client that keeps cookies, and follows no redirect by itself."""
    with httpx.Client(base_url=example.url, trust_env=False) as client:
        yield client
