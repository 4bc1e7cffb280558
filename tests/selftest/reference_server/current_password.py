"""current_password in an update: required with a new password, and verified last."""

from typing import Any

from .faults import fault
from .guesses import forget_guesses, record_guess, refuse_if_guessed
from .messages import Errors, Refusal, Request
from .passwords import digest
from .schemas import refuse_if
from .tokens import find_session

NOT_CURRENT = "Is not the current password."


def require(request: Request, body: dict[str, Any], errors: Errors) -> None:
    """Add an error if current_password is missing next to new_password."""
    wrong = request.wrong
    needed = "new_password" in body and not wrong("new-password-without-current")
    needed = needed or ("email" in body and wrong("email-update-needs-password"))
    if needed and "current_password" not in body:
        errors["current_password"] = "Is needed."


def is_right(request: Request, data: dict[str, Any]) -> bool:
    """Return whether current_password is the caller's."""
    wrong = request.wrong
    return (
        (wrong("wrong-current-password-accepted") and "new_password" in data)
        or (wrong("lone-current-password-unchecked") and "new_password" not in data)
        or (fault("empty-current-password-accepted") and not data["current_password"])
        or digest(data["current_password"]) == request.session.user.passwords[-1]
    )


def judge_early(request: Request, data: dict[str, Any], errors: Errors) -> None:
    """With a fault, verify current_password too early, with or before the other members."""
    wrong = request.wrong
    if wrong("every-update-throttled"):
        refuse_if_guessed(request)
    outlive_session(request)
    if "current_password" not in data:
        return
    if wrong("current-password-429-first"):
        refuse_if_guessed(request)
    if wrong("current-password-judged-first"):
        verify(request, data)
    if wrong("unverified-current-passwords-count") and errors:
        record_guess(request)
    together = wrong("current-password-judged-with-the-others") and errors
    if together and not is_right(request, data):
        errors["current_password"] = NOT_CURRENT
    same = data["current_password"] == data.get("new_password")
    if wrong("new-password-must-differ") and same:
        errors["new_password"] = "Is the current password."


def outlive_session(request: Request) -> None:
    """With a fault, go on even if the token is revoked during the request."""
    world, issued = request.world, len(request.world.issued)
    if request.wrong("ended-session-blames-the-password"):
        world.give_way()
    if request.wrong("ended-session-taken-for-a-new-one"):
        world.give_way()
        if len(world.issued) == issued:
            find_session(request)


def verify(request: Request, data: dict[str, Any]) -> None:
    """Answer 422 for a wrong current_password, and 429 after ten wrong ones."""
    if "current_password" not in data:
        return
    wrong, right = request.wrong, is_right(request, data)
    if not (right and wrong("right-current-password-breaks-the-throttle")):
        refuse_if_guessed(request)
    if wrong("current-passwords-counted-late"):
        request.world.give_way()
    if not right:
        record_guess(request)
        blame(request, data)
    forget_guesses(request)
    if wrong("two-winners-of-a-password") or wrong("losers-of-a-password-409"):
        request.world.give_way()
    if wrong("losers-of-a-password-409") and not is_right(request, data):
        raise Refusal(409, "Another request has changed the password.")


def blame(request: Request, data: dict[str, Any]) -> None:
    """Answer 422 for a wrong current_password."""
    if request.wrong("wrong-current-password-changes-email"):
        request.session.user.email = data["email"]
    if fault("wrong-current-password-ends-sessions"):
        request.world.end_sessions(request.session.user, keep=request.session)
    new = request.wrong("wrong-current-password-blames-the-new") and "new_password" in data
    refuse_if({"new_password" if new else "current_password": NOT_CURRENT})
