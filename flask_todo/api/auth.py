"""Authentication by bearer token, and authorization, before every view of the API.

g.user is the caller, as in Flask's tutorial, and g.token the token that the request carries.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, g, request

from flask_todo.models import Token

from .problems import BearerChallenge


def init_blueprint(bp: Blueprint) -> None:
    """Guard every view of the blueprint."""
    bp.url_value_preprocessor(pull_username)
    bp.before_request(require_token)


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let anyone use the view."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def pull_username(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Move the username of the path from the view's arguments to g."""
    g.username = values.pop("username", None) if values else None


def require_token() -> None:
    """Answer 401 without a valid token (RFC 6750 §2.1), and 403 for another user's account."""
    view = current_app.view_functions[request.endpoint or ""]
    if getattr(view, "is_public", False) or request.method == "OPTIONS":
        return
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise BearerChallenge("Send the token of a log-in.")
    token = Token.find(authorization.token)
    if token is None:
        raise BearerChallenge("The token is unknown or has expired.", invalid_token=True)
    g.token, g.user = token, token.user
    if g.username not in (None, g.user.username):
        abort(403, "This account is not yours.")
