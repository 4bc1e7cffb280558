"""Problem details: the content of every error, and how it names invalid members (RFC 9457)."""

import re
from typing import Any
from urllib.parse import unquote

import pytest

from . import sample_answers
from .client import ACCOUNTS, Caller, User
from .helpers import escaped, refused, verdict

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
}
POINTERS = {
    "a/b": "#/a~1b",
    "a~b": "#/a~0b",
    "~1": "#/~01",
    "é": "#/%C3%A9",
    "🦆": "#/%F0%9F%A6%86",
    " ": "#/%20",
    "": "#/",
    "%25": "#/%2525",
    'a"b': "#/a%22b",
    "a\\b": "#/a%5Cb",
    "#": "#/%23",
    "\n": "#/%0A",
}
# RFC 3986 §3.5: characters that need no escape in a fragment
FRAGMENT = re.compile(r"#(/([A-Za-z0-9._~!$&'()*+,;=:@?-]|%[0-9A-Fa-f]{2})*)*")
WRONG_ACCOUNT = {"username": "A", "email": "a", "password": "short", "extra": 1}
WRONG_TASK = {"name": "", "note": 1, "due_date": "soon", "completed": "yes", "extra": None}
ODD_TARGETS = [
    b"/api/v1/accounts/%00",
    b"/api/v1/accounts/%0D%0ASet-Cookie:%20a=b",
    b"/api/v1/accounts/%F0%9F%A6%86/tasks/" + b"9" * 3000,
    b"/api/v1/accounts/" + b"a" * 3000,
    b"/api/v1/accounts/{username}/tasks/{id}",
    b"/api/v1/accounts/;/tasks;a=b",
    b"/api/v1?%00=%00&&=&a=b=c;d",
]
ODD_AUTHORIZATIONS = [b"", b" ", b"Bearer", b"Bearer ", b"Bearer a b", b"Bearer,", b"Basic Og=="]
ODD_HEADERS = [
    (b"If-None-Match", b'"'),
    (b"If-None-Match", b",,,"),
    (b"If-Modified-Since", b"yesterday"),
    (b"Range", b"bytes=5-1"),
    (b"Accept", b"/;q=x"),
    (b"Accept-Language", b"*;q=9"),
    (b"Cookie", b"a=b; session=;;"),
    (b"X-Forwarded-For", b"nobody"),
]

ODD_TAGS = [b"x", b'"', b'"x', b"W/", b",,,", b'"x"' * 500]


@pytest.mark.promise("PROBLEM-1")
def test_every_error_is_a_problem_with_four_members(ann: User) -> None:
    """Every error is a problem; only validation adds a list, and there are no other members."""
    for status, answer in sample_answers.errors(ann).items():
        extra = {"errors"} if status == 422 else set()
        assert answer.headers["Content-Type"].partition(";")[0] == "application/problem+json"
        assert answer.json().keys() - {"instance"} == {"type", "title", "status", "detail"} | extra


@pytest.mark.promise("PROBLEM-1")
def test_an_unknown_path_is_a_problem_too(anyone: Caller) -> None:
    """A path that matches no template gets a problem too."""
    for path in ("/api", "/api/v2", "/api/v1/", "/api/index.html"):
        answer = anyone.get(path)
        media_type = answer.headers["Content-Type"].partition(";")[0]
        assert answer.status_code < 400 or media_type == "application/problem+json"


