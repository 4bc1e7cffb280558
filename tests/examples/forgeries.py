"""Forged id_tokens, each wrong in one way."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hmac import digest

from joserfc import jwt
from joserfc.jwk import RSAKey

from .conftest import CLIENT
from .forger import KEY, Claims

OTHER_KEY = RSAKey.generate_key(2048, {"kid": str(KEY.kid)})


def sign(claims: Claims, key: RSAKey = KEY, **changes: object) -> str:
    """Return an id_token; a change to None removes a claim."""
    changed = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": key.kid}, changed, key)


def sign_otherwise(claims: Claims, algorithm: str, secret: bytes = b"") -> str:
    """Return an id_token with an algorithm that no provider uses; HS256 if there is a secret."""
    parts = ({"alg": algorithm, "kid": KEY.kid}, claims)
    text = ".".join(encode(json.dumps(part).encode()) for part in parts)
    return f"{text}.{encode(digest(secret, text.encode(), 'sha256')) if secret else ''}"


def encode(content: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


# What makes the forged id_token, and what the log says about it.
FORGERIES: dict[str, tuple[Callable[[Claims], str], str]] = {
    "another key": (lambda claims: sign(claims, OTHER_KEY), "bad_signature"),
    "no signature": (lambda claims: sign_otherwise(claims, "none"), "'none' is not allowed"),
    "the public key as secret": (
        lambda claims: sign_otherwise(claims, "HS256", KEY.as_pem(private=False)),
        "'HS256' is not allowed",
    ),
    "another nonce": (lambda claims: sign(claims, nonce="mine"), "invalid_claim: .*nonce"),
    "no nonce": (lambda claims: sign(claims, nonce=None), "missing_claim: .*nonce"),
    "another issuer": (lambda claims: sign(claims, iss="https://other"), "invalid_claim: .*iss"),
    "another audience": (lambda claims: sign(claims, aud="other"), "invalid_claim: .*aud"),
    "one more audience": (lambda claims: sign(claims, aud=[CLIENT, "o"]), "invalid_claim: .*aud"),
    "expired": (lambda claims: sign(claims, exp=int(time.time()) - 61), "expired_token"),
    "no expiry": (lambda claims: sign(claims, exp=None), "missing_claim: .*exp"),
    "no user": (lambda claims: sign(claims, sub=None), "missing_claim: .*sub"),
    "garbage": (lambda _: "garbage", "decode_error"),
}
