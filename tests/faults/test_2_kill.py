"""Fault 2: kill -9 for one worker and for the whole server, during 200 writes."""

import sqlite3
from contextlib import closing, suppress
from functools import partial

import psutil
from harness.servers import STOP_SECONDS, Server, await_calm

from .conftest import Record, serve
from .observing import verify
from .timing import Strike, times, until
from .workload import new_workload

WRITES, CLIENTS = 200, 16


async def test_a_killed_worker_costs_no_write(server: Server, figure: Record) -> None:
    """The other workers keep serving, a new one starts, and every write with 201 is stored."""
    workload, processes = await new_workload(server.port), living(server)
    strike = Strike(workload, WRITES // 2, lambda: busiest(server).kill(), server.port)
    await workload.work(CLIENTS, strike.step, lambda: len(workload.promised) < WRITES)
    await until(lambda: living(server) == processes, STOP_SECONDS)
    await_calm(server)
    await verify(server, workload, 201)
    promised, broken, slowest = len(workload.promised), strike.broken.total(), max(workload.seconds)
    text = f"{promised} promised and there, {broken} broken off, the slowest took {slowest:.1f} s"
    figure(text, promised=promised, broken=broken, slowest_seconds=slowest)


async def test_a_killed_server_loses_no_write(name: str, database: str, figure: Record) -> None:
    """After a restart every write with 201 is stored, and no write is stored in part."""
    with serve(name, database) as server:
        workload = await new_workload(server.port)
        strike = Strike(workload, WRITES // 2, partial(kill, server), server.port)
        await workload.work(CLIENTS, strike.step, lambda: not strike.broken)
    promised, unanswered = len(workload.promised), len(workload.doubtful)
    with serve(name, database) as server:
        workload.port = server.port
        there = len(await workload.list_all()) - promised
        await workload.work(1, workload.create, times(1))
        await verify(server, workload, 201)
    assert database.startswith("postgresql") or integrity(database) == "ok"
    text = f"{promised} promised and there; of {unanswered} unanswered {there} there, whole"
    figure(text, promised=promised, unanswered=unanswered, unanswered_there=there)


def kill(server: Server) -> None:
    """Kill a server and all its workers."""
    processes = server.tree()
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # serve.py kills the others when the main one ends
            process.kill()
    psutil.wait_procs(processes, timeout=STOP_SECONDS)


def living(server: Server) -> int:
    """Return how many processes the server has, without zombies."""
    processes = server.tree()
    return sum(process.info["status"] != psutil.STATUS_ZOMBIE for process in processes)


def busiest(server: Server) -> psutil.Process:
    """Return the worker with the most connections."""
    return max(server.tree(), key=lambda process: len(process.net_connections("tcp")))


def integrity(database: str) -> str:
    """Return "ok", or the faults that SQLite finds in its file."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        answer: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return answer
