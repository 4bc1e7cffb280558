"""The rules for accounts: registration, log-in, change of password. No HTTP here.

The session is one of `get_tm_session`. Its transaction manager commits, and aborts if a function
raises an exception; an exception is caught before that only where its docstring asks for it.
"""

import re

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from . import throttle
from .models import Token, User, lock_writes, restart_transaction
from .passwords import DUMMY_HASH, hasher, hashing_slot
from .rules import USERNAME


class UsernameTakenError(Exception):
    """Another account has this username."""


class WrongPasswordError(Exception):
    """The current password is wrong. Catch it and commit: the failure is to be counted."""


class TokenRevokedError(Exception):
    """The token was revoked, or its account deleted, during the call."""


def register(dbsession: Session, username: str, email: str, password: str) -> User:
    """Add a user; raise UsernameTakenError, in a new transaction."""
    user = User(username=username, email=email)
    restart_transaction(dbsession)
    with hashing_slot():
        user.set_password(password)
    dbsession.add(user)
    try:
        dbsession.flush()
    except IntegrityError as error:  # checking first would let two parallel registrations pass
        restart_transaction(dbsession)
        raise UsernameTakenError from error
    return user


def authenticate(dbsession: Session, window: int, username: str, password: str) -> User | None:
    """Return the user of a log-in, locked until the commit; None if name or password is wrong.

    Raises ThrottledError after ten failures within the window.
    """
    key = throttle.log_in_key(username)
    restart_transaction(dbsession)
    with hashing_slot():
        throttle.refuse_if_throttled(dbsession, key, window)
        user = find_user(dbsession, username) or User(password=DUMMY_HASH)
        restart_transaction(dbsession)
        password_ok = user.check_password(password)
    throttle.lock(dbsession, key)  # and check again: parallel log-ins may have failed meanwhile
    throttle.refuse_if_throttled(dbsession, key, window)
    if user.id is None or not password_ok:
        throttle.record_failure(dbsession, key)
        return None
    locked = dbsession.get(User, user.id, with_for_update=True)
    if locked is None or locked.password != user.password:  # changed since it was verified
        return None
    throttle.forget_failures(dbsession, key)
    return locked


def find_user(dbsession: Session, username: str) -> User | None:
    """Return the user of that name; do not query for a name that cannot exist."""
    if not re.match(USERNAME, username):
        return None
    return dbsession.scalar(select(User).where(User.username == username))


def change_password(
    dbsession: Session, window: int, user: User, digest: str | None, current: str, new: str | None
) -> User:
    """Verify the current password, set the new one if any, and return the locked user.

    A new password revokes all tokens of the user but that of `digest`. Raises WrongPasswordError,
    which counts as a failure unless the password was changed meanwhile; ThrottledError after ten
    failures within the window; TokenRevokedError. `user` is detached.
    """
    key = throttle.account_key(user.id)
    restart_transaction(dbsession)
    with hashing_slot():
        throttle.refuse_if_throttled(dbsession, key, window)
        restart_transaction(dbsession)
        password_ok = user.check_password(current)
        new_hash = hasher.hash(new) if password_ok and new else None
    lock_writes(dbsession)
    locked = dbsession.get(User, user.id, with_for_update=True)
    # By digest, not by id: SQLite gives the id of a deleted token to the next one.
    if not dbsession.scalar(select(Token.id).where(Token.digest == digest)) or not locked:
        raise TokenRevokedError
    throttle.refuse_if_throttled(dbsession, key, window)
    if not password_ok:
        throttle.record_failure(dbsession, key)
    if not password_ok or locked.password != user.password:
        raise WrongPasswordError
    throttle.forget_failures(dbsession, key)
    if new_hash:
        locked.password = new_hash
        dbsession.execute(locked.tokens.delete().where(Token.digest != digest))
    return locked
