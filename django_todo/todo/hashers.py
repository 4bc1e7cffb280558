"""Password hashes: argon2id. Each process hashes as many at once as there are cores."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import close_old_connections

from .exceptions import HashingBusyError

slots = BoundedSemaphore(os.cpu_count() or 1)
LONGEST_WAIT = 10  # seconds


class Argon2Hasher(Argon2PasswordHasher):
    """Django's argon2id with the parameters of the contract (REGISTER-11); takes any text."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the hash of a password; one with lone surrogates never matches (LOGIN-3)."""
        return super().encode(password.encode(errors="replace").decode(), salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Say whether the hash was made from this password."""
        return super().verify(password.encode("utf-8", "surrogatepass"), encoded)


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Wait for one of the slots for hashing, one for each core; HashingBusyError after 10 s.

    Close the connection first, so that nobody waits or hashes while holding one.
    """
    close_old_connections()
    if not slots.acquire(timeout=LONGEST_WAIT):
        raise HashingBusyError("Too many passwords wait to be hashed.")
    try:
        yield
    finally:
        slots.release()
