"""Types and validators of fields. A type turns what was typed into a value, and back."""

from datetime import datetime
from typing import Any

from colander import All, Function, Invalid, Length, NoneOf, Regex, SchemaNode, SchemaType, null

from .. import rules
from ..models import now
from . import zones

TOO_LONG = "This has more than {} characters."
NO_PASSWORD = f"This is not {rules.PASSWORD_MIN} to {rules.PASSWORD_MAX} characters."

no_nul = Regex(rules.NO_NUL_OR_SURROGATES, "U+0000 cannot be stored.")
username_rules = All(
    Regex(rules.USERNAME, "This is not 3 to 32 of a–z, 0–9, _ and -."),  # noqa: RUF001
    NoneOf(rules.RESERVED_USERNAMES, "This name is reserved."),
)
email_rules = All(
    no_nul,
    Length(max=rules.EMAIL_MAX, max_err=TOO_LONG.format(rules.EMAIL_MAX)),
    Regex(rules.EMAIL, "This is not an e-mail address."),
)
password_rules = All(
    no_nul,
    Length(rules.PASSWORD_MIN, rules.PASSWORD_MAX, min_err=NO_PASSWORD, max_err=NO_PASSWORD),
)
name_rules = All(
    no_nul,
    Length(max=rules.NAME_MAX, max_err=TOO_LONG.format(rules.NAME_MAX)),
    Regex(rules.NOT_BLANK, "A task needs a name."),
)
note_rules = All(no_nul, Length(max=rules.NOTE_MAX, max_err=TOO_LONG.format(rules.NOTE_MAX)))
zone_rules = Function(lambda name: name in zones.zone_names(), "This is not a time zone.")


class Text(SchemaType):
    """Text as it was typed: colander's String takes an empty one for none."""

    def serialize(self, node: SchemaNode, appstruct: Any) -> str:
        """Return the text."""
        return appstruct or ""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> str:
        """Return the text, the empty one for a field that was not sent."""
        return cstruct or ""


class LongText(Text):
    """Text of several lines."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> str:
        """Return the text with the line breaks of the API; browsers send CR LF."""
        return super().deserialize(node, cstruct).replace("\r\n", "\n")


class LocalTime(SchemaType):
    """A moment, typed in the time zone of the user.

    Browsers show minutes. If the text is the one that was shown, this keeps the stored moment with
    its seconds.
    """

    def __init__(self, shown: datetime | None = None, time_zone: str = "UTC") -> None:
        self.shown = shown
        self.zone = zones.to_zone(shown or now(), time_zone).tzinfo

    def serialize(self, node: SchemaNode, appstruct: Any) -> str:
        """Return the text for the widget."""
        if not appstruct:
            return ""
        return appstruct.astimezone(self.zone).isoformat()[: len("YYYY-MM-DDTHH:MM")]

    def deserialize(self, node: SchemaNode, cstruct: Any) -> datetime | None:
        """Parse what was typed, if it is not what was shown."""
        if cstruct is null or cstruct == self.serialize(node, self.shown):
            return self.shown
        try:
            return zones.parse_local(cstruct, self.zone) if cstruct else None
        except ValueError as error:
            raise Invalid(node, str(error)) from error


def in_zone_of_user(node: SchemaNode, bindings: dict[str, Any]) -> None:
    """Let a node show its moment in the zone of the user, and name the zone."""
    moment = getattr(bindings["shown"], node.name, None)
    node.typ = LocalTime(moment, bindings["user"].time_zone)
    node.description = f"In {node.typ.zone}."
