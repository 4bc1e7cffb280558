"""Password hashes: argon2id, in as many threads at once as there are cores."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from werkzeug.exceptions import ServiceUnavailable

from .database import db
from .errors import RETRY_AFTER

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB
DUMMY_HASH = hasher.hash(secrets.token_urlsafe())
slots = BoundedSemaphore(os.cpu_count() or 1)
LONGEST_WAIT = 10  # seconds


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Wait for a slot in which to hash, one for each core; 503 after ten seconds.

    The session is closed first, so that nobody waits or hashes while holding a connection.
    """
    db.session.close()
    if not slots.acquire(timeout=LONGEST_WAIT):
        raise ServiceUnavailable("Too many passwords wait to be hashed.", retry_after=RETRY_AFTER)
    try:
        yield
    finally:
        slots.release()


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with its salt and parameters."""
    return hasher.hash(password)


def verify_password(encoded: str, password: str) -> bool:
    """Say whether the hash was made from this password."""
    try:
        return hasher.verify(encoded, password.encode("utf-8", "surrogatepass"))
    except VerifyMismatchError:
        return False
