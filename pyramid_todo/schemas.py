"""What bodies and the query look like, in colander; what goes out, the models say themselves."""

from typing import Any

import colander
from colander import All, Length, MappingSchema, Regex, SchemaNode, drop

from . import wire
from .fields import Decimal, Object, ReadOnly, Strict, Timestamp

USERNAME = r"[a-z0-9_-]{3,32}\Z"

storable = Regex("[^\0\ud800-\udfff]*\\Z", "Has U+0000 or a lone surrogate.")
not_blank = Regex(r"(?s:.)*\S", "Is nothing but white space.")
username_rules = All(
    Regex(USERNAME, "Is not 3 to 32 of a-z, 0-9, _ and -."),
    colander.NoneOf(["login", "logout"]),
)
email_rules = All(
    storable,
    Length(max=254),
    Regex(r"[^@\s]+@[^@\s]*[.][^@\s]*\Z", "Is not an e-mail address."),
)
password_rules = All(storable, Length(8, 128))


@colander.deferred
def needed_for_new_password(node: SchemaNode, bindings: dict[str, Any]) -> object:
    """Require the current password beside a new one."""
    body = bindings["request"].json_body
    return colander.required if isinstance(body, dict) and "new_password" in body else drop


class BodySchema(MappingSchema):
    """A body."""

    schema_type = Object

    def locate(self, member: str) -> dict[str, str]:
        """Return how a problem names a wrong member."""
        return {"pointer": wire.pointer(member)}


class AccountSchema(BodySchema):
    """A registration."""

    username = SchemaNode(Strict(str), validator=username_rules)
    email = SchemaNode(Strict(str), validator=email_rules)
    password = SchemaNode(Strict(str), validator=password_rules)
    date_joined = SchemaNode(ReadOnly())


class CredentialsSchema(BodySchema):
    """A log-in: any two strings, since what cannot exist is simply not known."""

    username = SchemaNode(Strict(str))
    password = SchemaNode(Strict(str))


class AccountUpdateSchema(BodySchema):
    """An update of the caller's account, bound to the request.

    Whether the current password is right the view asks, last of all, since it takes a hash.
    """

    username = SchemaNode(ReadOnly())
    email = SchemaNode(Strict(str), validator=email_rules)
    new_password = SchemaNode(Strict(str), validator=password_rules, missing=drop)
    current_password = SchemaNode(Strict(str), missing=needed_for_new_password)
    date_joined = SchemaNode(ReadOnly())


class TaskSchema(BodySchema):
    """A task."""

    id = SchemaNode(ReadOnly())
    name = SchemaNode(Strict(str), validator=All(storable, Length(1, 200), not_blank))
    note = SchemaNode(Strict(str), validator=All(storable, Length(max=10_000)), missing="")
    creation_date = SchemaNode(ReadOnly())
    due_date = SchemaNode(Timestamp(), missing=None)
    completed = SchemaNode(Strict(bool), missing=False)


class PageSchema(MappingSchema):
    """The query of a list: where the page starts, how long it is, and which tasks it shows."""

    schema_type = Object

    limit = SchemaNode(Decimal(), validator=colander.Range(1, 100), missing=50)
    after = SchemaNode(Decimal(), missing=0)
    completed = SchemaNode(Strict(str), validator=colander.OneOf(["true", "false"]), missing=drop)
    due_before = SchemaNode(Timestamp(), missing=drop)

    def locate(self, parameter: str) -> dict[str, str]:
        """Return how a problem names a wrong parameter."""
        return {"parameter": parameter}
