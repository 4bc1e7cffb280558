"""Authentication and authorization: a security policy, which Pyramid asks before the view runs."""

from typing import Any

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.config import Configurator
from pyramid.request import Request, RequestLocalCache
from sqlalchemy import select

from .models import Token, User, hash_token, now


def includeme(config: Configurator) -> None:
    """Set the security policy."""
    config.set_security_policy(BearerSecurityPolicy())


class BearerSecurityPolicy:
    """Authenticate by bearer token; authorize by the access control list of the context."""

    def __init__(self) -> None:
        self.acl = ACLHelper()
        self.identity_cache = RequestLocalCache(self.load_identity)

    def load_identity(self, request: Request) -> User | None:
        """Return the user of the bearer token, in one statement."""
        digest = token_digest(request)
        if digest is None:
            return None
        query = select(User).join(User.tokens).where(Token.digest == digest)
        return request.dbsession.scalar(query.where(Token.expiry_date > now()))

    def identity(self, request: Request) -> User | None:
        """Return the user of the request, loaded once."""
        return self.identity_cache.get_or_create(request)

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the name of the user."""
        user = self.identity(request)
        return user.username if user else None

    def permits(self, request: Request, context: object, permission: str) -> Any:
        """Return whether the context's list allows the user, as an object that says why."""
        username = self.authenticated_userid(request)
        known = [Authenticated, f"user:{username}"] if username else []
        return self.acl.permits(context, [Everyone, *known], permission)

    def remember(self, request: Request, userid: str, **kwargs: Any) -> list[tuple[str, str]]:
        """Return no headers: the client keeps its token itself."""
        return []

    def forget(self, request: Request, **kwargs: Any) -> list[tuple[str, str]]:
        """Return no headers: deleting its row revokes a token."""
        return []


def token_digest(request: Request) -> str | None:
    """Return the digest of the bearer token that was sent (RFC 6750 §2.1), or None."""
    sent = request.authorization
    token = sent.params.strip() if sent and sent.authtype.lower() == "bearer" else ""
    return hash_token(token) if token else None
