"""Types of fields that pydantic does not have, and what a page shows of a field.

pydantic keeps that with the field: the label as `title`, the help as `description`, and the
attributes of the tag as `json_schema_extra`.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from .. import rules
from ..models import User, now
from . import zones

NAME = {"autocapitalize": "none", "spellcheck": "false"}
EMAIL = NAME | {"autocomplete": "email", "inputmode": "email"}  # Chromium rewrites type=email
USERNAME = NAME | {"autocomplete": "username"}
CURRENT_PASSWORD = {"type": "password", "autocomplete": "current-password"}
NEW_PASSWORD = {"type": "password", "autocomplete": "new-password"}
ANY_SCRIPT = {"dir": "auto"}  # also from right to left


def field(label: str, help: str = "", **attributes: str) -> Any:
    """Return a field, empty if it was not sent.

    `help` is HTML, with names of the form's context in braces.
    """
    return Field("", title=label, description=help, json_schema_extra=dict(attributes))


def to_lf(text: str) -> str:
    """Return a text with the line breaks of the API; browsers send CR LF."""
    return text.replace("\r\n", "\n")


def was_sent(value: object) -> bool:
    """Return whether a box was checked: browsers send it then, with any value, and only then."""
    return value != ""


def due_context(user: User, due_date: datetime | None) -> dict[str, Any]:
    """Return the context of a due date: its zone, and how the date is shown in it."""
    local = zones.to_zone(due_date or now(), user.time_zone)
    shown = local.isoformat()[: len("YYYY-MM-DDTHH:MM")] if due_date else ""
    return {"due_date": due_date, "zone": local.tzinfo, "shown": shown}


def parse_due(text: str, info: ValidationInfo[dict[str, Any]]) -> datetime | None:
    """Return the moment that a text names, in the zone of the context.

    Browsers show minutes. If the text is the one that was shown, this keeps the stored moment with
    its seconds.
    """
    if text == info.context["shown"]:
        return info.context["due_date"]
    return zones.parse_local(text, info.context["zone"]) if text else None


def same_password(text: str, info: ValidationInfo[dict[str, Any]]) -> str:
    """Refuse a text that differs from the password, even if the password is wrong too."""
    typed = info.context["texts"]
    if text != typed.get("new_password", typed.get("password", "")):
        raise ValueError("The two passwords differ.")
    return text


def known_zone(name: str) -> str:
    """Refuse what is not in the list."""
    if name not in zones.ZONE_NAMES:
        raise ValueError("This is not one of the time zones.")
    return name


RepeatedPassword = Annotated[str, AfterValidator(same_password)]
Note = Annotated[rules.Note, BeforeValidator(to_lf)]
DueDate = Annotated[datetime | None, BeforeValidator(parse_due)]
Checkbox = Annotated[bool, BeforeValidator(was_sent)]
TimeZone = Annotated[str, AfterValidator(known_zone)]
