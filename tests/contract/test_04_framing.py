"""Chunked bodies are accepted or answered 411; a body that is cut off changes nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from .body_operations import Reader
from .client import ACCOUNTS, JSON, LOG_IN, LOG_OUT, Caller, User
from .document import OPERATIONS, Operation, path_of
from .framing import Framing, cut_by_length, cut_in_chunks, in_chunks
from .helpers import NEW_PASSWORD, WRONG_PASSWORD, change, log_in

Account = dict[str, str]

LIMIT = 128 * 1024  # bytes
WRONG = [b"{", b"\xff", b"[]", b"{}", b'{"unheard_of": 1}', b" " * LIMIT + b"{}"]
READS = [each for each in OPERATIONS.values() if each.method == "GET"]
ALLOWED = {cut_by_length: {None, 400}, cut_in_chunks: {None, 400, 411}}  # None: no answer

cut = pytest.mark.parametrize(("framing", "allowed"), ALLOWED.items(), ids=["length", "chunks"])
each_read = pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.id)


@pytest.fixture
def newcomer(new_user: Callable[..., User]) -> Account:
    """A registration for a new account, which is deleted if the test creates it."""
    gone = new_user()
    gone.delete(gone.path)
    return {"username": gone.username, "email": gone.email, "password": gone.password}


@pytest.mark.promise("BODY-14")
def test_a_wrong_body_is_wrong_in_chunks_too(reader: Reader) -> None:
    """An invalid body gets the same answer in chunks as with a Content-Length, or 411."""
    for content in WRONG:
        expected = (reader.take(content).status_code, 411)
        assert (content[:20], reader.take_chunks(content) in expected) == (content[:20], True)


@pytest.mark.promise("BODY-14")
def test_a_right_body_is_right_in_chunks_too(
    anyone: Caller, ann: User, newcomer: Account, task: dict[str, Any]
) -> None:
    """Every operation that reads a body accepts it in chunks, or answers 411."""
    path, password = f"{ann.tasks}/{task['id']}", {"password": ann.password}
    answers = {
        "register": chunked(anyone, "POST", ACCOUNTS, newcomer),
        "log_in": chunked(anyone, "POST", LOG_IN, {"username": ann.username} | password),
        "update_account": chunked(ann, "PUT", ann.path, {"email": "ann@new.example"}),
        "create_task": chunked(ann, "POST", ann.tasks, {"name": "Buy bread"}),
        "replace_task": chunked(ann, "PUT", path, {"name": "Buy butter"}),
    }
    taken = {name: status for name, status in answers.items() if status != 411}
    assert taken == {name: min(OPERATIONS[name].statuses) for name in taken}
    names = ["Buy butter" if "replace_task" in taken else "Buy milk"]
    names += ["Buy bread"] if "create_task" in taken else []
    assert [each["name"] for each in ann.get(ann.tasks).json()["tasks"]] == names


def chunked(caller: Caller, method: str, path: str, body: dict[str, str]) -> int:
    """Send a body in chunks and return the status."""
    content = json.dumps(body).encode()
    return caller.raw(method, path.encode(), [JSON], content, in_chunks).status


@each_read
@pytest.mark.promise("BODY-14")
def test_a_read_takes_chunks_like_any_body(
    ann: User, task: dict[str, Any], operation: Operation
) -> None:
    """A chunked body on GET gets the same answer as any body, or 411."""
    path = path_of(operation.id, ann.username, task["id"])
    status = ann.request("GET", path, content=b"{}").status_code
    assert ann.raw("GET", path.encode(), [JSON], b"{}", in_chunks).status in {status, 411}


@cut
@pytest.mark.promise("BODY-15")
def test_a_cut_off_request_writes_no_task(
    ann: User, task: dict[str, Any], framing: Framing, allowed: set[int | None]
) -> None:
    """The received part is complete JSON, but nothing is created, replaced or deleted."""
    path = f"{ann.tasks}/{task['id']}"
    requests: dict[str, tuple[str, dict[str, str]]] = {
        "POST": (ann.tasks, {"name": "Buy bread"}),
        "PUT": (path, {"name": "Buy butter"}),
        "DELETE": (path, {}),
    }
    answers, left = {}, {}
    for method, (target, body) in requests.items():
        answers[method] = ann.cut_off(method, target, body, framing)
        left[method] = ann.get(ann.tasks).json()["tasks"]
    assert {method: status for method, status in answers.items() if status not in allowed} == {}
    assert left == {method: [task] for method in requests}


@cut
@pytest.mark.promise("BODY-15")
def test_a_cut_off_request_ends_nothing(
    ann: User, framing: Framing, allowed: set[int | None]
) -> None:
    """No log-out and no deletion of the account happens."""
    assert ann.cut_off("POST", LOG_OUT, {}, framing) in allowed
    assert ann.cut_off("DELETE", ann.path, {}, framing) in allowed
    assert ann.get(ann.path).status_code == 200


@cut
@pytest.mark.promise("BODY-15")
def test_a_cut_off_update_changes_nothing(
    anyone: Caller, ann: User, framing: Framing, allowed: set[int | None]
) -> None:
    """Address and password stay the same, and the other tokens stay valid."""
    second, before = ann.log_in(), ann.get(ann.path).json()
    assert ann.cut_off("PUT", ann.path, change(ann, email="a@b.c"), framing) in allowed
    assert second.get(ann.path).json() == before
    assert log_in(anyone, ann.username, ann.password).status_code == 200
    assert log_in(anyone, ann.username, NEW_PASSWORD).status_code == 401


@cut
@pytest.mark.promise("BODY-15")
def test_a_cut_off_registration_takes_no_username(
    anyone: Caller, newcomer: Account, framing: Framing, allowed: set[int | None]
) -> None:
    """The same account can still be registered."""
    assert anyone.cut_off("POST", ACCOUNTS, newcomer, framing) in allowed
    assert anyone.post(ACCOUNTS, json=newcomer).status_code == 201


@cut
@pytest.mark.promise("BODY-15")
def test_a_cut_off_log_in_does_not_count(
    anyone: Caller, ann: User, framing: Framing, allowed: set[int | None]
) -> None:
    """A valid password does not log in, and eleven wrong ones do not count as failures."""
    bodies = [{"username": ann.username, "password": WRONG_PASSWORD}] * 11
    bodies += [{"username": ann.username, "password": ann.password}]
    assert {anyone.cut_off("POST", LOG_IN, body, framing) for body in bodies} <= allowed
    assert log_in(anyone, ann.username, ann.password).status_code == 200


@cut
@each_read
@pytest.mark.promise("BODY-15")
def test_a_cut_off_read_shows_nothing(
    ann: User,
    task: dict[str, Any],
    operation: Operation,
    framing: Framing,
    allowed: set[int | None],
) -> None:
    """A request that is not complete gets no data."""
    path = path_of(operation.id, ann.username, task["id"])
    assert ann.cut_off("GET", path, {}, framing) in allowed
