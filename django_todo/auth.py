"""Who is it: password hashes, and a back end and a middleware for tokens.

The pair is modelled on Django's own for REMOTE_USER; the admin keeps its sessions beside it.
https://docs.djangoproject.com/en/5.2/howto/auth-remote-user/
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now

from .models import Token, User
from .routing import is_api


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


class TokenBackend(BaseBackend):
    """Find the user of a token; what a user may do is said by Django's ModelBackend."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return the user of a live session, which stays at hand as request.token."""
        live = Token.objects.filter(expiry_date__gt=now(), user__is_active=True)
        request.token = live.select_related("user").filter(digest=digest(token)).first()
        return request.token and request.token.user


class TokenMiddleware(MiddlewareMixin):
    """Let nothing but a token say who calls the API."""

    def process_request(self, request: HttpRequest) -> None:
        """Put the bearer of the token, once somebody asks, in the place of the session's user."""
        if is_api(request):
            request.user = SimpleLazyObject(lambda: get_user(request))


def get_user(request: HttpRequest) -> User | AnonymousUser:
    """Return the user whose token the request carries."""
    token = get_token(request)
    return (token and authenticate(request, token=token)) or AnonymousUser()


def get_token(request: HttpRequest) -> str:
    """Return the bearer token that the request carries (RFC 6750 §2.1), "" if there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def issue_token(user: User) -> str:
    """Begin a session of the user and return its token, 256 random bits."""
    token = secrets.token_urlsafe(32)
    lifetime = timedelta(seconds=settings.TOKEN_TTL)
    user.tokens.create(digest=digest(token), expiry_date=now() + lifetime)
    return token


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
