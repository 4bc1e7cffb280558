"""Who is it: password hashes and tokens; the admin keeps its sessions beside them."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.http import HttpRequest
from django.utils.timezone import now

from .models import User

# In SQL, since every request asks it, and through the ORM it costs more than three times as much.
BEARER = """
    SELECT users.* FROM users JOIN tokens ON tokens.user_id = users.id
    WHERE tokens.digest = %s AND tokens.expiry_date > %s AND users.is_active
"""


class Argon2Hasher(Argon2PasswordHasher):
    """Django's argon2id with the parameters of the contract; any text may be tried."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the hash of a password; only one that nobody can have holds surrogates."""
        return super().encode(password.encode(errors="replace").decode(), salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Say whether the hash was made from this password."""
        return super().verify(password.encode("utf-8", "surrogatepass"), encoded)


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
