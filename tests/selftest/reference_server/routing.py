"""Routing: the operations, by path and method."""

import re

from .messages import Answer, Refusal, Request, UnknownPath
from .tokens import find_session

OPERATIONS = {
    "read_info": "GET /api/v1",
    "register": "POST /api/v1/accounts",
    "log_in": "POST /api/v1/accounts/login",
    "log_out": "POST /api/v1/accounts/logout",
    "read_account": "GET /api/v1/accounts/{username}",
    "update_account": "PUT /api/v1/accounts/{username}",
    "delete_account": "DELETE /api/v1/accounts/{username}",
    "list_tasks": "GET /api/v1/accounts/{username}/tasks",
    "create_task": "POST /api/v1/accounts/{username}/tasks",
    "read_task": "GET /api/v1/accounts/{username}/tasks/{id}",
    "replace_task": "PUT /api/v1/accounts/{username}/tasks/{id}",
    "delete_task": "DELETE /api/v1/accounts/{username}/tasks/{id}",
}
LOG_IN = "/api/v1/accounts/login"
METHODS: dict[str, dict[str, str]] = {}  # operations by path template and method
for _operation, _request in OPERATIONS.items():
    _method, _template = _request.split()
    METHODS.setdefault(_template, {})[_method] = _operation


def find_template(request: Request) -> str | None:
    """Return the template that matches the path, fixed segments first, and store its variables."""
    path = misread(request.path, request)
    for template in METHODS:
        falls_through = template == LOG_IN and request.method in ("GET", "HEAD", "PUT", "DELETE")
        if request.wrong("login-is-an-account") and falls_through:
            continue
        names = fit(template.split("/"), path.split("/"), request)
        if names is not None:
            request.username = names.get("{username}", "")
            request.id = names.get("{id}", "")
            return template
    return None


def misread(path: str, request: Request) -> str:
    """Return the path as a faulty server would read it."""
    if request.wrong("trailing-slash-served"):
        return path.removesuffix("/")
    if request.wrong("leading-slash-merged"):
        return re.sub("^/+", "/", path)
    return path


def fit(parts: list[str], segments: list[str], request: Request) -> dict[str, str] | None:
    """Return the variable segments by name, or None if the path does not match."""
    if request.wrong("longer-path-is-the-task") and parts[-1] == "{id}":
        segments = segments[: len(parts)]
    if len(parts) != len(segments):
        return None
    names = {}
    for part, segment in zip(parts, segments, strict=True):
        if part.startswith("{") and segment:
            names[part] = segment
        elif part != (segment.lower() if request.wrong("path-case-ignored") else segment):
            return None
    return names


def unknown_path(request: Request) -> Answer:
    """Answer 404 for a path that matches no template."""
    if request.wrong("doubled-slash-redirected") and "//" in request.path[1:]:
        query = f"?{request.query}" if request.query else ""
        path = request.path[0] + re.sub("/+", "/", request.path[1:])
        return Answer(308, headers={"Location": request.prefix + path + query})
    if request.wrong("trailing-slash-redirected") and request.path.endswith("/"):
        return Answer(308, headers={"Location": request.prefix + request.path.rstrip("/")})
    if request.wrong("unknown-path-405-to-writers") and request.method not in ("GET", "HEAD"):
        raise Refusal(405, "This path is read-only.", headers={"Allow": "GET, HEAD"})
    if request.wrong("options-on-any-path") and request.method == "OPTIONS":
        return Answer(204, headers={"Allow": "OPTIONS"})
    if request.wrong("unknown-path-needs-token"):
        find_session(request)
    raise UnknownPath
