"""What users do with their accounts. Registration is User.objects.create_user().

Log-in is django.contrib.auth.authenticate(), which asks backends.ThrottledBackend.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.hashers import check_password
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
def change_email(user: User, email: str) -> User:
    """Change the e-mail address; return the user as it now is."""
    user = lock_user(user)
    user.email = email
    user.save()
    return user


def change_password(
    token: Token, email: str, current_password: str, new_password: str | None
) -> User:
    """Change the e-mail address and, if there is a new one, the password; return the user.

    A new password revokes all other tokens. Raises WrongPasswordError, ThrottledError,
    TokenRevokedError or HashingBusyError.
    """
    user, verified_hash = token.user, token.user.password
    with hashing_slot():
        refuse_if_throttled(account_key(user.pk))
        close_old_connections()  # release the connection before hashing
        # The user's own check_password() could save a hash with new parameters.
        password_ok = check_password(current_password, verified_hash)
        if password_ok and new_password:
            user.set_password(new_password)
    with transaction.atomic():
        hash_is_current = lock_user(user).password == verified_hash
        password_ok = count_attempt(token, password_ok, hash_is_current)
        if password_ok:
            user.email = email
            user.save(update_fields=["email", "password"])
        if password_ok and new_password:
            user.tokens.exclude(pk=token.pk).delete()
    if not password_ok:
        raise WrongPasswordError  # only after the commit: the failure counts
    return user


def count_attempt(token: Token, password_ok: bool, hash_is_current: bool) -> bool:
    """Count a wrong current password; return whether the right one is still the current one.

    The user is locked. Raises TokenRevokedError or ThrottledError.
    """
    if not Token.objects.filter(pk=token.pk).exists():
        raise TokenRevokedError
    key = account_key(token.user_id)
    refuse_if_throttled(key)
    if not password_ok:
        record_failure(key)
    elif hash_is_current:
        forget_failures(key)
    return password_ok and hash_is_current


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete the user with all tasks and tokens."""
    lock_user(user).delete()


def lock_user(user: User) -> User:
    """Return the user locked until the commit; User.DoesNotExist if it was deleted meanwhile.

    Without the lock a task could be added between the deletion of the tasks and that of the user,
    since it is Django, not the database, that cascades.
    """
    return User.objects.select_for_update().get(pk=user.pk)
