"""The checks of single answers: each fault is reported with the promise that it breaks."""

import dataclasses
from typing import Any

import httpx2 as httpx
import pytest
from contract import checks
from contract.exchange import Exchange, redact

SENT = httpx.Headers({"Authorization": "Bearer x", "Content-Type": "application/json"})
ALWAYS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
JSON = ALWAYS | {"Content-Type": "application/json"}
PROBLEM = ALWAYS | {"Content-Type": "application/problem+json"}
TASK = (
    b'{"id":1,"name":"Buy milk","note":"","creation_date":"2030-01-02T03:04:05.000000Z",'
    b'"due_date":null,"completed":false}'
)
NOT_FOUND = b'{"type":"about:blank","title":"Not Found","status":404,"detail":"No such task."}'

QUEUE = b'{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Wait."}'
UNKNOWN = b'{"type":"about:blank","title":"Unauthorized","status":401,"detail":"Log in first."}'


def exchange(
    method: str, target: str, status: int, headers: dict[str, str], body: bytes
) -> Exchange:
    """Return an exchange as if a server had sent this answer."""
    url = f"http://127.0.0.1{target}"
    return Exchange(method, target, url, SENT, b"", status, httpx.Headers(headers), body)


READ = exchange("GET", "/api/v1/accounts/ann/tasks/1", 200, JSON | {"ETag": '"1"'}, TASK)
GONE = exchange("GET", "/api/v1/accounts/ann/tasks/1", 404, PROBLEM, NOT_FOUND)
REFUSED = exchange("DELETE", "/api/v1", 405, PROBLEM | {"Allow": "GET, HEAD, OPTIONS"}, b"")
BUSY = exchange("POST", "/api/v1/accounts", 503, PROBLEM | {"Retry-After": "5"}, QUEUE)
OFFER = exchange("OPTIONS", "/api/v1", 204, ALWAYS | {"Allow": "GET, HEAD, OPTIONS"}, b"")


def altered(right: Exchange, **changes: Any) -> Exchange:
    """Return the exchange with some fields replaced; headers of None are removed."""
    told = dict(right.headers) | {k.lower(): v for k, v in changes.pop("headers", {}).items()}
    kept = httpx.Headers({name: value for name, value in told.items() if value is not None})
    return dataclasses.replace(right, headers=kept, **changes)


