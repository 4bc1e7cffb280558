"""The refusals of the domain, without HTTP: the API makes problems of them, the pages pages."""

from django.db import InterfaceError, InternalError, OperationalError

# What Django raises while the database is gone, full, read-only, or busy for too long (HEALTH-3).
DATABASE_ERRORS = (OperationalError, InterfaceError, InternalError)


class UsernameTakenError(Exception):
    """Somebody else has that username."""


class WrongPasswordError(Exception):
    """The current password is not the one that was given."""


class TokenRevokedError(Exception):
    """The token was revoked during the request."""


class ThrottledError(Exception):
    """Too many wrong passwords; `retry_after` says in how many seconds one may try again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many wrong passwords.")
        self.retry_after = retry_after


class HashingBusyError(Exception):
    """Too many passwords wait to be hashed; `retry_after` says when to try again."""

    retry_after = 5  # seconds
