"""Accounts and sessions: registration, log-in and log-out, and the caller's own account.

A verb talks HTTP, on the loop; the function named after the operation does the work, in a thread.
"""

from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from tornado.options import options

from . import auth, schemas
from .base import BaseHandler
from .database import lock_writes
from .errors import ProblemError, unauthorized
from .inputs import judge
from .models import Token, User
from .passwords import DUMMY_HASH, hash_password, hashing_slot, verify_password
from .throttle import (
    account_key,
    forget_failures,
    lock,
    log_in_key,
    record_failure,
    refuse_if_throttled,
)


class AccountListHandler(BaseHandler):
    """All accounts."""

    SUPPORTED_METHODS = ("POST", "OPTIONS")

    async def post(self) -> None:
        """Register an account."""
        data = self.load_body(schemas.Registration)
        with await hashing_slot():
            data.password = await hash_password(data.password)
        account = await self.transact(register, data)
        self.set_status(201)
        self.set_header("Location", self.reverse_url("account", account["username"]))
        self.write_json(account)


def register(session: Session, data: schemas.Registration) -> dict[str, Any]:
    """Return the new account; 409 if the name is taken, which asking first could miss."""
    user = User(**data.model_dump())
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise ProblemError(409, "The username is taken.") from error
    return schemas.Account.dump(user)


class LoginHandler(BaseHandler):
    """The beginning of a session."""

    SUPPORTED_METHODS = ("POST", "OPTIONS")

    async def post(self) -> None:
        """Log in and receive a token."""
        data = self.load_body(schemas.Credentials)
        key = log_in_key(data.username)
        with await hashing_slot():
            user = await self.transact(find_user, key, data.username)
            stored = user.password if user else DUMMY_HASH
            password_ok = await verify_password(stored, data.password)
        token = await self.transact(log_in, key, user if password_ok else None)
        if token is None:  # raised in the thread, it would roll back the failure that was recorded
            raise unauthorized("The username or the password is wrong.")
        self.write_json({"token": token, "token_type": "Bearer", "expires_in": options.token_ttl})


def find_user(session: Session, key: str, username: str) -> Row[int, str] | None:
    """Return the id and hash of the user who logs in, None if there is none; 429 if throttled."""
    refuse_if_throttled(session, key)
    return auth.find_user(session, username)


def log_in(session: Session, key: str, verified: Row[int, str] | None) -> str | None:
    """Return the token of the user whose password was right; None, and count it, if none was."""
    lock(session, key)  # and look again, since others have counted meanwhile
    refuse_if_throttled(session, key)
    if verified is None:
        record_failure(session, key)
        return None
    user = session.get(User, verified.id, with_for_update=True)
    if user is None or user.password != verified.password:  # a change of password came first
        return None
    forget_failures(session, key)
    return auth.issue_token(session, user.id)


class LogoutHandler(auth.AuthenticatedHandler):
    """The end of a session."""

    SUPPORTED_METHODS = ("POST", "OPTIONS")

    async def post(self) -> None:
        """End the session of the token."""
        await self.transact(log_out, self.current_user)
        self.set_status(204)


def log_out(session: Session, caller: auth.Caller) -> None:
    """Delete the token of the caller's session."""
    session.execute(delete(Token).where(Token.digest == caller.token_digest))


class AccountHandler(auth.AuthenticatedHandler):
    """The caller's account."""

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")

    async def get(self, username: str) -> None:
        """Show the account."""
        self.write_json(schemas.Account.dump(self.current_user))

    async def put(self, username: str) -> None:
        """Change the e-mail address or the password."""
        data = self.load_update()
        password_ok, values = None, {"email": data.email}
        if "current_password" in data.model_fields_set:
            password_ok = await self.verify_current_password(data, values)
        account = await self.transact(update_account, self.current_user, values, password_ok)
        if account is None:  # raised in the thread, it would roll back the count
            wrong = {"pointer": "#/current_password", "detail": "Is not the current password."}
            raise ProblemError(422, "Some members of the body are wrong.", errors=[wrong])
        self.write_json(account)

    def load_update(self) -> schemas.AccountUpdate:
        """Return the body; with a new password it is another schema that tells what is needed."""
        document = self.load_document()
        changes = isinstance(document, dict) and "new_password" in document
        return judge(schemas.PasswordChange if changes else schemas.AccountUpdate, document)

    async def verify_current_password(
        self, data: schemas.AccountUpdate, values: dict[str, str]
    ) -> bool:
        """Say whether the current password is right, and add the hash of the new one; 429."""
        caller: auth.Caller = self.current_user
        with await hashing_slot():
            await self.transact(refuse_if_throttled, account_key(caller.user_id))
            password_ok = await verify_password(caller.password, data.current_password)
            if password_ok and isinstance(data, schemas.PasswordChange):
                values["password"] = await hash_password(data.new_password)
        return password_ok

    async def delete(self, username: str) -> None:
        """Delete the account with its tasks and sessions."""
        await self.transact(delete_account, self.current_user)
        self.set_status(204)


def update_account(
    session: Session, caller: auth.Caller, values: dict[str, str], password_ok: bool | None
) -> dict[str, Any] | None:
    """Return the changed account, None if the password is wrong; it is None where none was sent."""
    lock_writes(session)
    user = session.get_one(User, caller.user_id, with_for_update=True)
    if password_ok is not None and not settle(session, caller, user, password_ok):
        return None
    for name, value in values.items():
        setattr(user, name, value)
    if "password" in values:
        others = Token.user_id == caller.user_id, Token.digest != caller.token_digest
        session.execute(delete(Token).where(*others))
    return schemas.Account.dump(user)


def settle(session: Session, caller: auth.Caller, user: User, password_ok: bool) -> bool:
    """Count a wrong current password; say whether it was right, and still is the current one.

    Raises ProblemError: 429 after ten wrong ones, 401 if the token has ended meanwhile.
    """
    if session.scalar(select(Token).where(Token.digest == caller.token_digest)) is None:
        raise unauthorized("The token has ended.", invalid_token=True)
    key, is_current = account_key(user.id), user.password == caller.password
    refuse_if_throttled(session, key)
    if not password_ok:
        record_failure(session, key)
    elif is_current:
        forget_failures(session, key)
    return password_ok and is_current


def delete_account(session: Session, caller: auth.Caller) -> None:
    """Delete the user; the database deletes what is theirs."""
    session.execute(delete(User).where(User.id == caller.user_id))
