"""What can go wrong in the domain. Each part turns these into answers of its own form."""


class DomainError(Exception):
    """The base of these errors: expected, so no traceback is logged."""


class UsernameTakenError(DomainError):
    """Another account has the username."""


class TaskNotFoundError(DomainError):
    """The user has no such task; others may have it."""


class WrongPasswordError(DomainError):
    """The current password is wrong."""


class TokenRevokedError(DomainError):
    """The token was revoked, or its user deleted, during the request."""


class ThrottledError(DomainError):
    """Too many passwords were wrong."""

    def __init__(self, retry_after: int) -> None:
        """Say after how many seconds the next password is checked."""
        self.retry_after = retry_after


class HashingBusyError(DomainError):
    """Too many passwords wait to be hashed."""


class DatabaseUnavailableError(DomainError):
    """The database is gone, full, read-only or busy."""
