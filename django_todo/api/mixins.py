"""Authentication by bearer token (RFC 6750), authorization by the username in the path."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now

from todo.models import Token
from todo.tokens import hash_token

from .problems import Problem, unauthorized


class BearerRequiredMixin:
    """Require a live token, as Django's LoginRequiredMixin requires a session."""

    def authorize(self, request: HttpRequest, username: str | None = None, **kwargs: Any) -> None:
        """Set request.user and request.auth, the Token.

        Raises Problem: 401 without a live token, 403 on an account that is somebody else's.
        """
        request.auth = require_token(request)
        request.user = request.auth.user
        if username not in (None, request.user.username):
            raise Problem(403, "This account is not yours.")


def require_token(request: HttpRequest) -> Token:
    """Return the live token that the request carries, with its user; raises Problem: 401."""
    text = get_token(request)
    live = Token.objects.select_related("user").filter(expiry_date__gt=now(), user__is_active=True)
    token = live.filter(digest=hash_token(text)).first() if text else None
    if token is None:
        raise unauthorized("Send the token of a log-in that lasts.", invalid_token=bool(text))
    return token


def get_token(request: HttpRequest) -> str:
    """Return the text of the bearer token (RFC 6750 §2.1), "" if there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
