"""Options and fixtures: the servers and databases, the scale, and the recorded figures."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from harness import SERVERS
from harness.postgres import new_database
from harness.postgres import server as postgresql_server
from harness.servers import Server, running

from . import reporting

Record = Callable[..., None]


@dataclass(frozen=True)
class Scale:
    """How much load a test creates."""

    seconds: int  # of load
    requests: int  # malformed ones
    logins: int  # in parallel


SCALES = {
    "full": Scale(seconds=20, requests=20_000, logins=200),
    "short": Scale(seconds=3, requests=1_000, logins=100),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the scale, and whether to write the page."""
    group = parser.getgroup("faults", "the reliability of the servers")
    group.addoption("--scale", choices=list(SCALES), default="short", help="amount of load")
    group.addoption(
        "--sample", action="store_true", help="each test once: with one server and one database"
    )
    group.addoption("--write", action="store_true", help="write docs/reliability.md")


def pytest_configure(config: pytest.Config) -> None:
    """Load the plugin that collects the figures."""
    if config.getoption("write") and config.getoption("scale") != "full":
        raise pytest.UsageError("the page needs the full scale: --scale full --write")
    config.addinivalue_line("markers", "only(kind): run the test with this kind of database")
    config.addinivalue_line("markers", "with_pages: run the test with the servers that have pages")
    config.addinivalue_line("markers", "servers(name, ...): run the test with these servers")
    config.addinivalue_line("markers", "full_scale: run the test at the full scale only")
    config.pluginmanager.register(reporting.Figures(config), "faults-figures")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test with every server and both databases, unless its marks name some of them."""
    if "name" in metafunc.fixturenames:
        pages = metafunc.definition.get_closest_marker("with_pages")
        names = [name for name, each in SERVERS.items() if each.get("pages") or not pages]
        mark = metafunc.definition.get_closest_marker("servers")
        metafunc.parametrize("name", mark.args if mark else names)
    if "kind" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("only")
        metafunc.parametrize("kind", mark.args if mark else list(reporting.KINDS))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes a minute, unless the scale is full, and what was not asked for."""
    wanted = [item for item in items if config.getoption("scale") == "full" or is_short(item)]
    if config.getoption("sample"):
        wanted = sample(wanted)
    config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
    items[:] = wanted


def is_short(item: pytest.Item) -> bool:
    """Return whether a test also belongs to a run at the short scale."""
    return item.get_closest_marker("full_scale") is None


def sample(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return each test once, with the servers and databases in turn."""
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return [variants[turn % len(variants)] for turn, variants in enumerate(tests.values())]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


@pytest.fixture(scope="session")
def scale(pytestconfig: pytest.Config) -> Scale:
    """The scale of the tests."""
    return SCALES[pytestconfig.getoption("scale")]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Record:
    """A function that records a figure: a short text, and its numbers by name."""

    def record(text: str, **numbers: Any) -> None:
        request.node.user_properties.append(("figure", {"text": text, "numbers": numbers}))

    return record


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server where tests may create databases."""
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
    """Serve a framework with a database until the block ends."""
    return running(name, environment={"DATABASE_URL": database})
