"""Fault 16: the list updates itself while the database, or a worker, is lost."""

import asyncio
import time

import psutil
import pytest
from contract.client import User
from harness.postgres import execute, throwaway
from harness.servers import STOP_SECONDS, Server
from psycopg.sql import SQL

from .conftest import Record, serve
from .observing import BACK_SECONDS, complaints
from .open_pages import ARRIVAL, OpenPage, newcomer, open_pages
from .timing import seconds, until

NOT_WATCHING = "watching for changes fails"  # in the log, once for each attempt
# https://www.postgresql.org/docs/current/functions-admin.html: it waits for the end for 5 s
CUT = """
SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND query = 'LISTEN changes'
"""
PAGES = 16  # so many that each worker has some


@pytest.mark.servers("flask", "pyramid", "django")
@pytest.mark.only("postgresql")
def test_a_list_that_asks_survives_an_outage(name: str, kind: str, figure: Record) -> None:
    """The answer to the script is 503 meanwhile, and has what changed soon after the return."""
    with throwaway() as postgres, serve(name, postgres.url) as server:
        user = newcomer(server)
        page = OpenPage(server, user)
        assert page.ask() == 304
        postgres.stop()
        assert page.ask() == 503
        postgres.start()
        in_time, start = seconds(BACK_SECONDS), time.monotonic()
        while user.post(user.tasks, json={"name": "Buy milk"}).status_code != 201:
            assert in_time(), complaints(server)
        while page.ask() != 200:
            assert in_time(), complaints(server)
        assert page.tasks == ["Buy milk"]
        back = time.monotonic() - start
    figure(f"503 meanwhile; a change is shown {back:.2f} s after its return", back_seconds=back)


@pytest.mark.servers("tornado")
@pytest.mark.only("postgresql")
async def test_an_open_socket_survives_an_outage(name: str, kind: str, figure: Record) -> None:
    """The socket stays open, and soon after the return it tells what changes."""
    with throwaway() as postgres, serve(name, postgres.url) as server:
        user = newcomer(server)
        async with open_pages(server, user, 1) as [page]:
            await asyncio.to_thread(postgres.stop)
            # Both workers have noticed it, and have tried once to come back.
            await until(lambda: server.log.read_text().count(NOT_WATCHING) >= 4, ARRIVAL)
            await asyncio.to_thread(postgres.start)
            back = await hear(server, user, [page], "Buy milk")
            await hear(server, user, [page], "Call Carol")
        assert page.openings == 1
    figure(f"a change is shown {back:.2f} s after its return", back_seconds=back)


@pytest.mark.servers("tornado")
@pytest.mark.only("postgresql")
async def test_a_cut_listener_misses_nothing(server: Server, database: str, figure: Record) -> None:
    """A change is told although nobody listened when it was made; the socket stays open."""
    user = newcomer(server)
    async with open_pages(server, user, 1) as [page]:
        assert execute(database, SQL(CUT))
        told = await hear(server, user, [page], "Buy milk")
        await hear(server, user, [page], "Call Carol")
    assert page.openings == 1
    figure(f"shown after {told:.2f} s", seconds=told)


@pytest.mark.servers("tornado")
async def test_a_killed_worker_loses_no_page(server: Server, figure: Record) -> None:
    """Its pages open another socket and show what they missed; the others stay open."""
    user = newcomer(server)
    async with open_pages(server, user, PAGES) as pages:
        ports = {process: clients(process) for process in server.tree()}
        victim = next(process for process in ports if pages[0].own_port in ports[process])
        lost = [page for page in pages if page.own_port in ports[victim]]
        victim.kill()
        await asyncio.to_thread(victim.wait, STOP_SECONDS)
        back = await hear(server, user, pages, "Buy milk")
        assert all((page.openings > 1) == (page in lost) for page in pages)
        await hear(server, user, pages, "Call Carol")
    text = f"{len(lost)} of {PAGES} pages were cut off; all show a change after {back:.2f} s"
    figure(text, cut_off=len(lost), back_seconds=back)


async def hear(server: Server, user: User, pages: list[OpenPage], name: str) -> float:
    """Create a task; return the seconds until all pages show it."""
    start, in_time = time.monotonic(), seconds(BACK_SECONDS)
    await asyncio.to_thread(user.create_task, name)
    while not all(name in page.tasks for page in pages):
        assert in_time(), complaints(server)
        await asyncio.sleep(0.01)
    return time.monotonic() - start


def clients(process: psutil.Process) -> set[int]:
    """Return the ports of the clients that a process is connected to."""
    return {each.raddr.port for each in process.net_connections("tcp") if each.raddr}
