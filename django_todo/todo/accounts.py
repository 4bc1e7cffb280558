"""What users do with their accounts. Registration is User.objects.create_user().

Log-in is django.contrib.auth.authenticate(), which asks backends.ThrottledBackend.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import close_old_connections, transaction
from django.utils.timezone import now

from .backends import lock_verified
from .exceptions import TokenRevokedError, WrongPasswordError
from .hashers import hashing_slot
from .models import Token, User
from .throttle import account_key, forget_failures, record_failure, refuse_if_throttled


@transaction.atomic
def issue_token(user: User) -> str | None:
    """Return a new token, 256 random bits, for a user who has just been authenticated.

    None if the password was changed in the meantime (LOGIN-10).
    """
    if not lock_verified(user):
        return None
    token = secrets.token_urlsafe(32)
    lifetime = timedelta(seconds=settings.TOKEN_TTL)
    user.tokens.create(digest=hash_token(token), expiry_date=now() + lifetime)
    return token


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


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
    with transaction.atomic():
        locked = count_attempt(user, password_ok, token)
        if locked:
            save_changes(locked, changes)
        if locked and new_password:
            locked.tokens.exclude(pk=token and token.pk).delete()
    if locked is None:
        raise WrongPasswordError  # only after the commit: the failure counts
    return locked


def delete_verified_account(user: User, current_password: str) -> None:
    """Delete the user with all tasks and tokens, if that is the password.

    Raises WrongPasswordError, ThrottledError or HashingBusyError.
    """
    password_ok = check_current_password(user, current_password)
    with transaction.atomic():
        locked = count_attempt(user, password_ok)
        if locked:
            locked.delete()
    if locked is None:
        raise WrongPasswordError  # only after the commit: the failure counts


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


def count_attempt(user: User, password_ok: bool, token: Token | None = None) -> User | None:
    """Count a wrong current password; return the user, locked, if the right one still is current.

    Raises TokenRevokedError or ThrottledError.
    """
    locked, key = lock_user(user), account_key(user.pk)
    if token and not Token.objects.filter(pk=token.pk).exists():
        raise TokenRevokedError
    refuse_if_throttled(key)
    if not password_ok:
        record_failure(key)
        return None
    if locked.password != user.password:  # replaced during the hash
        return None
    forget_failures(key)
    return locked


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
