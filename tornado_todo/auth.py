"""Who is it, and may they: prepare(), which runs before every verb of an AuthenticatedHandler.

Tornado's own decorator redirects to a log-in page. What prepare() finds is self.current_user.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session
from tornado.options import options

from .base import BaseHandler
from .errors import ProblemError, unauthorized
from .models import Token, User, now

# Statements are built once, since to build one costs more than to run it. Rows are asked of the
# connection: the session would look for entities in them.
CALLER = (
    select(Token.digest, User.id, User.username, User.email, User.password, User.date_joined)
    .join(Token.user)
    .where(Token.digest == bindparam("digest"), Token.expiry_date > bindparam("now"))
)


@dataclass(frozen=True)
class Caller:
    """The user of a live session, and the digest of its token; `password` is the hash.

    Not the token's id: SQLite gives it to the next token when this one has ended.
    """

    token_digest: str
    user_id: int
    username: str
    email: str
    password: str
    date_joined: datetime


class AuthenticatedHandler(BaseHandler):
    """A handler that only the owner of a session may use, and of the account in the path."""

    async def prepare(self) -> None:
        """Answer 401 without a session, and 403 on an account that is not the caller's."""
        if self.request.method == "OPTIONS":
            return
        self.current_user = await self.transact(find_caller, self.bearer_token())
        if self.path_kwargs.get("username") not in (None, self.current_user.username):
            raise ProblemError(403, "This account is not yours.")
        await super().prepare()

    def bearer_token(self) -> str:
        """Return the token that was sent (RFC 6750 §2.1); 401 if there is none."""
        scheme, _, token = self.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise unauthorized("Send the token of a log-in.")
        return token.strip()


def find_caller(session: Session, token: str) -> Caller:
    """Return the user of a live session, in one statement; 401 if there is none."""
    values = {"digest": digest(token), "now": now()}
    row = session.connection().execute(CALLER, values).one_or_none()
    if row is None:
        raise unauthorized("The token is unknown or has expired.", invalid_token=True)
    return Caller(*row)


def find_user(session: Session, username: str) -> Row[int, str] | None:
    """Return the id and hash of a user; a name that cannot exist never reaches the database."""
    if not re.fullmatch("[a-z0-9_-]{3,32}", username):
        return None
    query = select(User.id, User.password).where(User.username == username)
    return session.execute(query).one_or_none()


def issue_token(session: Session, user_id: int) -> str:
    """Add a session of the user to the database session and return its token, 256 random bits."""
    token = secrets.token_urlsafe(32)
    expiry_date = now() + timedelta(seconds=options.token_ttl)
    session.add(Token(digest=digest(token), expiry_date=expiry_date, user_id=user_id))
    return token


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
