"""Concurrency: parallel requests lose nothing, mix nothing and do nothing twice."""

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any

import httpx2 as httpx
import pytest

from .client import ACCOUNTS, Caller, User
from .helpers import at_once, log_in, pages, statuses

MANY = 8


def replacement(number: int) -> dict[str, Any]:
    """Return a task whose members all contain the number of its writer."""
    return {
        "name": f"Writer {number}",
        "note": f"{number}" * 1000,
        "due_date": f"203{number}-01-01T00:00:00.000000Z",
        "completed": number % 2 == 0,
    }


def sent_by(task: dict[str, Any]) -> int:
    """Return the number of the writer; all members must come from the same one."""
    writers = [number for number in range(MANY) if task | replacement(number) == task]
    assert len(writers) == 1, f"members of several writers: {task}"
    return writers[0]


@pytest.mark.promise("REGISTER-5", "REGISTER-4")
def test_one_of_many_registrations_of_a_username_wins(
    anyone: Caller, new_user: Callable[..., User]
) -> None:
    """One gets 201 and its password logs in; the others get 409."""
    gone = new_user()
    gone.delete(gone.path)
    account = {"username": gone.username, "email": gone.email}
    words = [gone.password + "!" * number for number in range(MANY)]
    bodies = [account | {"password": word} for word in words]
    answers = at_once(*(partial(anyone.post, ACCOUNTS, json=body) for body in bodies))
    assert statuses(answers) == [201] + [409] * (MANY - 1)
    log_ins = {word: log_in(anyone, gone.username, word) for word in words}
    assert [log_ins[word].status_code for word in words] == [
        200 if answer.status_code == 201 else 401 for answer in answers
    ]
    gone.token = next(one.json()["token"] for one in log_ins.values() if one.status_code == 200)


@pytest.mark.promise("TASK-11", "TASK-4", "TASK-5")
def test_parallel_creations_lose_nothing(ann: User) -> None:
    """Every task that got 201 exists, with its own id."""

    def create(writer: int) -> list[dict[str, Any]]:
        return [ann.create_task(name=f"{writer}/{number}") for number in range(5)]

    created = [*chain(*at_once(*(partial(create, writer) for writer in range(MANY))))]
    listed = next(pages(ann, "?limit=100"))
    assert len({task["id"] for task in created}) == MANY * 5
    assert listed == sorted(created, key=lambda task: task["id"])


