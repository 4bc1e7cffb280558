"""The pages of all servers answer alike, as far as HTTP shows it."""

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import pytest
from harness import SERVERS
from harness.servers import running

from .page_requests import Visit, bare, right, wrong
from .visited_server import VisitedServer

ALLOWED = tomllib.loads(Path(__file__).with_name("allowed_differences.toml").read_text())["page"]


@pytest.fixture(scope="module")
def servers() -> Iterator[list[VisitedServer]]:
    """Every server that has pages, with a new database and two users."""
    with ExitStack() as stack:
        names = [name for name, server in SERVERS.items() if server.get("pages")]
        started = [stack.enter_context(running(name)) for name in names]
        yield [VisitedServer(server.name, server.url) for server in started]


def test_no_visit_tells_the_servers_apart(servers: list[VisitedServer]) -> None:
    """Every visit gets equal answers, apart from the allowed differences."""
    surprises, needed = [], set()
    for visit in chain(bare(), wrong(), right()):
        answers = {each.name: json.dumps(each.answers(visit)) for each in servers}
        rules = [rule for rule in ALLOWED if re.fullmatch(rule["requests"], str(visit))]
        apart = {name for rule in rules for name in rule["apart"]}
        common = {answer for name, answer in answers.items() if name not in apart}
        if len(common) > 1:
            surprises.append(told(visit, answers))
        different = {name for name, answer in answers.items() if answer not in common}
        needed |= {rule["reason"] for rule in rules if different & {*rule["apart"]}}
    assert not surprises, "the servers differ:\n\n" + "\n\n".join(surprises)
    outdated = {rule["reason"] for rule in ALLOWED} - needed
    assert not outdated, f"answers no longer differ, see allowed_differences.toml: {outdated}"
    # Whatever a cookie is called, and on whichever page it is set, it is protected alike.
    cookies = {server.name: server.cookies for server in servers}
    assert {len(attributes) for attributes in cookies.values()} == {1}, cookies
    assert len({*map(tuple, cookies.values())}) == 1, cookies


def told(visit: Visit, answers: dict[str, str]) -> str:
    """Return a visit, and each answer."""
    return "\n".join([str(visit), *(f"  {name:8} {text}" for name, text in answers.items())])
