"""The bodies and the query of the API, as Django's forms: they validate, and a ModelForm saves."""

from typing import Any

from django import forms

from todo.models import Task, User
from todo.validators import NoNulOrSurrogatesValidator

from .fields import CanonicalInteger, Flag, StrictBoolean, StrictField, StrictString, Timestamp


class StrictForm(forms.BaseForm):
    """A form that refuses unknown members (BODY-12), but ignores read-only ones (BODY-11)."""

    read_only: frozenset[str] = frozenset()

    def clean(self) -> Any:
        """Name the members that are not known."""
        for name in self.data.keys() - self.fields.keys() - self.read_only:
            self.errors[name] = self.error_class(["Is not known."])
        return super().clean()


class Password(StrictString):
    """A new password."""

    def __init__(self, **kwargs: Any) -> None:
        rules = [NoNulOrSurrogatesValidator()]
        super().__init__(min_length=8, max_length=128, validators=rules, **kwargs)


class RegistrationForm(StrictForm, forms.ModelForm):
    """An account to be, with its password; User.objects.create_user() saves it."""

    read_only = frozenset({"date_joined"})
    password = Password()

    class Meta:
        model = User
        fields = ["username", "email", "password"]
        field_classes = {"username": StrictString, "email": StrictString}

    def validate_unique(self) -> None:
        """Leave it to the index: two registrations at once would both find the name free."""


class CredentialsForm(StrictForm, forms.Form):
    """A log-in: any two strings, since a name that cannot exist is merely unknown (LOGIN-3)."""

    username = StrictField()
    password = StrictField()


class AccountUpdateForm(StrictForm, forms.ModelForm):
    """An update of the user's own account: a new password needs the current one."""

    read_only = frozenset({"username", "date_joined"})
    new_password = Password(required=False)
    current_password = StrictField(required=False)

    class Meta:
        model = User
        fields = ["email"]
        field_classes = {"email": StrictString}

    def clean_current_password(self) -> str | None:
        """Refuse a new password without the current one; accounts checks whether that is right."""
        password: str | None = self.cleaned_data["current_password"]
        if password is None and "new_password" in self.data:
            raise forms.ValidationError("Is needed for a new password.")
        return password


class TaskForm(StrictForm, forms.ModelForm):
    """A task."""

    read_only = frozenset({"id", "creation_date"})

    class Meta:
        model = Task
        fields = ["name", "note", "due_date", "completed"]
        field_classes = {
            "name": StrictString,
            "note": StrictString,
            "due_date": Timestamp,
            "completed": StrictBoolean,
        }


class PageForm(StrictForm, forms.Form):
    """The query of a list: where the page starts, how long it is, and which tasks it shows."""

    limit = CanonicalInteger(required=False, initial=50, min_value=1, max_value=100)
    after = CanonicalInteger(required=False)
    completed = Flag(required=False)
    due_before = Timestamp(required=False)

    def clean(self) -> Any:
        """Name the parameters that are repeated, too."""
        for name, values in self.data.lists():
            if len(values) > 1:
                self.errors[name] = self.error_class(["Is repeated."])
        return super().clean()
