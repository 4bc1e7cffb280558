"""Methods of a known path: its operations, 405, and OPTIONS."""

from .decimals import parse_id
from .faults import fault
from .messages import Answer, Refusal, Request, UnknownPath
from .routing import LOG_IN, METHODS, RFC_9110
from .tokens import find_session

ACCOUNT = "/api/v1/accounts/{username}"
LOG_OUT = "/api/v1/accounts/logout"
TASK = "/api/v1/accounts/{username}/tasks/{id}"
OPEN_TEMPLATES = {"/api/v1", "/api/v1/accounts", LOG_IN}


def allow(template: str, request: Request) -> dict[str, str]:
    """Return the Allow header of a path."""
    methods = [*METHODS[template], "OPTIONS"]
    if "GET" in methods and not request.wrong("allow-without-head"):
        methods.append("HEAD")
    if request.wrong("allow-names-every-method"):
        methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    if fault("allow-without-options"):
        methods.remove("OPTIONS")
    return {"Allow": ", ".join(methods)}


def options(request: Request, template: str) -> Answer:
    """Answer OPTIONS on a known path: 204 with Allow."""
    if request.wrong("options-needs-token") and template not in OPEN_TEMPLATES:
        find_session(request)
    missing = request.username and request.username not in request.world.users
    if fault("options-404-for-missing-accounts") and missing:
        raise UnknownPath
    status = 200 if request.wrong("options-200") else 204
    headers = {} if request.wrong("options-without-allow") else allow(template, request)
    return Answer(status, headers=headers)


def find_operation(request: Request, template: str) -> str | None:
    """Return the operation for a path and a method, or None."""
    method = request.method
    if method == "HEAD" and not request.wrong("head-405"):
        method = "GET"
    if request.wrong("get-logs-out") and template == LOG_OUT and method == "GET":
        method = "POST"
    if request.wrong("patch-merges-task") and template == TASK and method == "PATCH":
        return "merge_task"
    if fault("patch-merges-account") and template == ACCOUNT and method == "PATCH":
        return "update_account"
    if fault("post-on-task-replaces") and template == TASK and method == "POST":
        return "replace_task"
    return METHODS[template].get(method)


def wrong_method(request: Request, template: str) -> Answer:
    """Answer 405 with Allow for a method that the path does not have."""
    if request.wrong("wrong-method-200"):
        return Answer(200, {})
    if fault("trace-echoed") and request.method == "TRACE":
        return Answer(200, str(request.headers).encode(), media_type="message/http")
    if request.wrong("wrong-method-404"):
        raise UnknownPath
    if request.wrong("unheard-of-method-501") and request.method not in RFC_9110:
        raise Refusal(501, "The server does not know this method.")
    if request.wrong("wrong-method-on-odd-id-404") and template == TASK:
        parse_id(request.id, request.wrong)
    if request.wrong("wrong-method-needs-token") and template not in OPEN_TEMPLATES:
        find_session(request)
    allowed = {} if request.wrong("allow-missing") else allow(template, request)
    raise Refusal(405, "The path does not have this method.", headers=allowed)
