"""Password hashes: argon2id, in as many threads at once as there are cores."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB
DUMMY_HASH = hasher.hash(secrets.token_urlsafe())
slots = BoundedSemaphore(os.cpu_count() or 1)
LONGEST_WAIT = 10  # seconds


class HashingBusyError(Exception):
    """No slot was free for LONGEST_WAIT seconds."""


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Wait for a slot to hash in, one for each core. Do not hold a database connection here."""
    if not slots.acquire(timeout=LONGEST_WAIT):
        raise HashingBusyError
    try:
        yield
    finally:
        slots.release()


def verify_password(encoded: str, password: str) -> bool:
    """Say whether the hash is that of the password."""
    try:
        return hasher.verify(encoded, password.encode("utf-8", "surrogatepass"))
    except VerifyMismatchError:
        return False
