"""Options and fixtures: which server on which database, on which scale, and what was seen."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from postgres import new_database
from postgres import server as postgresql_server
from servers import Server, running

from . import reporting

Record = Callable[..., None]
LOST = " the database fails: "  # in the line that a server logs of a request that it refused


@dataclass(frozen=True)
class Scale:
    """How much is done to a server."""

    seconds: int  # of load
    requests: int  # of garbage
    logins: int  # at once


SCALES = {
    "full": Scale(seconds=20, requests=20_000, logins=200),
    "short": Scale(seconds=3, requests=1_000, logins=100),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the scale, and whether the page is written."""
    group = parser.getgroup("faults", "the reliability of the servers")
    group.addoption("--scale", choices=list(SCALES), default="short", help="how much is done")
    group.addoption("--write", action="store_true", help="write docs/reliability.md")


def pytest_configure(config: pytest.Config) -> None:
    """Load the plugin that gathers the figures."""
    if config.getoption("write") and config.getoption("scale") != "full":
        raise pytest.UsageError("the page is about the full scale: --scale full --write")
    config.addinivalue_line("markers", "only(kind): the test is about one kind of database")
    config.pluginmanager.register(reporting.Figures(config), "faults-figures")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try everything with every server, and on both databases unless a test is about one."""
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", list(reporting.TITLES))
    if "kind" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("only")
        metafunc.parametrize("kind", mark.args if mark else list(reporting.KINDS))


@pytest.fixture(scope="session")
def scale(pytestconfig: pytest.Config) -> Scale:
    """How much is done."""
    return SCALES[pytestconfig.getoption("scale")]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Record:
    """A function that records what was seen: a short text, and its numbers by name."""

    def record(text: str, **numbers: Any) -> None:
        request.node.user_properties.append(("figure", {"text": text, "numbers": numbers}))

    return record


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases can be made."""
    with postgresql_server() as url:
        yield url


@pytest.fixture
def database(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a new database."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path}/todo.db"
        return
    with new_database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture
def server(name: str, database: str) -> Iterator[Server]:
    """A server on a new database."""
    with serve(name, database) as server:
        yield server


def serve(name: str, database: str) -> AbstractContextManager[Server]:
    """Serve a framework on a database until the block ends."""
    return running(name, environment={"DATABASE_URL": database})


def complaints(server: Server) -> str:
    """Return the end of the log without its line for each request and each lost database."""
    usual = (" method=", LOST)
    lines = server.log.read_text(errors="replace").splitlines()
    return "\n".join([line for line in lines if not any(each in line for each in usual)][-60:])


def failures(server: Server) -> int:
    """Return how many requests the server has logged as refused for its database."""
    return server.log.read_text(errors="replace").count(LOST)
