"""Password hashes: argon2id, never on the loop. Each process makes as many as it has cores.

The threads are not those of `as_future`: hashes that wait would keep all queries waiting.
"""

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from tornado.ioloop import IOLoop
from tornado.locks import Semaphore
from tornado.util import TimeoutError as TornadoTimeoutError

from .errors import HashingBusyError

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB
DUMMY_HASH = hasher.hash(secrets.token_urlsafe())
CORES = os.cpu_count() or 1
slots = Semaphore(CORES)
threads = ThreadPoolExecutor(CORES)
LONGEST_WAIT = timedelta(seconds=10)


async def hashing_slot() -> AbstractContextManager[None]:
    """Wait for a slot in which to hash, and return it; `with` releases it.

    HashingBusyError: no slot was free within ten seconds.
    """
    try:
        return await slots.acquire(LONGEST_WAIT)
    except TornadoTimeoutError as error:
        raise HashingBusyError from error


async def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with its salt and parameters."""
    return await IOLoop.current().run_in_executor(threads, hasher.hash, password)


async def verify_password(encoded: str, password: str) -> bool:
    """Return whether the hash was made from this password."""
    raw = password.encode("utf-8", "surrogatepass")
    try:
        return await IOLoop.current().run_in_executor(threads, hasher.verify, encoded, raw)
    except VerifyMismatchError:
        return False
