"""The schemas of the forms, in colander. Fields are in the order of the page.

Colander keeps any keyword of a node: `attributes` are those of its element, see `field.pt`.
"""

from html import escape
from typing import Any

from chameleon.utils import Markup
from colander import Boolean, Function, MappingSchema, OneOf, Regex, SchemaNode, deferred

from ..api.fields import StrictString
from . import fields
from .fields import LocalTime, LongText, Text
from .zones import zone_names

NAME = {"type": "text", "autocapitalize": "none", "spellcheck": "false"}
USERNAME = NAME | {"autocomplete": "username"}
EMAIL = NAME | {"autocomplete": "email", "inputmode": "email"}  # Chromium rewrites type=email
CURRENT_PASSWORD = {"type": "password", "autocomplete": "current-password"}
NEW_PASSWORD = {"type": "password", "autocomplete": "new-password"}
TASK = {"type": "text", "dir": "auto", "autocomplete": "off"}  # dir: also from right to left
CHECKBOX = Boolean(false_choices=(), true_val="on", false_val="")  # any text is a check

USERNAME_HELP = "3 to 32 of a–z, 0–9, _ and -."  # noqa: RUF001
PASSWORD_HELP = "8 to 128 characters of any kind."  # noqa: S105
ZONE_HELP = "Due dates are shown and typed in this zone."
FILTERS = ["all", "open", "done"]


def repeats(first: str) -> deferred:
    """Return the validator of a text that has to be that of another field."""

    def get_validator(node: SchemaNode, bindings: dict[str, Any]) -> Function:
        typed = bindings["typed"].get(first, "")
        return Function(lambda text: text == typed, "The two passwords differ.")

    return deferred(get_validator)


class RegistrationSchema(MappingSchema):
    """An account to be."""

    username = SchemaNode(
        Text(), validator=fields.username_rules, description=USERNAME_HELP, attributes=USERNAME
    )
    email = SchemaNode(Text(), title="E-mail", validator=fields.email_rules, attributes=EMAIL)
    password = SchemaNode(
        Text(), validator=fields.password_rules, description=PASSWORD_HELP, attributes=NEW_PASSWORD
    )
    repeat_password = SchemaNode(
        Text(), title="Repeat password", validator=repeats("password"), attributes=NEW_PASSWORD
    )


class LogInSchema(MappingSchema):
    """A log-in: any two texts. A username that cannot exist is unknown, not invalid."""

    username = SchemaNode(Text(), attributes=USERNAME)
    password = SchemaNode(Text(), attributes=CURRENT_PASSWORD)


class TaskSchema(MappingSchema):
    """A new task."""

    name = SchemaNode(Text(), validator=fields.name_rules, attributes=TASK)
    note = SchemaNode(
        LongText(), validator=fields.note_rules, widget="textarea", attributes={"dir": "auto"}
    )
    due_date = SchemaNode(
        LocalTime(),
        title="Due",
        after_bind=fields.in_zone_of_user,
        attributes={"type": "datetime-local"},
    )


class EditTaskSchema(TaskSchema):
    """A task."""

    completed = SchemaNode(
        CHECKBOX, title="Done", missing=False, widget="checkbox", attributes={"type": "checkbox"}
    )


@deferred
def account_help(node: SchemaNode, bindings: dict[str, Any]) -> Markup:
    """Return a help that names the account."""
    return Markup(f"For the account <b>{escape(bindings['user'].username)}</b>.")


class AccountSchema(MappingSchema):
    """What a user may change without the password."""

    email = SchemaNode(
        Text(),
        title="E-mail",
        validator=fields.email_rules,
        description=account_help,
        attributes=EMAIL,
    )
    time_zone = SchemaNode(
        Text(),
        title="Time zone",
        validator=fields.zone_rules,
        description=ZONE_HELP,
        widget="select",
        values=zone_names(),
        attributes={},
    )


class PasswordSchema(MappingSchema):
    """A new password."""

    current_password = SchemaNode(Text(), title="Current password", attributes=CURRENT_PASSWORD)
    new_password = SchemaNode(
        Text(),
        title="New password",
        validator=fields.password_rules,
        description=PASSWORD_HELP,
        attributes=NEW_PASSWORD,
    )
    repeat_password = SchemaNode(
        Text(), title="Repeat password", validator=repeats("new_password"), attributes=NEW_PASSWORD
    )


class DeleteAccountSchema(MappingSchema):
    """The password, before the account is deleted."""

    current_password = SchemaNode(Text(), title="Current password", attributes=CURRENT_PASSWORD)


class ListSchema(MappingSchema):
    """The query of the list: the filter, and the number of the page."""

    show = SchemaNode(StrictString(), validator=OneOf(FILTERS), missing="all")
    page = SchemaNode(StrictString(), validator=Regex(r"[1-9][0-9]*\Z"), missing="1")
