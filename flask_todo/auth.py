"""Who is it, and may they: the guard that runs before every view that is not public.

Flask has no opinion on users. The guard puts the caller into g.user, as its tutorial does: a row.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from sqlalchemy import Row, bindparam, select

from .database import db
from .errors import BearerChallenge
from .models import Token, User, now

View = TypeVar("View", bound=Callable[..., Any])

# Statements are built once, since to build one costs more than to run it; and what is only read is
# asked of the connection, whose rows need not become objects.
CALLER = (
    # Not the token's id, which SQLite gives to the next one when this one has ended.
    select(*User.__table__.columns, Token.digest.label("token_digest"))
    .join(Token.user)
    .where(Token.digest == bindparam("digest"), Token.expiry_date > bindparam("now"))
)


def init_app(app: Flask) -> None:
    """Guard every view of the application."""
    app.url_value_preprocessor(pull_username)
    app.before_request(guard)


def public(view: View) -> View:
    """Let anyone use the view."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def pull_username(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Move the account that the path names from the view's arguments to g."""
    g.username = values.pop("username", None) if values else None


def guard() -> None:
    """Answer 401 without a session, and 403 on an account that is not the caller's."""
    if request.endpoint is None or request.method == "OPTIONS":
        return
    if getattr(current_app.view_functions[request.endpoint], "is_public", False):
        return
    g.user = find_caller()
    if g.username not in (None, g.user.username):
        abort(403, "This account is not yours.")


def find_caller() -> Row[*tuple[Any, ...]]:
    """Return the user of the bearer token (RFC 6750 §2.1) and `token_digest`; 401 without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise BearerChallenge("Send the token of a log-in.")
    values = {"digest": digest(token.strip()), "now": now()}
    user = db.session.connection().execute(CALLER, values).one_or_none()
    if user is None:
        raise BearerChallenge("The token is unknown or has expired.", invalid_token=True)
    return user


def issue_token(user: User) -> str:
    """Add a session of the user to the database session and return its token, 256 random bits."""
    token = secrets.token_urlsafe(32)
    lifetime = timedelta(seconds=current_app.config["TOKEN_TTL"])
    db.session.add(Token(digest=digest(token), expiry_date=now() + lifetime, user_id=user.id))
    return token


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
