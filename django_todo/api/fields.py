"""Fields that refuse what Django's own would convert: they check the type before the value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from .formats import parse_integer, parse_timestamp

ABSENT = object()


class JSONMember(forms.Widget):
    """A member of a JSON object, where Django's widgets are controls of an HTML form."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> Any:
        """Tell a member that is left out from one that is null."""
        return data.get(name, ABSENT)

    def value_omitted_from_data(self, data: object, files: object, name: str) -> bool:
        """Let members that are left out return to their defaults: a PUT replaces (TASK-7)."""
        return False


class StrictField(forms.Field):
    """A field that accepts one type (BODY-9); left out, it is its initial value."""

    accepts: type | tuple[type, ...] = str
    empty_values = [None]  # "" is a text like any other

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"widget": JSONMember})  # a model asks for widgets of its own

    def clean(self, value: Any) -> Any:
        """Return the value as Django cleans it; ValidationError if the type is another."""
        if value is ABSENT:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return self.initial
        if not isinstance(value, self.accepts):
            raise forms.ValidationError("Has the wrong type.")
        return super().clean(value)


class StrictString(StrictField, forms.CharField):
    """Text, not stripped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


class StrictBoolean(StrictField):
    """true or false, where Django takes every value for one of them."""

    accepts = bool


class Timestamp(StrictField):
    """An RFC 3339 text outside, an aware datetime in UTC inside."""

    accepts = (str, type(None))

    def to_python(self, value: str | None) -> datetime | None:
        """Return the moment that a text names."""
        try:
            return None if value is None else parse_timestamp(value)
        except ValueError as error:
            raise forms.ValidationError("Is not an RFC 3339 date-time with an offset.") from error


class CanonicalInteger(StrictField, forms.IntegerField):
    """A canonical decimal in the query."""

    def to_python(self, value: str) -> int:
        """Return the number that a text names."""
        try:
            return parse_integer(value)
        except ValueError as error:
            raise forms.ValidationError("Is not a canonical decimal.") from error


class Flag(StrictField):
    """true or false in the query."""

    def to_python(self, value: str) -> bool:
        """Return what the text says."""
        if value not in ("true", "false"):
            raise forms.ValidationError("Is neither true nor false.")
        return value == "true"
