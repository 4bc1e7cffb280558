"""Registration: a new account, or 409."""

from datetime import timedelta
from typing import Any

from .accounts import show
from .bodies import read_object, sent_time
from .faults import fault
from .messages import Answer, Failure, Refusal, Request
from .passwords import digest
from .records import User, midnight, now
from .schemas import REGISTRATION, judge, load, refuse_if


def register(request: Request) -> Answer:
    """Register an account."""
    reserve_early(request)
    data = load(REGISTRATION, request)
    refuse_if_taken(request, data)
    password = digest(data["password"])
    user = User(data["username"], data["email"], [password], now())
    if request.wrong("date-joined-of-today"):
        user.date_joined = midnight(user.date_joined)
    if fault("date-joined-in-local-time"):
        user.date_joined += timedelta(hours=2)
    if fault("date-joined-from-registration"):
        user.date_joined = sent_time("date_joined", request) or user.date_joined
    old = request.world.users.get(user.username)
    if request.wrong("taken-username-overwritten") and old:
        old.email, old.passwords, user = user.email, user.passwords, old
    request.world.admit(user)
    headers = {"Location": request.location(user.username)}
    if request.wrong("register-without-location"):
        headers = {}
    return Answer(200 if request.wrong("register-200") else 201, show(user, request), headers)


def reserve_early(request: Request) -> None:
    """With a fault, take the username before the other members are judged."""
    if fault("refused-registration-takes-the-name"):
        data, errors = judge(REGISTRATION, read_object(request), request.wrong)
        if errors and data.get("username") and data["username"] not in request.world.users:
            request.world.admit(User(data["username"], "", [], now()))


def refuse_if_taken(request: Request, data: dict[str, Any]) -> None:
    """Answer 409 if the username is taken."""
    users, wrong, name = request.world.users, request.wrong, data["username"]
    if fault("password-like-the-username-refused") and name in data["password"]:
        refuse_if({"password": "Is too much like the username."})
    if fault("taken-username-422") and name in users:
        refuse_if({"username": "Is taken."})
    if name in users and not wrong("taken-username-overwritten"):
        raise Failure if wrong("taken-username-500") else Refusal(409, "The username is taken.")
    if wrong("deleted-username-stays-taken") and name in request.world.deleted_users:
        raise Refusal(409, "The username is taken.")
    if wrong("two-winners-of-a-name"):
        request.world.give_way()
    if wrong("losers-of-a-name-500"):
        request.world.give_way()
        if name in users:
            raise Failure
    if wrong("email-unique") and any(u.email == data["email"] for u in users.values()):
        raise Refusal(409, "The e-mail address is taken.")
