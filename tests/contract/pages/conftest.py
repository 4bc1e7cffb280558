"""Fixtures of the tests of pages: visitors without a browser, strangers and logged in."""

from collections.abc import Iterator

import pytest

from ..client import User
from ..conftest import leave
from ..helpers import NEW_PASSWORD
from ..server import Server
from . import checks
from .helpers import fill_in, logged_in
from .http_driver import HttpDriver
from .names import path_of


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
def page(server: Server, ann: User) -> HttpDriver:
    """A visitor who is logged in as ann."""
    return logged_in(HttpDriver(server), ann)


@pytest.fixture
def second(server: Server, ann: User) -> HttpDriver:
    """Another session of ann."""
    return logged_in(HttpDriver(server), ann)


@pytest.fixture
def bobs(server: Server, bob: User) -> HttpDriver:
    """A visitor who is logged in as bob."""
    return logged_in(HttpDriver(server), bob)


class Registrar:
    """Registers people on the page, and knows whom to delete afterwards."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.users: dict[str, User] = {}

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


@pytest.fixture
def register(server: Server) -> Iterator[Registrar]:
    """A function that registers somebody on the page; the test's end deletes them."""
    registrar = Registrar(server)
    yield registrar
    for user in registrar.users.values():
        leave(user)
