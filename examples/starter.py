"""A start for your own server of the To-Do API: the frame, in one file of the standard library.

python examples/starter.py 3000, and then: todo-contract http://127.0.0.1:3000 --profile core --step

It has what every answer needs: paths, methods, headers, problem details, strict JSON, and the order
of checks. The operations are here in their plainest form: they answer right requests, and judge
nothing. The steps tell what to add. Nothing is stored beyond the life of the process.
"""

import hashlib
import json
import re
import secrets
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

ACCOUNT = "/api/v1/accounts/{username}"
OPERATIONS = {  # a fixed segment wins over a variable one, so log_in comes before read_account
    "read_info": "GET /api/v1",
    "register": "POST /api/v1/accounts",
    "log_in": "POST /api/v1/accounts/login",
    "log_out": "POST /api/v1/accounts/logout",
    "read_account": f"GET {ACCOUNT}",
    "update_account": f"PUT {ACCOUNT}",
    "delete_account": f"DELETE {ACCOUNT}",
    "list_tasks": f"GET {ACCOUNT}/tasks",
    "create_task": f"POST {ACCOUNT}/tasks",
    "read_task": f"GET {ACCOUNT}/tasks/{{id}}",
    "replace_task": f"PUT {ACCOUNT}/tasks/{{id}}",
    "delete_task": f"DELETE {ACCOUNT}/tasks/{{id}}",
}
PUBLIC = {"read_info", "register", "log_in"}
LIFETIME = 14 * 24 * 60 * 60  # seconds
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}  # newer than Python's

accounts: dict[str, dict[str, Any]] = {}
tasks: dict[int, dict[str, Any]] = {}
owners: dict[int, str] = {}
numbers = count(1)
tokens: dict[str, str] = {}  # usernames by the digest of the token


@dataclass(eq=False)
class Answer(Exception):  # noqa: N818 - an answer is not always an error
    """An answer: returned by an operation, or raised by a check."""

    status: int
    body: Any = None
    headers: dict[str, str] | None = None


def validation_problem(*pointers: str) -> Answer:
    """Return a 422 that names what is wrong."""
    answer = problem(422, "Some of what was sent is wrong.")
    errors = [{"pointer": pointer, "detail": "Is missing or wrong."} for pointer in pointers]
    answer.body |= {"type": "/problems/validation", "errors": errors}
    return answer


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Answer:
    """Return an error as problem details (RFC 9457)."""
    title = TITLES.get(status, HTTPStatus(status).phrase)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Answer(status, body, headers)


