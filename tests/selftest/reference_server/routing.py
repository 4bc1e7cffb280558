"""Routing: the operations, by path and method."""

import re
from collections.abc import Callable, Mapping

from .bodies import read_object
from .faults import altered, fault
from .messages import Answer, Refusal, Request, UnknownPath
from .tokens import bearer_token, find_session, find_token

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
RFC_9110 = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE"}
DOCUMENTS = {"/docs", "/openapi.json", "/swagger.json", "/api/v1/docs", "/api/v1/openapi.json"}
METHODS: dict[str, dict[str, str]] = {}  # operations by path template and method
for _operation, _request in OPERATIONS.items():
    _method, _template = _request.split()
    METHODS.setdefault(_template, {})[_method] = _operation


def find_template(request: Request) -> str | None:
    """Return the template that matches the path, fixed segments first, and store its variables."""
    path = altered(request.path, PATHS)
    for template in METHODS:
        falls_through = template == LOG_IN and request.method in ("GET", "HEAD", "PUT", "DELETE")
        if request.wrong("login-is-an-account") and falls_through:
            continue
        names = fit(template.split("/"), path.split("/"), request)
        if names is not None:
            name = names.get("{username}", "")
            folded = fault("username-case-ignored-in-the-path")
            request.username = name.lower() if folded else name
            request.id = names.get("{id}", "")
            return template
    below = request.path.startswith("/api/v1/")
    return "/api/v1" if below and fault("unknown-path-is-the-info") else None


def without_dots(path: str) -> str:
    """Return the path without the segments . and .. (RFC 3986 §5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept = kept[:-1] or [""]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


# How a faulty server changes a path before it looks for the template.
PATHS: Mapping[str, Callable[[str], str]] = {
    "trailing-slash-served": lambda path: path.removesuffix("/"),
    "info-with-trailing-slash-served": lambda path: "/api/v1" if path == "/api/v1/" else path,
    "leading-slash-merged": lambda path: re.sub("^/+", "/", path),
    "doubled-slash-merged": lambda path: re.sub("(?<!^)/+", "/", path),
    "dot-segments-removed": without_dots,
    "trailing-dot-ignored": lambda path: path.removesuffix("."),
    "json-suffix-ignored": lambda path: path.removesuffix(".json"),
    "matrix-parameters-ignored": lambda path: re.sub(";[^/]*", "", path),
    "any-version-served": lambda path: re.sub(r"^/api/v[0-9]+(?=/|\Z)", "/api/v1", path),
    "path-without-api-served": lambda path: re.sub(r"^/v1(?=/|\Z)", "/api/v1", path),
    "longer-path-is-the-account": lambda path: re.sub(
        r"^(/api/v1/accounts/[^/]+)/(?!tasks(?:/|\Z)).+", r"\1", path
    ),
}


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
        elif part in ("accounts", "tasks") and fault("fixed-parts-end-anywhere"):
            if not segment.startswith(part):
                return None
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
    judge_early(request)
    if fault("root-redirected") and request.path in ("", "/"):
        return Answer(307, headers={"Location": f"{request.prefix}/api/v1"})
    if fault("documentation-served") and request.path in DOCUMENTS:
        return Answer(200, {"openapi": "3.1.0"})
    if fault("head-on-any-path") and request.method == "HEAD":
        return Answer(200)
    if request.wrong("unknown-path-405-to-writers") and request.method not in ("GET", "HEAD"):
        raise Refusal(405, "This path is read-only.", headers={"Allow": "GET, HEAD"})
    if request.wrong("options-on-any-path") and request.method == "OPTIONS":
        return Answer(204, headers={"Allow": "OPTIONS"})
    if request.wrong("unknown-path-needs-token"):
        find_session(request)
    raise UnknownPath


def judge_early(request: Request) -> None:
    """With a fault, judge the method, the token or the body of a request to an unknown path."""
    if fault("unheard-of-method-on-unknown-path-501") and request.method not in RFC_9110:
        raise Refusal(501, "The server does not know this method.")
    if fault("unknown-path-reads-the-body") and request.body.size:
        read_object(request)
    if fault("unknown-path-401-to-a-bad-token") and "Authorization" in request.headers:
        find_session(request)
    below = request.path.startswith("/api/v1/accounts/")
    if fault("unknown-path-below-accounts-needs-token") and below:
        find_session(request)
    if fault("unknown-path-below-a-foreign-account-403") and below:
        session = find_token(bearer_token(request), request)
        if session and request.path.split("/")[4] != session.user.username:
            raise Refusal(403, "This account is not yours.")
