"""Fields that take a text as it was typed, where Django's own would strip or convert it."""

from datetime import UTC, datetime, tzinfo
from typing import Any

from django import forms
from django.utils import timezone

from todo.validators import NoNulOrSurrogatesValidator

from .zones import parse_local, to_zone


class Text(forms.CharField):
    """Text, not stripped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """Set no maxlength: browsers count an emoji as two."""
        return {}


class LongText(Text):
    """Text of several lines."""

    def to_python(self, value: str | None) -> str:
        """Return the text with the line breaks of the API; browsers send CR LF."""
        return super().to_python(value).replace("\r\n", "\n")


class NewPassword(Text):
    """A password to be."""

    default_validators = [NoNulOrSurrogatesValidator()]

    def __init__(self, **kwargs: Any) -> None:
        rules = {"min_length": 8, "max_length": 128}
        super().__init__(help_text="8 to 128 characters of any kind.", **rules | kwargs)


class AnyText(forms.Field):
    """Any text, none too: a name or a password that cannot exist is unknown, not invalid."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: str | None) -> str:
        """Return the text, "" if the field was not sent."""
        return value or ""


class DueDate(forms.DateTimeField):
    """A date and time as browsers send it, in the time zone of the user.

    Django's own takes many more texts, and refuses the hour that comes twice in autumn.
    """

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"skipped": "The clocks skip this time in %(zone)s."}
    zone: tzinfo
    shown: datetime | None

    def show(self, moment: datetime | None) -> None:
        """Use the time zone in which this moment can be shown, and say so."""
        self.shown = moment
        self.zone = to_zone(moment or timezone.now()).tzinfo or UTC
        self.help_text = f"In {self.zone}."

    def prepare_value(self, value: Any) -> Any:
        """Return a moment as the clock shows it."""
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def clean(self, value: str | None) -> datetime | None:
        """Keep the moment that was shown, with its seconds, unless another time was typed."""
        text = self.widget.format_value(self.prepare_value(self.shown))
        return self.shown if (value or "") == (text or "") else super().clean(value)

    def to_python(self, value: str | None) -> datetime | None:
        """Return the moment that a text names, the first of two."""
        if not value:
            return None
        try:
            typed = parse_local(value).replace(tzinfo=self.zone)
            moment = typed.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from error
        if moment.astimezone(self.zone) != typed:
            zone = {"zone": self.zone}
            raise forms.ValidationError(self.error_messages["skipped"], "skipped", zone)
        return moment
