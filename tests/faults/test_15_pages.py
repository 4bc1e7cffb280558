"""Fault 15: a crowd on the pages, and pages without their database."""

import asyncio
import json
import random
import sys
import time
from statistics import quantiles
from typing import Any

import pytest
from contract.pages.helpers import logged_in
from contract.pages.http_driver import HttpDriver
from contract.pages.names import ERRORS
from contract.server import Server as Contract
from harness import MODULES, TESTS
from harness.postgres import throwaway
from harness.servers import Server

from .client import Client
from .conftest import Record, Scale, serve
from .observing import BACK_SECONDS, at_rest, complaints, peak
from .test_9_login import CLIENTS, GROWTH, PATIENCE, PAUSE
from .timing import seconds
from .visitors import registered
from .workload import new_workload

PEOPLE = 64
pytestmark = pytest.mark.with_pages


async def visit(server: Server, what: str, number: int, duration: int = 0) -> Any:
    """Let that many people use the pages, and return what happened to them."""
    arguments = ["-m", "faults.visitors", server.url, what, str(number), str(duration)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=TESTS, env=MODULES, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, complaints(server)
    return json.loads(output)


async def test_a_crowd_loses_no_task(server: Server, scale: Scale, figure: Record) -> None:
    """64 people add tasks and mark them as done; nothing is lost, doubled or refused."""
    told = await visit(server, "tasks", PEOPLE, scale.seconds)

    assert told["statuses"].keys() <= {"200", "302", "303"}, f"{told}\n{complaints(server)}"
    assert told["errors"] == []
    figure(f"{told['tasks']} tasks of {PEOPLE} people", tasks=told["tasks"])


async def test_a_crowd_changes_its_passwords(server: Server, scale: Scale, figure: Record) -> None:
    """Log-ins, changes and deletions on pages succeed, and others do not have to wait."""
    people = scale.logins // 2  # a change of password takes two hashes
    workload = await new_workload(server.port)
    before = await at_rest(server)
    crowd = asyncio.create_task(visit(server, "passwords", people))
    weighing = asyncio.create_task(peak(server, lambda: not crowd.done()))

    async def step(client: Client) -> None:
        await asyncio.sleep(random.uniform(0, 2 * PAUSE))  # noqa: S311 - it need not be secret
        await workload.write_and_read(client)

    await workload.work(CLIENTS, step, lambda: not crowd.done())
    told, growth = await crowd, await weighing - before
    p95 = quantiles(workload.seconds, n=20)[-1]
    text = f"{people} people, memory {growth / 10**6:+.0f} MB; "
    text += f"p95 of the others {p95 * 1000:.0f} ms"
    assert told["errors"] == [], f"{text} {told}\n{complaints(server)}"
    assert workload.statuses.keys() == {200, 201}, f"{text} {workload.statuses}"
    assert p95 < PATIENCE, text
    assert growth < GROWTH, text
    figure(text, memory_growth_bytes=growth, p95_seconds=p95)


@pytest.mark.only("postgresql")
def test_a_lost_database_is_a_page(name: str, kind: str, figure: Record) -> None:
    """Without the database pages are 503 for people; afterwards the session still works."""
    with throwaway() as postgres, serve(name, postgres.url) as server:
        contract = Contract(server.url, "pages")
        page = logged_in(HttpDriver(contract), registered(contract))
        postgres.stop()
        page.fill("Name", "Buy milk")
        page.press("Add")
        answers = [(page.status, page.texts("heading"))]
        for path in ("/tasks", "/account"):
            page.open(path)
            answers.append((page.status, page.texts("heading")))
        assert answers == [(503, [ERRORS[503]])] * 3, complaints(server)
        postgres.start()
        in_time, start = seconds(BACK_SECONDS), time.monotonic()
        while page.status != 200:
            assert in_time(), complaints(server)
            page.open("/tasks")
    figure(f"back {time.monotonic() - start:.2f} s after its return")
