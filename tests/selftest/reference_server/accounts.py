"""The caller's own account."""

from typing import Any

from .bodies import read_object
from .current_password import judge_early, require, verify
from .messages import Answer, Request
from .passwords import digest
from .records import User, now
from .schemas import UPDATE, judge, refuse_if
from .times import format_timestamp


def show(user: User, request: Request) -> dict[str, Any]:
    """Return the account as its owner sees it."""
    account = {
        "username": user.username,
        "email": user.email,
        "date_joined": format_timestamp(user.date_joined, request.wrong),
    }
    if request.wrong("password-hash-shown"):
        account["password"] = user.passwords[-1]
    return account


def read_account(request: Request) -> Answer:
    """Show the account."""
    return Answer(200, show(request.session.user, request))


def update_account(request: Request) -> Answer:
    """Change the e-mail address or the password."""
    user, wrong = request.session.user, request.wrong
    body = read_object(request)
    if wrong("missing-email-keeps-the-old"):
        body.setdefault("email", user.email)
    data, errors = judge(UPDATE, body, wrong)
    judge_early(request, data, errors)
    if not (errors and wrong("missing-current-password-named-last")):
        require(request, body, errors)
    if wrong("refused-update-half-done") and "new_password" in errors:
        user.email = data.get("email", user.email)
    refuse_if(errors)
    verify(request, data)
    change(user, data, request)
    return Answer(200, show(user, request))


def change(user: User, data: dict[str, Any], request: Request) -> None:
    """Store the new e-mail address and password, and revoke other tokens on a new password."""
    wrong, world = request.wrong, request.world
    if not wrong("email-update-lost"):
        user.email = data["email"]
    if wrong("date-joined-moves"):
        user.date_joined = now()
    if "new_password" not in data:
        if wrong("email-update-ends-sessions"):
            world.end_sessions(user, keep=request.session)
        return
    if wrong("sessions-ended-too-early"):
        world.end_sessions(user, keep=request.session)
        world.give_way()
    elif not wrong("change-keeps-other-sessions"):
        world.end_sessions(user, keep=request.session)
    if not wrong("new-password-lost"):
        user.passwords.append(digest(data["new_password"], wrong))
    if wrong("change-ends-this-session"):
        world.sessions.pop(request.session.token, None)


def delete_account(request: Request) -> Answer:
    """Delete the account with its tasks and tokens."""
    request.world.erase(request.session.user)
    return Answer(204)
