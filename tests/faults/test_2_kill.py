"""Fault 2: kill -9 for one worker and for the whole server, during 200 writes."""

import sqlite3
from contextlib import closing
from functools import partial

import psutil
from harness.servers import STOP_SECONDS, Server, await_calm

from .client import sign_up
from .conftest import Record, serve
from .timing import Strike, times, until
from .workload import Workload

WRITES, CLIENTS = 200, 16


async def test_a_killed_worker_costs_no_write(server: Server, figure: Record) -> None:
    """The other workers keep serving, a new one starts, and every write with 201 is stored."""
    workload, processes = Workload(await sign_up(server.port)), living(server)
    strike = Strike(workload, WRITES // 2, lambda: busiest(server).kill(), server.port)
    clients = workload.clients(server.port, CLIENTS)
    await workload.work(clients, strike.step, lambda: len(workload.promised) < WRITES)
    await until(lambda: living(server) == processes, STOP_SECONDS)
    assert workload.statuses.keys() == {201}, workload.statuses
    await_calm(server)
    assert await workload.differences(server.port) == []
    promised, broken, slowest = len(workload.promised), strike.broken.total(), max(workload.seconds)
    text = f"{promised} promised and there, {broken} broken off, the slowest took {slowest:.1f} s"
    figure(text, promised=promised, broken=broken, slowest_seconds=slowest)


async def test_a_killed_server_loses_no_write(name: str, database: str, figure: Record) -> None:
    """After a restart every write with 201 is stored, and no write is stored in part."""
    with serve(name, database) as server:
        workload = Workload(await sign_up(server.port))
        strike = Strike(workload, WRITES // 2, partial(kill, server), server.port)
        clients = workload.clients(server.port, CLIENTS)
        await workload.work(clients, strike.step, lambda: not strike.broken)
    promised, unanswered = len(workload.promised), len(workload.doubtful)
    with serve(name, database) as server:
        there = len(await workload.list_all(server.port)) - promised
        await workload.work(workload.clients(server.port, 1), workload.create, times(1))
        assert await workload.differences(server.port) == []
    assert workload.statuses.keys() == {201}, workload.statuses
    assert database.startswith("postgresql") or integrity(database) == "ok"
    text = f"{promised} promised and there; of {unanswered} unanswered {there} there, whole"
    figure(text, promised=promised, unanswered=unanswered, unanswered_there=there)


def kill(server: Server) -> None:
    """Kill a server and all its workers."""
    processes = server.tree()
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=STOP_SECONDS)


def living(server: Server) -> int:
    """Return how many processes the server has, without zombies."""
    processes = server.tree()
    return sum(process.info["status"] != psutil.STATUS_ZOMBIE for process in processes)


def busiest(server: Server) -> psutil.Process:
    """Return the worker with the most connections."""

    def connections(process: psutil.Process) -> int:
        established = [
            one.laddr.port
            for one in process.net_connections("tcp")
            if one.status == psutil.CONN_ESTABLISHED
        ]
        return established.count(server.port)

    return max(server.tree(), key=connections)


def integrity(database: str) -> str:
    """Return "ok", or the faults that SQLite finds in its file."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        answer: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return answer
