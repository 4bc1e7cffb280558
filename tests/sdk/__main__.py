# mypy: disable-error-code="import-not-found"
"""Test servers with the client that `make sdk` generates: python -m sdk NAME..."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeVar

from harness import commands
from harness.servers import running
from todo_client import AuthenticatedClient, Client, models
from todo_client.api.accounts import log_in, register
from todo_client.api.tasks import create_task, delete_task, list_tasks, read_task, replace_task

Model = TypeVar("Model")
ANN, PASSWORD = "ann", "correct horse"
OPTIONS = {"raise_on_unexpected_status": True, "httpx_args": {"trust_env": False}}


def main(names: list[str]) -> int:
    """Use a task on every named server; the first unexpected answer is an error."""
    for name in names:
        with running(name) as server:
            work_through_a_task(log_in_to(server.url))
        print(f"{name}: the generated client works", flush=True)
    return 0


def log_in_to(url: str) -> AuthenticatedClient:
    """Register, log in, and return a client that sends the token."""
    anyone = Client(url, **OPTIONS)
    registration = models.Registration(username=ANN, email="ann@example.org", password=PASSWORD)
    expect(models.Account, register.sync(client=anyone, body=registration))
    credentials = models.Credentials(username=ANN, password=PASSWORD)
    session = expect(models.BearerToken, log_in.sync(client=anyone, body=credentials))
    return AuthenticatedClient(url, session.token, **OPTIONS)


def work_through_a_task(client: AuthenticatedClient) -> None:
    """Create a task, read, complete, list and delete it."""
    wanted = models.TaskInput(name="Buy milk", due_date=datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
    task = expect(models.Task, create_task.sync(ANN, client=client, body=wanted))
    assert task.due_date == wanted.due_date
    assert read_task.sync(ANN, task.id, client=client) == task
    done = models.TaskInput.from_dict(task.to_dict() | {"completed": True})
    task.completed = True
    assert replace_task.sync(ANN, task.id, client=client, body=done) == task
    assert expect(models.TaskList, list_tasks.sync(ANN, client=client)).tasks == [task]
    deletion = delete_task.sync_detailed(ANN, task.id, client=client)
    assert deletion.status_code == HTTPStatus.NO_CONTENT
    problem = expect(models.Problem, read_task.sync(ANN, task.id, client=client))
    assert problem.status == HTTPStatus.NOT_FOUND


def expect(model: type[Model], answer: object) -> Model:
    """Return the answer, which must be an instance of this model."""
    assert isinstance(answer, model), f"expected {model.__name__}, the server answered {answer}"
    return answer


if __name__ == "__main__":
    commands.run(main)
