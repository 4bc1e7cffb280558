"""Bearer tokens (RFC 6750): find a valid one, or answer 401."""

import base64
import time
from urllib.parse import parse_qs

from .faults import fault
from .messages import Failure, Refusal, Request
from .records import Session


def find_session(request: Request) -> Session:
    """Return the valid bearer token of the request (RFC 6750 §2.1), or answer 401."""
    token = bearer_token(request)
    if fault("token-in-query-refused") and "access_token" in parse_qs(request.query):
        raise Refusal(400, "Send the token in the header only.")
    if not token:
        if request.wrong("no-token-403"):
            raise Refusal(403, "Log in and send the token.")
        blamed = request.wrong("challenge-always-blames-a-token")
        if fault("challenge-blames-other-schemes"):
            blamed = "Authorization" in request.headers
        raise no_session("Log in and send the token.", request, blamed)
    session = find_token(token, request)
    if session is None or is_over(session, request):
        if request.wrong("garbage-token-500") and token not in request.world.issued:
            raise Failure
        if request.wrong("expired-token-403") and session:
            raise Refusal(403, "The token has expired.")
        blamed = not request.wrong("challenge-never-blames-the-token")
        raise no_session("The token is unknown or has expired.", request, blamed)
    if request.wrong("use-prolongs-the-token"):
        session.end = time.monotonic() + request.world.token_ttl
    return session


def bearer_token(request: Request) -> str:
    """Return the bearer token of a request, or "" if there is none."""
    scheme, blank, token = request.headers.get("Authorization", "").partition(" ")
    if request.wrong("authorization-without-blank-500") and scheme and not blank:
        raise Failure
    if fault("authorization-beyond-ascii-500") and not (scheme + token).isascii():
        raise Failure
    if fault("bare-token-accepted") and not blank:
        return scheme
    if fault("token-in-cookie-accepted") and not scheme:
        cookies = request.headers.get("Cookie", "").split(";")
        values = [cookie.partition("=")[2].strip() for cookie in cookies]
        return next((value for value in values if value in request.world.sessions), "")
    right = (
        scheme == "Bearer" if request.wrong("scheme-case-matters") else scheme.lower() == "bearer"
    )
    if right or request.wrong("any-scheme-accepted"):
        return token.strip()
    if request.wrong("token-in-query-accepted"):
        query = parse_qs(request.query)
        return (query.get("access_token") or query.get("token") or [""])[0]
    return ""


def find_token(token: str, request: Request) -> Session | None:
    """Return a token, expired or not."""
    sessions = request.world.sessions
    if token in sessions:
        return sessions[token]
    if request.wrong("cut-token-accepted") and len(token) >= 32:
        return next((s for s in sessions.values() if s.token[:32] == token[:32]), None)
    if request.wrong("token-case-ignored"):
        return next((s for s in sessions.values() if s.token.lower() == token.lower()), None)
    if request.wrong("lengthened-token-accepted"):
        return next((s for s in sessions.values() if token.startswith(s.token)), None)
    if fault("last-bits-of-token-ignored"):
        return next((s for s in sessions.values() if bits(s.token) == bits(token)), None)
    owner = request.world.users.get(request.username)
    if request.wrong("garbage-token-accepted") and owner:
        return Session(token, owner, time.monotonic() + 1)
    return None


def bits(token: str) -> bytes:
    """Return the bytes that a token encodes; its last character has two bits to spare."""
    try:
        return base64.urlsafe_b64decode(token + "=")
    except ValueError:
        return token.encode()


def is_over(session: Session, request: Request) -> bool:
    """Return whether a token has expired."""
    if request.wrong("token-never-expires"):
        return False
    return session.end <= time.monotonic()


def no_session(detail: str, request: Request, invalid_token: bool) -> Refusal:
    """Return the 401 for a request without a valid token."""
    refusal = unauthorized(detail, invalid_token=invalid_token)
    if request.wrong("challenge-missing"):
        refusal.headers.clear()
    return refusal


def unauthorized(detail: str, *, invalid_token: bool = False) -> Refusal:
    """Return the 401 with its challenge (RFC 6750 §3)."""
    challenge = 'Bearer realm="todo"' + ', error="invalid_token"' * invalid_token
    return Refusal(401, detail, headers={"WWW-Authenticate": challenge})
