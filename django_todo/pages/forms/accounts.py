"""The forms of accounts."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.html import format_html

from todo import accounts
from todo.models import User

from ..fields import AnyText, NewPassword, Text
from .base import PageForm

NAME = {"autocapitalize": "none", "spellcheck": "false"}
USERNAME = forms.TextInput({"autocomplete": "username"} | NAME)
# Not type=email: Chromium rewrites what was typed.
EMAIL = forms.TextInput({"inputmode": "email", "autocomplete": "email"} | NAME)
CURRENT_PASSWORD = forms.PasswordInput({"autocomplete": "current-password"})
NEW_PASSWORD = forms.PasswordInput({"autocomplete": "new-password"})

NO_USERNAME = "This is not 3 to 32 of a–z, 0–9, _ and -, or it is reserved."  # noqa: RUF001
NO_EMAIL = "This is not an e-mail address."


class RepeatedPasswordForm(PageForm):
    """A form with a new password that is typed twice."""

    repeated = "password"

    def clean_repeat_password(self) -> str:
        """Refuse another text than the first; if both are missing, the first one says so."""
        text: str = self.cleaned_data["repeat_password"]
        if text != self.data.get(self.repeated):
            raise forms.ValidationError("The two passwords differ.")
        return text


class RegistrationForm(RepeatedPasswordForm, forms.ModelForm):
    """An account to be."""

    password = NewPassword(widget=NEW_PASSWORD)
    repeat_password = Text(widget=NEW_PASSWORD, required=False)

    class Meta:
        model = User
        fields = ["username", "email"]
        field_classes = {"username": Text, "email": Text}
        labels = {"email": "E-mail"}
        help_texts = {"username": "3 to 32 of a–z, 0–9, _ and -."}  # noqa: RUF001
        error_messages = {"username": {"invalid": NO_USERNAME}, "email": {"invalid": NO_EMAIL}}
        widgets = {"username": USERNAME, "email": EMAIL}

    def validate_unique(self) -> None:
        """Leave it to the index: two registrations at once would both find the name free."""

    def save(self, commit: bool = True) -> User:
        """Create the account; raises UsernameTakenError or HashingBusyError."""
        data = self.cleaned_data
        return User.objects.create_user(data["username"], data["email"], data["password"])


class LogInForm(PageForm, forms.Form):
    """A log-in; Django's AuthenticationForm would tell what is wrong with a name (FORM-8)."""

    username = AnyText(widget=USERNAME)
    password = AnyText(widget=CURRENT_PASSWORD)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> None:
        """Authenticate; raises ThrottledError or HashingBusyError too."""
        self.user = authenticate(self.request, **self.cleaned_data)
        if self.user is None:
            raise forms.ValidationError("The username or the password is wrong.")

    def get_user(self) -> User:
        """Return the user, to LoginView."""
        return self.user


class AccountForm(PageForm, forms.ModelForm):
    """What a user can change without the password."""

    class Meta:
        model = User
        fields = ["email", "time_zone"]
        field_classes = {"email": Text}
        labels = {"email": "E-mail"}
        help_texts = {"time_zone": "Due dates are shown and typed in this zone."}
        error_messages = {"email": {"invalid": NO_EMAIL}}
        widgets = {"email": EMAIL}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = format_html("For the account <b>{}</b>.", self.instance.username)
        self.fields["email"].help_text = name

    def save(self, commit: bool = True) -> User:
        """Save these two fields alone; raises User.DoesNotExist."""
        return accounts.update_account(self.instance, **self.cleaned_data)


class PasswordForm(RepeatedPasswordForm, forms.Form):
    """A change of the password."""

    current_password = AnyText(widget=CURRENT_PASSWORD)
    new_password = NewPassword(widget=NEW_PASSWORD)
    repeat_password = Text(widget=NEW_PASSWORD, required=False)
    repeated = "new_password"


class DeleteAccountForm(PageForm, forms.Form):
    """The password, before the account is deleted."""

    current_password = AnyText(widget=CURRENT_PASSWORD)
