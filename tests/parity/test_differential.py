"""All servers of this repository answer alike."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from harness import SERVERS
from harness.servers import running
from hypothesis import HealthCheck, Phase, given, seed, settings

from .corpus import API, JSON, TASKS, TOKEN, corpus
from .normalized_server import NormalizedServer, Request
from .random_requests import sequences

ALLOWED = tomllib.loads(Path(__file__).with_name("allowed_differences.toml").read_text())
ACCOUNTS = [
    {"username": name, "email": f"{name}@example.org", "password": "correct horse"}
    for name in ("bob", "ann")
]


@pytest.fixture(scope="module")
def servers() -> Iterator[list[NormalizedServer]]:
    """Every server with a new database; bob and ann are registered, and ann is logged in."""
    with ExitStack() as stack:
        started = [stack.enter_context(running(name)) for name in SERVERS]
        servers = [NormalizedServer(server.name, server.port) for server in started]
        for account in ACCOUNTS:
            credentials = {key: account[key] for key in ("username", "password")}
            ask(servers, post(f"{API}/accounts", account))
            ask(servers, post(f"{API}/accounts/login", credentials))
        for name in ("Buy milk", "Buy bread"):
            ask(servers, post(TASKS, {"name": name}, TOKEN))
        yield servers


def post(target: str, value: object, *headers: tuple[str, str]) -> Request:
    """Return a POST of JSON."""
    return Request("POST", target, (JSON, *headers), json.dumps(value).encode())


def ask(servers: list[NormalizedServer], request: Request) -> dict[str, dict[str, Any]]:
    """Send one request to every server and return the answers by name."""
    return {server.name: server.answer(request) for server in servers}


def differ(answers: dict[str, dict[str, Any]]) -> bool:
    """Return whether the answers differ."""
    first, *others = answers.values()
    return any(other != first for other in others)


def shown(request: Request, answers: dict[str, dict[str, Any]]) -> str:
    """Return the request as a curl command, followed by one line per answer."""
    rows = [f"  {name:8} {json.dumps(answer, sort_keys=True)}" for name, answer in answers.items()]
    return "\n".join([str(request), *rows])


def test_no_client_can_tell_the_servers_apart(servers: list[NormalizedServer]) -> None:
    """Every request in the corpus gets equal answers, apart from the allowed differences."""
    differences = {
        str(request): shown(request, answers)
        for request in corpus()
        if differ(answers := ask(servers, request))
    }
    left_open = {entry["request"] for entry in ALLOWED.get("open", [])}
    surprises = [text for request, text in differences.items() if request not in left_open]
    assert not surprises, "the servers differ:\n\n" + "\n\n".join(surprises)
    outdated = left_open - differences.keys()
    assert not outdated, f"answers no longer differ, see allowed_differences.toml: {outdated}"


@seed(20260101)
@settings(
    max_examples=50,  # with 40 requests each
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[*HealthCheck],
)
@given(sequence=sequences)
def test_no_random_walk_tells_the_servers_apart(
    servers: list[NormalizedServer], sequence: list[Request]
) -> None:
    """2,000 valid and invalid requests, in sequences, get equal answers."""
    for server in servers:
        server.forget_tasks()
    for request in sequence:
        answers = ask(servers, request)
        assert not differ(answers), f"the servers differ:\n\n{shown(request, answers)}"
