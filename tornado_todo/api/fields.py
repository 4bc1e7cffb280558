"""Types that pydantic does not have, and the rules of texts."""

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

Username = Annotated[str, Field(pattern=r"\A(?!(?:login|logout)\Z)[a-z0-9_-]{3,32}\Z")]
Email = Annotated[str, Field(max_length=254, pattern=r"\A[^@\s\0]+@[^@\s\0]*[.][^@\s\0]*\Z")]
Password = Annotated[str, Field(min_length=8, max_length=128, pattern=r"\A[^\0]*\Z")]
Name = Annotated[str, Field(max_length=200, pattern=r"\A[^\0]*[^\s\0][^\0]*\Z")]
Note = Annotated[str, Field(max_length=10_000, pattern=r"\A[^\0]*\Z")]
