"""Routing: the operations, by path and method."""

import re
from collections.abc import Callable, Mapping

from .auth import bearer_token, find_session, find_token
from .bodies import read_object
from .faults import altered, chosen, fault, nothing
from .messages import Answer, Request, refuse

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
METHODS: dict[str, dict[str, str]] = {}  # operations by path template and method
for _operation, _request in OPERATIONS.items():
    _method, _template = _request.split()
    METHODS.setdefault(_template, {})[_method] = _operation
RFC_9110 = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE"}
BELOW = "/api/v1/accounts/"
DOCUMENTS = {"/api/docs", "/api/v1/docs", "/api/v1/openapi.json"}


def merged(path: str) -> str:
    """Return the path with one slash for several, except at its start."""
    return path[:1] + re.sub("/+", "/", path[1:])


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
    "doubled-slash-merged": merged,
    "dot-segments-removed": without_dots,
    "trailing-dot-ignored": lambda path: path.removesuffix("."),
    "json-suffix-ignored": lambda path: path.removesuffix(".json"),
    "matrix-parameters-ignored": lambda path: re.sub(";[^/]*", "", path),
    "any-version-served": lambda path: re.sub(r"^/api/v[0-9]+(?=/|\Z)", "/api/v1", path),
    "path-without-version-served": lambda path: re.sub("^/api/(?=accounts)", "/api/v1/", path),
    "longer-path-is-the-task": lambda path: re.sub("^((/[^/]+){6})/.*", r"\1", path),
    "longer-path-is-the-account": lambda path: re.sub(
        r"^(/api/v1/accounts/[^/]+)/(?!tasks(?:/|\Z)).+", r"\1", path
    ),
    "unknown-path-is-the-info": lambda path: re.sub(
        r"^/api/v1/(?!accounts(?:/[^/]+(?:/tasks(?:/[^/]+)?)?)?\Z).*", "/api/v1", path
    ),
}


# How a faulty server changes the regular expression of a template.
PATTERNS: Mapping[str, Callable[[str], str]] = {
    "path-case-ignored": lambda pattern: f"(?i:{pattern})",
    "fixed-parts-end-anywhere": lambda pattern: re.sub("(/accounts|/tasks)", r"\1[^/]*", pattern),
}


def find_template(request: Request) -> bool:
    """Store the template that matches the path, fixed segments first, and its variables."""
    path = altered(request.path, PATHS)
    account = fault("login-is-an-account") and request.method in ("GET", "HEAD", "PUT", "DELETE")
    for template in METHODS:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", altered(template, PATTERNS))
        match = re.fullmatch(pattern, path)
        if match and not (account and template.endswith("/login")):
            names = match.groupdict()
            request.template, request.id = template, names.get("id", "")
            request.username = names.get("username", "")
            if fault("username-case-ignored-in-the-path"):
                request.username = request.username.lower()
            return True
    return False


def redirect(request: Request, path: str, status: int = 308) -> Answer:
    """Return a redirect to another path of the same world."""
    query = f"?{request.query}" if request.query else ""
    return Answer(status, headers={"Location": request.prefix + path + query})


def refuse_foreign(request: Request) -> bool:
    """Answer 403 below an account that is not the caller's."""
    session = find_token(bearer_token(request), request)
    foreign = session and request.path.split("/")[4] != session.user.username
    return bool(foreign) and refuse(403, "This account is not yours.")


# What a faulty server does on an unknown path; what it returns is no answer unless it is an Answer.
ON_UNKNOWN_PATHS: Mapping[str, Callable[[Request], object]] = {
    "doubled-slash-redirected": lambda r: "//" in r.path[1:] and redirect(r, merged(r.path)),
    "trailing-slash-redirected": lambda r: r.path.endswith("/") and redirect(r, r.path.rstrip("/")),
    "path-of-all-versions-redirected": lambda r: r.path == "/api" and redirect(r, "/api/v1", 307),
    "documentation-served": lambda r: r.path in DOCUMENTS and Answer(200, {"openapi": "3.1.0"}),
    "head-on-any-path": lambda r: r.method == "HEAD" and Answer(200),
    "options-on-any-path": lambda r: r.method == "OPTIONS" and Answer(204),
    "unknown-path-405-to-writers": lambda r: r.method in ("GET", "HEAD") or refuse(405, "No."),
    "unheard-of-method-on-unknown-path-501": lambda r: r.method in RFC_9110 or refuse(501, "What?"),
    "unknown-path-reads-the-body": lambda r: r.body.size and read_object(r),
    "unknown-path-needs-token": find_session,
    "unknown-path-401-to-a-bad-token": lambda r: "Authorization" in r.headers and find_session(r),
    "unknown-path-below-accounts-needs-token": lambda r: BELOW in r.path and find_session(r),
    "unknown-path-below-a-foreign-account-403": lambda r: BELOW in r.path and refuse_foreign(r),
}


def unknown_path(request: Request) -> Answer:
    """Answer 404 for a path that matches no template."""
    answer = chosen(ON_UNKNOWN_PATHS, nothing)(request)
    return answer if isinstance(answer, Answer) else refuse(404, "This path does not exist.")
