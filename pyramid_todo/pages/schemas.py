"""The schemas of the forms, in colander. Their fields are in the order of the page.

Colander keeps any keyword of a node: `attributes` are those of its element, for `field.pt`.
"""

from html import escape
from typing import Any

from chameleon.utils import Markup
from colander import Boolean, Invalid, MappingSchema, OneOf, Regex, SchemaNode, deferred

from ..api.fields import StrictString
from . import fields, zones
from .fields import LocalTime, Text

NAME = {"type": "text", "autocapitalize": "none", "spellcheck": "false"}
USERNAME = NAME | {"autocomplete": "username"}
EMAIL = NAME | {"autocomplete": "email", "inputmode": "email"}  # Chromium rewrites type=email
CURRENT_PASSWORD = {"type": "password", "autocomplete": "current-password"}
NEW_PASSWORD = {"type": "password", "autocomplete": "new-password"}
ANY_SCRIPT = {"dir": "auto"}  # also from right to left

PASSWORD_HELP = "8 to 128 characters of any kind."  # noqa: S105
ZONE_HELP = "Due dates are shown and typed in this zone."
FILTERS = ["all", "open", "done"]


@deferred
def for_the_account(node: SchemaNode, bindings: dict[str, Any]) -> Markup:
    """Return the help that names the account."""
    return Markup(f"For the account <b>{escape(bindings['user'].username)}</b>.")


def refuse_different(schema: SchemaNode, password: str, repeated: str) -> None:
    """Raise Invalid, at the second field, if somebody typed two passwords."""
    if password != repeated:
        error = Invalid(schema)
        error["repeat_password"] = "The two passwords differ."  # noqa: S105 - a message
        raise error


class RegistrationSchema(MappingSchema):
    """An account to be."""

    username = SchemaNode(
        Text(),
        validator=fields.username_rules,
        description="3 to 32 of a–z, 0–9, _ and -.",  # noqa: RUF001
        attributes=USERNAME,
    )
    email = SchemaNode(Text(), title="E-mail", validator=fields.email_rules, attributes=EMAIL)
    password = SchemaNode(
        Text(),
        validator=fields.password_rules,
        description=PASSWORD_HELP,
        attributes=NEW_PASSWORD,
    )
    repeat_password = SchemaNode(Text(), title="Repeat password", attributes=NEW_PASSWORD)

    def validator(self, node: SchemaNode, data: dict[str, Any]) -> None:
        """Refuse two different passwords; drop the second."""
        refuse_different(node, data["password"], data.pop("repeat_password"))


class LogInSchema(MappingSchema):
    """A log-in: any two texts. A username that cannot exist is unknown, not invalid."""

    username = SchemaNode(Text(), attributes=USERNAME)
    password = SchemaNode(Text(), attributes=CURRENT_PASSWORD)


class TaskSchema(MappingSchema):
    """A new task."""

    name = SchemaNode(
        Text(),
        validator=fields.name_rules,
        attributes={"type": "text", "autocomplete": "off"} | ANY_SCRIPT,
    )
    note = SchemaNode(
        Text(),
        preparer=fields.to_lf,
        validator=fields.note_rules,
        widget="textarea",
        attributes=ANY_SCRIPT,
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
        Boolean(false_choices=(), true_val="on", false_val=""),
        title="Done",
        missing=False,
        widget="checkbox",
        attributes={"type": "checkbox"},
    )


class AccountSchema(MappingSchema):
    """What a user may change without the password."""

    email = SchemaNode(
        Text(),
        title="E-mail",
        validator=fields.email_rules,
        description=for_the_account,
        attributes=EMAIL,
    )
    time_zone = SchemaNode(
        Text(),
        title="Time zone",
        validator=fields.zone_rules,
        description=ZONE_HELP,
        widget="select",
        values=zones.zone_names(),
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
    repeat_password = SchemaNode(Text(), title="Repeat password", attributes=NEW_PASSWORD)

    def validator(self, node: SchemaNode, data: dict[str, Any]) -> None:
        """Refuse two different passwords; drop the second."""
        refuse_different(node, data["new_password"], data.pop("repeat_password"))


class DeleteAccountSchema(MappingSchema):
    """The password, before the account is deleted."""

    current_password = SchemaNode(Text(), title="Current password", attributes=CURRENT_PASSWORD)


class ListSchema(MappingSchema):
    """The query of the list: the filter, and the number of the page."""

    show = SchemaNode(StrictString(), validator=OneOf(FILTERS), missing="all")
    page = SchemaNode(StrictString(), validator=Regex(r"[1-9][0-9]*\Z"), missing="1")
