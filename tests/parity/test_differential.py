"""All servers of this repository answer alike."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from harness import SERVERS
from harness.servers import running
from hypothesis import HealthCheck, Phase, given, seed, settings

from .corpus import ACCOUNTS, JSON, LOG_IN, TASKS, TOKEN, corpus, every, json_of
from .normalized_server import NormalizedServer, Request
from .random_requests import sequences

ALLOWED = tomllib.loads(Path(__file__).with_name("allowed_differences.toml").read_text())
LOG_INS = [{"username": name, "password": "correct horse"} for name in ("bob", "ann")]
REGISTRATIONS = [{"email": f"{each['username']}@example.org"} | each for each in LOG_INS]
FIRST = every(["POST"], [ACCOUNTS], JSON, bodies=json_of(REGISTRATIONS))
FIRST += every(["POST"], [LOG_IN], JSON, bodies=json_of(LOG_INS))
FIRST += every(["POST"], [TASKS], TOKEN, JSON, bodies=json_of([{"name": "Buy milk"}] * 2))


@pytest.fixture(scope="module")
def servers() -> Iterator[list[NormalizedServer]]:
    """Every server with a new database; bob and ann are registered, and ann is logged in."""
    with ExitStack() as stack:
        started = [stack.enter_context(running(name)) for name in SERVERS]
        servers = [NormalizedServer(server.name, server.port) for server in started]
        for request in FIRST:
            assert not difference(servers, request)
        yield servers


def difference(servers: list[NormalizedServer], request: Request) -> str:
    """Send a request to every server; if the answers differ, return it as curl, and each answer."""
    answers = {each.name: json.dumps(each.answer(request), sort_keys=True) for each in servers}
    rows = [f"  {name:8} {answer}" for name, answer in answers.items()]
    return "\n".join([str(request), *rows]) if len({*answers.values()}) > 1 else ""


def test_no_client_can_tell_the_servers_apart(servers: list[NormalizedServer]) -> None:
    """Every request in the corpus gets equal answers, apart from the allowed differences."""
    differences = {
        str(request): text for request in corpus() if (text := difference(servers, request))
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
        server.ids.clear()  # the name of the next task is {id1} again
    for request in sequence:
        found = difference(servers, request)
        assert not found, f"the servers differ:\n\n{found}"
