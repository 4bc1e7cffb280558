"""The order of checks: if a request has several faults, the answer names the first one."""

from typing import Any

import pytest

from .client import JSON, Caller, User
from .document import OPERATIONS, PATHS, Operation, path_of
from .framing import in_chunks
from .helpers import random_name

FAULTS: list[dict[str, Any]] = [
    {},
    {"content": b"{"},
    {"content": b"[" * 100_000},
    {"content": b"\xff"},
    {"content": b"x" * 5_000_000},
    {"content": b"name=x", "headers": {"Content-Type": "text/plain"}},
    {"json": {"name": "", "unknown": 1}},
    {"headers": {"If-Match": '"another"', "If-None-Match": "*"}},
]
IDS = ["1", "0", "01", "x", "%00", "9" * 40]
GUARDED = [operation for operation in OPERATIONS.values() if operation.needs_token]
OWNED = [operation for operation in GUARDED if "{username}" in operation.path]


def attempts(caller: Caller, method: str, template: str, username: str) -> dict[str, int]:
    """Return the status of every faulty request to a path, with every invalid id if it has one."""
    path = template.replace("{username}", username) + "?limit=0&limit=x"
    paths = sorted({path.replace("{id}", each) for each in IDS})
    requests = [(paths[0], fault) for fault in FAULTS] + [(each, {}) for each in paths]
    return {
        f"{number}. {path} {'/'.join(fault)}": caller.request(method, path, **fault).status_code
        for number, (path, fault) in enumerate(requests)
    }


@pytest.mark.promise("OWNER-5", "HTTP-1")
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_an_unknown_path_comes_first(anyone: Caller, method: str) -> None:
    """An unknown path is a 404, whatever the method, token or body."""
    for caller in (anyone, anyone.with_token("worthless")):
        for path in ("/api/v1/nothing", "/api/v1/accounts/x/tasks/1/2"):
            answers = attempts(caller, method, path, "x")
            assert answers == dict.fromkeys(answers, 404)


@pytest.mark.promise("OWNER-5", "HTTP-2")
@pytest.mark.parametrize("template", PATHS)
def test_a_wrong_method_comes_before_the_token(anyone: Caller, template: str) -> None:
    """PATCH is a 405 without a token, with an invalid one, and with any other fault."""
    for caller in (anyone, anyone.with_token("worthless")):
        answers = attempts(caller, "PATCH", template, "somebody")
        assert answers == dict.fromkeys(answers, 405)


@pytest.mark.promise("OWNER-5", "HTTP-2")
def test_a_wrong_method_comes_before_the_owner(ann: User, bob: User) -> None:
    """PATCH on another user's paths is a 405 for ann, not a 403."""
    for template in PATHS:
        answers = attempts(ann, "PATCH", template, bob.username)
        assert answers == dict.fromkeys(answers, 405)


@pytest.mark.promise("OWNER-5", "TOKEN-1")
@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
def test_the_token_comes_before_everything_else(anyone: Caller, operation: Operation) -> None:
    """Without a token the server checks neither body, query, id nor conditions."""
    for caller in (anyone, anyone.with_token("worthless")):
        answers = attempts(caller, operation.method, operation.path, "somebody")
        assert answers == dict.fromkeys(answers, 401)


@pytest.mark.promise("OWNER-5", "OWNER-1")
@pytest.mark.parametrize("operation", OWNED, ids=lambda operation: operation.id)
def test_the_owner_comes_before_body_and_task(ann: User, operation: Operation) -> None:
    """On another user's path, faults in body, query, id or conditions are not mentioned."""
    answers = attempts(ann, operation.method, operation.path, random_name())

    assert answers == dict.fromkeys(answers, 403)


@pytest.mark.promise("OWNER-5", "OWNER-3")
def test_a_bad_id_is_looked_at_after_the_owner(anyone: Caller, ann: User) -> None:
    """An invalid id is a 401 without a token, a 403 for other users and a 404 for the owner."""
    for bad in IDS[1:]:
        own, other = (path_of("read_task", name, bad) for name in (ann.username, random_name()))
        answers = anyone.get(own), ann.get(other), ann.get(own)
        assert [answer.status_code for answer in answers] == [401, 403, 404]


@pytest.mark.promise("OWNER-5", "BODY-14")
def test_the_framing_of_a_body_is_looked_at_after_the_owner(anyone: Caller, ann: User) -> None:
    """404, 405, 401 and 403 also come before any check of a chunked body."""
    nothing, tasks = b"/api/v1/nothing", path_of("create_task", random_name()).encode()
    requests = [(ann, "POST", nothing), (ann, "PATCH", tasks), (anyone, "POST", tasks)]
    requests += [(ann, "POST", tasks)]
    answers = [
        caller.raw(method, target, [JSON], b'{"name": "Buy milk"}', in_chunks).status
        for caller, method, target in requests
    ]
    assert answers == [404, 405, 401, 403]
