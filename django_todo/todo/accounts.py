"""What users do with their accounts. Registration is User.objects.create_user().

Log-in is django.contrib.auth.authenticate(), which asks backends.ThrottledBackend.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import check_password, make_password
from django.db import close_old_connections, transaction

from .exceptions import TokenRevokedError, WrongPasswordError
from .hashers import hashing_slot
from .models import Token, User
from .throttle import account_key, forget_failures, record_failure, refuse_if_throttled


@transaction.atomic
def update_account(user: User, **changes: str) -> User:
    """Change the e-mail address or the time zone; return the user as it now is."""
    return save_changes(lock_user(user), changes)


def change_password(
    user: User,
    current_password: str,
    new_password: str | None,
    *,
    token: Token | None = None,
    **changes: str,
) -> User:
    """Change the password, if there is a new one, and what else changes; return the user.

    A new password revokes all tokens but the one that came with the request; sessions end by
    themselves, since each holds a hash of the old one. Raises WrongPasswordError, ThrottledError,
    TokenRevokedError or HashingBusyError.
    """
    password_ok = check_current_password(user, current_password)
    if password_ok and new_password:
        with hashing_slot():
            changes["password"] = make_password(new_password)
    with verified(user, password_ok, token) as locked:
        save_changes(locked, changes)
        if new_password:
            locked.tokens.exclude(pk=token and token.pk).delete()
    return locked


def delete_verified_account(user: User, current_password: str) -> None:
    """Delete the user with all tasks and tokens, if that is the password.

    Raises WrongPasswordError, ThrottledError or HashingBusyError.
    """
    with verified(user, check_current_password(user, current_password)) as locked:
        locked.delete()


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete the user with all tasks and tokens."""
    lock_user(user).delete()


def check_current_password(user: User, password: str) -> bool:
    """Say whether that is the password; raises ThrottledError or HashingBusyError."""
    with hashing_slot():
        refuse_if_throttled(account_key(user.pk))
        close_old_connections()  # release the connection before hashing
        # The user's own check_password() could save a hash with new parameters.
        return check_password(password, user.password)


@contextmanager
def verified(user: User, password_ok: bool, token: Token | None = None) -> Iterator[User]:
    """Count the attempt, and lock the user until the commit if the password still is current.

    Raises WrongPasswordError, TokenRevokedError or ThrottledError.
    """
    key = account_key(user.pk)
    with transaction.atomic():
        locked = lock_user(user)
        if token and not Token.objects.filter(pk=token.pk).exists():
            raise TokenRevokedError
        refuse_if_throttled(key)
        if password_ok and locked.password == user.password:  # not replaced during the hash
            forget_failures(key)
            yield locked
            return
        if not password_ok:
            record_failure(key)
    raise WrongPasswordError  # only after the commit: the failure counts


def save_changes(user: User, changes: dict[str, str]) -> User:
    """Save nothing but what changes; return the user."""
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=changes)
    return user


def lock_user(user: User) -> User:
    """Return the user locked until the commit; User.DoesNotExist if it was deleted meanwhile.

    Without the lock a task could be added between the deletion of the tasks and that of the user,
    since it is Django, not the database, that cascades.
    """
    return User.objects.select_for_update().get(pk=user.pk)
