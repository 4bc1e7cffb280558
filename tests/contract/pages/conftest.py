"""Fixtures of the tests of pages: visitors without a browser, strangers and logged in."""

import secrets
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from ..client import User
from ..conftest import leave
from ..helpers import NEW_PASSWORD, random_name
from ..server import Server
from ..violations import Broken
from . import checks
from .chromium import FLAGS, program
from .helpers import fill_in, logged_in
from .http_driver import HttpDriver
from .names import path_of

collect_ignore_glob = [] if find_spec("playwright") else ["test_26_*"]


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
def page(register: "Registrar") -> HttpDriver:
    """A visitor who has registered, and is logged in as ann."""
    return register.member()


@pytest.fixture
def ann(page: HttpDriver, register: "Registrar") -> User:
    """The user of `page`, with a token of the API."""
    return register.user_of(page)


@pytest.fixture
def second(server: Server, ann: User) -> HttpDriver:
    """Another session of ann."""
    return logged_in(HttpDriver(server), ann)


@pytest.fixture
def bobs(register: "Registrar") -> HttpDriver:
    """A visitor who is logged in as bob."""
    return register.member()


@pytest.fixture
def bob(bobs: HttpDriver, register: "Registrar") -> User:
    """The user of `bobs`, with a token of the API."""
    return register.user_of(bobs)


class Registrar:
    """Registers people on the page, and knows whom to delete afterwards."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.users: dict[str, User] = {}
        self.members: dict[int, User] = {}

    def expects(self, username: str, password: str) -> None:
        """Note somebody who may have an account at the end."""
        email = f"{username}@example.org"
        self.users.setdefault(username, User(self.server, username, email, password))

    def fill(self, username: str, password: str = NEW_PASSWORD) -> HttpDriver:
        """Return a new visitor who has filled in the form."""
        self.expects(username, password)
        visitor = HttpDriver(self.server)
        values = {"Username": username, "E-mail": self.users[username].email}
        visitor.open(path_of("register"))
        fill_in(visitor, values | {"Password": password, "Repeat password": password})
        return visitor

    def __call__(self, username: str, password: str = NEW_PASSWORD) -> HttpDriver:
        """Register somebody with a new visitor, and return the visitor."""
        visitor = self.fill(username, password)
        visitor.press("Register")
        return visitor

    def member(self) -> HttpDriver:
        """Register somebody; without that nothing can be said of the pages of a user."""
        name = random_name()
        visitor = self(name, secrets.token_urlsafe(12))
        if (visitor.path, visitor.status) != ("/tasks", 200):
            told = (
                f"a registration leads to {visitor.path}, answered {visitor.status}, not to /tasks"
            )
            raise Broken("PAGE-2", told)
        self.members[id(visitor)] = self.users[name]
        return visitor

    def user_of(self, visitor: HttpDriver) -> User:
        """Return the user whom `member` has registered, with a token of the API."""
        user = self.members[id(visitor)]
        try:
            user.token = user.log_in().token
        except (AssertionError, ValueError, KeyError) as error:
            raise Broken("SHOW-8", f"who registers on the page has no token: {error}") from error
        return user


@pytest.fixture
def register(server: Server) -> Iterator[Registrar]:
    """A function that registers somebody on the page; the test's end deletes them."""
    registrar = Registrar(server)
    yield registrar
    for user in registrar.users.values():
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
