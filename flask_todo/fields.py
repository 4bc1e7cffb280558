"""Fields that refuse what marshmallow's own would convert."""

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields

from . import wire


class Timestamp(fields.Field[datetime]):
    """An RFC 3339 text outside, an aware datetime in UTC inside."""

    def _serialize(self, value: datetime | None, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        return wire.format_timestamp(value) if value else None

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        try:
            return wire.parse_timestamp(value)
        except (TypeError, ValueError) as error:
            raise ValidationError("Is not an RFC 3339 date-time with an offset.") from error


class Boolean(fields.Boolean):
    """true or false, where marshmallow would also take 1, "yes" and "off"."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Decimal(fields.Field[int]):
    """A canonical decimal in the query."""

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> int:
        try:
            return wire.parse_decimal(value)
        except ValueError as error:
            raise ValidationError("Is not a canonical decimal.") from error
