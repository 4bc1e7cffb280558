"""Headers: which ones every answer has, and which ones no answer may have."""

import re
from typing import Any

import pytest

from . import sample_answers
from .client import Caller, User


@pytest.mark.promise("HTTP-4")
def test_head_answers_like_get_without_a_body(ann: User, task: dict[str, Any]) -> None:
    """HEAD has the status and headers of GET, also for errors, and no body."""
    ann.create_task()
    one, page = f"{ann.tasks}/{task['id']}", f"{ann.tasks}?limit=1"
    errors = [f"{ann.tasks}?limit=0", f"{ann.tasks}/0", "/api/v1/accounts/other", "/api/v1/nothing"]

    for path in ["/api/v1", ann.path, page, one, *errors]:
        get, head = ann.raw("GET", path.encode()), ann.raw("HEAD", path.encode())
        for answer in (get, head):
            answer.headers.pop("Date", None)
        assert (head.status, dict(head.headers)) == (get.status, dict(get.headers))
        assert head.body == b""


@pytest.mark.promise("HTTP-8")
def test_no_answer_may_be_sniffed(ann: User, task: dict[str, Any]) -> None:
    """Successes, empty answers and errors carry X-Content-Type-Options: nosniff."""
    for answer in sample_answers.everything(ann, task):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.promise("HTTP-9")
def test_no_answer_may_be_stored(ann: User, task: dict[str, Any]) -> None:
    """Successes, empty answers and errors carry Cache-Control: no-store."""
    for answer in sample_answers.everything(ann, task):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.promise("HTTP-10")
def test_no_answer_says_too_much(ann: User, task: dict[str, Any]) -> None:
    """No cookie, no X-Powered-By, no version, and no CORS header even for another origin."""
    foreign = {"Origin": "https://evil.example", "Access-Control-Request-Method": "DELETE"}
    answers = sample_answers.everything(ann, task)
    answers += [ann.get(ann.path, headers=foreign), ann.options(ann.path, headers=foreign)]

    for answer in answers:
        names = {name.lower() for name in answer.headers}
        assert not {"set-cookie", "x-powered-by"} & names
        assert "/" not in answer.headers.get("Server", "")  # product/version, RFC 9110 §10.2.4
        assert not [name for name in names if name.startswith("access-control-")]


@pytest.mark.promise("HTTP-12")
def test_json_is_sent_as_json(ann: User, task: dict[str, Any]) -> None:
    """Every answer with content has a JSON media type."""
    for answer in sample_answers.successes(ann, task):
        assert answer.headers["Content-Type"].partition(";")[0] == "application/json"
        assert isinstance(answer.json(), dict)


@pytest.mark.promise("HTTP-4")
def test_head_of_what_is_known_is_304_too(ann: User, task: dict[str, Any]) -> None:
    """With If-None-Match, HEAD has the status of GET."""
    path, every_tag = f"{ann.tasks}/{task['id']}", {"If-None-Match": "*"}
    statuses = [request(path, headers=every_tag).status_code for request in (ann.get, ann.head)]
    assert statuses[1] == statuses[0]


@pytest.mark.promise("HTTP-12")
@pytest.mark.parametrize("wanted", ["text/html", "application/xml", "image/png", "nonsense"])
def test_accept_changes_nothing(anyone: Caller, wanted: str) -> None:
    """The answer is JSON, whatever media type the client prefers."""
    accept = {"Accept": wanted}

    for path in ("/api/v1", "/api/v1/nothing"):
        assert anyone.get(path, headers=accept).json() == anyone.get(path).json()


@pytest.mark.promise("HTTP-13")
def test_an_empty_answer_is_empty(ann: User) -> None:
    """A 204 announces no body, and no byte follows its headers."""
    task = f"{ann.tasks}/{ann.create_task()['id']}".encode()

    for answer in (ann.raw("OPTIONS", task), ann.raw("DELETE", task)):
        assert (answer.status, answer.body) == (204, b"")
        assert answer.headers.get("Content-Length", "0") == "0"


@pytest.mark.promise("HTTP-14")
def test_references_are_paths(ann: User) -> None:
    """Location, and Link if there is one, start with a slash: no scheme and no host."""
    created = ann.post(ann.tasks, json={"name": "Buy milk"})
    ann.create_task()
    page = ann.get(f"{ann.tasks}?limit=1")

    assert re.match("/[^/]", created.headers["Location"])
    assert re.match("</[^/]", page.headers.get("Link", "</none>"))


@pytest.mark.promise("HTTP-14")
def test_references_do_not_repeat_a_foreign_host(ann: User) -> None:
    """The host and scheme in proxy headers do not appear in Location or Link."""
    proxied = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    created = ann.post(ann.tasks, json={"name": "Buy milk"}, headers=proxied)
    ann.create_task()
    page = ann.get(f"{ann.tasks}?limit=1", headers=proxied)

    assert ann.location(created).startswith(f"{ann.tasks}/")
    assert (ann.next_page(page) or f"{ann.tasks}?").startswith(f"{ann.tasks}?")
