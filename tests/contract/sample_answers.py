"""One sample of every kind of answer, for promises about all answers."""

from typing import Any

import httpx2 as httpx

from .client import ACCOUNTS, LOG_IN, User

JSON = "application/json"
PROBLEM = "application/problem+json"


def successes(ann: User, task: dict[str, Any]) -> list[httpx.Response]:
    """Return answers with 200 and 201 for ann, who has one task."""
    path = f"{ann.tasks}/{task['id']}"
    credentials = {"username": ann.username, "password": ann.password}
    return [
        ann.get("/api/v1"),
        ann.get(ann.path),
        ann.put(ann.path, json={"email": ann.email}),
        ann.get(ann.tasks),
        ann.post(ann.tasks, json={"name": "Buy bread"}),
        ann.get(path),
        ann.put(path, json={"name": "Buy butter"}),
        ann.post(LOG_IN, json=credentials),
    ]


def empty_answers(ann: User) -> list[httpx.Response]:
    """Return answers with 204 for ann."""
    return [
        ann.options(ann.tasks),
        ann.delete(f"{ann.tasks}/{ann.create_task()['id']}"),
        ann.log_in().post("/api/v1/accounts/logout"),
    ]


def errors(ann: User) -> dict[int, httpx.Response]:
    """Return one answer for ann with each status from 400 up that needs no preparation."""
    account = {"username": ann.username, "email": ann.email, "password": ann.password}
    answers = [
        ann.post(ann.tasks, content=b"{"),
        ann.with_token(None).get(ann.path),
        ann.get("/api/v1/accounts/somebody-else"),
        ann.get(f"{ann.tasks}/0"),
        ann.delete(ACCOUNTS),
        ann.post(ACCOUNTS, json=account),
        ann.post(ann.tasks, content=b" " * (128 * 1024 + 1)),
        ann.post(ann.tasks, content=b"{}", headers={"Content-Type": "text/plain"}),
        ann.post(ann.tasks, json={}),
    ]
    return {answer.status_code: answer for answer in answers if answer.status_code >= 400}


def everything(ann: User, task: dict[str, Any]) -> list[httpx.Response]:
    """Return answers of every kind for ann, who has one task."""
    unknown = ann.get("/api/v1/nothing")
    return [*successes(ann, task), *empty_answers(ann), unknown, *errors(ann).values()]
