"""Bodies: what every operation that reads one makes of bytes, types and members."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from .client import ACCOUNTS, Caller, User
from .document import OPERATIONS, Operation, path_of
from .helpers import random_name, verdict
from .readers import Reader

LIMIT = 128 * 1024  # bytes
OTHER_TYPES = [
    None,
    "",
    "text/plain",
    "text/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json-patch+json",
    "application/problem+json",
    "application/jsonx",
    "json",
    "application/xml; a=application/json",
]
SAME_TYPES = [
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/json;charset=iso-8859-1",
    'application/json ; profile="a;b"',
    "application/json;",
]
NOT_JSON = [
    b"",
    b" \n",
    b"{",
    b'{"name": "Buy milk"',
    b"{'name': 'Buy milk'}",
    b"{name: 1}",
    b'{"name": "a",}',
    b'{"name": 01}',
    b'{"name": +1}',
    b'{"name": .5}',
    b'{"name": 0x1}',
    b'{"name": True}',
    b'{"name": "a"} {}',
    b'{"name": "a"} // done',
    b'{"name": "line\nfeed"}',
    b'{"name": "nul\x00"}',
    b'{"name": "\\x41"}',
    b'{"name": "\\u12"}',
    b"name=Buy+milk",
    b"\x00",
    b"\x0b{}",
    b"\xc2\xa0{}",
]
NOT_UTF_8 = [
    '{"name": "Käse"}'.encode("latin-1"),
    '{"name": "Buy milk"}'.encode("utf-16"),
    '{"name": "Buy milk"}'.encode("utf-16-le"),
    '{"name": "Buy milk"}'.encode("utf-32-be"),
    '{"name": "Buy milk"}'.encode("utf-8-sig"),
    b'\xef\xbb\xbf{"name": "Buy milk"}',
    b'{"name": "\xed\xa0\x80"}',  # a surrogate
    b'{"name": "\xc0\xaf"}',  # a slash, overlong
    b'{"name": "\xf4\x90\x80\x80"}',  # beyond U+10FFFF
    b'{"name": "\xff"}',
]
NO_NUMBERS = [b"NaN", b"Infinity", b"-Infinity", b'{"name": NaN}', b'{"x": [-Infinity]}']
TO_DEATH = [
    b"[" * 100_000,
    b"[" * 50_000 + b"]" * 50_000,
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    b'{"name": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
    b"1" * 5000,
    b'{"name": -' + b"9" * 5000 + b"}",
]
NOT_OBJECTS = [b"[]", b"[{}]", b'"text"', b"1", b"-0.5e3", b"true", b"false", b"null"]
VALUES: list[Any] = [None, True, False, 0, 1, 1.5, "", "true", [], ["text"], {}, {"a": 1}]
UNHEARD_OF = ["", "Name", "name ", "__proto__", "is_admin", "owner", "password_hash", "user_id"]


@pytest.fixture(
    params=[operation for operation in OPERATIONS.values() if operation.has_body],
    ids=lambda operation: operation.id,
)
def reader(request: pytest.FixtureRequest, anyone: Caller, new_user: Callable[..., User]) -> Reader:
    """Each operation that reads a body, in the hands of somebody who may use it."""
    operation: Operation = request.param
    right = operation.example
    if not operation.needs_token:
        return Reader(operation, anyone, operation.path, right | {"username": random_name()}, {})
    user = new_user()
    task_id = user.create_task()["id"] if "{id}" in operation.path else 0
    path = path_of(operation.id, user.username, task_id)
    return Reader(operation, user, path, right, {"current_password": user.password})


@pytest.mark.promise("BODY-1")
def test_only_json_is_taken(reader: Reader) -> None:
    """Any other media type, or none, is a 415 that says what is taken."""
    content = json.dumps(reader.right).encode()

    for media_type in OTHER_TYPES:
        answer = reader.take(content, media_type)
        assert (media_type, answer.status_code) == (media_type, 415)
        assert answer.headers["Accept"] == "application/json"


@pytest.mark.promise("BODY-2")
@pytest.mark.parametrize("media_type", SAME_TYPES)
def test_json_is_taken_however_it_is_spelt(anyone: Caller, media_type: str) -> None:
    """Case and parameters of the media type do not matter, so that the body is read."""
    answer = anyone.post(ACCOUNTS, content=b"{}", headers={"Content-Type": media_type})

    assert verdict(answer) == "422 #/email #/password #/username"


@pytest.mark.promise("BODY-2", "BODY-4")
def test_a_charset_is_not_listened_to(ann: User) -> None:
    """JSON is UTF-8 whatever the parameters of the media type claim."""
    claim = {"Content-Type": "application/json; charset=iso-8859-1"}
    answer = ann.post(ann.tasks, json={"name": "Käse 🧀"}, headers=claim)

    assert answer.json()["name"] == "Käse 🧀"


@pytest.mark.promise("BODY-3")
def test_what_is_not_json_is_refused(reader: Reader) -> None:
    """Nothing at all, half an object and JavaScript are each a 400."""
    answers = reader.statuses(NOT_JSON)

    assert answers == dict.fromkeys(answers, 400)


@pytest.mark.promise("BODY-4")
def test_what_is_not_utf_8_is_refused(reader: Reader) -> None:
    """Other encodings, broken UTF-8 and a byte order mark are each a 400."""
    answers = reader.statuses(NOT_UTF_8)

    assert answers == dict.fromkeys(answers, 400)


@pytest.mark.promise("BODY-5")
def test_a_number_is_a_number(reader: Reader) -> None:
    """NaN and the infinities are a 400, wherever they stand."""
    answers = reader.statuses(NO_NUMBERS)

    assert answers == dict.fromkeys(answers, 400)


@pytest.mark.promise("BODY-6", "PROBLEM-7")
def test_no_body_is_the_death_of_the_server(reader: Reader) -> None:
    """Nesting without end and numbers without end are a 400."""
    assert [reader.take(content).status_code for content in TO_DEATH] == [400] * len(TO_DEATH)


@pytest.mark.promise("BODY-7", "PROBLEM-6")
def test_a_body_is_an_object(reader: Reader) -> None:
    """JSON of any other kind is a 422 on the body as a whole."""
    answers = {content: verdict(reader.take(content)) for content in NOT_OBJECTS}

    assert answers == dict.fromkeys(NOT_OBJECTS, "422 #")


@pytest.mark.promise("BODY-8")
def test_a_body_of_128_kib_is_read(reader: Reader) -> None:
    """The largest body is judged by its content, and a byte more is a 413."""
    content = b'{"unheard_of": 1' + b" " * (LIMIT - 17) + b"}"

    assert len(content) == LIMIT
    assert "#/unheard_of" in verdict(reader.take(content))
    assert reader.take(content + b" ").status_code == 413


@pytest.mark.promise("BODY-8")
def test_a_body_of_megabytes_is_refused_with_a_problem(reader: Reader) -> None:
    """Five megabytes are answered like one byte too many, not with a broken connection."""
    content = json.dumps(reader.right | {"unheard_of": "x" * 5_000_000}).encode()

    assert reader.take(content).status_code == 413


@pytest.mark.promise("BODY-8")
def test_the_limit_counts_bytes(ann: User) -> None:
    """Characters that are two bytes each fill a body twice as fast; white space fills it too."""
    fitting = b'{"name": "Buy milk"' + b" " * (LIMIT - 20) + b"}"

    assert ann.post(ann.tasks, json={"name": "é" * (LIMIT // 2)}).status_code == 413
    assert ann.post(ann.tasks, content=fitting).status_code == 201


@pytest.mark.promise("BODY-9")
def test_a_value_of_another_type_is_refused(reader: Reader) -> None:
    """For every member every JSON type but its own is a 422 on that member, never a conversion."""
    for name in reader.members:
        wrong = [value for value in VALUES if type(value) not in reader.types(name)]
        assert {reader.judge(**{name: value}) for value in wrong} == {f"422 #/{name}"}


@pytest.mark.promise("BODY-9")
def test_a_refused_value_is_not_converted_all_the_same(ann: User, task: dict[str, Any]) -> None:
    """Replacing a task with values of wrong types leaves it as it was."""
    path = f"{ann.tasks}/{task['id']}"

    assert verdict(ann.put(path, json={"name": "x", "completed": 1})) == "422 #/completed"
    assert verdict(ann.put(path, json={"name": 5})) == "422 #/name"
    assert ann.get(path).json() == task


@pytest.mark.promise("BODY-10")
def test_null_is_no_value(reader: Reader) -> None:
    """A null is a 422 on every member but due_date."""
    names = sorted(name for name in reader.members if name != "due_date")

    assert reader.judge(**dict.fromkeys(names)) == " #/".join(["422", *names])


@pytest.mark.promise("BODY-10")
def test_a_due_date_may_be_null(ann: User) -> None:
    """A null says that a task is not due."""
    due = ann.create_task(due_date="2030-01-02T03:04:05Z")
    answer = ann.put(f"{ann.tasks}/{due['id']}", json=due | {"due_date": None})

    assert answer.json()["due_date"] is None


@pytest.mark.promise("BODY-11")
def test_read_only_members_are_never_judged(reader: Reader) -> None:
    """Whatever value a read-only member has, only what else is wrong is named."""
    for value in VALUES:
        members = dict.fromkeys(reader.read_only, value) | {"unheard_of": 1}
        assert reader.judge(**members) == "422 #/unheard_of"


@pytest.mark.promise("BODY-11")
def test_read_only_members_of_a_task_are_ignored(ann: User) -> None:
    """The server keeps its own id and creation_date, whatever was sent."""
    claim: dict[str, Any] = {"id": 7, "creation_date": "1999-12-31T23:59:59.000000Z"}
    task = ann.create_task(**claim)
    answer = ann.put(f"{ann.tasks}/{task['id']}", json={"name": "Buy bread"} | claim)

    assert task["creation_date"] != claim["creation_date"]
    assert answer.json() == task | {"name": "Buy bread"}
    assert ann.create_task(**claim)["id"] != task["id"]


@pytest.mark.promise("BODY-11")
def test_read_only_members_of_an_account_are_ignored(ann: User, bob: User) -> None:
    """Nobody becomes somebody else, or older, by an update."""
    before = ann.get(ann.path).json()
    claim = {"username": bob.username, "date_joined": "1999-12-31T23:59:59.000000Z"}

    assert ann.put(ann.path, json=before | claim).json() == before
    assert ann.get(ann.path).json() == before


@pytest.mark.promise("BODY-12")
def test_a_member_that_nobody_knows_is_refused(reader: Reader) -> None:
    """Every unknown member is named, those of other operations included."""
    readers = [operation for operation in OPERATIONS.values() if operation.has_body]
    elsewhere = {name for operation in readers for name in operation.body["properties"]}
    known = reader.operation.body["properties"].keys()

    for name in elsewhere - known | set(UNHEARD_OF):
        assert reader.judge(**{name: "x"}) == f"422 #/{quote(name)}"


@pytest.mark.promise("BODY-13")
def test_a_required_member_is_required(reader: Reader) -> None:
    """Each required member that is missing is named, and all of them if nothing is sent."""
    required = sorted(reader.operation.body["required"])

    for name in required:
        assert reader.judge_without(name) == f"422 #/{name}"
    assert verdict(reader.take(b"{}")) == " #/".join(["422", *required])
