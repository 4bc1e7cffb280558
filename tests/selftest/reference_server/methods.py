"""Methods of a known path: its operations, 405, and OPTIONS."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

from .auth import find_session
from .decimals import parse_id
from .faults import chosen, fault, nothing
from .messages import Answer, Refusal, Request, fail, refuse
from .routing import METHODS, RFC_9110

OPEN_TEMPLATES = {"/api/v1", "/api/v1/accounts", "/api/v1/accounts/login"}
ACCOUNT = "/api/v1/accounts/{username}"
TASK = "/api/v1/accounts/{username}/tasks/{id}"
OVERRIDE = "X-HTTP-Method-Override"
# How a faulty server changes the method of a request.
OVERRIDES: Mapping[str, Callable[[str, Request], str]] = {
    "method-override-obeyed": lambda m, r: r.header(OVERRIDE, m).upper() if m == "POST" else m,
    "method-override-on-get": lambda m, r: r.header(OVERRIDE, m).upper(),
    "query-overrides-method": lambda m, r: (
        parse_qs(r.query).get("_method", [m])[0].upper() if m == "POST" else m
    ),
}
# Operations that only a faulty server has.
SURPLUS: Mapping[str, tuple[str, str, str]] = {
    "get-logs-out": ("/api/v1/accounts/logout", "GET", "log_out"),
    "patch-merges-account": (ACCOUNT, "PATCH", "update_account"),
    "patch-merges-task": (TASK, "PATCH", "merge_task"),
    "post-on-task-replaces": (TASK, "POST", "replace_task"),
}


def find_operation(request: Request) -> str:
    """Return the operation for a path and a method, or "" if there is none."""
    head = request.method == "HEAD" and not fault("head-405")
    method = "GET" if head else request.method
    template, surplus, operation = chosen(SURPLUS, ("", "", ""))
    if (template, surplus) == (request.template, method):
        return operation
    return METHODS[request.template].get(method, "")


def allow(request: Request) -> dict[str, str]:
    """Return the Allow header of a path."""
    methods = [*METHODS[request.template]]
    head = ["HEAD"] if "GET" in methods else []
    return {"Allow": ", ".join([*head, *methods, "OPTIONS"])}


def options(request: Request) -> Answer:
    """Answer OPTIONS on a known path: 204 with Allow."""
    if fault("options-needs-token") and request.template not in OPEN_TEMPLATES:
        find_session(request)
    missing = request.username not in ("", *request.world.users)
    fail("options-404-for-missing-accounts", missing, 404)
    return Answer(204, headers=allow(request))


# What a faulty server does at a wrong method; what it returns is no answer unless it is an Answer.
ON_WRONG_METHODS: Mapping[str, Callable[[Request], object]] = {
    "trace-echoed": lambda r: (
        r.method == "TRACE" and Answer(200, str(r.headers).encode(), media_type="message/http")
    ),
    "wrong-method-404": lambda _: refuse(404, "This path does not exist."),
    "unheard-of-method-501": lambda r: (
        r.method in RFC_9110 or refuse(501, "The server does not know this method.")
    ),
    "wrong-method-on-odd-id-404": lambda r: r.id and parse_id(r.id),
    "wrong-method-needs-token": lambda r: r.template in OPEN_TEMPLATES or find_session(r),
}


def wrong_method(request: Request) -> Answer:
    """Answer 405 with Allow for a method that the path does not have."""
    answer = chosen(ON_WRONG_METHODS, nothing)(request)
    if isinstance(answer, Answer):
        return answer
    raise Refusal(405, "The path does not have this method.", headers=allow(request))
