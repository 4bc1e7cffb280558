"""Accounts and sessions: registration, log-in and log-out, and the caller's own account.

A verb talks HTTP, on the loop; the function named after the operation does the work, in a thread.
"""

from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from tornado.options import options

from . import auth, schemas
from .base import BaseHandler
from .errors import ProblemError, unauthorized
from .inputs import judge
from .models import Token, User
from .throttle import forget_failures, record_failure, refuse_if_throttled


class AccountListHandler(BaseHandler):
    """All accounts."""

    SUPPORTED_METHODS = ("POST", "OPTIONS")

    async def post(self) -> None:
        """Register an account."""
        account = await self.transact(register, self.load_body(schemas.Registration))
        self.set_status(201)
        self.set_header("Location", self.reverse_url("account", account["username"]))
        self.write_json(account)


def register(session: Session, data: schemas.Registration) -> dict[str, Any]:
    """Return the new account; 409 if the name is taken, which asking first could miss."""
    user = User(**data.model_dump() | {"password": auth.hash_password(data.password)})
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
        token = await self.transact(log_in, self.load_body(schemas.Credentials))
        if token is None:  # raised in the thread, it would roll back the failure that was recorded
            raise unauthorized("The username or the password is wrong.")
        self.write_json({"token": token, "token_type": "Bearer", "expires_in": options.token_ttl})


def log_in(session: Session, data: schemas.Credentials) -> str | None:
    """Return the token of a new session, None if the username or the password is wrong."""
    refuse_if_throttled(session, data.username)
    user = auth.find_user(session, data.username)
    session.rollback()  # the hash takes its time: hold neither a transaction nor a connection
    right = auth.verify_password(user.password if user else auth.NOBODYS_PASSWORD, data.password)
    if user is None or not right:
        record_failure(session, data.username)
        return None
    forget_failures(session, data.username)
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
    session.execute(delete(Token).where(Token.id == caller.token_id))


class AccountHandler(auth.AuthenticatedHandler):
    """The caller's account."""

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")

    async def get(self, username: str) -> None:
        """Show the account."""
        self.write_json(schemas.Account.dump(self.current_user))

    async def put(self, username: str) -> None:
        """Change the e-mail address or the password."""
        document = self.load_document()
        self.write_json(await self.transact(update_account, self.current_user, document))

    async def delete(self, username: str) -> None:
        """Delete the account with its tasks and sessions."""
        await self.transact(delete_account, self.current_user)
        self.set_status(204)


def update_account(session: Session, caller: auth.Caller, document: object) -> dict[str, Any]:
    """Return the changed account; the body is judged here since that may compute a hash."""
    changes = isinstance(document, dict) and "new_password" in document
    schema = schemas.PasswordChange if changes else schemas.AccountUpdate
    data = judge(schema, document, context=caller.password)
    values = {"email": data.email}
    if isinstance(data, schemas.PasswordChange):
        values["password"] = auth.hash_password(data.new_password)
    change = update(User).where(User.id == caller.user_id).values(values).returning(User)
    user = session.scalars(change).one()
    if "password" in values:
        others = Token.user_id == caller.user_id, Token.id != caller.token_id
        session.execute(delete(Token).where(*others))
    return schemas.Account.dump(user)


def delete_account(session: Session, caller: auth.Caller) -> None:
    """Delete the user; the database deletes what is theirs."""
    session.execute(delete(User).where(User.id == caller.user_id))
