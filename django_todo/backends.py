"""Log-in by username and password, for the API and the admin: throttled, and with one hash."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from .hashers import hashing_slot
from .models import User
from .throttle import forget_failures, lock, log_in_key, record_failure, refuse_if_throttled

DUMMY_HASH = make_password(get_random_string(32))


class ThrottledBackend(ModelBackend):
    """Django's own back end, which leaves the number of guesses open."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the user, None if name or password is wrong; Problem: 429, or 503 in the queue."""
        if username is None or password is None:
            return None
        key = log_in_key(username)
        with hashing_slot():
            refuse_if_throttled(key)
            user = find_user(username)
            connection.close()  # nobody hashes while holding a connection
            password_ok = check_password(password, user.password if user else DUMMY_HASH)
        with transaction.atomic():
            lock(key)  # and look again, since others have counted meanwhile
            refuse_if_throttled(key)
            if user is None or not (password_ok and self.user_can_authenticate(user)):
                record_failure(key)
                return None
            if not lock_verified(user):
                return None
            forget_failures(key)
        return user


def find_user(username: str) -> User | None:
    """Return the user of that name."""
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist:
        return None


def lock_verified(user: User) -> bool:
    """Lock the user until the commit; False if the password is no longer the one just verified."""
    rows = User.objects.select_for_update().filter(pk=user.pk, password=user.password)
    return rows.first() is not None
