"""Log-in by username and password, for the API and the admin: throttled, with one hash (LOGIN-4).

django.contrib.auth.authenticate() calls it.
"""

from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import close_old_connections, transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from .hashers import hashing_slot
from .models import User
from .throttle import forget_failures, lock, log_in_key, record_failure, refuse_if_throttled
from .validators import UsernameValidator

DUMMY_HASH = make_password(get_random_string(32))


class ThrottledBackend(ModelBackend):
    """Django's own back end, with a limit to the number of guesses; it upgrades no hash."""

    def authenticate(self, request: HttpRequest, username: str, password: str) -> User | None:
        """Return the user, None if the name or the password is wrong.

        Raises ThrottledError or HashingBusyError.
        """
        key = log_in_key(username)
        with hashing_slot():
            refuse_if_throttled(key)
            user = find_user(username)
            close_old_connections()  # release the connection before hashing
            password_ok = check_password(password, user.password if user else DUMMY_HASH)
        with transaction.atomic():
            lock(key)
            refuse_if_throttled(key)  # again: others may have failed during the hash
            if user is None or not (password_ok and self.user_can_authenticate(user)):
                record_failure(key)
                return None
            if not lock_verified(user):
                return None
            forget_failures(key)
        return user

    async def aauthenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Do the same; ModelBackend's own would not be throttled."""
        return await sync_to_async(self.authenticate)(request, **credentials)


def find_user(username: str) -> User | None:
    """Return the user of that name; a name that cannot exist never reaches the database."""
    with suppress(ValidationError, User.DoesNotExist):
        UsernameValidator()(username)
        return User.objects.get_by_natural_key(username)
    return None


def lock_verified(user: User) -> bool:
    """Lock the user until the commit; False if the verified password was replaced (LOGIN-11)."""
    rows = User.objects.select_for_update().filter(pk=user.pk, password=user.password)
    return rows.first() is not None
