"""Accounts and tokens: registration, log-in, changes. Nothing here knows of HTTP.

Functions that take a `session` run in a transaction. Coroutines take `transact`, which runs such a
function in one (base.py): they hash passwords between two transactions, never during one, since
others need the connection meanwhile.
"""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from . import throttle
from .database import Transact, lock_writes
from .errors import TokenRevokedError, UsernameTakenError, WrongPasswordError
from .models import Token, User
from .passwords import DUMMY_HASH, hash_password, hashing_slot

Then = Callable[[Session, User], Any]  # such as tokens.issue_token


async def register(transact: Transact, username: str, email: str, password: str) -> User:
    """Return a new user. Raises UsernameTakenError or HashingBusyError."""
    user = User(username=username, email=email)
    with await hashing_slot():
        await user.set_password(password)
    return await transact(add_user, user)


def add_user(session: Session, user: User) -> User:
    """Add a user; UsernameTakenError if the database finds another of that name."""
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise UsernameTakenError from error
    return user


async def authenticate(transact: Transact, username: str, password: str, then: Then) -> Any | None:
    """Return what `then(session, user)` makes of the user, None if the password is wrong.

    `then` runs while the user is locked, so no change of password comes in between.
    Raises ThrottledError or HashingBusyError.
    """
    key = throttle.log_in_key(username)
    with await hashing_slot():
        user = await transact(find_user, key, username)
        # An unknown username costs a hash too: nobody can tell from the time that it is unknown.
        password_ok = await (user or User(password=DUMMY_HASH)).check_password(password)
    return await transact(finish_log_in, key, user if password_ok else None, then)


def find_user(session: Session, key: str, username: str) -> User | None:
    """Return the user who logs in, None if there is none; ThrottledError after ten failures."""
    throttle.refuse_if_throttled(session, key)
    if not re.fullmatch("[a-z0-9_-]{3,32}", username):
        return None  # PostgreSQL would refuse a zero byte
    return session.scalar(select(User).where(User.username == username))


def finish_log_in(session: Session, key: str, verified: User | None, then: Then) -> Any | None:
    """Call `then` if the password was right; if not, count the failure and return None."""
    throttle.lock(session, key)
    throttle.refuse_if_throttled(session, key)  # again: others may have failed meanwhile
    if verified is None:
        throttle.record_failure(session, key)
        return None
    user = session.get(User, verified.id, with_for_update=True)
    if user is None or user.password != verified.password:  # a change of password came first
        return None
    throttle.forget_failures(session, key)
    return then(session, user)


def lock_user(session: Session, user_id: int) -> User:
    """Return the user, locked; TokenRevokedError if the account was deleted."""
    lock_writes(session)
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise TokenRevokedError
    return user


def update_account(session: Session, user: User, email: str, time_zone: str | None = None) -> User:
    """Change the e-mail address, and the time zone if there is a new one; return the user."""
    current = lock_user(session, user.id)
    current.email = email
    current.time_zone = time_zone or current.time_zone
    return current


async def change_password(
    transact: Transact,
    token: Token,
    current_password: str,
    new_password: str | None = None,
    email: str | None = None,
) -> User:
    """Change the password, the e-mail address or both; return the user.

    Raises WrongPasswordError, ThrottledError, TokenRevokedError or HashingBusyError.
    """
    new_hash = None
    with await hashing_slot():
        password_ok = await check_current_password(transact, token, current_password)
        if password_ok and new_password is not None:
            new_hash = await hash_password(new_password)
    return await transact(finish_change, token, password_ok, new_hash, email)


async def check_current_password(transact: Transact, token: Token, password: str) -> bool:
    """Return whether this is the user's password; ThrottledError after ten wrong ones."""
    await transact(throttle.refuse_if_throttled, throttle.account_key(token.user_id))
    return await token.user.check_password(password)


def finish_change(
    session: Session, token: Token, password_ok: bool, new_hash: str | None, email: str | None
) -> User:
    """Change the user if the password was right; a new one ends the user's other tokens."""
    user = verify_current_password(session, token, password_ok)
    if email is not None:
        user.email = email
    if new_hash is not None:
        user.password = new_hash
        others = Token.user_id == user.id, Token.digest != token.digest
        session.execute(delete(Token).where(*others))
    return user


def verify_current_password(session: Session, token: Token, password_ok: bool) -> User:
    """Return the user, locked, if the password was right and still is the current one."""
    user = lock_user(session, token.user_id)
    if session.scalar(select(Token).where(Token.digest == token.digest)) is None:
        raise TokenRevokedError
    key = throttle.account_key(user.id)
    throttle.refuse_if_throttled(session, key)  # again: others may have failed meanwhile
    if not password_ok:
        throttle.record_failure(session, key)
        session.commit()  # now, since the error rolls back
    if not password_ok or user.password != token.user.password:
        raise WrongPasswordError
    throttle.forget_failures(session, key)
    return user


async def delete_verified_account(transact: Transact, token: Token, current_password: str) -> None:
    """Delete the user if the password is right; it raises what change_password raises."""
    with await hashing_slot():
        password_ok = await check_current_password(transact, token, current_password)
    await transact(finish_deletion, token, password_ok)


def finish_deletion(session: Session, token: Token, password_ok: bool) -> None:
    """Delete the user if the password was right."""
    delete_account(session, verify_current_password(session, token, password_ok))


def delete_account(session: Session, user: User) -> None:
    """Delete the user; the database deletes the user's tasks and tokens."""
    session.execute(delete(User).where(User.id == user.id))
