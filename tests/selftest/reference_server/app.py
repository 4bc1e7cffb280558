"""The request pipeline: path, method, token, owner, and then the operation."""

import traceback
from contextlib import suppress
from urllib.parse import parse_qs

from . import accounts, info, lists, registration, sessions, tasks
from .auth import guard
from .bodies import check_media_type, check_size
from .decimals import parse_id
from .faults import fault
from .finish import complete
from .messages import Answer, Failure, Refusal, Request
from .methods import find_operation, options, wrong_method
from .problems import problem
from .queries import read_query
from .routing import find_template, unknown_path
from .schemas import TASK, UPDATE, load
from .tokens import find_session

HANDLERS = {
    "read_info": info.read_info,
    "register": registration.register,
    "log_in": sessions.log_in,
    "log_out": sessions.log_out,
    "read_account": accounts.read_account,
    "update_account": accounts.update_account,
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
JSON = ("*/*", "application/*", "application/json", "application/problem+json")
READERS = {"register", "log_in", *BODIES}


def respond(request: Request) -> Answer:
    """Return the answer to a request, with the headers that every answer carries."""
    with request.world.lock:
        try:
            answer = dispatch(request)
        except Refusal as refusal:
            answer = problem(refusal, request)
        except Exception:
            traceback.print_exc()
            answer = problem(Failure(), request)
    complete(answer, request)
    return answer


def dispatch(request: Request) -> Answer:
    """Check path, method, token and owner in this order, and run the operation."""
    if request.method == "POST" or fault("method-override-on-get"):
        request.method = overridden_method(request)
    template = find_template(request)
    if template is None:
        return unknown_path(request)
    if request.method == "OPTIONS":
        return options(request, template)
    operation = find_operation(request, template)
    if operation is None:
        return wrong_method(request, template)
    look_ahead(request, operation)
    if operation not in PUBLIC:
        guard(request, operation)
    refuse_unfit_framing(request, operation)
    answer = HANDLERS[operation](request)
    if operation == "read_task" and request.wrong("tasks-cached-privately"):
        answer.headers["Cache-Control"] = "private, max-age=60"
    return answer


def overridden_method(request: Request) -> str:
    """Return the method of a request; a fault honours X-HTTP-Method-Override."""
    if request.wrong("method-override-obeyed") or fault("method-override-on-get"):
        return str(request.headers.get("X-HTTP-Method-Override", request.method)).upper()
    if request.wrong("query-overrides-method"):
        return parse_qs(request.query).get("_method", ["POST"])[0].upper()
    return "POST"


def look_ahead(request: Request, operation: str) -> None:
    """With a fault, run checks too early that belong after token and owner."""
    if request.wrong("id-before-token") and request.id:
        parse_id(request.id, request.wrong)
    if request.wrong("chunked-before-token") and request.is_chunked:
        raise Refusal(411, "Send the body with a Content-Length.")
    if fault("accept-406") and not any(
        kind in request.headers.get("Accept", "*/*") for kind in JSON
    ):
        raise Refusal(406, "Accept application/json.")
    if fault("query-before-token") and operation == "list_tasks":
        read_query(request)
    if operation not in BODIES:
        return
    if fault("media-type-before-token"):
        check_media_type(request)
    if request.wrong("size-before-token"):
        check_size(request)
    if request.wrong("body-before-owner"):
        find_session(request)
        load(BODIES[operation], request)
    if request.wrong("body-before-token"):
        load(BODIES[operation], request)


def refuse_unfit_framing(request: Request, operation: str) -> None:
    """Refuse a cut-off body with 400, whether or not the operation reads it."""
    wrong = request.wrong
    if wrong("chunked-body-501") and request.is_chunked:
        raise Refusal(501, "The server does not support this transfer coding.")
    if not request.body.cut or is_overlooked(request, operation):
        return
    counted = wrong("cut-log-in-counted") and operation == "log_in"
    if counted or wrong("cut-body-refused-and-done"):
        with suppress(Refusal):
            HANDLERS[operation](request)
    if fault("cut-body-500"):
        raise Failure
    if wrong("cut-body-422"):
        raise Refusal(422, "The body is wrong.", errors={None: "Was cut off."})
    raise Refusal(400, "The body was cut off.")


def is_overlooked(request: Request, operation: str) -> bool:
    """Return whether a fault makes the server ignore that a body was cut off."""
    if request.wrong("cut-body-overlooked") and operation not in READERS:
        return True
    return request.wrong("cut-chunks-read" if request.is_chunked else "cut-body-read")
