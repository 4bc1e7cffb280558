"""current_password in an update: required with a new password, and verified last."""

from typing import Any

from .auth import find_session
from .faults import fault
from .messages import Errors, Request, fail
from .passwords import digest
from .schemas import refuse_if
from .throttle import forget_guesses, record_guess, refuse_if_guessed

NOT_CURRENT = "Is not the current password."


def judge_early(request: Request, data: dict[str, Any], errors: Errors) -> None:
    """With a fault, verify current_password too early, with or before the other members."""
    if fault("every-update-throttled"):
        refuse_if_guessed(request)
    outlive_session(request)
    if "current_password" not in data:
        return
    if fault("current-password-429-first"):
        refuse_if_guessed(request)
    if fault("current-password-judged-first"):
        verify(request, data)
    if fault("unverified-current-passwords-count") and errors:
        record_guess(request)
    together = fault("current-password-judged-with-the-others") and errors
    if together and not is_right(request, data):
        errors["current_password"] = NOT_CURRENT
    same = data["current_password"] == data.get("new_password")
    if fault("new-password-must-differ") and same:
        errors["new_password"] = "Is the current password."


def outlive_session(request: Request) -> None:
    """With a fault, go on even if the token is revoked during the request."""
    world, issued = request.world, len(request.world.issued)
    world.race("ended-session-blames-the-password")
    world.race("ended-session-taken-for-a-new-one")
    if fault("ended-session-taken-for-a-new-one") and len(world.issued) == issued:
        find_session(request)


def require(body: dict[str, Any], errors: Errors) -> None:
    """Add an error if current_password is missing next to new_password."""
    needed = "new_password" in body and not fault("new-password-without-current")
    needed = needed or ("email" in body and fault("email-update-needs-password"))
    if needed and "current_password" not in body:
        errors["current_password"] = "Is needed."


def is_right(request: Request, data: dict[str, Any]) -> bool:
    """Return whether current_password is the caller's."""
    return (
        (fault("wrong-current-password-accepted") and "new_password" in data)
        or (fault("lone-current-password-unchecked") and "new_password" not in data)
        or (fault("empty-current-password-accepted") and not data["current_password"])
        or digest(data["current_password"]) == request.session.user.passwords[-1]
    )


def verify(request: Request, data: dict[str, Any]) -> None:
    """Answer 422 for a wrong current_password, and 429 after ten wrong ones."""
    if "current_password" not in data:
        return
    right = is_right(request, data)
    if not (right and fault("right-current-password-breaks-the-throttle")):
        refuse_if_guessed(request)
    request.world.race("current-passwords-counted-late")
    if not right:
        record_guess(request)
        blame(request, data)
    forget_guesses(request)
    request.world.race("two-winners-of-a-password")
    request.world.race("losers-of-a-password-409")
    fail("losers-of-a-password-409", not is_right(request, data), 409)


def blame(request: Request, data: dict[str, Any]) -> None:
    """Answer 422 for a wrong current_password."""
    user = request.session.user
    if fault("wrong-current-password-changes-email"):
        user.email = data["email"]
    if fault("wrong-current-password-ends-sessions"):
        request.world.end_sessions(user, keep=request.session)
    new = fault("wrong-current-password-blames-the-new") and "new_password" in data
    refuse_if({"new_password" if new else "current_password": NOT_CURRENT})
