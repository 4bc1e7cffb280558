"""Options and fixtures of the suite; its plugins are in the same folder."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from . import reporting, selection
from . import server as server_module
from .body_operations import Reader
from .checks import SUCCESS
from .client import ACCOUNTS, LOG_IN, Caller, User
from .document import OPERATIONS, Operation, path_of
from .helpers import random_name
from .server import Server
from .violations import Broken


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that cli.py sets."""
    group = parser.getgroup("contract", "the To-Do contract")
    group.addoption("--contract-url", metavar="URL", help="base URL of the server under test")
    group.addoption("--profile", default="extended", help="the promises of this profile")
    group.addoption("--only", default="", help="only the promises with these ids")
    group.addoption("--step", type=int, help="stop at the first promise that is broken")
    group.addoption("--report", metavar="FOLDER", help="write the reports to it")
    group.addoption("--insecure", action="store_true", help="accept any certificate")
    group.addoption("--preflight", default="{}", help="what the first requests found, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    """Load the plugins in this folder."""
    if not (config.getoption("contract_url") or config.option.collectonly):
        raise pytest.UsageError("say which server: todo-contract http://127.0.0.1:8001")
    config.pluginmanager.register(selection.Selection(config), "contract-selection")
    config.pluginmanager.register(reporting.Reporting(config), "contract-reporting")


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Server:
    """The server under test."""
    names = ("contract_url", "profile", "insecure")
    url, profile, insecure = (pytestconfig.getoption(name) for name in names)
    return Server(url, profile, insecure=insecure)


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
        if not (response.is_success or members):
            raise Broken("REGISTER-1", f"status {response.status_code}, not 201")
        assert response.is_success, f"{members} was answered {response.status_code}"
        about = {name: account[name] for name in ("username", "email", "password")}
        user = User(anyone.server, **about)
        users.append(user)
        try:
            user.token = user.log_in().token
        except (AssertionError, ValueError, KeyError) as error:
            if members:
                raise
            throttled = server_module.recorded[-1].status == 429
            raise Broken("LOGIN-6" if throttled else "LOGIN-1", str(error)) from error
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
    answer = user.request(operation.method, path, json=right)
    if not answer.is_success:
        plainest = f"the plainest {operation.id} was answered {answer.status_code}"
        raise Broken(SUCCESS[operation.id], plainest)
    return Reader(operation, user, path, right, {"current_password": user.password})
