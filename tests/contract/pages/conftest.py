"""Fixtures of the tests of pages: visitors without a browser, strangers and logged in."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from ..client import User
from ..conftest import leave
from ..server import Server
from . import checks
from .chromium import FLAGS, program
from .helpers import logged_in, tour
from .http_driver import HttpDriver
from .registrar import Registrar
from .relay import Relay

collect_ignore_glob = [] if find_spec("playwright") else ["test_26_*", "test_27_*"]


@pytest.fixture(scope="session")
def server(server: Server) -> Server:
    """The server under test; its exchanges are held to the promises about pages."""
    server.check = checks.check
    return server


@pytest.fixture
def stranger(server: Server) -> HttpDriver:
    """A visitor who is not logged in."""
    return HttpDriver(server)


@pytest.fixture
def page(register: Registrar) -> HttpDriver:
    """A visitor who has registered, and is logged in as ann."""
    return register.member()


@pytest.fixture
def reader(toured: dict[str, HttpDriver]) -> HttpDriver:
    """A visitor who is logged in, for a test that changes nothing; there is one task."""
    return toured["show_tasks"].copy()


@pytest.fixture
def ann(page: HttpDriver, register: Registrar) -> User:
    """The user of `page`, with a token of the API."""
    return register.user_of(page)


@pytest.fixture
def second(server: Server, ann: User) -> HttpDriver:
    """Another session of ann."""
    return logged_in(HttpDriver(server), ann)


@pytest.fixture
def bobs(register: Registrar) -> HttpDriver:
    """A visitor who is logged in as bob."""
    return register.member()


@pytest.fixture
def bob(bobs: HttpDriver, register: Registrar) -> User:
    """The user of `bobs`, with a token of the API."""
    return register.user_of(bobs)


@pytest.fixture
def register(server: Server) -> Iterator[Registrar]:
    """A function that registers somebody on the page; the test's end deletes them."""
    registrar = Registrar(server)
    yield registrar
    for user in registrar.users.values():
        leave(user)


@pytest.fixture
def create(ann: User) -> Callable[..., list[str]]:
    """A function that creates so many tasks of ann, and returns their names, newest first."""

    def create(count: int, name: str = "Task", **members: Any) -> list[str]:
        made = [ann.create_task(f"{name} {number}", **members) for number in range(count)]
        return [task["name"] for task in reversed(made)]

    return create


@pytest.fixture(scope="session")
def toured(server: Server) -> Iterator[dict[str, HttpDriver]]:
    """A visitor of each page, by operation: the pages are opened once for all tests that look."""
    registrar = Registrar(server)
    page = registrar.member()
    user = registrar.user_of(page)
    yield dict(tour(page, user.create_task("Buy milk")["id"]))
    leave(user)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, with the cache of the history, as people have it."""
    from playwright.sync_api import sync_playwright  # the other profiles need no browser

    cached = ["--disable-back-forward-cache"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program(), args=FLAGS, ignore_default_args=cached
        )
        yield started
        started.close()


@pytest.fixture
def window(server: Server, browser: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens a window, with cookies if they are given; the test's end closes it."""
    from .browser_driver import BrowserDriver  # as above

    opened: list[BrowserDriver] = []

    def open_window(cookies: dict[str, str] | None = None, **how: Any) -> BrowserDriver:
        opened.append(BrowserDriver(server, browser, cookies, **how))
        return opened[-1]

    yield open_window
    for each in opened:
        each.close()


@pytest.fixture
def relay(server: Server) -> Iterator[Relay]:
    """A relay in front of the server, which the test can cut."""
    url = server.url
    with Relay(url.host, url.port or (443 if server.tls else 80)) as relay:
        yield relay


@pytest.fixture
def live(server: Server, browser: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens a window whose list updates itself, also through a relay."""
    from .live_window import LiveWindow  # as above

    opened: list[LiveWindow] = []

    def open_window(
        cookies: dict[str, str], through: Relay | None = None, **how: Any
    ) -> LiveWindow:
        near = server.at(f"127.0.0.1:{through.port}") if through else server
        opened.append(LiveWindow(near, browser, cookies, **how))
        return opened[-1]

    yield open_window
    for each in opened:
        each.close()
