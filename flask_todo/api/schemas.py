"""The schemas of bodies and of the query, in marshmallow: `load` validates, `dump` serializes."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from flask_todo import rules

from .fields import CanonicalInteger, StrictBoolean, Timestamp

no_nul_or_surrogates = validate.Regexp(
    rules.NO_NUL_OR_SURROGATES, error="Has U+0000 or a surrogate."
)
not_blank = validate.Regexp(rules.NOT_BLANK, error="Is nothing but white space.")
username_rules = [
    validate.Regexp(rules.USERNAME, error="Is not 3 to 32 of a-z, 0-9, _ and -."),
    validate.NoneOf(rules.RESERVED_USERNAMES, error="Is reserved."),
]
email_rules = [
    no_nul_or_surrogates,
    validate.Length(max=rules.EMAIL_MAX),
    validate.Regexp(rules.EMAIL, error="Is not an e-mail address."),
]
password_rules = [no_nul_or_surrogates, validate.Length(rules.PASSWORD_MIN, rules.PASSWORD_MAX)]
name_rules = [no_nul_or_surrogates, validate.Length(1, rules.NAME_MAX), not_blank]
note_rules = [no_nul_or_surrogates, validate.Length(max=rules.NOTE_MAX)]


class BodySchema(Schema):
    """A body whose read-only members may be sent back; they are ignored."""

    @pre_load
    def drop_read_only(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Remove the members that are only dumped."""
        read_only = self.dump_fields.keys() - self.load_fields.keys()
        return {name: value for name, value in data.items() if name not in read_only}


class AccountSchema(BodySchema):
    """An account as shown; with a password, as registered."""

    username = fields.String(required=True, validate=username_rules)
    email = fields.String(required=True, validate=email_rules)
    password = fields.String(required=True, validate=password_rules, load_only=True)
    date_joined = Timestamp(dump_only=True)


class CredentialsSchema(Schema):
    """A log-in: any two strings. A username that cannot exist is unknown, not invalid."""

    username = fields.String(required=True)
    password = fields.String(required=True)


class AccountUpdateSchema(BodySchema):
    """An update of the caller's account. A new password needs the current one.

    The view verifies the current password last, since that takes a hash.
    """

    username = fields.String(dump_only=True)
    email = fields.String(required=True, validate=email_rules)
    new_password = fields.String(validate=password_rules)
    current_password = fields.String()
    date_joined = Timestamp(dump_only=True)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def require_current_password(self, data: Any, original: Any, **kwargs: Any) -> None:
        """Refuse a new password without the current one."""
        if "new_password" in original and "current_password" not in original:
            raise ValidationError("Is needed for a new password.", "current_password")


class TaskSchema(BodySchema):
    """A task."""

    id = fields.Integer(dump_only=True)
    name = fields.String(required=True, validate=name_rules)
    note = fields.String(load_default="", validate=note_rules)
    creation_date = Timestamp(dump_only=True)
    due_date = Timestamp(load_default=None, allow_none=True)
    completed = StrictBoolean(load_default=False)


class PageSchema(Schema):
    """The query of a list: the start and the length of the page, and its filters."""

    limit = CanonicalInteger(load_default=50, validate=validate.Range(1, 100))
    after = CanonicalInteger(load_default=0)
    completed = fields.Boolean(truthy={"true"}, falsy={"false"})
    due_before = Timestamp()
