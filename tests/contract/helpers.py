"""Helpers for several test files: verdicts, ASCII bodies, parallel calls, pages."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

import httpx2 as httpx

from .client import LOG_IN, Caller, User
from .violations import Broken

WRONG_PASSWORD = "open sesame 1001"  # a phrase that no error message contains
NEW_PASSWORD = "swordfish 1932"

Answer = TypeVar("Answer")


def verdict(response: httpx.Response) -> str:
    """Return the status and the members that a 422 names: "201", "422 #/name", "422 limit"."""
    problem = response.json() if response.status_code == 422 else {"errors": []}
    # A pointer without its hash breaks PROBLEM-6, and no other promise.
    pointers = {
        f"#{each['pointer'].lstrip('#')}" for each in problem["errors"] if "pointer" in each
    }
    parameters = {each["parameter"] for each in problem["errors"] if "pointer" not in each}
    return " ".join([str(response.status_code), *sorted(pointers | parameters)])


def refused(response: httpx.Response, promise: str) -> httpx.Response:
    """Return a response if it is a 422; otherwise the promise is broken that wants it to be one."""
    if response.status_code != 422:
        raise Broken(promise, f"answered {response.status_code}, not 422")
    return response


def escaped(body: object) -> dict[str, Any]:
    r"""Return arguments for a body in pure ASCII: "\ud800" cannot be encoded as UTF-8."""
    return {"content": json.dumps(body).encode(), "headers": {"Content-Type": "application/json"}}


def random_name() -> str:
    """Return an unused username (not from `random`: the workers share its seed)."""
    return f"u{uuid4().hex[:12]}"


def registration(**members: str) -> dict[str, str]:
    """Return a registration that is valid apart from the given members."""
    return {"username": random_name(), "email": "ann@example.org", "password": "x" * 8} | members


def log_in(caller: Caller, username: str, password: str) -> httpx.Response:
    """Return the answer to a log-in."""
    return caller.post(LOG_IN, **escaped({"username": username, "password": password}))


def change(user: User, **members: str | None) -> dict[str, str]:
    """Return a body that changes the password; members can be replaced, or omitted with None."""
    right = {"new_password": NEW_PASSWORD, "current_password": user.password}
    body = {"email": user.email} | right | members
    return {name: value for name, value in body.items() if value is not None}


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """Make all calls at the same moment, each in its own thread, and return their answers."""
    barrier = Barrier(len(calls))

    def wait_and_make(call: Callable[[], Answer]) -> Answer:
        barrier.wait(timeout=10)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(wait_and_make, calls))


def statuses(responses: list[httpx.Response]) -> list[int]:
    """Return the statuses in ascending order."""
    return sorted(response.status_code for response in responses)


def pages(user: User, query: str = "") -> Iterator[list[dict[str, Any]]]:
    """Yield the tasks of each page, following Link."""
    path: str | None = user.tasks + query
    visited: set[str] = set()
    while path:
        assert path not in visited, "LIST-5: Link returns to an earlier page"
        visited.add(path)
        response = user.get(path)
        assert response.status_code == 200
        yield response.json()["tasks"]
        path = user.next_page(response)


def names(user: User, query: str = "") -> list[str]:
    """Return the names of the tasks on the first page."""
    response = user.get(user.tasks + query)
    assert response.status_code == 200, f"{query} was answered {response.status_code}, not 200"
    return [task["name"] for task in response.json()["tasks"]]
