"""Registration, and the caller's own account."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from .bodies import read_object, sent_time
from .faults import altered, fault
from .messages import Answer, Request, fail, refuse
from .passwords import digest
from .records import User, now
from .schemas import REGISTRATION, judge, load, refuse_if
from .times import format_timestamp

# How a faulty server changes the moment of a registration.
JOINED: Mapping[str, Callable[[datetime, Request], datetime]] = {
    "date-joined-of-today": lambda moment, _: moment.replace(
        hour=0, minute=0, second=0, microsecond=0
    ),
    "date-joined-in-local-time": lambda moment, _: moment + timedelta(hours=2),
    "date-joined-from-registration": lambda moment, r: sent_time("date_joined", r, moment),
}


def show(user: User) -> dict[str, Any]:
    """Return the account as its owner sees it."""
    joined = now() if fault("date-joined-of-the-answer") else user.date_joined
    account = {
        "username": user.username,
        "email": user.email,
        "date_joined": format_timestamp(joined),
    }
    return account | ({"password": user.passwords[-1]} if fault("password-hash-shown") else {})


def register(request: Request) -> Answer:
    """Register an account."""
    if fault("refused-registration-takes-the-name"):
        data, errors = judge(REGISTRATION, read_object(request))
        if errors and data.get("username", "") not in ("", *request.world.users):
            request.world.admit(User(data["username"], "", [""], now()))
    data = load(REGISTRATION, request)
    refuse_if_taken(request, data)
    joined = altered(now(), JOINED, request)
    user = User(data["username"], data["email"], [digest(data["password"])], joined)
    old = request.world.users.get(user.username)
    if old and fault("taken-username-overwritten"):
        old.email, old.passwords, user = user.email, user.passwords, old
    request.world.admit(user)
    return Answer(201, show(user), {"Location": request.link(user.username)})


def refuse_if_taken(request: Request, data: dict[str, Any]) -> None:
    """Answer 409 if the username is taken."""
    users, name = request.world.users, data["username"]
    if fault("password-like-the-username-refused") and name in data["password"]:
        refuse_if({"password": "Is too much like the username."})
    if name in users and not fault("taken-username-overwritten"):
        fail("taken-username-500")
        if fault("taken-username-422"):
            refuse_if({"username": "Is taken."})
        refuse(409, "The username is taken.")
    fail("deleted-username-stays-taken", name in request.world.deleted_users, 409)
    request.world.race("two-winners-of-a-name")
    request.world.race("losers-of-a-name-500")
    fail("losers-of-a-name-500", name in users)
    fail("email-unique", data["email"] in [user.email for user in users.values()], 409)


def read_account(request: Request) -> Answer:
    """Show the account."""
    return Answer(200, show(request.session.user))


def delete_account(request: Request) -> Answer:
    """Delete the account with its tasks and tokens."""
    user = request.session.user
    fail("account-with-tasks-500", request.world.tasks_of(user))
    request.world.erase(user)
    return Answer(204)
