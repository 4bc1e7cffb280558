"""Options and fixtures of the suite; its plugins are in the same folder."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from . import reporting, selection
from .body_operations import Reader
from .client import ACCOUNTS, LOG_IN, Caller, User
from .document import OPERATIONS, Operation, path_of
from .helpers import random_name
from .server import Server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options for the server, the profile and the report folder."""
    group = parser.getgroup("contract", "the To-Do contract")
    group.addoption("--contract-url", metavar="URL", help="base URL of the server under test")
    group.addoption(
        "--profile",
        choices=tuple(selection.PROFILES),
        default="extended",
        help="core promises, extended ones too (default), only those that need short times, or "
        "only health checks",
    )
    group.addoption("--report", metavar="FOLDER", help="write report.json and junit.xml to it")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Stop before the first test if the server cannot be tested."""
    option = config.option
    only_asked = option.collectonly or option.help or option.version
    return None if only_asked or hasattr(config, "workerinput") else selection.ask_server(config)


def pytest_configure(config: pytest.Config) -> None:
    """Load the plugins in this folder."""
    if not (config.getoption("contract_url") or config.option.collectonly):
        raise pytest.UsageError(f"run the contract suite alone: pytest {Path(__file__).parent}")
    config.pluginmanager.register(selection.Selection(config), "contract-selection")
    config.pluginmanager.register(reporting.Reporting(config), "contract-reporting")


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Server:
    """The server under test."""
    return Server(pytestconfig.getoption("contract_url"), pytestconfig.getoption("profile"))


@pytest.fixture
def anyone(server: Server) -> Caller:
    """A client without a token."""
    return Caller(server)


@pytest.fixture
def new_user(anyone: Caller) -> Iterator[Callable[..., User]]:
    """A function that registers a user with random defaults; the test's end deletes the user."""
    users: list[User] = []

    def register(**members: str) -> User:
        name = random_name()
        account = {"username": name, "email": f"{name}@example.org"}
        account |= {"password": secrets.token_urlsafe(12)} | members
        response = anyone.post(ACCOUNTS, json=account)
        assert response.status_code == 201, response.text
        user = User(anyone.server, **account)
        users.append(user)
        user.token = user.log_in().token
        return user

    yield register
    for user in users:
        leave(user)


def leave(user: User) -> None:
    """Delete an account if it still exists; log in again if its token no longer works."""
    if user.delete(user.path).status_code == 401:
        credentials = {"username": user.username, "password": user.password}
        answer = user.with_token(None).post(LOG_IN, json=credentials)
        if answer.status_code == 200:
            user.with_token(answer.json()["token"]).delete(user.path)


@pytest.fixture
def ann(new_user: Callable[..., User]) -> User:
    """A user of this test only."""
    return new_user()


@pytest.fixture
def bob(new_user: Callable[..., User]) -> User:
    """Another user."""
    return new_user()


@pytest.fixture
def task(ann: User) -> dict[str, Any]:
    """A task owned by ann."""
    return ann.create_task()


@pytest.fixture(
    params=[operation for operation in OPERATIONS.values() if operation.has_body],
    ids=lambda operation: operation.id,
)
def reader(request: pytest.FixtureRequest, anyone: Caller, new_user: Callable[..., User]) -> Reader:
    """Each operation that reads a body, with a client that is allowed to call it."""
    operation: Operation = request.param
    right = operation.example
    if not operation.needs_token:
        return Reader(operation, anyone, operation.path, right | {"username": random_name()}, {})
    user = new_user()
    task_id = user.create_task()["id"] if "{id}" in operation.path else 0
    path = path_of(operation.id, user.username, task_id)
    return Reader(operation, user, path, right, {"current_password": user.password})
