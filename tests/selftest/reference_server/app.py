"""The request pipeline: path, method, token, owner, and then the operation."""

import re
import traceback
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress

from . import accounts, lists, sessions, tasks, update
from .auth import find_session, guard
from .bodies import check_media_type, check_size
from .decimals import parse_id
from .faults import altered, chosen, fault, nothing
from .messages import Answer, Refusal, Request, fail, refuse
from .methods import OVERRIDES, find_operation, options, wrong_method
from .problems import problem
from .queries import read_query
from .routing import OPERATIONS, find_template, unknown_path
from .schemas import TASK, UPDATE, load
from .wrong_answers import spoil

INFO = {"name": "To-Do API", "version": "1", "operations": OPERATIONS}
HANDLERS: Mapping[str, Callable[[Request], Answer]] = {
    "read_info": lambda _: Answer(200, INFO),
    "register": accounts.register,
    "log_in": sessions.log_in,
    "log_out": sessions.log_out,
    "read_account": accounts.read_account,
    "update_account": update.update_account,
    "delete_account": accounts.delete_account,
    "list_tasks": lists.list_tasks,
    "create_task": tasks.create_task,
    "read_task": tasks.read_task,
    "replace_task": tasks.replace_task,
    "merge_task": tasks.merge_task,
    "delete_task": tasks.delete_task,
}
PUBLIC = {"read_info", "register", "log_in"}
BODIES = {"update_account": UPDATE, "create_task": TASK, "replace_task": TASK}
READERS = {"register", "log_in", *BODIES}


def respond(request: Request) -> Answer:
    """Return the answer to a request."""
    with request.world.lock:
        try:
            answer = dispatch(request)
        except Refusal as refusal:
            answer = problem(refusal)
        except Exception:
            traceback.print_exc()
            answer = problem(Refusal(500, "The server failed."))
    answer = answer.with_header("X-Content-Type-Options", "nosniff")
    return spoil(answer.with_header("Cache-Control", "no-store"), request)


def dispatch(request: Request) -> Answer:
    """Check path, method, token and owner in this order, and run the operation."""
    request.method = altered(request.method, OVERRIDES, request)
    if not find_template(request):
        return unknown_path(request)
    if request.method == "OPTIONS":
        return options(request)
    request.operation = find_operation(request)
    if not request.operation:
        return wrong_method(request)
    operations, check = chosen(TOO_EARLY, (set(), nothing))
    if request.operation in operations:
        check(request)
    if request.operation not in PUBLIC:
        guard(request)
    refuse_unfit_framing(request)
    return HANDLERS[request.operation](request)


# What a faulty server checks before token and owner, and in which operations.
TOO_EARLY: Mapping[str, tuple[Collection[str], Callable[[Request], object]]] = {
    "info-needs-token": ({"read_info"}, find_session),
    "id-before-token": ({"read_task", "replace_task", "delete_task"}, lambda r: parse_id(r.id)),
    "query-before-token": ({"list_tasks"}, read_query),
    "media-type-before-token": (BODIES, check_media_type),
    "size-before-token": (BODIES, check_size),
    "body-before-token": (BODIES, lambda r: load(BODIES[r.operation], r)),
    "body-before-owner": (BODIES, lambda r: find_session(r) and load(BODIES[r.operation], r)),
    "chunked-before-token": (HANDLERS, lambda r: r.is_chunked and refuse(411, "Send a length.")),
    "accept-406": (
        HANDLERS,
        lambda r: (
            re.search(r"[*]/[*]|application/[*]|json|^$", r.header("Accept"))
            or refuse(406, "Accept JSON.")
        ),
    ),
}


def refuse_unfit_framing(request: Request) -> None:
    """Refuse a cut-off body with 400, whether or not the operation reads it."""
    fail("chunked-body-501", request.is_chunked, 501)
    overlooked = fault("cut-body-overlooked") and request.operation not in READERS
    read = fault("cut-chunks-read" if request.is_chunked else "cut-body-read")
    if not request.body.cut or overlooked or read:
        return
    counted = fault("cut-log-in-counted") and request.operation == "log_in"
    if counted or fault("cut-body-refused-and-done"):
        with suppress(Refusal):
            HANDLERS[request.operation](request)
    fail("cut-body-500")
    if fault("cut-body-422"):
        raise Refusal(422, "The body is wrong.", errors={None: "Was cut off."})
    refuse(400, "The body was cut off.")
