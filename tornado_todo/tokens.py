"""Tokens: issued at log-in, looked up at each request, revoked at log-out.

They are named by their digest: SQLite gives the id of a deleted token to the next one.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload
from tornado.options import options

from .models import Token, User, now


def issue_token(session: Session, user: User) -> str:
    """Add a token of the user, and return its text: 256 random bits."""
    text = secrets.token_urlsafe(32)
    expiry_date = now() + timedelta(seconds=options.token_ttl)
    session.add(Token(digest=hash_token(text), expiry_date=expiry_date, user_id=user.id))
    return text


def replace_token(session: Session, user: User, old: Token | None) -> str:
    """Add a token of the user in place of the old one, if there is one; return its text."""
    if old:
        revoke_token(session, old)
    return issue_token(session, user)


def find_token(session: Session, text: str) -> Token | None:
    """Return the token with its user; None if it is unknown or has expired."""
    query = select(Token).options(joinedload(Token.user, innerjoin=True))
    return session.scalar(query.where(Token.digest == hash_token(text), Token.expiry_date > now()))


def find_digests(session: Session, user_id: int) -> set[str]:
    """Return the digests of the user's valid tokens."""
    query = select(Token.digest).where(Token.user_id == user_id, Token.expiry_date > now())
    return {*session.scalars(query)}


def revoke_token(session: Session, token: Token) -> None:
    """Delete the token."""
    session.execute(delete(Token).where(Token.digest == token.digest))


def hash_token(text: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
