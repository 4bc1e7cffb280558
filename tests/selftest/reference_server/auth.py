"""Authentication by bearer tokens (RFC 6750), and authorization: 401 and 403."""

import base64
import operator
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs

from .decimals import parse_id
from .faults import chosen, fault
from .messages import Refusal, Request, fail, refuse
from .records import Session, User, now
from .throttle import refuse_if_throttled

# Operations that a faulty server offers below another user's account.
FOREIGN = {
    "foreign-account-shown": "read_account",
    "foreign-account-updated": "update_account",
    "foreign-list-shown": "list_tasks",
    "foreign-task-created": "create_task",
    "foreign-task-shown": "read_task",
    "foreign-task-replaced": "replace_task",
    "foreign-task-deleted": "delete_task",
}


def guard(request: Request) -> None:
    """Find the token of a request that needs one, and check that the path is the caller's."""
    owner = request.world.users.get(request.username)
    request.session = waive_token(request, owner) or find_session(request)
    if fault("throttle-stops-sessions"):
        refuse_if_throttled(request, request.session.user.username)
    if request.username not in ("", request.session.user.username):
        forbid(request, owner)


def waive_token(request: Request, owner: User | None) -> Session | None:
    """Return a token for a request without one, where a fault makes the operation public."""
    public = chosen({"list-needs-no-token": "list_tasks", "log-out-needs-no-token": "log_out"}, "")
    if "Authorization" in request.headers or request.operation != public:
        return None
    if public == "log_out":
        owner = User("", "", [], now())
    return Session("", owner, 0) if owner else None


def forbid(request: Request, owner: User | None) -> None:
    """Answer 403 for another user's account, the same whether or not it exists."""
    if owner and request.operation == chosen(FOREIGN, ""):
        request.session = replace(request.session, user=owner)
        return
    fail("nul-in-the-path-500", "\0" in request.username)
    if fault("forbidden-deletion-done") and request.operation == "delete_account" and owner:
        request.world.erase(owner)
    fail("foreign-account-404" if owner else "missing-account-404", status=404)
    if fault("missing-foreign-task-404") and request.id:
        task = request.world.tasks.get(parse_id(request.id))
        fail("missing-foreign-task-404", not task or task.owner is not owner, 404)
    said = " It exists." if fault("missing-account-said-so") and owner else ""
    refuse(403, "This account is not yours." + said)


def find_session(request: Request) -> Session:
    """Return the valid bearer token of the request (RFC 6750 §2.1), or answer 401."""
    fail("token-in-query-refused", "access_token" in parse_qs(request.query), 400)
    token = bearer_token(request)
    if not token:
        fail("no-token-403", status=403)
        blamed = fault("challenge-blames-other-schemes") and "Authorization" in request.headers
        raise unauthorized("Log in and send the token.", invalid_token=blamed)
    session = find_token(token, request)
    over = session and session.end <= time.monotonic() and not fault("token-never-expires")
    if session is None or over:
        fail("garbage-token-500", token not in request.world.issued)
        fail("expired-token-403", over, 403)
        raise unauthorized("The token is unknown or has expired.", invalid_token=True)
    if fault("use-prolongs-the-token"):
        session.end = time.monotonic() + request.world.token_ttl
    return session


def bearer_token(request: Request) -> str:
    """Return the bearer token of a request, or "" if there is none."""
    scheme, blank, token = request.header("Authorization").partition(" ")
    fail("authorization-without-blank-500", scheme and not blank)
    fail("authorization-beyond-ascii-500", not (scheme + token).isascii())
    right = scheme == "Bearer" if fault("scheme-case-matters") else scheme.lower() == "bearer"
    if right or fault("any-scheme-accepted"):
        return token.strip()
    if fault("bare-token-accepted") and not blank:
        return scheme
    if fault("token-in-cookie-accepted"):
        cookies = [part.partition("=")[2].strip() for part in request.header("Cookie").split(";")]
        return next((text for text in cookies if text in request.world.sessions), "")
    if fault("token-in-query-accepted"):
        query = parse_qs(request.query)
        return (query.get("access_token") or query.get("token") or [""])[0]
    return ""


def bits(token: str) -> bytes:
    """Return the bytes that a token encodes; its last character has two bits to spare."""
    try:
        return base64.urlsafe_b64decode(token + "=")
    except ValueError:
        return token.encode()


# How a faulty server compares the token that was sent with one that it issued.
COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "cut-token-accepted": lambda sent, known: len(sent) >= 32 and sent[:32] == known[:32],
    "lengthened-token-accepted": str.startswith,
    "token-case-ignored": lambda sent, known: sent.lower() == known.lower(),
    "last-bits-of-token-ignored": lambda sent, known: bits(sent) == bits(known),
}


def find_token(token: str, request: Request) -> Session | None:
    """Return a token, expired or not."""
    sessions, owner = request.world.sessions, request.world.users.get(request.username)
    if token in sessions:
        return sessions[token]
    if fault("garbage-token-accepted") and owner:
        return Session(token, owner, time.monotonic() + 1)
    same = chosen(COMPARISONS, operator.eq)
    return next((session for known, session in sessions.items() if same(token, known)), None)


def unauthorized(detail: str, *, invalid_token: bool = False) -> Refusal:
    """Return the 401 with its challenge (RFC 6750 §3)."""
    challenge = 'Bearer realm="todo"' + ', error="invalid_token"' * invalid_token
    return Refusal(401, detail, headers={"WWW-Authenticate": challenge})
