"""The caller's own account."""

from typing import Any

from .bodies import read_object
from .messages import Answer, Errors, Request
from .passwords import digest
from .records import User, now
from .schemas import UPDATE, judge, refuse_if
from .times import format_timestamp


def show(user: User, request: Request) -> dict[str, Any]:
    """Return an account as its owner sees it."""
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
    check_current_password(request, body, data, errors)
    if (wrong("refused-update-half-done") and "new_password" in errors) or (
        wrong("wrong-current-password-changes-email") and "current_password" in errors
    ):
        user.email = data.get("email", user.email)
    refuse_if(errors)
    change(user, data, request)
    return Answer(200, show(user, request))


def change(user: User, data: dict[str, Any], request: Request) -> None:
    """Write the new e-mail address and password, and end the sessions that a new one ends."""
    wrong, world = request.wrong, request.world
    if not wrong("email-update-lost"):
        user.email = data["email"]
    if wrong("date-joined-moves"):
        user.date_joined = now()
    if "new_password" not in data:
        if wrong("email-update-ends-sessions"):
            world.end_sessions(user, keep=request.session)
        return
    if not wrong("new-password-lost"):
        user.passwords.append(digest(data["new_password"], wrong))
    if not wrong("change-keeps-other-sessions"):
        world.end_sessions(user, keep=request.session)
    if wrong("change-ends-this-session"):
        world.sessions.pop(request.session.token, None)


def check_current_password(
    request: Request, body: dict[str, Any], data: dict[str, Any], errors: Errors
) -> None:
    """Note what is wrong with current_password: needed with a new one, and right where it is."""
    wrong, current = request.wrong, data.get("current_password")
    if "current_password" not in body:
        needed = "new_password" in body and not wrong("new-password-without-current")
        if needed or ("email" in body and wrong("email-update-needs-password")):
            errors["current_password"] = "Is needed."
    elif current is not None and not (
        (wrong("wrong-current-password-accepted") and "new_password" in body)
        or (wrong("lone-current-password-unchecked") and "new_password" not in body)
        or digest(current, wrong) == request.session.user.passwords[-1]
    ):
        new = wrong("wrong-current-password-blames-the-new") and "new_password" in body
        errors["new_password" if new else "current_password"] = "Is not the current password."
    if wrong("new-password-must-differ") and current and current == data.get("new_password"):
        errors["new_password"] = "Is the current password."


def delete_account(request: Request) -> Answer:
    """Delete the account with its tasks and sessions."""
    request.world.erase(request.session.user)
    return Answer(204)