@pytest.mark.promise("TASK-11", "PROBLEM-7")
def test_parallel_writers_of_all_kinds_get_along(ann: User, bob: User) -> None:
    """Creating, replacing, deleting, reading and logging in work in parallel."""

    def work(user: User, number: int) -> dict[str, Any]:
        path = f"{user.tasks}/{user.create_task()['id']}"
        assert user.put(path, json=replacement(number)).status_code == 200
        assert user.put(user.path, json={"email": f"{number}@example.org"}).status_code == 200
        assert user.delete(f"{user.tasks}/{user.create_task()['id']}").status_code == 204
        return user.log_in().get(path).json()

    users = [ann, bob] * (MANY // 2)
    kept = at_once(*(partial(work, user, number) for number, user in enumerate(users)))
    assert [sent_by(task) for task in kept] == list(range(MANY))
    for user, own in ((ann, kept[0::2]), (bob, kept[1::2])):
        assert next(pages(user)) == sorted(own, key=lambda task: task["id"])


@pytest.mark.promise("TASK-12", "TASK-11")
def test_parallel_replacements_never_mix(ann: User, task: dict[str, Any]) -> None:
    """Every answer, and the final task, is exactly what one writer sent."""
    path = f"{ann.tasks}/{task['id']}"
    for _ in range(3):
        writers = [partial(ann.put, path, json=replacement(number)) for number in range(MANY)]
        answers = at_once(*writers)
        assert statuses(answers) == [200] * MANY
        assert [sent_by(answer.json()) for answer in answers] == list(range(MANY))
        sent_by(ann.get(path).json())


@pytest.mark.promise("TASK-12", "TASK-10")
def test_a_reader_never_sees_half_a_replacement(ann: User, task: dict[str, Any]) -> None:
    """During a write, every read returns a state that one writer sent."""
    path = f"{ann.tasks}/{task['id']}"
    ann.put(path, json=replacement(0))

    def write() -> list[httpx.Response]:
        return [ann.put(path, json=replacement(number)) for number in range(MANY)]

    def read() -> list[httpx.Response]:
        return [ann.get(path) for _ in range(MANY)]

    answers = [*chain(*at_once(write, read, read, read))]
    assert statuses(answers) == [200] * len(answers)
    for answer in answers:
        sent_by(answer.json())


@pytest.mark.promise("ETAG-6")
def test_one_of_many_writers_with_one_tag_wins(ann: User) -> None:
    """One gets 200 and its state stays; the others get 412."""
    for _ in range(3):
        created = ann.post(ann.tasks, json={"name": "Buy milk"})
        path, headers = ann.location(created), {"If-Match": created.headers["ETag"]}
        put = partial(ann.put, path, headers=headers)
        answers = at_once(*(partial(put, json=replacement(number)) for number in range(MANY)))
        assert statuses(answers) == [200] + [412] * (MANY - 1)
        (winner,) = (answer.json() for answer in answers if answer.status_code == 200)
        assert ann.get(path).json() == winner


@pytest.mark.promise("ETAG-6", "TASK-9")
def test_one_of_a_replacement_and_a_deletion_with_one_tag_wins(ann: User) -> None:
    """Either the task is deleted and cannot be replaced, or it is replaced and stays."""
    for _ in range(3):
        created = ann.post(ann.tasks, json={"name": "Buy milk"})
        path, headers = ann.location(created), {"If-Match": created.headers["ETag"]}
        replace = partial(ann.put, path, json={"name": "Buy bread"}, headers=headers)
        replaced, deleted = at_once(replace, partial(ann.delete, path, headers=headers))
        outcome = (replaced.status_code, deleted.status_code, ann.get(path).status_code)
        assert outcome in {(200, 412, 200), (404, 204, 404), (412, 204, 404)}


@pytest.mark.promise("TASK-11", "TASK-9")
def test_a_task_is_deleted_once(ann: User, task: dict[str, Any]) -> None:
    """Of many deletions one gets 204 and the others 404."""
    answers = at_once(*[partial(ann.delete, f"{ann.tasks}/{task['id']}")] * MANY)
    assert statuses(answers) == [204] + [404] * (MANY - 1)


@pytest.mark.promise("TOKEN-7", "TASK-11")
def test_parallel_log_ins_all_count(ann: User) -> None:
    """Every one of many parallel log-ins returns a token that works."""
    sessions = at_once(*[ann.log_in] * MANY)
    assert len({session.token for session in sessions}) == MANY
    assert [session.get(ann.path).status_code for session in sessions] == [200] * MANY


@pytest.mark.promise("ACCOUNT-7", "TASK-11", "PROBLEM-7")
def test_an_account_is_deleted_under_its_writers(ann: User) -> None:
    """Writers get success or an invalid_token error, never a server error."""

    def write() -> list[int]:
        return [ann.post(ann.tasks, json={"name": "Buy milk"}).status_code for _ in range(8)]

    def update() -> list[int]:
        body = {"email": "ann@new.example"}
        return [ann.put(ann.path, json=body).status_code for _ in range(8)]

    def delete() -> list[int]:
        return [ann.get(ann.tasks).status_code, ann.delete(ann.path).status_code]

    *written, deleted = at_once(write, write, update, write, delete)
    assert deleted == [200, 204]
    assert {status for answers in written for status in answers} <= {200, 201, 401}
    assert ann.get(ann.path).status_code == 401
