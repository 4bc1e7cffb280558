"""Types that pydantic does not have. The rules of texts are in rules.py."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from . import formats


def parsed(parse: Callable[[str], object]) -> BeforeValidator:
    """Return a validator that takes only strings, and returns what `parse` makes of them."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("Is not a text.")  # noqa: TRY004 - pydantic collects ValueErrors only
        return parse(value)

    return BeforeValidator(read)


CanonicalInteger = Annotated[int, parsed(formats.parse_integer)]
Moment = Annotated[datetime, parsed(formats.parse_timestamp)]
Timestamp = Annotated[datetime, PlainSerializer(formats.format_timestamp)]
ReadOnly = Annotated[Any, Field(default=None, exclude=True)]  # it may be sent back
