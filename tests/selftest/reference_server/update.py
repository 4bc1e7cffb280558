"""The update of an account: the e-mail address and the password."""

from typing import Any

from .accounts import show
from .bodies import echoed, read_object, sent_time
from .current_password import judge_early, require, verify
from .faults import fault
from .messages import Answer, Request, fail
from .passwords import digest
from .records import User, now
from .schemas import UPDATE, judge, refuse_if


def update_account(request: Request) -> Answer:
    """Change the e-mail address or the password."""
    user, body = request.session.user, read_object(request)
    misread(user, body, request)
    data, errors = judge(UPDATE, body)
    judge_early(request, data, errors)
    other = body.get("username", user.username) != user.username
    if fault("other-username-refused-in-update") and other:
        errors["username"] = "Is not the username of this account."
    if not (errors and fault("missing-current-password-named-last")):
        require(body, errors)
    if fault("refused-update-half-done") and "new_password" in errors:
        user.email = data.get("email", user.email)
    refuse_if(errors)
    verify(request, data)
    change(user, data, request)
    take_read_only(user, body, request)
    echo = echoed("update-echoes-read-only-members", body, "username", "date_joined")
    return Answer(200, show(user) | echo)


def misread(user: User, body: dict[str, Any], request: Request) -> None:
    """With a fault, add the e-mail address, or drop a new_password without content."""
    if request.method == "PATCH" or fault("missing-email-keeps-the-old"):
        body.setdefault("email", user.email)
    if fault("null-new-password-ignored") and body.get("new_password", "") is None:
        del body["new_password"]
    if fault("empty-new-password-ignored") and body.get("new_password") == "":
        del body["new_password"]


def change(user: User, data: dict[str, Any], request: Request) -> None:
    """Store the new e-mail address and password, and revoke other tokens on a new password."""
    fail("own-email-409", data["email"] == user.email, 409)
    if not fault("email-update-lost"):
        user.email = data["email"]
    if fault("date-joined-moves"):
        user.date_joined = now()
    if "new_password" in data:
        change_password(user, digest(data["new_password"]), request)
    elif fault("email-update-ends-sessions"):
        request.world.end_sessions(user, keep=request.session)


def change_password(user: User, new: str, request: Request) -> None:
    """Store the digest of a new password, and revoke other tokens."""
    same = new == user.passwords[-1] and fault("change-to-the-same-keeps-sessions")
    if not (same or fault("change-keeps-other-sessions")):
        request.world.end_sessions(user, keep=request.session)
    request.world.race("sessions-ended-too-early")
    if not fault("new-password-lost"):
        user.passwords.append(new)
    if fault("date-joined-moves-with-the-password"):
        user.date_joined = now()
    if fault("change-ends-this-session"):
        request.world.sessions.pop(request.session.token, None)


def take_read_only(user: User, body: dict[str, Any], request: Request) -> None:
    """With a fault, store read-only members that were sent."""
    if fault("date-joined-from-update"):
        user.date_joined = sent_time("date_joined", request, user.date_joined)
    name, users = body.get("username"), request.world.users
    if fault("username-from-update") and isinstance(name, str) and name and name not in users:
        users[name] = users.pop(user.username)
        user.username = name
