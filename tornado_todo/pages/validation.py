"""What was typed into a form, judged by its model, with messages for people.

pydantic's own messages are for developers: they show regular expressions.
https://docs.pydantic.dev/latest/errors/errors/#custom-errors
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .forms import PageForm

Model = TypeVar("Model", bound=PageForm)

CHECK = "Please check what is marked below."
NUL = "U+0000 cannot be stored."
MESSAGES = {  # by type of error or, for patterns and short texts, by field
    "string_too_long": "This has more than {max_length} characters.",
    "value_error": "{error}",  # of our own validators
    "username": "This is not 3 to 32 of a–z, 0–9, _ and -, or it is reserved.",  # noqa: RUF001
    "email": "This is not an e-mail address.",
    "password": "This is not 8 to 128 characters.",
    "new_password": "This is not 8 to 128 characters.",
    "name": "A task needs a name.",
}


class Form(Generic[Model]):
    """A form of a page: the texts of its fields, and by field what is wrong with them."""

    def __init__(self, model: type[Model], texts: Mapping[str, str], **context: Any) -> None:
        """Take the texts that are shown, or that were typed, and what the validators need."""
        self.model, self.texts, self.context = model, texts, context
        self.errors: dict[str, str] = {}

    def validate(self) -> Model | None:
        """Return the values of the fields, None if some are wrong."""
        try:
            return self.model.model_validate(
                self.texts, context={**self.context, "texts": self.texts}
            )
        except ValidationError as error:
            self.errors = {str(each["loc"][0]): message(each) for each in error.errors()}
            return None

    def add_error(self, text: str, field: str = "") -> None:
        """Add an error of a field, or of the form."""
        self.errors[field] = text

    @property
    def alert(self) -> str:
        """What is told at the top of a form with errors."""
        return self.errors.get("") or CHECK


def message(error: ErrorDetails) -> str:
    """Return the message of an error for people."""
    if "\0" in error["input"]:
        return NUL
    text = MESSAGES.get(error["type"]) or MESSAGES[str(error["loc"][0])]
    return text.format(**error.get("ctx", {}))
