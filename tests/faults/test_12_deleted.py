"""Fault 12: SQLite's file is deleted, or replaced by an empty one, while the server runs."""

from pathlib import Path

import pytest
from harness.servers import Server

from .client import sign_up
from .conftest import Record
from .observing import look

LOOKS = 10  # each on a new connection, to reach every worker


@pytest.mark.only("sqlite")
async def test_a_deleted_file_is_noticed(server: Server, tmp_path: Path, figure: Record) -> None:
    """/readyz reports that this instance is not ready; /healthz stays 200."""
    user = await sign_up(server.port)
    for file in tmp_path.glob("todo.db*"):
        file.unlink()
    deleted = [await look(server, user) for _ in range(LOOKS)]
    (tmp_path / "todo.db").touch()
    empty = [await look(server, user) for _ in range(LOOKS)]
    for seen in deleted + empty:
        assert (seen["/healthz"], seen["/readyz"]) == (200, 503), seen
    assert "Traceback" not in server.log.read_text()
    figure("not ready without the file, nor with an empty one")
