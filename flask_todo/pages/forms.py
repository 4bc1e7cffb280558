"""The forms, in WTForms. Their fields are in the order of the page.

The server alone validates: `_macros.html` leaves out what WTForms would tell the browser.
"""

from typing import Any

from flask import render_template, request
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo

from . import zones
from .fields import (
    DueDateField,
    email_rules,
    name_rules,
    note_rules,
    password_rules,
    to_lf,
    to_text,
    username_rules,
)

NAME = {"autocapitalize": "none", "spellcheck": "false"}
USERNAME = NAME | {"autocomplete": "username"}
EMAIL = NAME | {"autocomplete": "email", "inputmode": "email"}  # Chromium rewrites type=email
CURRENT_PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}
ANY_SCRIPT = {"dir": "auto"}  # also from right to left

PASSWORD_HELP = "8 to 128 characters of any kind."  # noqa: S105
DIFFERENT = "The two passwords differ."


class PageForm(FlaskForm):
    """A form of texts. FlaskForm itself also takes JSON, and a file in place of a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(request.form if self.is_submitted() else None, **kwargs)


class RegistrationForm(PageForm):
    """An account to be."""

    username = StringField(
        "Username",
        username_rules,
        description="3 to 32 of a–z, 0–9, _ and -.",  # noqa: RUF001
        render_kw=USERNAME,
    )
    email = StringField("E-mail", email_rules, render_kw=EMAIL)
    password = PasswordField(
        "Password", password_rules, description=PASSWORD_HELP, render_kw=NEW_PASSWORD
    )
    repeat_password = PasswordField(
        "Repeat password", [EqualTo("password", message=DIFFERENT)], render_kw=NEW_PASSWORD
    )


class LogInForm(PageForm):
    """A log-in: any two texts. A username that cannot exist is unknown, not invalid."""

    username = StringField("Username", filters=[to_text], render_kw=USERNAME)
    password = PasswordField("Password", filters=[to_text], render_kw=CURRENT_PASSWORD)


class TaskForm(PageForm):
    """A new task."""

    name = StringField("Name", name_rules, render_kw=ANY_SCRIPT | {"autocomplete": "off"})
    note = TextAreaField("Note", note_rules, filters=[to_lf], render_kw=ANY_SCRIPT)
    due_date = DueDateField("Due")


class EditTaskForm(TaskForm):
    """A task."""

    completed = BooleanField("Done")


class AccountForm(PageForm):
    """What a user may change without the password."""

    email = StringField("E-mail", email_rules, render_kw=EMAIL)
    time_zone = SelectField(
        "Time zone",
        choices=zones.zone_names,
        description="Due dates are shown and typed in this zone.",
    )


class PasswordForm(PageForm):
    """A new password."""

    current_password = PasswordField(
        "Current password", filters=[to_text], render_kw=CURRENT_PASSWORD
    )
    new_password = PasswordField(
        "New password", password_rules, description=PASSWORD_HELP, render_kw=NEW_PASSWORD
    )
    repeat_password = PasswordField(
        "Repeat password", [EqualTo("new_password", message=DIFFERENT)], render_kw=NEW_PASSWORD
    )


class DeleteAccountForm(PageForm):
    """The password, before the account is deleted."""

    current_password = PasswordField(
        "Current password", filters=[to_text], render_kw=CURRENT_PASSWORD
    )


def show_form(template: str, form: PageForm, **context: Any) -> tuple[str, int]:
    """Return the page of a form. Its status is 422 if something in the form is wrong."""
    return render_template(template, form=form, **context), 422 if form.errors else 200
