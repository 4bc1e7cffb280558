"""Bearer tokens: the API's clients carry them, the table holds their digests."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from .backends import lock_verified
from .models import User


@transaction.atomic
def issue_token(user: User) -> str | None:
    """Return a new token, 256 random bits, for a user who has just been authenticated.

    None if the password was changed in the meantime (LOGIN-10).
    """
    if not lock_verified(user):
        return None
    token = secrets.token_urlsafe(32)
    lifetime = timedelta(seconds=settings.TOKEN_TTL)
    user.tokens.create(digest=hash_token(token), expiry_date=now() + lifetime)
    return token


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
