"""The rules for accounts: registration, log-in, change of password. No HTTP here.

The caller commits, except where a failure has to be recorded.
"""

import re

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from . import throttle
from .database import db, lock_writes
from .models import Token, User
from .passwords import DUMMY_HASH, hasher, hashing_slot, verify_password
from .rules import USERNAME


class UsernameTakenError(Exception):
    """Another account has this username."""


class WrongPasswordError(Exception):
    """The current password is wrong."""


class TokenRevokedError(Exception):
    """The token was revoked during the request."""


def register(username: str, email: str, password: str) -> User:
    """Add an account to the session; raise UsernameTakenError."""
    user = User(username=username, email=email)
    with hashing_slot():
        user.set_password(password)
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:  # checking first would let two parallel registrations pass
        raise UsernameTakenError from error
    return user


def authenticate(username: str, password: str) -> User | None:
    """Return the user of a log-in, locked until the commit; None if name or password is wrong.

    Raises ThrottledError after ten failures.
    """
    key = throttle.log_in_key(username)
    with hashing_slot():
        throttle.refuse_if_throttled(key)
        user = find_user(username)
        db.session.close()  # release the connection before hashing
        password_ok = verify_password(user.password if user else DUMMY_HASH, password)
    throttle.lock(key)  # and check again: parallel log-ins may have failed meanwhile
    throttle.refuse_if_throttled(key)
    if user is None or not password_ok:
        throttle.record_failure(key)
        db.session.commit()
        return None
    locked = lock_user(user.id)
    if locked is None or locked.password != user.password:  # changed since it was verified
        return None
    throttle.forget_failures(key)
    return locked


def find_user(username: str) -> User | None:
    """Return the user of that name; do not query for a name that cannot exist."""
    if not re.match(USERNAME, username):
        return None
    return db.session.scalar(select(User).where(User.username == username))


def lock_user(user_id: int) -> User | None:
    """Return the user, locked until the commit; None if the account was deleted."""
    return db.session.get(User, user_id, with_for_update=True)


def change_password(token: Token, current_password: str, new_password: str | None) -> User:
    """Verify the current password, set the new one if any, and return the locked user.

    A new password revokes all other tokens of the user. Raises WrongPasswordError, which counts
    as a failure unless the password was changed meanwhile; ThrottledError after ten failures;
    TokenRevokedError.
    """
    user, key = token.user, throttle.account_key(token.user_id)
    with hashing_slot():
        throttle.refuse_if_throttled(key)
        db.session.close()
        password_ok = user.check_password(current_password)
        new_hash = hasher.hash(new_password) if password_ok and new_password else None
    lock_writes()
    locked = lock_user(user.id)
    # Compare digests: SQLite gives the id of a deleted token to the next one.
    if not db.session.scalar(select(Token.id).where(Token.digest == token.digest)) or not locked:
        raise TokenRevokedError
    throttle.refuse_if_throttled(key)
    if not password_ok:
        throttle.record_failure(key)
        db.session.commit()
    if not password_ok or locked.password != user.password:
        raise WrongPasswordError
    throttle.forget_failures(key)
    if new_hash:
        locked.password = new_hash
        others = delete(Token).where(Token.user_id == user.id, Token.digest != token.digest)
        db.session.execute(others)
    return locked