@pytest.mark.promise("PROBLEM-1")
@pytest.mark.parametrize("wanted", ["text/html", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_an_error_is_a_problem_to_a_browser_too(ann: User, wanted: str) -> None:
    """Whatever media type the client prefers, the error is a problem."""
    for path in ("/api/v1/nothing", f"{ann.tasks}/0", f"{ann.tasks}?limit=0"):
        answer = ann.get(path, headers={"Accept": wanted})
        media_type = answer.headers["Content-Type"].partition(";")[0]
        assert answer.status_code < 400 or media_type == "application/problem+json"


@pytest.mark.promise("PROBLEM-2")
def test_a_problem_repeats_the_status_of_its_answer(ann: User) -> None:
    """The member `status` equals the status line."""
    for status, answer in sample_answers.errors(ann).items():
        assert answer.json()["status"] == status


@pytest.mark.promise("PROBLEM-3", "PROBLEM-4")
def test_a_problem_has_the_title_of_its_status(ann: User) -> None:
    """The titles are the phrases of RFC 9110, including the new ones for 413 and 422."""
    titles = {
        status: answer.json()["title"] for status, answer in sample_answers.errors(ann).items()
    }

    assert titles == {status: TITLES.get(status) for status in titles}


@pytest.mark.promise("PROBLEM-3")
def test_a_problem_has_no_type_of_its_own(ann: User) -> None:
    """All problems except validation have the type about:blank."""
    types = {status: answer.json()["type"] for status, answer in sample_answers.errors(ann).items()}

    assert types.pop(422) == "/problems/validation"
    assert set(types.values()) == {"about:blank"}


@pytest.mark.promise("PROBLEM-4")
def test_a_validation_problem_lists_what_is_wrong_where(ann: User) -> None:
    """Each error has either a pointer or a parameter, and a detail."""
    by_pointer = ann.post(ann.tasks, json=WRONG_TASK).json()["errors"]
    by_parameter = ann.get(f"{ann.tasks}?limit=0&extra=1").json()["errors"]

    assert {tuple(sorted(each)) for each in by_pointer} == {("detail", "pointer")}
    assert {tuple(sorted(each)) for each in by_parameter} == {("detail", "parameter")}
    assert all(each["detail"] for each in by_pointer + by_parameter)


@pytest.mark.promise("PROBLEM-5")
def test_a_registration_names_all_that_is_wrong(anyone: Caller) -> None:
    """Three invalid members and an unknown one are four errors."""
    pointers = "#/email #/extra #/password #/username"

    assert verdict(anyone.post(ACCOUNTS, json=WRONG_ACCOUNT)) == f"422 {pointers}"


@pytest.mark.promise("PROBLEM-5")
def test_a_task_names_all_that_is_wrong(ann: User, task: dict[str, Any]) -> None:
    """POST and PUT name every invalid member of a task."""
    expected = "422 #/completed #/due_date #/extra #/name #/note"

    assert verdict(ann.post(ann.tasks, json=WRONG_TASK)) == expected
    assert verdict(ann.put(f"{ann.tasks}/{task['id']}", json=WRONG_TASK)) == expected


@pytest.mark.promise("PROBLEM-5")
def test_an_update_names_all_that_is_wrong(ann: User) -> None:
    """An invalid address, an invalid new password and an unknown member are three errors."""
    body = {"email": "a", "new_password": "short", "current_password": ann.password, "extra": 1}

    assert verdict(ann.put(ann.path, json=body)) == "422 #/email #/extra #/new_password"


@pytest.mark.promise("PROBLEM-5")
@pytest.mark.parametrize("wrong", WRONG_TASK)
def test_what_is_right_is_not_named(ann: User, wrong: str) -> None:
    """One invalid member among valid ones is one error."""
    right = {"name": "Buy milk", "note": "", "due_date": None, "completed": False}

    answer = ann.post(ann.tasks, json=right | {wrong: WRONG_TASK[wrong]})

    assert verdict(answer) == f"422 #/{wrong}"
    assert len(answer.json()["errors"]) == 1


@pytest.mark.promise("PROBLEM-5", "BODY-13")
def test_a_missing_member_is_named_beside_a_wrong_one(anyone: Caller) -> None:
    """One answer names missing and invalid members."""
    assert verdict(anyone.post(ACCOUNTS, json={"email": 1})) == "422 #/email #/password #/username"


@pytest.mark.promise("PROBLEM-6")
def test_a_pointer_is_a_uri_fragment(ann: User) -> None:
    """Unusual member names are escaped first as a JSON Pointer, then as a URI fragment."""
    odd = {"name": "Buy milk"} | dict.fromkeys(POINTERS, 1)
    answer = refused(ann.post(ann.tasks, json=odd), "BODY-12")
    pointers = [error["pointer"] for error in answer.json()["errors"]]

    assert sorted(map(unquote, pointers)) == sorted(map(unquote, POINTERS.values()))
    assert [pointer for pointer in pointers if not FRAGMENT.fullmatch(pointer)] == []


@pytest.mark.promise("PROBLEM-6")
def test_the_pointer_of_a_whole_body_is_a_hash(ann: User) -> None:
    """A body that is no object is "#"."""
    assert verdict(refused(ann.post(ann.tasks, content=b"[]"), "BODY-7")) == "422 #"


@pytest.mark.promise("PROBLEM-6")
@pytest.mark.parametrize(("member", "pointer"), POINTERS.items(), ids=map(ascii, POINTERS))
def test_each_odd_name_has_its_pointer(anyone: Caller, member: str, pointer: str) -> None:
    """Two different names never have the same pointer."""
    answer = anyone.post(ACCOUNTS, json={member: 1})
    pointers = {error["pointer"] for error in answer.json()["errors"]}

    expected = {"#/username", "#/email", "#/password", pointer}
    assert set(map(unquote, pointers)) == set(map(unquote, expected))


@pytest.mark.promise("BODY-12", "PROBLEM-7")
def test_a_name_that_is_no_text_is_refused_all_the_same(ann: User) -> None:
    """A member whose name is a lone surrogate is refused, even if no pointer can name it."""
    answer = ann.post(ann.tasks, **escaped({"name": "Buy milk", "\ud800": 1}))

    assert answer.status_code == 422


@pytest.mark.promise("PROBLEM-7")
def test_an_odd_path_is_no_crash(ann: User) -> None:
    """Unusual bytes in a path or query never cause a server error."""
    for target in ODD_TARGETS:
        assert ann.raw("GET", target).status < 500
        assert ann.raw("PUT", target).status < 500


@pytest.mark.promise("TOKEN-3", "PROBLEM-7")
@pytest.mark.parametrize("value", ODD_AUTHORIZATIONS, ids=ascii)
def test_an_odd_authorization_is_no_token(anyone: Caller, value: bytes) -> None:
    """A malformed Authorization is no token, and never causes a server error."""
    answer = anyone.raw("GET", b"/api/v1/accounts/ann", [(b"Authorization", value)])

    assert answer.status == 401


@pytest.mark.promise("PROBLEM-7")
def test_an_odd_header_is_no_crash(ann: User, task: dict[str, Any]) -> None:
    """A malformed header never causes a server error."""
    target = f"{ann.tasks}/{task['id']}".encode()
    answers = {header: ann.raw("GET", target, [header]).status for header in ODD_HEADERS}

    assert {header: status for header, status in answers.items() if status >= 500} == {}


@pytest.mark.promise("ETAG-4", "PROBLEM-7")
def test_an_odd_tag_is_no_crash(ann: User, task: dict[str, Any]) -> None:
    """A malformed If-Match matches nothing, so nothing is written."""
    target = f"{ann.tasks}/{task['id']}".encode()
    for value in ODD_TAGS:
        assert ann.raw("DELETE", target, [(b"If-Match", value)]).status == 412
    assert ann.get(target.decode()).json() == task
