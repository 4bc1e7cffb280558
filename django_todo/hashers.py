"""Password hashes: argon2id, in as many threads at once as there are cores."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from .errors import RETRY_AFTER, Problem

slots = BoundedSemaphore(os.cpu_count() or 1)
LONGEST_WAIT = 10  # seconds


class Argon2Hasher(Argon2PasswordHasher):
    """Django's argon2id with the parameters of the contract; any text may be tried."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the hash of a password; only one that nobody can have holds surrogates."""
        return super().encode(password.encode(errors="replace").decode(), salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Say whether the hash was made from this password."""
        return super().verify(password.encode("utf-8", "surrogatepass"), encoded)


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Wait for a slot in which to hash, one for each core; 503 after ten seconds.

    The connection is closed first, so that nobody waits or hashes while holding it.
    """
    connection.close()
    if not slots.acquire(timeout=LONGEST_WAIT):
        headers = {"Retry-After": str(RETRY_AFTER)}
        raise Problem(503, "Too many passwords wait to be hashed.", headers=headers)
    try:
        yield
    finally:
        slots.release()
