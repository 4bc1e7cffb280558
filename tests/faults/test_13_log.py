"""Fault 13: requests that try to fill the log, or to write text into it."""

from harness.servers import Server, await_calm

from .conftest import Record
from .raw import send

WORD = "sesame"  # part of the hosts and paths, must not appear in the log
REQUESTS = {
    "a host with a space": f"GET /api/v1 HTTP/1.1\r\nHost: {WORD} b",
    "a host of odd characters": f"GET /api/v1 HTTP/1.1\r\nHost: ???@:{WORD}",
    "a method of 60,000 letters": f"{'M' * 60_000} /api/v1 HTTP/1.1\r\nHost: x",
    "a path of 10,000 characters": f"GET /{WORD * 1_667} HTTP/1.1\r\nHost: x",
}
LONGEST = 300  # characters per line


async def test_the_log_stays_short(server: Server, figure: Record) -> None:
    """Each request adds at most one short line, without any text from its host or path."""
    lines = {what: await log_of(server, head) for what, head in REQUESTS.items()}
    for what, found in lines.items():
        assert len(found) <= 1, (what, len(found), found[:5])
        assert all(len(line) <= LONGEST for line in found), (what, len(found[0]))
        assert WORD not in "".join(found).lower(), (what, found)
    number, longest = sum(map(len, lines.values())), max(map(len, sum(lines.values(), [""])))
    text = f"{len(REQUESTS)} requests, {number} lines, the longest has {longest} characters"
    figure(text, lines=number, longest=longest)


async def log_of(server: Server, head: str) -> list[str]:
    """Send a request; return the lines that it adds to the log."""
    before = server.log.stat().st_size
    statuses = await send(server.port, f"{head}\r\nConnection: close\r\n\r\n".encode())
    assert max(statuses) < 500, statuses
    await_calm(server)
    return server.log.read_bytes()[before:].decode("latin-1").splitlines()
