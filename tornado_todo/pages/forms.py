"""The forms, in pydantic, with the rules of the API. Their fields are in the order of the page.

pydantic keeps what a page shows of a field: the label as `title`, the help, a fragment of HTML, as
`description`, and the attributes of the tag as `json_schema_extra`.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
)

from .. import rules
from . import zones

NAME = {"autocapitalize": "none", "spellcheck": "false"}
EMAIL = NAME | {"autocomplete": "email", "inputmode": "email"}  # Chromium rewrites type=email
USERNAME = NAME | {"autocomplete": "username"}
CURRENT_PASSWORD = {"type": "password", "autocomplete": "current-password"}
NEW_PASSWORD = {"type": "password", "autocomplete": "new-password"}
ANY_SCRIPT = {"dir": "auto"}  # also from right to left

PASSWORD_HELP = "8 to 128 characters of any kind."  # noqa: S105 - a help


def to_lf(text: str) -> str:
    """Return a text with the line breaks of the API; browsers send CR LF."""
    return text.replace("\r\n", "\n")


def was_sent(value: object) -> bool:
    """Return whether a box was checked: browsers send it then, with any value, and only then."""
    return value != ""


def parse_due(text: str, info: ValidationInfo[dict[str, Any]]) -> datetime | None:
    """Return the moment that a text names in the zone of the form.

    Browsers show minutes. If the text is the one that was shown, this keeps the stored moment with
    its seconds.
    """
    if text == info.context["shown"]:
        return info.context["due_date"]
    return zones.parse_local(text, info.context["zone"]) if text else None


def same_password(text: str, info: ValidationInfo[dict[str, Any]]) -> str:
    """Refuse another text than the one that was typed first, even if that one is wrong too."""
    typed = info.context["texts"]
    if text != typed.get("new_password", typed.get("password", "")):
        raise ValueError("The two passwords differ.")
    return text


def known_zone(name: str) -> str:
    """Refuse what is not in the list."""
    if name not in zones.zone_names():
        raise ValueError("This is not one of the time zones.")
    return name


RepeatedPassword = Annotated[str, AfterValidator(same_password)]
Note = Annotated[rules.Note, BeforeValidator(to_lf)]
DueDate = Annotated[datetime | None, BeforeValidator(parse_due)]
Checkbox = Annotated[bool, BeforeValidator(was_sent)]
TimeZone = Annotated[str, AfterValidator(known_zone)]


def field(label: str, help: str = "", **attributes: str) -> Any:
    """Return what a page shows of a field. What was not sent is empty."""
    return Field("", title=label, description=help, json_schema_extra=dict(attributes))


class PageForm(BaseModel):
    """A form of texts."""

    # Rust's regular expressions, pydantic's default, have no look-ahead and no \Z.
    model_config = ConfigDict(regex_engine="python-re", validate_default=True)


class RegistrationForm(PageForm):
    """An account to be."""

    username: rules.Username = field("Username", "3 to 32 of a–z, 0–9, _ and -.", **USERNAME)  # noqa: RUF001
    email: rules.Email = field("E-mail", **EMAIL)
    password: rules.Password = field("Password", PASSWORD_HELP, **NEW_PASSWORD)
    repeat_password: RepeatedPassword = field("Repeat password", **NEW_PASSWORD)


class LogInForm(PageForm):
    """A log-in: any two texts. A username that cannot exist is unknown, not invalid."""

    username: str = field("Username", **USERNAME)
    password: str = field("Password", **CURRENT_PASSWORD)


class TaskForm(PageForm):
    """A new task."""

    name: rules.Name = field("Name", **ANY_SCRIPT, autocomplete="off")
    note: Note = field("Note", **ANY_SCRIPT, type="textarea")
    due_date: DueDate = field("Due", "In {zone}.", type="datetime-local")


class EditTaskForm(TaskForm):
    """A task."""

    completed: Checkbox = field("Done", type="checkbox")


class AccountForm(PageForm):
    """What a user may change without the password."""

    email: rules.Email = field("E-mail", "For the account <b>{username}</b>.", **EMAIL)
    time_zone: TimeZone = field(
        "Time zone", "Due dates are shown and typed in this zone.", type="select"
    )


class PasswordForm(PageForm):
    """A new password."""

    current_password: str = field("Current password", **CURRENT_PASSWORD)
    new_password: rules.Password = field("New password", PASSWORD_HELP, **NEW_PASSWORD)
    repeat_password: RepeatedPassword = field("Repeat password", **NEW_PASSWORD)


class DeleteAccountForm(PageForm):
    """The password, before the account is deleted."""

    current_password: str = field("Current password", **CURRENT_PASSWORD)
