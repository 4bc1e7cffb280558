"""Authentication by bearer token, and authorization.

Tornado's `@authenticated` redirects GET and HEAD to a log-in page, and answers 403 to the rest.
"""

from .. import tokens
from ..models import Token
from .base import APIHandler
from .problems import ProblemError, unauthorized


class AuthenticatedHandler(APIHandler):
    """A handler that needs a token and, below an account, the token of its owner."""

    token: Token  # of the request; its user is self.current_user

    async def prepare(self) -> None:
        """Answer 401 without a valid token, and 403 on another user's account."""
        if self.request.method == "OPTIONS":
            return
        token = await self.transact(tokens.find_token, self.bearer_token())
        if token is None:
            raise unauthorized("The token is unknown or has expired.", invalid_token=True)
        self.token, self.current_user = token, token.user
        if self.path_kwargs.get("username") not in (None, self.current_user.username):
            raise ProblemError(403, "This account is not yours.")
        await super().prepare()

    def bearer_token(self) -> str:
        """Return the token that was sent (RFC 6750 §2.1); 401 if there is none."""
        scheme, _, token = self.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise unauthorized("Send the token of a log-in.")
        return token.strip()
