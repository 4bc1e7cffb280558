"""Forms as no browser sends them: fields missing, doubled, as a file, no text, no form at all."""

from collections.abc import Iterator
from typing import Any

import pytest

from ..client import User
from ..helpers import WRONG_PASSWORD, random_name
from .forms import MULTIPART, URLENCODED, Submission
from .helpers import fill_in
from .http_driver import HttpDriver
from .names import FORMS, STRANGERS, path_of

BOUNDARY = "x1x2x3"
TYPE = f"{MULTIPART}; boundary={BOUNDARY}"
BODIES: list[tuple[bytes, str | None]] = [
    (b"", URLENCODED),
    (b"%", URLENCODED),
    (b"&&=&==&;", URLENCODED),
    (b"\xff\xfe=\xff", URLENCODED),
    (b"a=" + b"%00" * 1_000, URLENCODED),
    (b"&".join([b"a=b"] * 5_000), URLENCODED),
    (b"x=1", f"{URLENCODED}; charset=utf-16"),
    (b"{", "application/json"),
    (b"text", "text/plain"),
    (b"text", None),
    (b"text", MULTIPART),
    (b"text", TYPE),
    (f"--{BOUNDARY}\r\nContent-Disposition: form-data".encode(), TYPE),
    (f"--{BOUNDARY}\r\n\r\n\xff\r\n--{BOUNDARY}--\r\n".encode("latin-1"), TYPE),
]
GROUPS = [["register", "log_in"], ["show_tasks", "add_task", "edit_task", "delete_task"]]
GROUPS += [["edit_account", "change_password", "delete_account"]]
BUTTONS = {operation: form["button"] for operation, form in FORMS.items()}
Mutation = tuple[str, Submission, bytes | None, str | None]


def part(key: str, value: bytes, file: str = "") -> bytes:
    """Return one part of a form as multipart, as a file if that has a name."""
    name = f'Content-Disposition: form-data; name="{key}"' + (
        f'; filename="{file}"' if file else ""
    )
    return f"--{BOUNDARY}\r\n{name}\r\n\r\n".encode() + value + b"\r\n"


def as_parts(form: Submission, file: str) -> bytes:
    """Return a form as multipart in which one entry is a file."""
    pairs = [(k, v if isinstance(v, bytes) else v.encode()) for k, v in form.entries]
    parts = [part(key, value, "a.txt" if key == file else "") for key, value in pairs]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def mutations(form: Submission) -> Iterator[Mutation]:
    """Yield the form in every wrong way: what is wrong, the form, its body, and its type."""
    for key, value in form.entries:
        yield f"{key} is missing", form.but(**{key: None}), None, URLENCODED
        doubled = Submission(form.method, form.action, [*form.entries, (key, value)])
        yield f"{key} is doubled", doubled, None, URLENCODED
        yield f"{key} has NUL", form.but(**{key: "a\0b"}), None, URLENCODED
        yield f"{key} is no UTF-8", form.but(**{key: b"\xff\xfe\xc0"}), None, URLENCODED
        yield f"{key} is long", form.but(**{key: "\U0001f9c9" * 9_000}), None, URLENCODED
        yield f"{key} is a file", form, as_parts(form, key), TYPE
    for body, media_type in BODIES:
        yield f"{media_type}: {body[:40]!r}", form, body, media_type


@pytest.mark.promise("FORM-9")
@pytest.mark.parametrize("operations", GROUPS, ids=" ".join)
def test_no_form_makes_the_server_fail(
    page: HttpDriver, stranger: HttpDriver, ann: User, register: Any, operations: list[str]
) -> None:
    """Whatever is wrong with the fields or with the body, the answer is below 500."""
    account = {"Username": random_name(), "E-mail": ann.email, "Password": ann.password}
    values = account | {"Repeat password": ann.password, "Name": "Buy milk", "Note": "Two"}
    values |= {"Due": "2030-01-02T09:00", "Current password": WRONG_PASSWORD}
    values |= {"New password": ann.password}
    register.expects(account["Username"], ann.password)
    failed = {}
    for operation in operations:
        visitor = stranger if operation in STRANGERS else page
        visitor.open(path_of(operation, ann.create_task()["id"]))
        labels = FORMS[operation]["fields"]
        fill_in(visitor, {label: values[label] for label in labels if label in values})
        for what, form, body, media_type in mutations(visitor.submission(BUTTONS[operation])):
            sender = visitor.copy()
            sender.send(form, {"Content-Type": media_type} if body is not None else None, body)
            if max(sender.statuses) >= 500:
                failed[operation, what] = sender.statuses
    assert failed == {}
    stranger.open("/login")
    assert stranger.status == 200
