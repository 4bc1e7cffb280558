"""The forms of the pages: ModelForms on the models and validators that the API uses too."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.html import format_html

from api.representations import task_etag
from todo import accounts
from todo.models import Task, User

from .fields import CurrentPassword, DueDate, LongText, NewPassword, Text

NAME = {"autocapitalize": "none", "spellcheck": "false"}
USERNAME = forms.TextInput({"autocomplete": "username"} | NAME)
# Not type=email: Chromium rewrites what was typed.
EMAIL = forms.TextInput({"inputmode": "email", "autocomplete": "email"} | NAME)


class PageForm(forms.BaseForm):
    """A form that the server alone validates."""

    use_required_attribute = False


class RepeatedPasswordForm(PageForm):
    """A form with a new password that is typed twice."""

    repeated = "password"

    def clean_repeat_password(self) -> str:
        """Refuse another text than the first."""
        text: str = self.cleaned_data["repeat_password"]
        if text != self.data.get(self.repeated):
            raise forms.ValidationError("The two passwords differ.")
        return text


class RegistrationForm(RepeatedPasswordForm, forms.ModelForm):
    """An account to be."""

    password = NewPassword()
    repeat_password = Text(widget=NewPassword.widget)

    class Meta:
        model = User
        fields = ["username", "email"]
        field_classes = {"username": Text, "email": Text}
        labels = {"email": "E-mail"}
        help_texts = {"username": "3 to 32 of a–z, 0–9, _ and -."}  # noqa: RUF001
        widgets = {"username": USERNAME, "email": EMAIL}

    def validate_unique(self) -> None:
        """Leave it to the index: two registrations at once would both find the name free."""

    def save(self, commit: bool = True) -> User:
        """Create the account; raises UsernameTakenError or HashingBusyError."""
        data = self.cleaned_data
        return User.objects.create_user(data["username"], data["email"], data["password"])


class LogInForm(PageForm, AuthenticationForm):
    """A log-in: any two texts, since a name that cannot be is merely unknown (FORM-8)."""

    username = forms.Field(widget=USERNAME)
    password = CurrentPassword()
    error_messages = {"invalid_login": "The username or the password is wrong."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"].widget.attrs["maxlength"]


class AccountForm(PageForm, forms.ModelForm):
    """What a user can change without the password."""

    class Meta:
        model = User
        fields = ["email", "time_zone"]
        field_classes = {"email": Text}
        labels = {"email": "E-mail"}
        help_texts = {"time_zone": "Due dates are shown and typed in this zone."}
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

    current_password = CurrentPassword()
    new_password = NewPassword()
    repeat_password = Text(widget=NewPassword.widget)
    repeated = "new_password"


class DeleteAccountForm(PageForm, forms.Form):
    """The password, before the account is deleted."""

    current_password = CurrentPassword()


class TaskForm(PageForm, forms.ModelForm):
    """A new task."""

    class Meta:
        model = Task
        fields = ["name", "note", "due_date"]
        field_classes = {"name": Text, "note": LongText, "due_date": DueDate}
        labels = {"due_date": "Due", "completed": "Done"}
        widgets = {
            "name": forms.TextInput({"dir": "auto", "autocomplete": "off"}),
            "note": forms.Textarea({"dir": "auto", "cols": None, "rows": None}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_date"].show(self.instance.due_date)

    def clean_due_date(self) -> Any:
        """Keep the stored moment, with its seconds, unless another time was typed."""
        if "due_date" in self.changed_data:
            return self.cleaned_data["due_date"]
        return self.instance.due_date


class EditTaskForm(TaskForm):
    """A task, in the state in which it was shown."""

    class Meta(TaskForm.Meta):
        fields = [*TaskForm.Meta.fields, "completed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = task_etag(self.instance)

    def clean(self) -> Any:
        """Refuse to replace what the page did not show (SHOW-11)."""
        if self.data.get("state") != self.state:
            raise forms.ValidationError(
                "This task was changed in the meantime. Save again to replace it."
            )
        return super().clean()
