"""Fixtures of the tests of pages: visitors without a browser, strangers and logged in."""

from collections.abc import Callable

import pytest

from ..client import User
from ..server import Server
from . import checks
from .helpers import logged_in
from .http_driver import HttpDriver


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


NewVisitor = Callable[..., HttpDriver]
