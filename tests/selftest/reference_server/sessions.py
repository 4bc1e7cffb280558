"""Log-in and log-out."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping

from .auth import unauthorized
from .bodies import check_media_type, read_object
from .faults import chosen, fault
from .messages import Answer, Refusal, Request
from .passwords import digest
from .records import Session, User, now
from .schemas import CREDENTIALS, judge, load
from .throttle import forget_failures, record_failure, refuse_if_throttled

BUSY: Mapping[str, Callable[[], Refusal | None]] = {
    "parallel-log-ins-503": lambda: Refusal(503, "Another log-in is in progress.")
}


def log_in(request: Request) -> Answer:
    """Log in and receive a token."""
    judge_early(request)
    data = load(CREDENTIALS, request)
    world, username = request.world, data["username"]
    user = find_user(request, username)
    known = user.passwords[chosen({"old-password-works-on": 0}, -1) :] if user else []
    right = digest(data["password"]) in known
    if not (right and fault("right-password-breaks-the-throttle")):
        refuse_if_throttled(request, username)
    world.race("unknown-names-counted-late", user is None)
    world.race("failures-counted-late")
    with world.alone(BUSY):
        pass
    if user is None or not right:
        record_failure(request, username)
        raise refusal(user)
    if fault("log-ins-under-way-count"):
        record_failure(request, username)
    world.race("log-ins-under-way-count")
    world.race("log-in-outlives-the-change")
    forget_failures(request, username)
    return welcome(user, request)


def judge_early(request: Request) -> None:
    """With a fault, answer a malformed log-in like a failed one, or count it."""
    if fault("missing-log-in-member-401") and CREDENTIALS.required.keys() - read_object(request):
        raise refusal(None)
    if fault("malformed-log-ins-count"):
        data, errors = judge(CREDENTIALS, read_object(request))
        if errors and "username" in data:
            record_failure(request, data["username"])


def find_user(request: Request, username: str) -> User | None:
    """Return the user of this name."""
    users = request.world.users
    user = users.get(username)
    if fault("deleted-account-logs-in") and username in request.world.deleted_users:
        return user or request.world.deleted_users[username][0]
    if fault("log-in-by-email"):
        return user or next((each for each in users.values() if each.email == username), None)
    return user


def refusal(user: User | None) -> Refusal:
    """Return the 401 of a log-in, the same for an unknown username and a wrong password."""
    if user is None and fault("unknown-user-404"):
        return Refusal(404, "There is no such account.")
    said = " It is the username." if fault("unknown-user-said-so") and not user else ""
    refused = unauthorized("The username or the password is wrong." + said)
    if user is None and fault("unknown-user-without-challenge"):
        refused.headers.clear()
    return refused


def welcome(user: User, request: Request) -> Answer:
    """Open a session and answer with its token."""
    world = request.world
    if fault("log-in-forgets-wrong-current-passwords"):
        world.guesses.pop(user, None)
    if fault("log-in-ends-other-sessions"):
        world.end_sessions(user)
    if fault("date-joined-moves-at-log-in"):
        user.date_joined = now()
    token = chosen(TOKENS, random_token)(user, len(world.issued))
    world.sessions[token] = Session(token, user, time.monotonic() + world.token_ttl)
    world.issued.add(token)
    if fault("three-tokens-at-most"):
        for session in world.sessions_of(user)[:-3]:
            del world.sessions[session.token]
    content = {"token": token, "token_type": "Bearer", "expires_in": world.token_ttl}
    return Answer(200, content)


def random_token(user: User, number: int) -> str:
    """Return 256 random bits."""
    return secrets.token_urlsafe(32)


def telling_token(user: User, number: int) -> str:
    """Return a JWT whose payload names the user."""
    parts = [{"alg": "HS256"}, {"sub": user.username, "jti": number}]
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join([*[text.rstrip("=") for text in texts], secrets.token_urlsafe(32)])


def the_only_token(user: User, number: int) -> str:
    """Return the same token for a user every time."""
    return hashlib.sha256(f"{user.username} {user.date_joined}".encode()).hexdigest()


# What a faulty server issues in place of a random token of 256 bits.
TOKENS: Mapping[str, Callable[[User, int], str]] = {
    "token-too-short": lambda *_: secrets.token_urlsafe(12),
    "token-counts-up": lambda _, number: f"{number:043}",
    "token-tells-the-username": telling_token,
    "one-token-a-user": the_only_token,
}


def log_out(request: Request) -> Answer:
    """Revoke the token."""
    if fault("log-out-needs-json"):
        check_media_type(request)
    if fault("log-out-ends-all-sessions"):
        request.world.end_sessions(request.session.user)
    elif not fault("log-out-keeps-the-session"):
        request.world.sessions.pop(request.session.token, None)
    return Answer(204)
