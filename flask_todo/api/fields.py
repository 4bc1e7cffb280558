"""Fields that refuse what marshmallow's own fields would convert."""

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields

from . import formats


class Timestamp(fields.Field[datetime]):
    """An RFC 3339 string in JSON, an aware datetime in UTC in Python."""

    def _serialize(self, value: datetime | None, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        return formats.format_timestamp(value) if value else None

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        try:
            return formats.parse_timestamp(value)
        except (TypeError, ValueError) as error:
            raise ValidationError("Is not an RFC 3339 date-time with an offset.") from error


class StrictBoolean(fields.Boolean):
    """true or false; marshmallow's own field also takes 1, "yes" and "off"."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class CanonicalInteger(fields.Field[int]):
    """An integer in the query, in canonical form."""

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> int:
        try:
            return formats.parse_integer(value)
        except ValueError as error:
            raise ValidationError("Is not a canonical decimal.") from error
