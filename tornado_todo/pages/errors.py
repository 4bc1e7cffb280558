"""The pages of errors. They need no query: the database may be what fails."""

from http import HTTPStatus

from ..api.problems import RETRY_AFTER
from ..errors import (
    DatabaseUnavailableError,
    HashingBusyError,
    TaskNotFoundError,
    ThrottledError,
)

TEXTS = {
    400: ("Bad request", "The server does not understand what was sent."),
    403: ("Not allowed", "The form is out of date, or it is not from this site. Open it again."),
    404: ("Not found", "There is nothing at this address."),
    405: ("Method not allowed", "Nothing can be sent to this address in this way."),
    413: ("Too large", "This is more than the server takes at once: 128 KiB."),
    429: ("Too many attempts", "The password was wrong too often. Try again in a minute."),
    500: ("Server error", "The server failed. Nobody did anything wrong."),
    503: ("Try again soon", "The server cannot answer now. Nothing was changed."),
}


def texts_of(status: int) -> tuple[str, str]:
    """Return title and text of the page of an error."""
    return TEXTS.get(status) or (HTTPStatus(status).phrase, TEXTS[400][1])


def status_of(status: int, error: BaseException | None) -> tuple[int, dict[str, str]]:
    """Return status and headers of an error of the domain; others have the status given."""
    match error:
        case TaskNotFoundError():
            return 404, {}
        case ThrottledError():
            return 429, {"Retry-After": str(error.retry_after)}
        case HashingBusyError() | DatabaseUnavailableError():
            return 503, {"Retry-After": str(RETRY_AFTER)}
    return status, {}
