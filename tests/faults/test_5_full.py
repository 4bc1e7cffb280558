"""Fault 5: the disk is full."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from harness.postgres import Postgres, throwaway
from harness.servers import Server

from .client import Client
from .conftest import Record, serve
from .observing import verify
from .timing import times
from .workload import new_workload

NOTE = 10_000  # characters, the maximum for a task
CLIENTS, REFUSALS, AFTERWARDS = 8, 20, 50


@pytest.mark.only("sqlite")
async def test_a_full_disk_loses_nothing(
    name: str, kind: str, tmp_path: Path, figure: Record
) -> None:
    """What does not fit is refused, writes with 201 are kept, and space is enough to recover."""
    url = f"sqlite:///{tmp_path}/todo.db"
    with small_disk(tmp_path, "size=4m"), serve(name, url) as server:
        await fill(server, tmp_path, figure)


@pytest.mark.only("postgresql")
async def test_a_full_tablespace_loses_nothing(name: str, kind: str, figure: Record) -> None:
    """The same for a database whose write-ahead log is on another disk with free space."""
    with throwaway() as postgres, small_database(postgres) as url, serve(name, url) as server:
        await fill(server, postgres.folder / "small", figure)


@contextmanager
def small_database(postgres: Postgres) -> Iterator[str]:
    """Yield the URL of a database on a small disk."""
    place, owner = postgres.folder / "small", postgres.folder.stat()
    place.mkdir()
    with small_disk(place, f"size=16m,uid={owner.st_uid},gid={owner.st_gid},mode=700"):
        try:
            with psycopg.connect(postgres.url, autocommit=True) as connection:
                connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'".encode())
                connection.execute("CREATE DATABASE small TABLESPACE small")
            yield postgres.url.rpartition("/")[0] + "/small"
        finally:
            postgres.stop()  # it has open files on the disk


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[None]:
    """Mount a small tmpfs on a folder."""
    mount("-t", "tmpfs", "-o", options, "tmpfs", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)  # noqa: S607 - where it lies is the system's


def mount(*options: str) -> None:
    """Run mount, which must succeed."""
    command = ["mount", *options]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"this test mounts a small disk, which needs root: {done.stderr}"


async def fill(server: Server, disk: Path, figure: Record) -> None:
    """Create large tasks until many are refused, free space, and compare the ledger."""
    workload = await new_workload(server.port)

    async def step(client: Client) -> None:
        await workload.create(client, NOTE)

    await workload.work(CLIENTS, step, lambda: len(workload.refused) < REFUSALS)
    fitted, refused = len(workload.promised), len(workload.refused)
    mount("-o", "remount,size=64m", str(disk))
    await workload.work(CLIENTS, step, times(AFTERWARDS))
    assert len(workload.promised) == fitted + AFTERWARDS, workload.statuses
    await verify(server, workload, 201, 503)
    text = f"{fitted} large tasks fitted, {refused} refused; with room again {AFTERWARDS} more; "
    figure(text + "all promised are there", fitted=fitted, refused=refused)
