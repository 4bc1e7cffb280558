"""Authentication and authorization: 401 without a token, 403 on another user's account."""

import dataclasses

from .decimals import parse_id
from .messages import Failure, Refusal, Request
from .records import Session, User, now
from .throttle import refuse_if_throttled
from .tokens import find_session

FOREIGN = {
    "read_account": "foreign-account-shown",
    "update_account": "foreign-account-updated",
    "list_tasks": "foreign-list-shown",
    "create_task": "foreign-task-created",
    "read_task": "foreign-task-shown",
    "replace_task": "foreign-task-replaced",
    "delete_task": "foreign-task-deleted",
}


def guard(request: Request, operation: str) -> None:
    """Find the token of a request that needs one, and check that the path is the caller's."""
    owner = request.world.users.get(request.username)
    request.session = waive_token(request, operation, owner) or find_session(request)
    if request.wrong("throttle-stops-sessions"):
        refuse_if_throttled(request, request.session.user.username)
    if request.username and request.username != request.session.user.username:
        forbid(request, operation, owner)


def waive_token(request: Request, operation: str, owner: User | None) -> Session | None:
    """Return a token for a request without one, where a fault makes the operation public."""
    if "Authorization" in request.headers:
        return None
    if operation == "list_tasks" and request.wrong("list-needs-no-token") and owner:
        return Session("", owner, 0)
    if operation == "log_out" and request.wrong("log-out-needs-no-token"):
        return Session("", User("", "", [], now()), 0)
    return None


def forbid(request: Request, operation: str, owner: User | None) -> None:
    """Answer 403 for another user's account, the same whether or not it exists."""
    wrong = request.wrong
    if owner and operation in FOREIGN and wrong(FOREIGN[operation]):
        request.session = dataclasses.replace(request.session, user=owner)
        return
    if wrong("nul-in-the-path-500") and "\0" in request.username:
        raise Failure
    if wrong("forbidden-deletion-done") and operation == "delete_account" and owner:
        request.world.erase(owner)
    if wrong("foreign-account-404") and owner:
        raise Refusal(404, "There is no such account.")
    if wrong("missing-account-404") and not owner:
        raise Refusal(404, "There is no such account.")
    if wrong("missing-foreign-task-404") and request.id:
        task = request.world.tasks.get(parse_id(request.id, wrong))
        if not task or task.owner is not owner:
            raise Refusal(404, "There is no such task.")
    said = " It exists." if wrong("missing-account-said-so") and owner else ""
    raise Refusal(403, "This account is not yours." + said)