WRONG = [
    ("PROBLEM-7", altered(GONE, status=500)),
    ("PROBLEM-7", altered(BUSY, status=500)),
    ("PROBLEM-7", altered(BUSY, headers={"Retry-After": None})),
    ("PROBLEM-7", altered(BUSY, target="/api/v1/accounts/ann/tasks")),
    ("PROBLEM-7", altered(BUSY, target="/api/v1/nothing")),
    ("HTTP-1", altered(GONE, target="/api/v1/nothing", status=401)),
    ("HTTP-2", altered(REFUSED, status=401)),
    ("HTTP-16", altered(REFUSED, method="PATCH", status=401)),
    ("HTTP-3", altered(REFUSED, headers={"Allow": "GET, OPTIONS"})),
    ("HTTP-3", altered(OFFER, headers={"Allow": None})),
    ("HTTP-4", altered(READ, method="HEAD")),
    ("HTTP-5", altered(OFFER, status=200)),
    ("HTTP-8", altered(READ, headers={"X-Content-Type-Options": None})),
    ("HTTP-9", altered(READ, headers={"Cache-Control": "private"})),
    ("HTTP-10", altered(READ, headers={"Set-Cookie": "a=b"})),
    ("HTTP-10", altered(READ, headers={"Access-Control-Allow-Origin": "*"})),
    ("TASK-1", altered(READ, status=202)),
    ("HTTP-12", altered(GONE, status=402, body=NOT_FOUND.replace(b"404", b"402"))),
    ("HTTP-12", altered(READ, headers={"Content-Type": "text/html"})),
    ("ETAG-1", altered(READ, headers={"ETag": None})),
    ("ETAG-1", altered(READ, headers={"ETag": 'W/"1"'})),
    ("HTTP-12", altered(READ, body=TASK.replace(b'"note"', b'"owner":1,"note"'))),
    ("HTTP-12", altered(READ, body=TASK.replace(b"false", b"NaN"))),
    ("HTTP-12", altered(READ, body=TASK.replace(b'"id":1', b'"id":1,"id":1'))),
    ("HTTP-12", altered(READ, body=b"\xef\xbb\xbf" + TASK)),
    ("HTTP-13", altered(OFFER, body=b"{}")),
    ("HTTP-14", altered(READ, headers={"Location": "http://127.0.0.1/api/v1"})),
    ("HTTP-14", altered(READ, headers={"Link": '<//evil>; rel="next"'})),
    ("TIME-1", altered(READ, body=TASK.replace(b".000000Z", b"Z"))),
    ("PROBLEM-1", altered(GONE, headers={"Content-Type": "application/json"})),
    ("PROBLEM-1", altered(GONE, body=NOT_FOUND.replace(b'"type"', b'"trace":1,"type"'))),
    ("PROBLEM-2", altered(GONE, body=NOT_FOUND.replace(b"404", b"400"))),
    ("PROBLEM-3", altered(GONE, body=NOT_FOUND.replace(b"about:blank", b"/problems/gone"))),
    ("PROBLEM-3", altered(GONE, body=NOT_FOUND.replace(b"Not Found", b"Missing"))),
    ("PROBLEM-4", altered(GONE, method="PUT", status=422, body=NOT_FOUND.replace(b"404", b"422"))),
    ("TOKEN-2", altered(GONE, status=401, body=UNKNOWN)),
    ("TASK-4", altered(READ, body=TASK.replace(b'"id":1', b'"id":"1"'))),
    ("REGISTER-10", altered(GONE, body=NOT_FOUND.replace(b"No such", b"$argon2id$v=19"))),
    ("REGISTER-10", altered(GONE, content=b'{"password": "sesame-sesame"}', body=b"sesame-sesame")),
]


@pytest.mark.parametrize(("promise", "wrong"), WRONG)
def test_a_wrong_answer_is_told_by_its_promise(promise: str, wrong: Exchange) -> None:
    """An answer with one fault breaks the promise that says the thing."""
    assert promise in [violation.promise for violation in checks.check(wrong, "extended")]


@pytest.mark.parametrize("right", [READ, GONE, OFFER, BUSY])
def test_a_right_answer_is_let_through(right: Exchange) -> None:
    """Answers without a fault pass."""
    assert [*checks.check(right, "extended")] == []


def test_tags_are_asked_for_only_in_the_extended_profile() -> None:
    """A server of the core profile may omit ETag."""
    assert [*checks.check(altered(READ, headers={"ETag": None}), "core")] == []


def test_secrets_do_not_reach_a_file() -> None:
    """Tokens and passwords are removed before a text is saved."""
    text = """-H 'authorization: Bearer abc' {"token":"abc"} {"new_password": "abc", "name": "x"}"""

    assert "abc" not in redact(text)
    assert '"name": "x"' in redact(text)


def test_secrets_of_forms_do_not_reach_a_file() -> None:
    """Cookies and typed passwords are removed too; what is beside them stays."""
    sent = "-H 'cookie: a=abc; b=abc' --data-binary 'username=ann&new_password=abc&x=y'"
    text = f"{sent}\nset-cookie: a=abc; Path=/; HttpOnly\n"

    assert "abc" not in redact(text)
    assert "username=ann" in redact(text)
    assert "x=y" in redact(text)
    assert "Path=/; HttpOnly" in redact(text)


def test_a_command_says_that_a_body_was_cut_off() -> None:
    """The curl command shows Content-Length if it differs from the length of the body."""
    whole = altered(GONE, sent=httpx.Headers({"Content-Length": "2"}), content=b"{}")
    cut = altered(whole, sent=httpx.Headers({"Content-Length": "12"}))

    assert "content-length" not in whole.curl()
    assert "-H 'content-length: 12'" in cut.curl()
