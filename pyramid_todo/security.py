"""Who is it, and may they: a security policy, asked before every view that is not public.

The policy puts the session of the bearer token into request.identity, whose user is the caller.
"""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.config import Configurator
from pyramid.request import Request, RequestLocalCache
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from .models import Token, User, now

USE = "use"  # the one permission

# Built once, as those of tasks are: building a statement costs more than executing it.
LIVE_TOKEN = (
    select(Token)
    .options(joinedload(Token.user, innerjoin=True))
    .where(Token.digest == bindparam("digest"), Token.expiry_date > bindparam("now"))
)


def includeme(config: Configurator) -> None:
    """Guard every view that does not say NO_PERMISSION_REQUIRED."""
    config.set_security_policy(BearerSecurityPolicy())
    config.set_default_permission(USE)


class BearerSecurityPolicy:
    """Identify by bearer token, permit by the context's access control list."""

    def __init__(self) -> None:
        self.acl = ACLHelper()
        self.identities = RequestLocalCache(find_token)

    def identity(self, request: Request) -> Token | None:
        """Return the session of the request, looked up once."""
        return self.identities.get_or_create(request)

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the name of the caller."""
        token = self.identity(request)
        return token.user.username if token else None

    def permits(self, request: Request, context: object, permission: str) -> Any:
        """Return whether the context's list allows the caller, as an object that says why."""
        username = self.authenticated_userid(request)
        known = [Authenticated, principal(username)] if username else []
        return self.acl.permits(context, [Everyone, *known], permission)

    def remember(self, request: Request, userid: str, **kwargs: Any) -> list[tuple[str, str]]:
        """Return no headers: the client keeps its token by itself."""
        return []

    def forget(self, request: Request, **kwargs: Any) -> list[tuple[str, str]]:
        """Return no headers: a session ends when its row is deleted."""
        return []


def principal(username: str) -> str:
    """Return what the access control lists call the user of that name."""
    return f"user:{username}"


def bearer_token(request: Request) -> str:
    """Return the bearer token that was sent (RFC 6750 §2.1), empty if none was."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def find_token(request: Request) -> Token | None:
    """Return the live session of the bearer token, with its user."""
    token = bearer_token(request)
    if not token:
        return None
    return request.dbsession.scalar(LIVE_TOKEN, {"digest": digest(token), "now": now()})


def issue_token(request: Request, user: User) -> str:
    """Add a session of the user to the database session and return its token, 256 random bits."""
    token = secrets.token_urlsafe(32)
    expiry_date = now() + timedelta(seconds=request.registry.settings["token_ttl"])
    request.dbsession.add(Token(digest=digest(token), expiry_date=expiry_date, user_id=user.id))
    return token


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
