"""Log-in and log-out."""

import base64
import json
import secrets
import time

from .bodies import check_media_type, read_object
from .faults import fault
from .messages import Answer, Refusal, Request
from .passwords import is_password
from .records import Session, User, now
from .schemas import CREDENTIALS, judge, load
from .throttle import forget_failures, record_failure, refuse_if_throttled
from .tokens import unauthorized


def log_in(request: Request) -> Answer:
    """Log in and receive a token."""
    judge_early(request)
    data = load(CREDENTIALS, request)
    username = data["username"]
    user = request.world.users.get(username)
    if user is None and request.wrong("deleted-account-logs-in"):
        user = request.world.deleted_users.get(username)
    if fault("log-in-by-email"):
        users = request.world.users.values()
        user = user or next((each for each in users if each.email == username), None)
    right = user is not None and is_password(data["password"], user, request)
    if not (right and request.wrong("right-password-breaks-the-throttle")):
        refuse_if_throttled(request, username)
    give_way_early(user, request)
    if user is None or not right:
        record_failure(request, username)
        raise refusal(user, request)
    give_way_late(username, request)
    forget_failures(request, username)
    if request.wrong("log-in-forgets-wrong-current-passwords"):
        request.world.guesses.pop(user, None)
    if request.wrong("log-in-ends-other-sessions"):
        request.world.end_sessions(user)
    if fault("date-joined-moves-at-log-in"):
        user.date_joined = now()
    return welcome(open_session(user, request), request)


def judge_early(request: Request) -> None:
    """With a fault, answer a malformed log-in like a failed one, or count it."""
    if fault("missing-log-in-member-401") and CREDENTIALS.required - read_object(request).keys():
        raise refusal(None, request)
    if fault("malformed-log-ins-count"):
        data, errors = judge(CREDENTIALS, read_object(request), request.wrong)
        if errors and "username" in data:
            record_failure(request, data["username"])


def give_way_early(user: User | None, request: Request) -> None:
    """With a fault, let other requests run before a failure is counted, or refuse them."""
    unknown = user is None and request.wrong("unknown-names-counted-late")
    if unknown or request.wrong("failures-counted-late"):
        request.world.give_way()
    if request.wrong("parallel-log-ins-503"):
        with request.world.alone(Refusal(503, "Another log-in is in progress.")):
            pass


def give_way_late(username: str, request: Request) -> None:
    """With a fault, let other requests run before a successful log-in is recorded."""
    if request.wrong("log-ins-under-way-count"):
        record_failure(request, username)
        request.world.give_way()
    if request.wrong("log-in-outlives-the-change"):
        request.world.give_way()


def welcome(session: Session, request: Request) -> Answer:
    """Return the answer with a new token."""
    kind = "bearer" if request.wrong("token-type-in-lower-case") else "Bearer"
    content = {
        "token": session.token,
        "token_type": kind,
        "expires_in": request.world.token_ttl,
    }
    if request.wrong("log-in-without-expires-in"):
        del content["expires_in"]
    cookie = {"Set-Cookie": f"session={session.token}; HttpOnly"}
    return Answer(200, content, cookie if request.wrong("log-in-sets-cookie") else {})


def refusal(user: User | None, request: Request) -> Refusal:
    """Return the 401 of a log-in, the same for an unknown username and a wrong password."""
    if user is None and request.wrong("unknown-user-404"):
        return Refusal(404, "There is no such account.")
    said = " It is the username." if request.wrong("unknown-user-said-so") and not user else ""
    blamed = request.wrong("challenge-always-blames-a-token")
    refused = unauthorized("The username or the password is wrong." + said, invalid_token=blamed)
    if user is None and request.wrong("unknown-user-without-challenge"):
        refused.headers.clear()
    return refused


def open_session(user: User, request: Request) -> Session:
    """Create a token for the user."""
    world = request.world
    session = Session(new_token(user, request), user, time.monotonic() + world.token_ttl)
    world.sessions[session.token] = session
    world.issued.add(session.token)
    if fault("three-tokens-at-most"):
        for old in [each for each in world.sessions.values() if each.user is user][:-3]:
            del world.sessions[old.token]
    return session


def new_token(user: User, request: Request) -> str:
    """Return a random token of 256 bits."""
    if request.wrong("token-too-short"):
        return secrets.token_urlsafe(12)
    if request.wrong("token-counts-up"):
        return f"{len(request.world.issued):043}"
    if request.wrong("token-tells-the-username"):
        claims = {"sub": user.username, "jti": secrets.token_hex(16)}
        parts = [json.dumps(part).encode() for part in ({"alg": "HS256"}, claims)]
        texts = [base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts]
        return ".".join([*texts, secrets.token_urlsafe(32)])
    if request.wrong("one-token-a-user"):
        user.token = user.token or secrets.token_urlsafe(32)
        return user.token
    return secrets.token_urlsafe(32)


def log_out(request: Request) -> Answer:
    """Revoke the token."""
    if request.wrong("log-out-needs-json"):
        check_media_type(request)
    if request.wrong("log-out-ends-all-sessions"):
        request.world.end_sessions(request.session.user)
    elif not request.wrong("log-out-keeps-the-session"):
        request.world.sessions.pop(request.session.token, None)
    return Answer(204)
