# mypy: disable-error-code="import-not-found"
"""Test servers with the client that `make sdk` generates: python -m sdk NAME..."""

import signal
import sys
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeVar

from harness.servers import running
from todo_client import AuthenticatedClient, Client
from todo_client.api.accounts import log_in, register
from todo_client.api.tasks import create_task, delete_task, list_tasks, read_task, replace_task
from todo_client.errors import UnexpectedStatus
from todo_client.models import (
    Account,
    BearerToken,
    Credentials,
    Problem,
    Registration,
    Task,
    TaskInput,
    TaskList,
)

Model = TypeVar("Model")
ANN, PASSWORD = "ann", "correct horse"
OPTIONS = {"raise_on_unexpected_status": True, "httpx_args": {"trust_env": False}}


def main(names: list[str]) -> None:
    """Use a task on every named server; RuntimeError on the first unexpected answer."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    for name in names:
        with running(name) as server:
            work_through_a_task(log_in_to(server.url))
        print(f"{name}: the generated client works", flush=True)


def log_in_to(url: str) -> AuthenticatedClient:
    """Register, log in, and return a client that sends the token."""
    anyone = Client(url, **OPTIONS)
    registration = Registration(username=ANN, email="ann@example.org", password=PASSWORD)
    expect(Account, register.sync(client=anyone, body=registration))
    credentials = Credentials(username=ANN, password=PASSWORD)
    session = expect(BearerToken, log_in.sync(client=anyone, body=credentials))
    return AuthenticatedClient(url, session.token, **OPTIONS)


def work_through_a_task(client: AuthenticatedClient) -> None:
    """Create a task, read, complete, list and delete it."""
    wanted = TaskInput(name="Buy milk", due_date=datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
    task = expect(Task, create_task.sync(ANN, client=client, body=wanted))
    same(task.due_date, wanted.due_date)
    same(read_task.sync(ANN, task.id, client=client), task)
    done = TaskInput.from_dict(task.to_dict() | {"completed": True})
    task.completed = True
    same(replace_task.sync(ANN, task.id, client=client, body=done), task)
    same(expect(TaskList, list_tasks.sync(ANN, client=client)).tasks, [task])
    deletion = delete_task.sync_detailed(ANN, task.id, client=client)
    same(deletion.status_code, HTTPStatus.NO_CONTENT)
    same(expect(Problem, read_task.sync(ANN, task.id, client=client)).status, HTTPStatus.NOT_FOUND)


def expect(model: type[Model], answer: object) -> Model:
    """Return the answer, which must be an instance of this model."""
    if not isinstance(answer, model):
        message = f"expected {model.__name__}, the server answered {answer}"
        raise RuntimeError(message)  # noqa: TRY004 - the server's mistake, not the caller's
    return answer


def same(answer: object, expected: object) -> None:
    """Raise RuntimeError if the values differ."""
    if answer != expected:
        raise RuntimeError(f"expected {expected}, the server answered {answer}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (RuntimeError, UnexpectedStatus) as error:
        sys.exit(str(error))
