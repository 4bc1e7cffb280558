"""Authentication and authorization: a security policy, which Pyramid asks before the view runs.

It delegates to one for the API or one for the pages. Both look a token up in the same table.
"""

from typing import Any

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.config import Configurator
from pyramid.request import Request, RequestLocalCache
from sqlalchemy import delete, select

from .models import Token, User, hash_token, now
from .routing import is_page

Headers = list[tuple[str, str]]


def includeme(config: Configurator) -> None:
    """Set the security policy."""
    config.set_security_policy(SecurityPolicy())


class BearerSecurityPolicy:
    """Authenticate by bearer token; authorize by the access control list of the context."""

    def __init__(self) -> None:
        self.acl = ACLHelper()
        self.identity_cache = RequestLocalCache(self.load_identity)

    def load_identity(self, request: Request) -> User | None:
        """Return the user of the token, in one statement."""
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

    def remember(self, request: Request, userid: str, **kwargs: Any) -> Headers:
        """Return no headers: the client keeps its token itself."""
        return []

    def forget(self, request: Request, **kwargs: Any) -> Headers:
        """Return no headers: deleting its row revokes a token."""
        return []


class SessionSecurityPolicy(BearerSecurityPolicy):
    """Authenticate by the token in the session.

    Deleting its row ends the session on every copy of the cookie. No method returns headers: the
    session sets its own cookie.
    """

    def remember(self, request: Request, userid: str, **kwargs: Any) -> Headers:
        """Begin a session of the user, and end the one before."""
        self.forget(request)
        user = request.dbsession.scalars(select(User).where(User.username == userid)).one()
        request.session["token"] = user.issue_token(request.registry.settings["token_ttl"])
        return []

    def forget(self, request: Request, **kwargs: Any) -> Headers:
        """End the session."""
        if digest := token_digest(request):
            # By its digest: SQLite gives the id of a deleted token to the next one.
            request.dbsession.execute(delete(Token).where(Token.digest == digest))
        request.session.invalidate()
        return []


class SecurityPolicy:
    """Ask the policy for the path: no cookie opens the API, and no bearer token opens a page."""

    def __init__(self) -> None:
        self.api, self.pages = BearerSecurityPolicy(), SessionSecurityPolicy()

    def choose(self, request: Request) -> BearerSecurityPolicy:
        """Return the policy for the path of the request."""
        return self.pages if is_page(request) else self.api

    def identity(self, request: Request) -> User | None:
        """Return the user of the request."""
        return self.choose(request).identity(request)

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the name of the user."""
        return self.choose(request).authenticated_userid(request)

    def permits(self, request: Request, context: object, permission: str) -> Any:
        """Return whether the user may do that, as an object that says why."""
        return self.choose(request).permits(request, context, permission)

    def remember(self, request: Request, userid: str, **kwargs: Any) -> Headers:
        """Begin a session, on pages."""
        return self.choose(request).remember(request, userid, **kwargs)

    def forget(self, request: Request, **kwargs: Any) -> Headers:
        """End the session, on pages."""
        return self.choose(request).forget(request, **kwargs)


def token_digest(request: Request) -> str | None:
    """Return the digest of the token: in the session, or a bearer token (RFC 6750 §2.1)."""
    if is_page(request):
        token = request.session.get("token")
    else:
        sent = request.authorization
        token = sent.params.strip() if sent and sent.authtype.lower() == "bearer" else ""
    return hash_token(token) if token else None
