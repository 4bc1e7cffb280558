"""Password hashing with argon2id. Each process hashes as many at once as there are cores."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from .database import db

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB
DUMMY_HASH = hasher.hash(secrets.token_urlsafe())
slots = BoundedSemaphore(os.cpu_count() or 1)
LONGEST_WAIT = 10  # seconds


class HashingBusyError(Exception):
    """No slot for hashing was free within ten seconds."""


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Wait for a slot in which to hash; raise HashingBusyError after ten seconds.

    This closes the session first, so that nobody holds a connection while waiting. It detaches
    the objects of the session. A caller that queries inside closes it again before hashing.
    """
    db.session.close()
    if not slots.acquire(timeout=LONGEST_WAIT):
        raise HashingBusyError
    try:
        yield
    finally:
        slots.release()


def verify_password(encoded: str, password: str) -> bool:
    """Return whether the hash was made from this password."""
    try:
        return hasher.verify(encoded, password.encode("utf-8", "surrogatepass"))
    except VerifyMismatchError:
        return False
