"""Who is it: the tokens of the API; the admin keeps its sessions beside them."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.timezone import now

from .models import User

# In SQL, since every request asks it, and through the ORM it costs more than three times as much.
BEARER = """
    SELECT users.* FROM users JOIN tokens ON tokens.user_id = users.id
    WHERE tokens.digest = %s AND tokens.expiry_date > %s AND users.is_active
"""


def get_token(request: HttpRequest) -> str:
    """Return the bearer token that the request carries (RFC 6750 §2.1), "" if there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def find_user(token: str) -> User | None:
    """Return the user whose token it is, None if it has expired or never was."""
    moment = connection.ops.adapt_datetimefield_value(now())
    return next(iter(User.objects.raw(BEARER, [digest(token), moment])), None)


def issue_token(user: User) -> str:
    """Begin a session of the user and return its token, 256 random bits."""
    token = secrets.token_urlsafe(32)
    lifetime = timedelta(seconds=settings.TOKEN_TTL)
    user.tokens.create(digest=digest(token), expiry_date=now() + lifetime)
    return token


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