class Handler(BaseHTTPRequestHandler):
    """Every method and path goes through `answer`, which keeps the order of checks."""

    def handle_one_request(self) -> None:
        """Read one request, whatever its method is called, and answer it."""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(65537)
        if self.raw_requestline and self.parse_request():
            try:
                self.send(self.answer())
            except Answer as answer:
                self.send(answer)

    def answer(self) -> Answer:
        """Check path, method, token and owner, in this order; then do the operation."""
        path = self.requestline.split(" ")[1].partition("?")[0]  # self.path has no leading "//"
        methods, values = find(path)
        if not methods:
            raise problem(404, "There is nothing at this path.")
        allow = sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])})
        if self.command == "OPTIONS":
            return Answer(204, headers={"Allow": ", ".join(allow)})
        operation = methods.get("GET" if self.command == "HEAD" else self.command)
        if operation is None:
            raise problem(405, "This path has other methods.", {"Allow": ", ".join(allow)})
        if operation not in PUBLIC:
            values["caller"] = self.caller()
            if values.get("username", values["caller"]) != values["caller"]:
                raise problem(403, "This account is not yours.")
        values.pop("username", None)
        return globals()[operation](self, **values)

    def caller(self) -> str:
        """Return the username of the token; raise 401 with a challenge (RFC 6750 §3)."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        challenge = 'Bearer realm="todo"'
        if scheme.lower() == "bearer" and token:
            if username := tokens.get(digest(token)):
                return username
            challenge += ', error="invalid_token"'
        raise problem(401, "Log in first.", {"WWW-Authenticate": challenge})

    def read_body(self, *required: str) -> dict[str, Any]:
        """Return the JSON object of the body, which has these members; raise 415, 400 or 422."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get_content_type() != "application/json":
            headers = {"Accept": "application/json"}
            raise problem(415, "Send the body as application/json.", headers)
        try:
            value = json.loads(body.decode())
        except (ValueError, RecursionError):
            raise problem(400, "The body is not JSON.") from None
        if not isinstance(value, dict):
            raise validation_problem("#")
        if missing := [f"#/{name}" for name in required if name not in value]:
            raise validation_problem(*missing)
        return value

    def send(self, answer: Answer) -> None:
        """Send an answer with the headers that every answer has."""
        body = b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode()
        kind = "problem+json" if answer.status >= 400 else "json"
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        headers |= {"Connection": "close"} | (answer.headers or {})
        if body:
            headers |= {"Content-Type": f"application/{kind}", "Content-Length": str(len(body))}
        self.send_response_only(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def find(path: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the operations of a path by method, and the variables of the path."""
    for template in sorted({line.split(" ")[1] for line in OPERATIONS.values()}, key=variables):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
        if match := re.fullmatch(pattern, path):
            lines = {line.split(" ")[0]: name for name, line in OPERATIONS.items()
                     if line.split(" ")[1] == template}  # fmt: skip
            return lines, match.groupdict()
    return {}, {}


def variables(template: str) -> int:
    """Return how many variables a template has."""
    return template.count("{")


def now() -> str:
    """Return the current time as the contract writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(text: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def hashed(password: str, salt: bytes) -> bytes:
    """Return a slow hash of a password."""
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=2**14, r=8, p=1)


def read_info(request: Handler) -> Answer:
    """Describe the API and its operations."""
    return Answer(200, {"name": "To-Do API", "version": "1", "operations": OPERATIONS})


def register(request: Handler) -> Answer:
    """Register an account."""
    body = request.read_body("username", "email", "password")
    account = {name: body[name] for name in ("username", "email")}
    if account["username"] in accounts:
        raise problem(409, "The username is taken.")
    account["date_joined"] = now()
    salt = secrets.token_bytes(16)
    accounts[account["username"]] = account | {"salt": salt, "hash": hashed(body["password"], salt)}
    return Answer(201, account, {"Location": f"/api/v1/accounts/{account['username']}"})


def log_in(request: Handler) -> Answer:
    """Log in and receive a token."""
    body = request.read_body("username", "password")
    account = accounts.get(body["username"], {"salt": b"", "hash": b""})
    if not secrets.compare_digest(hashed(body["password"], account["salt"]), account["hash"]):
        raise problem(401, "Wrong.", {"WWW-Authenticate": 'Bearer realm="todo"'})
    token = secrets.token_urlsafe(32)
    tokens[digest(token)] = body["username"]
    return Answer(200, {"token": token, "token_type": "Bearer", "expires_in": LIFETIME})


def log_out(request: Handler, caller: str) -> Answer:
    """Revoke the token."""
    del tokens[digest(request.headers["Authorization"].split(" ")[1])]
    return Answer(204)


def read_account(request: Handler, caller: str) -> Answer:
    """Show the account."""
    shown = ("username", "email", "date_joined")
    return Answer(200, {name: accounts[caller][name] for name in shown})


def update_account(request: Handler, caller: str) -> Answer:
    """Change the e-mail address. The password is yet to come (step 13)."""
    accounts[caller]["email"] = request.read_body("email")["email"]
    return read_account(request, caller)


def delete_account(request: Handler, caller: str) -> Answer:
    """Delete the account with its tasks and tokens."""
    del accounts[caller]
    for each in [each for each, name in tokens.items() if name == caller]:
        del tokens[each]
    for number in [number for number, name in owners.items() if name == caller]:
        del tasks[number], owners[number]
    return Answer(204)


def list_tasks(request: Handler, caller: str) -> Answer:
    """List the tasks. The parameters are yet to come (steps 3 and 16)."""
    return Answer(200, {"tasks": [tasks[each] for each in sorted(tasks) if owners[each] == caller]})


def create_task(request: Handler, caller: str) -> Answer:
    """Create a task."""
    number = next(numbers)
    state = read_task_state(request)
    tasks[number] = {"id": number, "creation_date": now()} | state
    owners[number] = caller
    return Answer(201, tasks[number], {"Location": f"/api/v1/accounts/{caller}/tasks/{number}"})


def read_task(request: Handler, caller: str, id: str) -> Answer:
    """Show one task."""
    return Answer(200, tasks[own_task(caller, id)])


def replace_task(request: Handler, caller: str, id: str) -> Answer:
    """Replace a task."""
    number = own_task(caller, id)
    tasks[number] |= read_task_state(request)
    return Answer(200, tasks[number])


def delete_task(request: Handler, caller: str, id: str) -> Answer:
    """Delete a task."""
    number = own_task(caller, id)
    del tasks[number], owners[number]
    return Answer(204)


def read_task_state(request: Handler) -> dict[str, Any]:
    """Return the members of a task that the client chooses, with their defaults."""
    body = request.read_body("name")
    defaults = {"name": "", "note": "", "due_date": None, "completed": False}
    return {name: body.get(name, default) for name, default in defaults.items()}


def own_task(caller: str, id: str) -> int:
    """Return the id of the caller's task; raise 404."""
    if not re.fullmatch(r"[1-9][0-9]{0,18}", id) or owners.get(int(id)) != caller:
        raise problem(404, "You have no such task.")
    return int(id)


if __name__ == "__main__":
    try:
        address = "127.0.0.1", int((sys.argv[1:] or ["3000"])[0])
        with ThreadingHTTPServer(address, Handler) as server:
            print(f"serves http://{address[0]}:{address[1]} (Ctrl-C ends it)", flush=True)
            server.serve_forever()
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"starter.py: no server on this port: {error}")
    except KeyboardInterrupt:
        pass
