"""Filters, validators and a field that WTForms does not have."""

from datetime import datetime

from wtforms import Field
from wtforms.validators import Length, NoneOf, Regexp
from wtforms.widgets import DateTimeLocalInput

from flask_todo import rules
from flask_todo.models import now

from . import zones

no_nul = Regexp(rules.NO_NUL_OR_SURROGATES, message="U+0000 cannot be stored.")
username_rules = [
    Regexp(rules.USERNAME, message="This is not 3 to 32 of a–z, 0–9, _ and -."),  # noqa: RUF001
    NoneOf(rules.RESERVED_USERNAMES, message="This name is reserved."),
]
email_rules = [
    no_nul,
    Length(max=rules.EMAIL_MAX, message="This has more than %(max)d characters."),
    Regexp(rules.EMAIL, message="This is not an e-mail address."),
]
password_rules = [
    no_nul,
    Length(
        rules.PASSWORD_MIN, rules.PASSWORD_MAX, message="This is not %(min)d to %(max)d characters."
    ),
]
name_rules = [
    no_nul,
    Length(max=rules.NAME_MAX, message="This has more than %(max)d characters."),
    Regexp(rules.NOT_BLANK, message="A task needs a name."),
]
note_rules = [
    no_nul,
    Length(max=rules.NOTE_MAX, message="This has more than %(max)d characters."),
]


def to_text(value: str | None) -> str:
    """Return the empty text for a field that was not sent."""
    return value or ""


def to_lf(value: str | None) -> str:
    """Return a text with the line breaks of the API; browsers send CR LF."""
    return to_text(value).replace("\r\n", "\n")


class DueDateField(Field):
    """A moment, typed in the time zone of the user.

    Browsers show minutes. If the text is the one that was shown, this keeps the stored moment with
    its seconds. WTForms' DateTimeLocalField does not, and takes times that the clocks skip.
    """

    widget = DateTimeLocalInput()

    def process_data(self, value: datetime | None) -> None:
        """Store the moment, and name the zone in which it is shown."""
        super().process_data(value)
        self.zone = zones.to_zone(value or now()).tzinfo
        self.description = f"In {self.zone}."
        self.shown = zones.to_zone(value).isoformat()[: len("YYYY-MM-DDTHH:MM")] if value else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse what was typed, if it is not what was shown."""
        if valuelist and valuelist[0] != self.shown:
            self.data = zones.parse_local(valuelist[0], self.zone) if valuelist[0] else None

    def _value(self) -> str:
        """Return the text for the widget."""
        return self.raw_data[0] if self.raw_data else self.shown
