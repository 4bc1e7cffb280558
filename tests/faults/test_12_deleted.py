"""Fault 12: SQLite's file is deleted, or replaced by an empty one, while the server runs."""

import asyncio
from pathlib import Path

import pytest
from harness.servers import Server

from .client import sign_up
from .conftest import Record
from .recovery import look

LOOKS = 10  # each on a new connection, to reach every worker


@pytest.mark.only("sqlite")
def test_a_deleted_file_is_noticed(server: Server, tmp_path: Path, figure: Record) -> None:
    """/readyz reports that this instance is not ready; /healthz stays 200."""
    asyncio.run(delete(server, tmp_path / "todo.db", figure))


async def delete(server: Server, path: Path, figure: Record) -> None:
    """Delete the file, then create an empty one, and check the health each time."""
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
