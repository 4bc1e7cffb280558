"""The four measured requests to the API; those for pages are in pages.py."""

import json
from dataclasses import dataclass

from .database import PAGE, PASSWORD, TASKS, TOKENS

TASK = {
    "name": "Buy milk",
    "note": "Two bottles, if there are any left.",
    "due_date": "2030-01-02T09:00:00+01:00",
    "completed": False,
}
ACCOUNTS = "/api/v1/accounts"
SLOW = "log_in"  # the request that computes a password hash
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Exchange:
    """One of the requests, and the expected status."""

    method: str
    path: str
    status: int
    headers: dict[str, str]
    body: str = ""

    def as_text(self) -> str:
        """Return the request as it is sent over TCP (RFC 9112 §2.1); its body is ASCII."""
        headers = self.headers | {"Host": "127.0.0.1", "Content-Length": str(len(self.body))}
        lines = [f"{self.method} {self.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", self.body])


def workload(tasks: int = TASKS) -> dict[str, Exchange]:
    """Return the requests by the name of their operation, for a database of this size."""
    ann, bob = ({"Authorization": f"Bearer {TOKENS[name]}"} for name in ("ann", "bob"))
    credentials = json.dumps({"username": "bob", "password": PASSWORD})
    task = f"{ACCOUNTS}/ann/tasks/{tasks // PAGE}"  # ann's first task
    return {
        "read_task": Exchange("GET", task, 200, ann),
        "list_tasks": Exchange("GET", f"{ACCOUNTS}/ann/tasks", 200, ann),
        "create_task": Exchange("POST", f"{ACCOUNTS}/bob/tasks", 201, bob | JSON, json.dumps(TASK)),
        SLOW: Exchange("POST", f"{ACCOUNTS}/login", 200, JSON, credentials),
    }
