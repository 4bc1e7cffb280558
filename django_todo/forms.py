"""What bodies and the query look like: Django's forms judge JSON, and a ModelForm saves it."""

from typing import Any

from django import forms

from .fields import Boolean, Decimal, Flag, Strict, Text, Timestamp
from .models import Task, User
from .validators import StorableValidator


class StrictForm(forms.BaseForm):
    """A form that refuses what it does not know, but for read-only members that come back."""

    read_only: frozenset[str] = frozenset()

    def clean(self) -> Any:
        """Name the members that are not known."""
        for name in self.data.keys() - self.fields.keys() - self.read_only:
            self.errors[name] = self.error_class(["Is not known."])
        return super().clean()


class Password(Text):
    """A new password."""

    def __init__(self, **kwargs: Any) -> None:
        rules = [StorableValidator()]
        super().__init__(min_length=8, max_length=128, validators=rules, **kwargs)


class RegistrationForm(StrictForm, forms.ModelForm):
    """An account to be, with its password."""

    read_only = frozenset({"date_joined"})
    password = Password()

    class Meta:
        model = User
        fields = ["username", "email", "password"]
        field_classes = {"username": Text, "email": Text}

    def validate_unique(self) -> None:
        """Leave it to the index: of two registrations at once both would find the name free."""

    def save(self, commit: bool = True) -> User:
        """Hash the password, then insert the user; IntegrityError if the name is taken."""
        self.instance.set_password(self.cleaned_data["password"])
        return super().save(commit)


class CredentialsForm(StrictForm, forms.Form):
    """A log-in: any two strings, since what cannot exist is simply not known."""

    username = Strict()
    password = Strict()


class AccountUpdateForm(StrictForm, forms.ModelForm):
    """An update of the caller's account: a new password needs the current one."""

    read_only = frozenset({"username", "date_joined"})
    new_password = Password(required=False)
    current_password = Strict(required=False)

    class Meta:
        model = User
        fields = ["email"]
        field_classes = {"email": Text}

    def clean_current_password(self) -> str | None:
        """Refuse a new password without the current one; the view asks whether that is right."""
        password: str | None = self.cleaned_data["current_password"]
        if password is None and "new_password" in self.data:
            raise forms.ValidationError("Is needed for a new password.")
        return password

    def columns(self) -> list[str]:
        """Return what changes: not the password if another request is changing it."""
        return ["email", "password"] if self.cleaned_data["new_password"] else ["email"]

    def save(self, commit: bool = True) -> User:
        """Hash the new password, if there is one."""
        if self.cleaned_data["new_password"]:
            self.instance.set_password(self.cleaned_data["new_password"])
        return super().save(commit)


class TaskForm(StrictForm, forms.ModelForm):
    """A task."""

    read_only = frozenset({"id", "creation_date"})

    class Meta:
        model = Task
        fields = ["name", "note", "due_date", "completed"]
        field_classes = {"name": Text, "note": Text, "due_date": Timestamp, "completed": Boolean}


class PageForm(StrictForm, forms.Form):
    """The query of a list: where the page starts, how long it is, and which tasks it shows."""

    limit = Decimal(required=False, initial=50, min_value=1, max_value=100)
    after = Decimal(required=False)
    completed = Flag(required=False)
    due_before = Timestamp(required=False)

    def clean(self) -> Any:
        """Name the parameters that are repeated, too."""
        for name, values in self.data.lists():
            if len(values) > 1:
                self.errors[name] = self.error_class(["Is repeated."])
        return super().clean()
