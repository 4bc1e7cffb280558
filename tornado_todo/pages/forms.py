"""The forms, in pydantic, with the rules of the API. Their fields are in the order of the page."""

from pydantic import BaseModel, ConfigDict

from .. import rules
from .fields import (
    ANY_SCRIPT,
    CURRENT_PASSWORD,
    EMAIL,
    NEW_PASSWORD,
    USERNAME,
    Checkbox,
    DueDate,
    Note,
    RepeatedPassword,
    TimeZone,
    field,
)

USERNAME_HELP = "3 to 32 of a–z, 0–9, _ and -."  # noqa: RUF001
PASSWORD_HELP = "8 to 128 characters of any kind."  # noqa: S105
ZONE_HELP = "Due dates are shown and typed in this zone."


class PageForm(BaseModel):
    """A form of texts."""

    # Rust's regular expressions, pydantic's default, have no look-ahead and no \Z.
    model_config = ConfigDict(regex_engine="python-re", validate_default=True)


class RegistrationForm(PageForm):
    """An account to be."""

    username: rules.Username = field("Username", USERNAME_HELP, **USERNAME)
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
    time_zone: TimeZone = field("Time zone", ZONE_HELP, type="select")


class PasswordForm(PageForm):
    """A new password."""

    current_password: str = field("Current password", **CURRENT_PASSWORD)
    new_password: rules.Password = field("New password", PASSWORD_HELP, **NEW_PASSWORD)
    repeat_password: RepeatedPassword = field("Repeat password", **NEW_PASSWORD)


class DeleteAccountForm(PageForm):
    """The password, before the account is deleted."""

    current_password: str = field("Current password", **CURRENT_PASSWORD)
