"""The members in the body of each operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from . import identity_rules as ids
from . import rules
from .bodies import read_object
from .faults import chosen, fault
from .messages import Errors, Refusal, Request, fail
from .records import now
from .times import parse_timestamp

UNKNOWN = "Is unknown."


@dataclass(frozen=True)
class Schema:
    """The rules of the required and the optional members, and the read-only members."""

    required: Mapping[str, Callable[[Any], Any]]
    optional: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    read_only: tuple[str, ...] = ()


REGISTRATION = Schema(
    {"username": ids.username, "email": ids.email, "password": ids.password},
    read_only=("date_joined",),
)
CREDENTIALS = Schema({"username": ids.log_in_name, "password": ids.log_in_password})
UPDATE = Schema(
    {"email": ids.email},
    {"new_password": ids.new_password, "current_password": ids.current_password},
    read_only=("username", "date_joined"),
)
TASK = Schema(
    {"name": rules.task_name},
    {"note": rules.task_note, "due_date": rules.due_date, "completed": rules.completed},
    read_only=("id", "creation_date"),
)
DEFAULTS = {"note": "", "due_date": None, "completed": False}
# Bodies in which a faulty server refuses read-only members, and ignores unknown ones.
REFUSES_READ_ONLY: Mapping[str, Schema | None] = {
    "read-only-refused": TASK,
    "read-only-refused-in-update": UPDATE,
    "date-joined-refused-in-registration": REGISTRATION,
}
IGNORES_UNKNOWN: Mapping[str, Schema | None] = {
    "unknown-member-ignored-in-task": TASK,
    "unknown-member-ignored-in-registration": REGISTRATION,
    "unknown-member-ignored-in-log-in": CREDENTIALS,
    "unknown-member-ignored-in-update": UPDATE,
}
WRONG_DEFAULTS: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "due-date-tomorrow-by-default": lambda: {"due_date": now() + timedelta(days=1)},
    "note-null-by-default": lambda: {"note": None},
}


def load(schema: Schema, request: Request) -> dict[str, Any]:
    """Return the validated body with its defaults, or refuse it."""
    data, errors = judge(schema, read_object(request))
    refuse_if(errors)
    return with_defaults(schema, data)


def judge(schema: Schema, body: dict[str, Any]) -> tuple[dict[str, Any], Errors]:
    """Return the valid members of a body, converted, and the errors of the others."""
    data: dict[str, Any] = {}
    errors: Errors = {}
    members = {**schema.required, **schema.optional}
    for name, value in body.items():
        fail("surrogate-in-a-member-name-500", rules.SURROGATES.search(name))
        try:
            if name in members:
                data[name] = members[name](value)
            else:
                check_other(schema, name, value)
        except ValueError as error:
            errors[name] = str(error)
    missing = missing_members(schema, body)
    if fault("unknown-members-hide-others") and UNKNOWN in errors.values():
        return data, {name: detail for name, detail in errors.items() if detail == UNKNOWN}
    if fault("missing-members-hide-others") and missing:
        return data, missing
    if fault("right-members-blamed") and (errors or missing):
        errors = {**dict.fromkeys(body, "Is wrong."), **errors}
    return data, errors | missing


def missing_members(schema: Schema, body: dict[str, Any]) -> Errors:
    """Return the errors for missing members."""
    required = {*schema.required, *(["note"] if fault("note-required") and schema is TASK else [])}
    missing: Errors = dict.fromkeys(sorted(required - body.keys()), "Is missing.")
    if fault("missing-member-blames-the-body") and missing:
        return {None: "Lacks required members."}
    return missing


def check_other(schema: Schema, name: str, value: Any) -> None:
    """Accept read-only members, and refuse unknown ones."""
    if name not in schema.read_only:
        rules.check(schema is chosen(IGNORES_UNKNOWN, None), UNKNOWN)
        return
    rules.check(schema is not chosen(REFUSES_READ_ONLY, None), "Is read-only.")
    if fault("read-only-validated") and name == "id":
        rules.check(type(value) is int, "Is not an integer.")
    if fault("date-joined-validated") and name == "date_joined":
        parse_timestamp(rules.string(value))


def refuse_if(errors: Errors) -> None:
    """Refuse the body with 422 if there are errors."""
    if errors:
        raise Refusal(422, "Some members of the body are invalid.", errors=errors)


def with_defaults(schema: Schema, data: dict[str, Any]) -> dict[str, Any]:
    """Return the members, with defaults for the missing ones."""
    return {**DEFAULTS, **chosen(WRONG_DEFAULTS, dict)(), **data} if schema is TASK else data
