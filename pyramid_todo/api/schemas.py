"""Schemas of the bodies and of the query, in colander; `renderers` has what is sent."""

from typing import Any

import colander
from colander import All, Length, MappingSchema, NoneOf, OneOf, Range, Regex, SchemaNode, drop

from .. import rules
from . import fields

no_nul_or_surrogates = Regex(rules.NO_NUL_OR_SURROGATES, "Has U+0000 or a lone surrogate.")
username_format = Regex(rules.USERNAME, "Is not 3 to 32 of a-z, 0-9, _ and -.")
username_rules = All(username_format, NoneOf(rules.RESERVED_USERNAMES))
email_format = Regex(rules.EMAIL, "Is not an e-mail address.")
email_rules = All(no_nul_or_surrogates, Length(max=rules.EMAIL_MAX), email_format)
password_rules = All(no_nul_or_surrogates, Length(rules.PASSWORD_MIN, rules.PASSWORD_MAX))
not_blank = Regex(rules.NOT_BLANK, "Is nothing but white space.")
name_rules = All(no_nul_or_surrogates, Length(1, rules.NAME_MAX), not_blank)
note_rules = All(no_nul_or_surrogates, Length(max=rules.NOTE_MAX))


@colander.deferred
def required_with_new_password(node: SchemaNode, bindings: dict[str, Any]) -> object:
    """Require the current password beside a new one."""
    body = bindings["body"]
    return colander.required if isinstance(body, dict) and "new_password" in body else drop


class StrictSchema(MappingSchema):
    """A mapping that names all wrong members."""

    schema_type = fields.StrictMapping


class AccountSchema(StrictSchema):
    """A registration."""

    username = SchemaNode(fields.StrictString(), validator=username_rules)
    email = SchemaNode(fields.StrictString(), validator=email_rules)
    password = SchemaNode(fields.StrictString(), validator=password_rules)
    date_joined = SchemaNode(fields.ReadOnly())


class CredentialsSchema(StrictSchema):
    """A log-in: any two strings, since a name or password that cannot exist is a 401 (LOGIN-3)."""

    username = SchemaNode(fields.StrictString())
    password = SchemaNode(fields.StrictString())


class AccountUpdateSchema(StrictSchema):
    """An update of the account, to be bound to the body.

    The view verifies the current password, after everything else, since that takes a hash.
    """

    username = SchemaNode(fields.ReadOnly())
    email = SchemaNode(fields.StrictString(), validator=email_rules)
    new_password = SchemaNode(fields.StrictString(), validator=password_rules, missing=drop)
    current_password = SchemaNode(fields.StrictString(), missing=required_with_new_password)
    date_joined = SchemaNode(fields.ReadOnly())


class TaskSchema(StrictSchema):
    """A task."""

    id = SchemaNode(fields.ReadOnly())
    name = SchemaNode(fields.StrictString(), validator=name_rules)
    note = SchemaNode(fields.StrictString(), validator=note_rules, missing="")
    creation_date = SchemaNode(fields.ReadOnly())
    due_date = SchemaNode(fields.Timestamp(), missing=None)
    completed = SchemaNode(fields.StrictBoolean(), missing=False)


class PageSchema(StrictSchema):
    """The query of a list: where the page starts, how long it is, and which tasks it shows."""

    limit = SchemaNode(fields.CanonicalInteger(), validator=Range(1, 100), missing=50)
    after = SchemaNode(fields.CanonicalInteger(), missing=0)
    completed = SchemaNode(fields.StrictString(), validator=OneOf(["true", "false"]), missing=drop)
    due_before = SchemaNode(fields.Timestamp(), missing=drop)
