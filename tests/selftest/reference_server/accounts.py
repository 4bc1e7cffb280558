"""The caller's own account."""

from typing import Any

from .bodies import read_object, sent_time
from .current_password import judge_early, require, verify
from .faults import fault
from .messages import Answer, Errors, Failure, Refusal, Request
from .passwords import digest
from .records import User, now
from .schemas import UPDATE, judge, refuse_if
from .times import format_timestamp

READ_ONLY = ("username", "date_joined")


def show(user: User, request: Request) -> dict[str, Any]:
    """Return the account as its owner sees it."""
    if fault("date-joined-of-the-answer"):
        user.date_joined = now()
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
    if request.method == "PATCH":  # a fault offers it
        body.setdefault("email", user.email)
    ignore_empty_password(body)
    data, errors = judge(UPDATE, body, wrong)
    judge_early(request, data, errors)
    refuse_read_only(user, body, errors)
    if not (errors and wrong("missing-current-password-named-last")):
        require(request, body, errors)
    if wrong("refused-update-half-done") and "new_password" in errors:
        user.email = data.get("email", user.email)
    refuse_if(errors)
    verify(request, data)
    change(user, data, request)
    take_read_only(user, body, request)
    shown = show(user, request)
    if fault("update-echoes-read-only-members"):
        shown |= {name: body[name] for name in READ_ONLY if name in body}
    return Answer(200, shown)


def ignore_empty_password(body: dict[str, Any]) -> None:
    """With a fault, take a new_password without content for an absent one."""
    if fault("null-new-password-ignored") and body.get("new_password", "") is None:
        del body["new_password"]
    if fault("empty-new-password-ignored") and body.get("new_password") == "":
        del body["new_password"]


def refuse_read_only(user: User, body: dict[str, Any], errors: Errors) -> None:
    """With a fault, refuse a username that is not the account's."""
    other = body.get("username", user.username) != user.username
    if other and fault("other-username-refused-in-update"):
        errors["username"] = "Is not the username of this account."


def take_read_only(user: User, body: dict[str, Any], request: Request) -> None:
    """With a fault, store read-only members that were sent."""
    if fault("date-joined-from-update"):
        user.date_joined = sent_time("date_joined", request) or user.date_joined
    name, users = body.get("username"), request.world.users
    if fault("username-from-update") and isinstance(name, str) and name and name not in users:
        users[name] = users.pop(user.username)
        user.username = name


def change(user: User, data: dict[str, Any], request: Request) -> None:
    """Store the new e-mail address and password, and revoke other tokens on a new password."""
    wrong, world = request.wrong, request.world
    if fault("own-email-409") and data["email"] == user.email:
        raise Refusal(409, "The e-mail address is taken.")
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
    elif not (wrong("change-keeps-other-sessions") or is_overlooked(user, data)):
        world.end_sessions(user, keep=request.session)
    replace_password(user, data["new_password"])
    if wrong("change-ends-this-session"):
        world.sessions.pop(request.session.token, None)


def replace_password(user: User, password: str) -> None:
    """Store a new password."""
    if not fault("new-password-lost"):
        user.passwords.append(digest(password))
    if fault("date-joined-moves-with-the-password"):
        user.date_joined = now()


def is_overlooked(user: User, data: dict[str, Any]) -> bool:
    """Return whether a fault takes a new password that equals the old one for no change."""
    same = digest(data["new_password"]) == user.passwords[-1]
    return fault("change-to-the-same-keeps-sessions") and same


def delete_account(request: Request) -> Answer:
    """Delete the account with its tasks and tokens."""
    if fault("account-with-tasks-500") and request.world.tasks_of(request.session.user):
        raise Failure
    request.world.erase(request.session.user)
    return Answer(204)
