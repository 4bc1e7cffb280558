"""Fault 12: somebody deletes SQLite's file while the server runs, or has put an empty one there."""

import asyncio
from pathlib import Path

import pytest
from servers import Server

from .client import sign_up
from .conftest import Record
from .recovery import look

LOOKS = 10  # each on a connection of its own, so that every worker is asked


@pytest.mark.only("sqlite")
def test_a_deleted_file_is_noticed(server: Server, tmp_path: Path, figure: Record) -> None:
    """A balancer learns that this instance is not ready, and the process itself stays well."""
    asyncio.run(delete(server, tmp_path / "todo.db", figure))


async def delete(server: Server, path: Path, figure: Record) -> None:
    """Delete the file, then make one that has no tables, and look each time."""
    user = await sign_up(server.port)
    for file in path.parent.glob("todo.db*"):
        file.unlink()
    deleted = [await look(server, user) for _ in range(LOOKS)]
    path.touch()
    empty = [await look(server, user) for _ in range(LOOKS)]
    for seen in deleted + empty:
        assert (seen["/healthz"], seen["/readyz"]) == (200, 503), seen
    assert "Traceback" not in server.log.read_text()
    figure("not ready without the file, nor with an empty one")
