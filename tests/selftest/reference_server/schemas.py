"""The members in the body of each operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from . import identity_rules, rules
from .bodies import read_object
from .faults import fault
from .messages import Errors, Failure, Refusal, Request
from .records import now
from .times import Wrong, parse_timestamp

UNKNOWN = "Is unknown."


@dataclass(frozen=True)
class Schema:
    """The rules of the members, and which members are required or read-only."""

    rules: Mapping[str, Callable[[Any, Wrong], Any]]
    required: frozenset[str]
    read_only: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)


REGISTRATION = Schema(
    {
        "username": identity_rules.username,
        "email": identity_rules.email,
        "password": identity_rules.password,
    },
    required=frozenset({"username", "email", "password"}),
    read_only=frozenset({"date_joined"}),
)
CREDENTIALS = Schema(
    {"username": identity_rules.log_in_name, "password": identity_rules.log_in_password},
    required=frozenset({"username", "password"}),
)
UPDATE = Schema(
    {
        "email": identity_rules.email,
        "new_password": identity_rules.new_password,
        "current_password": identity_rules.current_password,
    },
    required=frozenset({"email"}),
    read_only=frozenset({"username", "date_joined"}),
)
TASK = Schema(
    {
        "name": rules.task_name,
        "note": rules.task_note,
        "due_date": rules.due_date,
        "completed": rules.completed,
    },
    required=frozenset({"name"}),
    read_only=frozenset({"id", "creation_date"}),
    defaults={"note": "", "due_date": None, "completed": False},
)


def load(schema: Schema, request: Request) -> dict[str, Any]:
    """Return the validated body with its defaults, or refuse it."""
    data, errors = judge(schema, read_object(request), request.wrong)
    refuse_if(errors)
    return with_defaults(schema, data, request.wrong)


def judge(schema: Schema, body: dict[str, Any], wrong: Wrong) -> tuple[dict[str, Any], Errors]:
    """Return the valid members of a body, converted, and the errors of the others."""
    data: dict[str, Any] = {}
    errors: Errors = {}
    for name, value in body.items():
        try:
            if fault("surrogate-in-a-member-name-500") and rules.SURROGATES.search(name):
                raise Failure
            if name in schema.rules:
                data[name] = schema.rules[name](value, wrong)
            else:
                check_other(schema, name, value, wrong)
        except ValueError as error:
            errors[name] = str(error)
    missing = missing_members(schema, body, wrong)
    if fault("missing-members-hide-others") and missing:
        errors = {}
    errors |= missing
    if wrong("unknown-members-hide-others") and UNKNOWN in errors.values():
        errors = {name: detail for name, detail in errors.items() if detail == UNKNOWN}
    if wrong("right-members-blamed") and errors:
        errors = {**dict.fromkeys(body, "Is wrong."), **errors}
    return data, errors


def missing_members(schema: Schema, body: dict[str, Any], wrong: Wrong) -> Errors:
    """Return the errors for missing members."""
    missing = sorted(schema.required - body.keys())
    if wrong("note-required") and schema is TASK and "note" not in body:
        missing.append("note")
    if wrong("missing-member-blames-the-body") and missing:
        return {None: "Lacks required members."}
    return dict.fromkeys(missing, "Is missing.")


def check_other(schema: Schema, name: str, value: Any, wrong: Wrong) -> None:
    """Accept read-only members, and refuse unknown ones."""
    if name in schema.read_only:
        if wrong("read-only-validated") and name == "id":
            rules.check(type(value) is int, "Is not an integer.")
        if fault("date-joined-validated") and name == "date_joined":
            parse_timestamp(rules.string(value, wrong), wrong)
        refused = (
            (wrong("read-only-refused") and schema is TASK)
            or (fault("read-only-refused-in-update") and schema is UPDATE)
            or (fault("date-joined-refused-in-registration") and schema is REGISTRATION)
        )
        rules.check(not refused, "Is read-only.")
    elif not (
        (wrong("unknown-member-ignored-in-task") and schema is TASK)
        or (wrong("unknown-member-ignored-in-registration") and schema is REGISTRATION)
        or (wrong("unknown-member-ignored-in-log-in") and schema is CREDENTIALS)
        or (fault("unknown-member-ignored-in-update") and schema is UPDATE)
    ):
        raise ValueError(UNKNOWN)


def refuse_if(errors: Errors) -> None:
    """Refuse the body with 422 if there are errors."""
    if errors:
        raise Refusal(422, "Some members of the body are invalid.", errors=errors)


def with_defaults(schema: Schema, data: dict[str, Any], wrong: Wrong) -> dict[str, Any]:
    """Return the members, with defaults for the missing ones."""
    whole = {**schema.defaults, **data}
    if wrong("due-date-tomorrow-by-default") and schema is TASK and "due_date" not in data:
        whole["due_date"] = now() + timedelta(days=1)
    if fault("note-null-by-default") and schema is TASK and "note" not in data:
        whole["note"] = None
    return whole
